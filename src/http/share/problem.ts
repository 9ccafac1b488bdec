/** Errors as the sharing interface tells them: a code of the profile, and the words of the error. */
import type { ErrorCode, YinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import type { SharingOutcome, SharingProfile } from '../../domain/sharing/index.ts';
import { SHARING_PROFILES } from '../../services/sharing/index.ts';
import { inEnvelope, SHARE } from './envelope.ts';

const BY_CODE: Readonly<Partial<Record<ErrorCode, SharingOutcome>>> = {
  NOT_SIGNED_IN: 'not-signed-in',
  CLIENT_REFUSED: 'not-signed-in',
  REQUEST_SIGNATURE_REFUSED: 'not-signed-in',
  LICENCE_DESTROYED: 'not-found',
};
const BY_STATUS: Readonly<Record<number, SharingOutcome>> = {
  400: 'request-invalid',
  401: 'not-signed-in',
  403: 'not-allowed',
  404: 'not-found',
  405: 'request-invalid',
  413: 'too-large',
  415: 'request-invalid',
  422: 'request-invalid',
  429: 'too-often',
  503: 'unavailable',
};

/** The profile that a route belongs to, null for a route of another interface. The address of a file has no envelope. */
export function profileOfRoute(route: string): SharingProfile | null {
  return (
    SHARING_PROFILES.find(({ path, operations }) =>
      Object.values(operations).some((operation) => route === `${SHARE}${path}/${operation}`),
    ) ?? null
  );
}

/** What an error is called in a profile. */
export function sharingOutcome(error: Pick<YinzhengError, 'code'>, status: number): SharingOutcome {
  return BY_CODE[error.code] ?? BY_STATUS[status] ?? 'other';
}

/** An error in the envelope of a profile. */
export function sharingProblem(
  profile: SharingProfile,
  error: YinzhengError,
  about: { readonly status: number; readonly words: string; readonly requestId: string; readonly now: Instant },
): Readonly<Record<string, unknown>> {
  const { status, requestId, now } = about;
  // A system has nothing to sign in to: it fetches a token.
  const words = error.code === 'NOT_SIGNED_IN' ? '令牌或凭据缺失、无效或已过期，请重新获取令牌' : about.words;
  return inEnvelope(profile, { outcome: sharingOutcome(error, status), words, requestId, now, data: null });
}
