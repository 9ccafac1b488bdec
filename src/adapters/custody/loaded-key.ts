/** A key of an opened keystore, decrypted and checked, ready to sign. */
import { equalBytes } from '../../base/bytes.ts';
import { bilingual, YinzhengError, type Bilingual } from '../../base/errors/index.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import { parseCertificate, type Certificate } from '../../pki/index.ts';
import type { KeystoreSecrets } from './keystore/derive.ts';
import type { KeystoreEntry, KeystoreHead } from './keystore/model.ts';
import { decryptPrivateKey } from './keystore/pkcs8.ts';
import { isKeyPair, loadPrivateKey, type PrivateKey } from './private-key.ts';

/** A key in memory. `signatures` counts since it was loaded. */
export interface LoadedKey {
  readonly entry: KeystoreEntry;
  readonly privateKey: PrivateKey;
  readonly certificate: Certificate | null;
  signatures: number;
}

/** What the keys of a keystore are opened with. */
export interface OpenedWith {
  readonly head: KeystoreHead;
  readonly secrets: KeystoreSecrets;
  readonly crypto: CryptoProvider;
}

/**
 * Decrypts a key, compares its public key with the stored one and the certificate's, and tries that the two belong together.
 * @throws {YinzhengError} KEYSTORE_KEY_MISMATCH, KEY_INVALID, CERTIFICATE_MALFORMED, DER_MALFORMED
 */
export function loadKey(entry: KeystoreEntry, { head, secrets, crypto }: OpenedWith): LoadedKey {
  const privateKeyInfo = decryptPrivateKey(entry.encryptedPrivateKey, { ...head, encryptionKey: secrets.encryptionKey });
  if (privateKeyInfo === null) throw mismatch(entry.keyId, bilingual('encryption', '加密'));
  const privateKey = loadAndWipe(privateKeyInfo, crypto);
  if (!equalBytes(privateKey.publicKey, entry.publicKey)) throw mismatch(entry.keyId, bilingual('public key', '公钥'));
  if (!isKeyPair(privateKey, crypto)) throw mismatch(entry.keyId, bilingual('private key', '私钥'));
  const certificate = entry.certificate === null ? null : ownCertificate(entry.keyId, entry.publicKey, entry.certificate);
  return { entry, privateKey, certificate, signatures: 0 };
}

function loadAndWipe(privateKeyInfo: Uint8Array, crypto: CryptoProvider): PrivateKey {
  try {
    return loadPrivateKey(privateKeyInfo, crypto);
  } finally {
    privateKeyInfo.fill(0);
  }
}

/**
 * Reads a certificate that must be for a public key (SubjectPublicKeyInfo, DER).
 * @throws {YinzhengError} KEYSTORE_KEY_MISMATCH, CERTIFICATE_MALFORMED, DER_MALFORMED
 */
export function ownCertificate(keyId: string, publicKey: Uint8Array, bytes: Uint8Array): Certificate {
  const certificate = parseCertificate(bytes);
  if (!equalBytes(certificate.publicKey.raw, publicKey)) throw mismatch(keyId, bilingual('certificate', '证书'));
  return certificate;
}

function mismatch(keyId: string, part: Bilingual): YinzhengError {
  return new YinzhengError('KEYSTORE_KEY_MISMATCH', { keyId, part });
}
