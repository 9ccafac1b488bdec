/** What the claims of a client's assertion must say (RFC 7523 section 3). */
import type { Instant } from '../../base/time.ts';
import { tokenEndpoint, type OAuthDependencies } from './ports.ts';
import type { RefusalReason } from './refusal.ts';

/** By how much clocks may differ, ms. */
export const CLOCK_SKEW = 60_000;
/** How long an assertion may be good for, ms. */
export const LONGEST_ASSERTION = 300_000;
const LONGEST_IDENTIFIER = 256;

/** Claims that are as they must be. */
export interface AssertionFacts {
  readonly identifier: string;
  /** Since when it is refused for its age, ms. */
  readonly over: Instant;
}

/** Judges the claims of an assertion whose signature is right; the reason when it is refused. */
export function judgeAssertion(
  claims: Readonly<Record<string, unknown>>,
  rules: { readonly clientId: string; readonly now: Instant } & Pick<OAuthDependencies, 'issuer'>,
): AssertionFacts | RefusalReason {
  const { iss, sub, aud, exp, nbf, iat, jti } = claims;
  const { clientId, now, issuer } = rules;
  if (iss !== clientId || sub !== clientId) return 'issuer';
  const audience: unknown = Array.isArray(aud) && aud.length === 1 ? aud[0] : aud;
  if (audience !== issuer && audience !== tokenEndpoint({ issuer })) return 'audience';
  const [end, begin, made] = [time(exp), time(nbf), time(iat)];
  if (end === null || end === undefined) return 'expired';
  if (now >= end + CLOCK_SKEW || end > now + LONGEST_ASSERTION + CLOCK_SKEW) return 'expired';
  for (const start of [begin, made]) {
    if (start === null || (start !== undefined && start > now + CLOCK_SKEW)) return 'early';
  }
  if (typeof jti !== 'string' || jti === '' || jti.length > LONGEST_IDENTIFIER) return 'identifier';
  return { identifier: jti, over: end + CLOCK_SKEW };
}

/** A NumericDate (RFC 7519 section 2) in ms; undefined when absent, null when it is none. */
function time(value: unknown): Instant | null | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 && value < 1e11 ? Math.floor(value * 1000) : null;
}
