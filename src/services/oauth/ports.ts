import type { KeySets } from './key-set.ts';
import type { ClientTrust } from './tls-subject.ts';
import type { AccessDependencies } from '../access/index.ts';

/** What letting systems in takes. */
export interface OAuthDependencies extends Pick<
  AccessDependencies,
  'records' | 'journal' | 'clock' | 'random' | 'crypto' | 'quota' | 'sessionRules'
> {
  /** Base of the public addresses, without a slash at the end: the issuer identifier (RFC 8414 section 2). */
  readonly issuer: string;
  /** Whether demonstration keys may be used. */
  readonly demonstration: boolean;
  /** Keys that systems publish; absent where none are fetched. */
  readonly keySets?: KeySets | undefined;
  /** Whom the operator believes about certificates of systems; absent where nobody. */
  readonly clientTrust?: ClientTrust | undefined;
}

/** The address of the token endpoint. */
export function tokenEndpoint({ issuer }: Pick<OAuthDependencies, 'issuer'>): string {
  return `${issuer}/oauth2/token`;
}
