/** The secrets of a keystore, all from one run of PBKDF2 over its passphrase. */
import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { toHex, utf8 } from '../../../base/bytes.ts';
import { hmacSm3 } from '../../../crypto/native/index.ts';

/** Fewest iterations of PBKDF2-HMAC-SHA256 that are written or read. */
export const MIN_ITERATIONS = 600_000;
/** Most iterations that are read: a damaged number must not stop the start for hours. */
export const MAX_ITERATIONS = 10_000_000;
/** Octets of the salt. */
export const SALT_LENGTH = 16;

const run = promisify(pbkdf2);

/** What the passphrase gives: the key of PBES2, and two that only Yinzheng uses. */
export interface KeystoreSecrets {
  /** SM4 key, 16 bytes: what standard PBES2 derives, so that OpenSSL opens each key. */
  readonly encryptionKey: Uint8Array;
  /** HMAC-SM3 key, 32 bytes. */
  readonly macKey: Uint8Array;
  /** Tells a wrong passphrase from a damaged file, 16 bytes. */
  readonly passphraseCheck: Uint8Array;
}

/** Derives the secrets for a salt and a number of iterations. */
export type KeystoreDerivation = (salt: Uint8Array, iterations: number) => Promise<KeystoreSecrets>;

/**
 * The derivation for a passphrase, which remembers its last answer: opening and rewriting a keystore costs one run.
 * PBES2 takes the first 16 bytes of PBKDF2's first block; the other 16, independent of them, are expanded with HMAC-SM3.
 */
export function passphraseDerivation(passphrase: Uint8Array): KeystoreDerivation {
  let name = '';
  let known: Promise<KeystoreSecrets> | undefined;
  return (salt, iterations) => {
    const asked = `${iterations}:${toHex(salt)}`;
    if (known === undefined || asked !== name) {
      name = asked;
      known = run(passphrase, salt, iterations, 32, 'sha256').then((block) => ({
        encryptionKey: block.subarray(0, 16),
        macKey: hmacSm3(block.subarray(16), utf8('yinzheng keystore mac')),
        passphraseCheck: hmacSm3(block.subarray(16), utf8('yinzheng keystore passphrase check')).subarray(0, 16),
      }));
    }
    return known;
  };
}
