import { toBase64, toHex, utf8 } from '../../../base/bytes.ts';
import { hmacSm3 } from '../../../crypto/native/index.ts';
import { writePem } from '../../../pki/index.ts';
import type { KeystoreSecrets } from './derive.ts';
import { KEYSTORE_FORMAT, KEYSTORE_VERSION, type Keystore } from './model.ts';

/**
 * The bytes of a keystore file: JSON whose last member is the HMAC-SM3 of every byte before the comma that precedes it.
 * Keys and certificates are PEM, so that each can be cut out and opened with OpenSSL.
 */
export function writeKeystore({ head, entries }: Keystore, secrets: KeystoreSecrets): Uint8Array {
  const body = {
    format: KEYSTORE_FORMAT,
    version: KEYSTORE_VERSION,
    derivation: { function: 'PBKDF2-HMAC-SHA256', iterations: head.iterations, salt: toBase64(head.salt) },
    passphraseCheck: toHex(secrets.passphraseCheck),
    keys: entries.map((entry) => ({
      keyId: entry.keyId,
      label: entry.label,
      purposes: entry.purposes,
      createdAt: entry.createdAt,
      publicKey: writePem('PUBLIC KEY', entry.publicKey),
      certificate: entry.certificate && writePem('CERTIFICATE', entry.certificate),
      privateKey: writePem('ENCRYPTED PRIVATE KEY', entry.encryptedPrivateKey),
    })),
  };
  const text = JSON.stringify(body, null, 2).slice(0, -'\n}'.length);
  return utf8(`${text},\n  "mac": "${toHex(hmacSm3(secrets.macKey, utf8(text)))}"\n}\n`);
}
