/** Whether a name lies in a subtree of names, form by form (RFC 5280 §4.2.1.10). */
import { readDer } from '../../asn1/index.ts';
import type { GeneralName } from '../certificate/general-name.ts';
import { isWithinName, parseName } from '../certificate/name.ts';

/**
 * What a subtree says of a name of its own form: `inside`, `outside`; `unclear` where the form, or this name of it, cannot be compared, so
 * that a path that needs the answer does not hold.
 */
export type SubtreeAnswer = 'inside' | 'outside' | 'unclear';

/**
 * Compares a name with the base of a subtree of the same form.
 * @throws {YinzhengError} DER_MALFORMED for a directory name that is none
 */
export function answerOfSubtree(base: GeneralName, name: GeneralName): SubtreeAnswer {
  switch (base.kind) {
    case 'directory':
      return told(isWithinName(parseName(readDer(name.content)), parseName(readDer(base.content))));
    case 'email':
      return withinMail(base.value, name.value);
    case 'dns':
      return withinDns(base.value, name.value);
    case 'uri':
      return withinUri(base.value, name.value);
    case 'address':
      return withinAddress(base.content, name.content);
    case 'other':
      return 'unclear';
  }
}

function told(inside: boolean): SubtreeAnswer {
  return inside ? 'inside' : 'outside';
}

/** A mailbox, all mailboxes of a host, or with a leading dot those of every host in a domain; the local part minds letter case. */
function withinMail(base: string, name: string): SubtreeAnswer {
  const at = name.lastIndexOf('@');
  if (at < 1 || at === name.length - 1) return 'unclear';
  const host = name.slice(at + 1);
  const baseAt = base.lastIndexOf('@');
  if (baseAt === -1) return told(base === '' || hostWithin(base, host));
  return told(base.slice(0, baseAt) === name.slice(0, at) && sameHost(base.slice(baseAt + 1), host));
}

/** A DNS name or one with labels before it; a leading dot, which products write, asks for at least one. A wildcard may be above the base. */
function withinDns(base: string, name: string): SubtreeAnswer {
  if (base === '') return 'inside';
  const [domain, host] = [base.toLowerCase(), name.toLowerCase()];
  if (host.startsWith('*.') && domain.endsWith(host.slice(1))) return 'unclear';
  return told(domain.startsWith('.') ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`));
}

/** The host of the authority; without one, or with an address for it, the name cannot be compared. */
function withinUri(base: string, name: string): SubtreeAnswer {
  const authority = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/([^/?#]*)/.exec(name)?.[1];
  const host = authority?.slice(authority.lastIndexOf('@') + 1).replace(/:\d*$/, '');
  if (host === undefined || !/^(?=.*[A-Za-z])[A-Za-z0-9.-]+$/.test(host)) return 'unclear';
  return told(base === '' || hostWithin(base, host));
}

/** The address lies in the network: RFC 4632, the octets of address and mask one after the other. */
function withinAddress(base: Uint8Array, address: Uint8Array): SubtreeAnswer {
  const size = address.length;
  if ((size !== 4 && size !== 16) || (base.length !== 8 && base.length !== 32)) return 'unclear';
  if (base.length !== 2 * size) return 'outside';
  return told(
    address.every((octet, index) => (octet & (base[size + index] ?? 0)) === ((base[index] ?? 0) & (base[size + index] ?? 0))),
  );
}

function hostWithin(base: string, host: string): boolean {
  return base.startsWith('.') ? host.toLowerCase().endsWith(base.toLowerCase()) : sameHost(base, host);
}

function sameHost(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
