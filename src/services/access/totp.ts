/** One-time passwords by time (RFC 6238): HMAC-SHA-1, 30 seconds, 6 digits, as every authenticator makes them. */
import type { Instant } from '../../base/time.ts';
import { equalSecret, hmacSha1 } from '../../crypto/native/index.ts';
import { utf8 } from '../../base/bytes.ts';

/** Length of a secret, bytes (RFC 4226 section 4 recommends 160 bits). */
export const TOTP_SECRET_BYTES = 20;
const STEP = 30_000;
const DIGITS = 6;
/** Codes of so many steps before and after the present one are taken (RFC 6238 section 5.2): clocks differ, and people type slowly. */
const TOLERANCE = 1;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The time step of an instant. */
export function stepOf(now: Instant): number {
  return Math.floor(now / STEP);
}

/** The code of a time step, decimal digits (RFC 4226 section 5.3, RFC 6238 section 4.2). */
export function totpCode(secret: Uint8Array, step: number, digits: number = DIGITS): string {
  const counter = new DataView(new ArrayBuffer(8));
  counter.setBigUint64(0, BigInt(step));
  const mac = hmacSha1(secret, new Uint8Array(counter.buffer));
  const offset = (mac[mac.length - 1] ?? 0) & 15;
  const value = new DataView(mac.buffer, mac.byteOffset, mac.length).getUint32(offset) & 0x7fffffff;
  return String(value % 10 ** digits).padStart(digits, '0');
}

/** The step whose code this is, near an instant and after `lastStep`; null when there is none. */
export function matchingStep(
  secret: Uint8Array,
  code: string,
  { now, lastStep }: { readonly now: Instant; readonly lastStep: number },
): number | null {
  const present = stepOf(now);
  let found: number | null = null;
  for (let step = present - TOLERANCE; step <= present + TOLERANCE; step++) {
    if (equalSecret(utf8(totpCode(secret, step)), utf8(code)) && step > lastStep) found = step;
  }
  return found;
}

/** A secret as people type it into an authenticator: Base32 (RFC 4648 section 6) without padding. */
export function base32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => BASE32.charAt(parseInt(five.padEnd(5, '0'), 2))).join('');
}

/** The address that an authenticator reads from a QR code (Key Uri Format). */
export function provisioningUri(secret: Uint8Array, userName: string): string {
  return `otpauth://totp/${encodeURIComponent(`Yinzheng:${userName}`)}?secret=${base32(secret)}&issuer=Yinzheng`;
}
