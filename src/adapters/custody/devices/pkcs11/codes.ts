/** Return codes of PKCS#11 (OASIS PKCS #11 v2.40 §3.6), and what they mean for whoever asked. */
import { YinzhengError } from '../../../../base/errors/index.ts';

/** Codes that are no failure where they are expected. */
export const CKR = { alreadyInitialised: 0x191, alreadyLoggedIn: 0x100 } as const;

const NAMES: Readonly<Record<number, string>> = {
  0x05: 'CKR_GENERAL_ERROR',
  0x06: 'CKR_FUNCTION_FAILED',
  0x30: 'CKR_DEVICE_ERROR',
  0x32: 'CKR_DEVICE_REMOVED',
  0x82: 'CKR_OBJECT_HANDLE_INVALID',
  0xb1: 'CKR_SESSION_COUNT',
  0xb3: 'CKR_SESSION_HANDLE_INVALID',
  0xe0: 'CKR_TOKEN_NOT_PRESENT',
  0x101: 'CKR_USER_NOT_LOGGED_IN',
};

/** The device works, and does not want to: asking again changes nothing. */
const REFUSALS: Readonly<Record<number, string>> = {
  0x07: 'CKR_ARGUMENTS_BAD',
  0x54: 'CKR_FUNCTION_NOT_SUPPORTED',
  0x63: 'CKR_KEY_TYPE_INCONSISTENT',
  0x68: 'CKR_KEY_FUNCTION_NOT_PERMITTED',
  0x70: 'CKR_MECHANISM_INVALID',
  0xa0: 'CKR_PIN_INCORRECT',
  0xa1: 'CKR_PIN_INVALID',
  0xa4: 'CKR_PIN_LOCKED',
};

/**
 * Lets success pass, and the codes named.
 * @throws {YinzhengError} KEY_DEVICE_REFUSED, KEY_DEVICE_UNAVAILABLE
 */
export function checkPkcs11(operation: string, code: number, ...expected: readonly number[]): void {
  if (code === 0 || expected.includes(code)) return;
  const refusal = REFUSALS[code];
  const technical = refusal ?? NAMES[code] ?? `0x${code.toString(16).padStart(8, '0')}`;
  throw new YinzhengError(refusal === undefined ? 'KEY_DEVICE_UNAVAILABLE' : 'KEY_DEVICE_REFUSED', { operation, technical });
}
