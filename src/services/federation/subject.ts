/** How people of a provider are known here: never by what the provider calls them. */
import { toHex, utf8 } from '../../base/bytes.ts';
import type { SessionIdentity } from '../storage/index.ts';
import type { FederationDependencies, ProvedIdentity, ProviderName } from './ports.ts';

/** SM3 over parts, each with its length before it, hexadecimal. */
function digestOf({ crypto }: Pick<FederationDependencies, 'crypto'>, ...parts: readonly string[]): string {
  return toHex(crypto.digest('sm3', utf8(JSON.stringify(parts))));
}

/** Digest of who somebody is at a provider. */
export function subjectDigest(
  deps: Pick<FederationDependencies, 'crypto'>,
  { issuer, subject }: Pick<ProvedIdentity, 'issuer' | 'subject'>,
): string {
  return digestOf(deps, 'subject', issuer, subject);
}

/** Digest of a session at a provider. */
export function sessionDigest(deps: Pick<FederationDependencies, 'crypto'>, issuer: string, sessionId: string): string {
  return digestOf(deps, 'session', issuer, sessionId);
}

/** What a session remembers of where it came from. */
export function sessionIdentity(
  deps: Pick<FederationDependencies, 'crypto'>,
  provider: ProviderName,
  proved: ProvedIdentity,
): SessionIdentity {
  const { issuer, sessionId } = proved;
  return {
    provider,
    subject: subjectDigest(deps, proved),
    sid: sessionId === null ? null : sessionDigest(deps, issuer, sessionId),
  };
}

/** Pseudonym of a citizen or an enterprise under the key of stored files: the same person has the same one, whichever provider says so. */
export function pseudonymOf(
  { blobs, crypto }: Pick<FederationDependencies, 'blobs' | 'crypto'>,
  kind: 'citizen' | 'enterprise',
  number: string,
): string {
  return blobs.keyOf(crypto.digest('sm3', utf8(JSON.stringify(['pseudonym', kind, number]))));
}
