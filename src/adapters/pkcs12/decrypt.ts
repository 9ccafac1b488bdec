import { createDecipheriv, createHmac } from 'node:crypto';
import { equalSecret } from '../../crypto/native/index.ts';
import type { PasswordCipher, PasswordEncrypted, Pkcs12File } from '../../pki/index.ts';
import { deriveKey, deriveOldKey } from './derive.ts';

/** Length of each cipher's key, bytes. */
const KEY_LENGTH: Readonly<Record<PasswordCipher, number>> = {
  'aes-128-cbc': 16,
  'aes-192-cbc': 24,
  'aes-256-cbc': 32,
  'sm4-cbc': 16,
  'des-ede3-cbc': 24,
};

/** Whether a key file is as it was made, by its authentication code. */
export async function isAuthentic({ content, mac }: Pkcs12File, passphrase: string): Promise<boolean> {
  const key =
    mac.kind === 'pbmac1'
      ? await deriveKey(passphrase, mac.derivation, mac.keyLength)
      : // The key is as long as the digest, which the value is.
        deriveOldKey(passphrase, { ...mac, purpose: 'mac', length: createHmac(mac.digest, '').digest().length });
  return equalSecret(createHmac(mac.digest, key).update(content).digest(), mac.value);
}

/** What is encrypted under a passphrase, in bytes of its own; null where the padding is wrong. */
export async function decryptWith(passphrase: string, { algorithm, data }: PasswordEncrypted): Promise<Uint8Array | null> {
  if (algorithm.kind === 'pbes2') {
    const { cipher, derivation, iv } = algorithm;
    return decipher(cipher, await deriveKey(passphrase, derivation, KEY_LENGTH[cipher]), iv, data);
  }
  const { salt, iterations } = algorithm;
  const derive = (purpose: 'key' | 'iv', length: number): Uint8Array =>
    deriveOldKey(passphrase, { digest: 'sha1', salt, iterations, purpose, length });
  return decipher('des-ede3-cbc', derive('key', 24), derive('iv', 8), data);
}

function decipher(cipher: PasswordCipher, ...[key, iv, data]: readonly [Uint8Array, Uint8Array, Uint8Array]): Uint8Array | null {
  const engine = createDecipheriv(cipher, key, iv);
  const head = engine.update(data);
  try {
    return Buffer.concat([head, engine.final()]);
  } catch {
    return null;
  } finally {
    head.fill(0);
  }
}
