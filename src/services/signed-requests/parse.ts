/** Signatures of HTTP messages (RFC 9421), as far as they are taken here: one signature, components without parameters. */

/** What a request covers by its signature, nothing of it verified. */
export interface ReadSignature {
  /** Names of the covered components, in order, lower case. */
  readonly components: readonly string[];
  /** The inner list with its parameters as received: the value of `@signature-params` (section 2.3). */
  readonly parameters: string;
  readonly created: number;
  readonly nonce: string;
  readonly keyId: string;
  readonly algorithm: string;
  readonly signature: Uint8Array;
}

const LONGEST = 4096;
const MOST_COMPONENTS = 20;
const INPUT =
  /^([a-z*][a-z0-9_.*-]{0,31})=(\(((?:"[a-z0-9@-]{1,64}"(?: (?=")|(?=\))))*)\)((?:;[a-z*][a-z0-9_.*-]*=(?:"[ !#-[\]-~]*"|\d{1,15}))*))$/;

/**
 * Reads the fields Signature-Input and Signature; null when they are not of the form that is taken.
 * @param input `label=("@method" …);created=…;nonce="…";keyid="…";alg="…"`
 * @param signature `label=:Base64:`
 */
export function readSignature(input: string, signature: string): ReadSignature | null {
  if (input.length > LONGEST || signature.length > LONGEST) return null;
  const [, label = '', parameters = '', list = '', rest = ''] = INPUT.exec(input.trim()) ?? [];
  if (label === '') return null;
  const components = [...list.matchAll(/"([^"]+)"/g)].map(([, name = '']) => name);
  const named = new Map<string, string>();
  for (const [, name = '', text, number = ''] of rest.matchAll(/;([a-z*][a-z0-9_.*-]*)=(?:"([^"]*)"|(\d+))/g)) {
    if (named.has(name)) return null;
    named.set(name, text ?? number);
  }
  const value = signatureOf(label, signature.trim());
  const [created, nonce, keyId, algorithm] = ['created', 'nonce', 'keyid', 'alg'].map((name) => named.get(name));
  if (!value || created === undefined || nonce === undefined || keyId === undefined || algorithm === undefined) return null;
  if (!/^\d+$/.test(created) || components.length > MOST_COMPONENTS || new Set(components).size < components.length) return null;
  return { components, parameters, created: Number(created), nonce, keyId, algorithm, signature: value };
}

function signatureOf(label: string, field: string): Uint8Array | null {
  const prefix = `${label}=:`;
  if (!field.startsWith(prefix) || !field.endsWith(':') || field.length <= prefix.length) return null;
  return base64Of(field.slice(prefix.length, -1));
}

/** The bytes of Base64 in its one form; null for anything else. */
export function base64Of(text: string): Uint8Array | null {
  const bytes = Buffer.from(text, 'base64');
  return text !== '' && bytes.toString('base64') === text ? bytes : null;
}

/** The SM3 that a Content-Digest (RFC 9530) names, 32 bytes; null when it names none. */
export function readContentDigest(field: string): Uint8Array | null {
  if (field.length > LONGEST) return null;
  const members = field.split(',').map((member) => /^\s*sm3=:([A-Za-z0-9+/=]+):\s*$/.exec(member)?.[1]);
  const found = members.filter((member) => member !== undefined);
  const digest = found.length === 1 ? base64Of(found[0] ?? '') : null;
  return digest?.length === DIGEST_BYTES ? digest : null;
}

const DIGEST_BYTES = 32;
