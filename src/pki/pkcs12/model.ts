/** A key file (PKCS#12, RFC 7292) as read: everything that is encrypted still is. */

/** Digest of a key derivation or of an HMAC. */
export type PasswordDigest = 'sha1' | 'sha256' | 'sha384' | 'sha512' | 'sm3';

/** Ciphers, all in CBC mode, by their names in OpenSSL. */
export type PasswordCipher = 'aes-128-cbc' | 'aes-192-cbc' | 'aes-256-cbc' | 'sm4-cbc' | 'des-ede3-cbc';

/** PBKDF2 (RFC 8018 §5.2). */
export interface Pbkdf2 {
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly digest: PasswordDigest;
}

/** PBES2, or the one scheme of RFC 7292 appendix C that is still read: SHA-1 and triple DES with three keys. */
export type PasswordAlgorithm =
  | { readonly kind: 'pbes2'; readonly derivation: Pbkdf2; readonly cipher: PasswordCipher; readonly iv: Uint8Array }
  | { readonly kind: 'pbe-3des'; readonly salt: Uint8Array; readonly iterations: number };

/** Something encrypted under the passphrase. */
export interface PasswordEncrypted {
  readonly algorithm: PasswordAlgorithm;
  readonly data: Uint8Array;
}

/** How the file is authenticated: HMAC with a key of RFC 7292 appendix B, or PBMAC1 (RFC 9579). */
export type Pkcs12Mac =
  | {
      readonly kind: 'hmac';
      readonly digest: PasswordDigest;
      readonly value: Uint8Array;
      readonly salt: Uint8Array;
      readonly iterations: number;
    }
  | {
      readonly kind: 'pbmac1';
      readonly digest: PasswordDigest;
      readonly value: Uint8Array;
      readonly derivation: Pbkdf2;
      readonly keyLength: number;
    };

/** The outermost layer. */
export interface Pkcs12File {
  /** AuthenticatedSafe: the bytes that the MAC is over. */
  readonly content: Uint8Array;
  readonly mac: Pkcs12Mac;
}

/** A part of the AuthenticatedSafe: SafeContents as they are, or encrypted. */
export type Pkcs12Part =
  | { readonly kind: 'plain'; readonly content: Uint8Array }
  | { readonly kind: 'encrypted'; readonly encrypted: PasswordEncrypted };

/** What is in a SafeContents; bags of other kinds are left out. */
export type Pkcs12Bag =
  | { readonly kind: 'key'; readonly name: string | null; readonly privateKeyInfo: Uint8Array }
  | { readonly kind: 'encrypted-key'; readonly name: string | null; readonly encrypted: PasswordEncrypted }
  | { readonly kind: 'certificate'; readonly certificate: Uint8Array };
