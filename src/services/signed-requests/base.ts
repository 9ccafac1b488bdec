/** What is signed of a request (RFC 9421 section 2.5). */

/** A request as its signer sees it. */
export interface RequestParts {
  readonly method: string;
  /** Path and query at this server, as received. */
  readonly target: string;
  /** A field by its name in lower case, undefined when it is not there. */
  readonly field: (name: string) => string | undefined;
}

/** The values of derived components (section 2.2); authority and the beginning of the path are those of the public address. */
function derived(name: string, { method, target }: RequestParts, publicUrl: URL): string | null {
  const split = target.indexOf('?');
  const path = split < 0 ? target : target.slice(0, split);
  switch (name) {
    case '@method':
      return method;
    case '@authority':
      return publicUrl.host;
    case '@path':
      return `${publicUrl.pathname.replace(/\/$/, '')}${path}`;
    case '@query':
      return split < 0 ? '?' : target.slice(split);
    default:
      return null;
  }
}

/** The signature base; null when a component is covered that is not there or is none that is taken. */
export function signatureBase(
  { components, parameters }: { readonly components: readonly string[]; readonly parameters: string },
  parts: RequestParts,
  publicUrl: string,
): string | null {
  const url = new URL(publicUrl);
  const lines: string[] = [];
  for (const name of components) {
    const value = name.startsWith('@')
      ? derived(name, parts, url)
      : parts
          .field(name)
          ?.trim()
          .replace(/\s*\r?\n\s*/g, ' ');
    if (value === null || value === undefined) return null;
    lines.push(`"${name}": ${value}`);
  }
  return [...lines, `"@signature-params": ${parameters}`].join('\n');
}
