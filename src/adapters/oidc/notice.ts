/** Logout tokens (OpenID Connect Back-Channel Logout 1.0 section 2.4). */
import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload } from 'jose';
import type { Configuration } from 'openid-client';
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { LogoutNotice } from '../../services/federation/index.ts';
import type { Clock } from '../../services/platform.ts';
import type { ProviderFile } from './file.ts';
import { isSm2Algorithm, type Sm2TokenReader } from './sm2-tokens.ts';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const CLOCK_TOLERANCE = 60;
/** How old a notice may be, s. */
const OLDEST = 300;
const LONGEST = 16_384;
const TIMEOUT = 10_000;

/** A reader of the notices of one provider. */
export function createNoticeReader({
  file,
  clock,
  configured,
  sm2,
}: {
  readonly file: ProviderFile;
  readonly clock: Clock;
  readonly configured: () => Promise<Configuration>;
  readonly sm2: Sm2TokenReader;
}): (token: string) => Promise<LogoutNotice> {
  let keys: { readonly address: string; readonly set: ReturnType<typeof createRemoteJWKSet> } | null = null;
  return async (token) => {
    if (token.length > LONGEST) throw refused();
    const { issuer, jwks_uri: address } = (await configured()).serverMetadata();
    if (address === undefined) throw refused();
    const { signingAlgorithm: algorithm } = file;
    if (isSm2Algorithm(algorithm)) {
      const claims = await sm2(token, { address, algorithm });
      if (!claims || !isTimely(claims, { issuer, audience: file.clientId, now: clock.now() })) throw refused();
      return noticeOf(claims, issuer);
    }
    if (keys?.address !== address) keys = { address, set: createRemoteJWKSet(new URL(address), { timeoutDuration: TIMEOUT }) };
    let payload: JWTPayload;
    try {
      ({ payload } = await jwtVerify(token, keys.set, {
        ...{ issuer, audience: file.clientId, algorithms: [file.signingAlgorithm], clockTolerance: CLOCK_TOLERANCE },
        ...{ maxTokenAge: OLDEST, requiredClaims: ['iat', 'jti', 'events'], currentDate: new Date(clock.now()) },
      }));
    } catch (cause) {
      if (cause instanceof errors.JWKSTimeout || !(cause instanceof errors.JOSEError))
        throw new YinzhengError('IDENTITY_PROVIDER_UNAVAILABLE', {}, { cause });
      throw refused(cause);
    }
    return noticeOf(payload, issuer);
  };
}

/** What `jose` asks of the claims of other tokens: issuer, audience, and times within the tolerance of clocks. */
function isTimely(
  { iss, aud, iat, exp, nbf }: JWTPayload,
  { issuer, audience, now }: { readonly issuer: string; readonly audience: string; readonly now: number },
): boolean {
  const at = now / 1000;
  const isOurs = iss === issuer && (aud === audience || (Array.isArray(aud) && aud.includes(audience)));
  const isRecent = typeof iat === 'number' && iat >= at - OLDEST - CLOCK_TOLERANCE && iat <= at + CLOCK_TOLERANCE;
  const isOver = exp !== undefined && !(typeof exp === 'number' && exp > at - CLOCK_TOLERANCE);
  const isEarly = nbf !== undefined && !(typeof nbf === 'number' && nbf <= at + CLOCK_TOLERANCE);
  return isOurs && isRecent && !isOver && !isEarly;
}

function noticeOf({ sub, sid, jti, iat, events, nonce }: JWTPayload, issuer: string): LogoutNotice {
  const isLogout = typeof events === 'object' && events !== null && Object.hasOwn(events, EVENT);
  const subject = typeof sub === 'string' ? sub : null;
  const sessionId = typeof sid === 'string' ? sid : null;
  // An ID token has a nonce: it must not do as a notice.
  if (!isLogout || nonce !== undefined || jti === undefined || iat === undefined || (subject === null && sessionId === null))
    throw refused();
  return { issuer, subject, sessionId, identifier: jti, over: (iat + OLDEST + CLOCK_TOLERANCE) * 1000 };
}

function refused(cause?: unknown): YinzhengError {
  return new YinzhengError(
    'IDENTITY_REFUSED',
    { reason: bilingual('the notice is not as it must be', '注销通知不符合要求') },
    { cause },
  );
}
