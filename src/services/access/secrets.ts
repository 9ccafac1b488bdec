/** Secrets of sessions and API keys: 256 random bits, of which the store keeps only the SM3. */
import { fromHex, toHex, utf8 } from '../../base/bytes.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import { hmacSm3 } from '../../crypto/native/index.ts';
import type { Random } from '../platform.ts';

const SECRET_BYTES = 32;
const CSRF_LABEL = utf8('yinzheng csrf token 1');
/** No character that looks like another. */
const PASSWORD_ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789z';

/** A new secret, 64 hexadecimal digits. */
export function newSecret(random: Random): string {
  return toHex(random.bytes(SECRET_BYTES));
}

/** True for a text that can be a secret. */
export function isSecret(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

/** SM3 of a secret's bytes, hexadecimal. */
export function secretDigest(secret: string, crypto: CryptoProvider): string {
  return toHex(crypto.digest('sm3', fromHex(secret)));
}

/** The token that a session's state-changing requests carry: an HMAC-SM3 keyed by the session's secret, so that nothing else is kept. */
export function csrfToken(secret: string): string {
  return toHex(hmacSm3(fromHex(secret), CSRF_LABEL));
}

/** A password to be shown once: 16 characters in groups of four, about 79 random bits. */
export function newPassword(random: Random): string {
  const characters = Array.from(random.bytes(16), (byte) => PASSWORD_ALPHABET.charAt(byte & 31)).join('');
  return characters.replace(/(.{4})(?=.)/g, '$1-');
}

/** The text by which another system proves its API key. */
export function writeApiKey(id: string, secret: string): string {
  return `yz_${id}_${secret}`;
}

/** The parts of an API key, null when the text is none. */
export function readApiKey(text: string): { readonly id: string; readonly secret: string } | null {
  const [, id, secret] = /^yz_([0-9a-f]{16})_([0-9a-f]{64})$/.exec(text) ?? [];
  return id !== undefined && secret !== undefined ? { id, secret } : null;
}
