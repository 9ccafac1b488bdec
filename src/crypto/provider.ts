/** Digests and signature verification as the core needs them; `native/` does them with OpenSSL, `portable/` everywhere. */

/** Digest algorithms: SM3 (GB/T 32905) for our own documents, SHA for foreign ones. */
export type DigestAlgorithm = 'sm3' | 'sha1' | 'sha256' | 'sha384' | 'sha512';

/** How a signature value is verified. `saltLength` in bytes. */
export type SignatureScheme =
  | { readonly kind: 'sm2'; readonly userId: Uint8Array }
  | { readonly kind: 'ecdsa'; readonly digest: DigestAlgorithm }
  | { readonly kind: 'rsa-pkcs1'; readonly digest: DigestAlgorithm }
  | { readonly kind: 'rsa-pss'; readonly digest: DigestAlgorithm; readonly saltLength: number };

/** The digest of a message that has begun, with each ending asked for. */
export interface BegunDigest {
  (...ending: readonly Uint8Array[]): Uint8Array;
  /** The same with more of the message at its end; this one stays as it is. */
  and(more: Uint8Array): BegunDigest;
}

/** The platform's cryptography, handed to the core by the processes. Pure: no randomness, no private key. */
export interface CryptoProvider {
  readonly name: 'openssl' | 'portable';
  /** Digest of the concatenation of `parts`. */
  digest(algorithm: DigestAlgorithm, ...parts: readonly Uint8Array[]): Uint8Array;
  /** For messages that begin alike: digests the beginning once, and gives the digest of it with each ending asked for. */
  digestFrom(algorithm: DigestAlgorithm, beginning: Uint8Array): BegunDigest;
  /**
   * True when `signature` is right for the concatenation of `message` under the public key.
   * @param publicKey SubjectPublicKeyInfo, DER
   * @param signature for SM2 and ECDSA strict DER `SEQUENCE {r, s}` (GB/T 35276), for RSA the number's bytes
   * @returns false for any malformed or wrong signature, never throws for one
   * @throws {YinzhengError} KEY_INVALID when the key cannot be used, ALGORITHM_UNSUPPORTED when this provider lacks the scheme
   */
  verify(scheme: SignatureScheme, publicKey: Uint8Array, message: readonly Uint8Array[], signature: Uint8Array): boolean;
  /** Gets a key (SubjectPublicKeyInfo, DER) ready, so that the first verification under it takes no longer than others; never throws. */
  prepareKey(publicKey: Uint8Array): void;
}

/** The user ID of SM2 signatures when nothing else is agreed (GM/T 0009 §10, GB/T 35276): ASCII `1234567812345678`. */
export const DEFAULT_SM2_USER_ID: Uint8Array = Uint8Array.from('1234567812345678', (digit) => digit.charCodeAt(0));
