/** SM4 (GB/T 32907) modes over OpenSSL. Neither mode protects integrity: callers add an HMAC over IV and ciphertext. */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { YinzhengError } from '../../base/errors/index.ts';

/**
 * SM4-CBC with PKCS#7 padding; `key` and `iv` are 16 bytes each, the IV random and never used twice with a key.
 * @throws {YinzhengError} KEY_INVALID when key or IV have another length
 */
export function sm4CbcEncrypt(key: Uint8Array, iv: Uint8Array, plaintext: Uint8Array): Uint8Array {
  checkLengths(key, iv);
  const cipher = createCipheriv('sm4-cbc', key, iv);
  return Buffer.concat([cipher.update(plaintext), cipher.final()]);
}

/**
 * Undoes {@link sm4CbcEncrypt}; null when the padding is wrong. Check the HMAC first, or the null becomes a padding oracle.
 * @throws {YinzhengError} KEY_INVALID when key or IV have another length than 16 bytes
 */
export function sm4CbcDecrypt(key: Uint8Array, iv: Uint8Array, ciphertext: Uint8Array): Uint8Array | null {
  checkLengths(key, iv);
  const decipher = createDecipheriv('sm4-cbc', key, iv);
  const head = decipher.update(ciphertext);
  try {
    return Buffer.concat([head, decipher.final()]);
  } catch {
    return null;
  } finally {
    // the plaintext is often a key: only the caller's copy is to remain
    head.fill(0);
  }
}

/**
 * SM4-CTR: encrypts, and decrypts what it encrypted. `counter` is the first counter block, 16 bytes, never used twice with a key.
 * @throws {YinzhengError} KEY_INVALID when key or counter have another length than 16 bytes
 */
export function sm4Ctr(key: Uint8Array, counter: Uint8Array, bytes: Uint8Array): Buffer {
  checkLengths(key, counter);
  return createCipheriv('sm4-ctr', key, counter).update(bytes);
}

function checkLengths(key: Uint8Array, iv: Uint8Array): void {
  if (key.length !== 16 || iv.length !== 16)
    throw new YinzhengError('KEY_INVALID', { technical: 'SM4 takes a key and an IV of 16 bytes' });
}
