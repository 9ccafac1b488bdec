/** A keystore in memory and as JSON. The format is described in docs/decisions/keystore.md. */
import type { KeyPurpose } from '../../../services/pki/index.ts';

/** Value of `format` in a keystore file. */
export const KEYSTORE_FORMAT = 'yinzheng-keystore';
/** Version of the format. */
export const KEYSTORE_VERSION = 1;
/** Largest keystore file that is read, bytes. */
export const MAX_KEYSTORE_BYTES = 32 * 1024 * 1024;

/** How a keystore's secrets are derived. */
export interface KeystoreHead {
  readonly salt: Uint8Array;
  readonly iterations: number;
}

/** A key of a keystore; the private key is encrypted, as in the file. */
export interface KeystoreEntry {
  readonly keyId: string;
  readonly label: string;
  readonly purposes: readonly KeyPurpose[];
  /** ISO 8601. */
  readonly createdAt: string;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  /** Certificate, DER, or null. */
  readonly certificate: Uint8Array | null;
  /** EncryptedPrivateKeyInfo, DER. */
  readonly encryptedPrivateKey: Uint8Array;
}

/** A keystore whose authentication code was right. */
export interface Keystore {
  readonly head: KeystoreHead;
  readonly entries: readonly KeystoreEntry[];
}
