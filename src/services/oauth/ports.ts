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
}

/** The address of the token endpoint. */
export function tokenEndpoint({ issuer }: Pick<OAuthDependencies, 'issuer'>): string {
  return `${issuer}/oauth2/token`;
}
