/** HMAC-SM3 (GB/T 15852.2) over OpenSSL. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** HMAC-SM3, 32 bytes, of the concatenation of `parts`. */
export function hmacSm3(key: Uint8Array, ...parts: readonly Uint8Array[]): Buffer {
  const hmac = createHmac('sm3', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
}

/** HMAC-SHA-1, 20 bytes: what one-time passwords are made with (RFC 4226 section 5.3); for nothing new. */
export function hmacSha1(key: Uint8Array, message: Uint8Array): Uint8Array {
  return createHmac('sha1', key).update(message).digest();
}

/** True when both are equal, in a time that tells only whether their lengths are; for HMACs and other secrets. */
export function equalSecret(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}
