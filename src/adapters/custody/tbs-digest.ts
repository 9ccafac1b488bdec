/** The digest of what a key signed, for the log. */
import type { BegunDigest, CryptoProvider } from '../../crypto/index.ts';

/** What differs between two TBS_Sign of one seal, and more: time, digest and property stand at their end, behind the seal. */
const ENDING = 512;
/** Shorter messages are digested sooner than remembered, bytes. */
const WORTH_IT = 4_096;

interface Beginning {
  readonly bytes: Buffer;
  readonly digestWith: BegunDigest;
}

const BEGINNINGS = new WeakMap<Uint8Array, Beginning>();

/**
 * SM3 of a message, 32 bytes. All that a seal's key signs begins with the seal, some ten kilobytes: the last beginning is remembered with the
 * key, by the object that its public key is.
 */
export function tbsDigest(publicKey: Uint8Array, tbs: Uint8Array, crypto: CryptoProvider): Uint8Array {
  if (tbs.length < WORTH_IT) return crypto.digest('sm3', tbs);
  let known = BEGINNINGS.get(publicKey);
  if (!known || known.bytes.length > tbs.length || known.bytes.compare(tbs, 0, known.bytes.length) !== 0) {
    const bytes = Buffer.from(tbs.subarray(0, tbs.length - ENDING));
    known = { bytes, digestWith: crypto.digestFrom('sm3', bytes) };
    BEGINNINGS.set(publicKey, known);
  }
  return known.digestWith(tbs.subarray(known.bytes.length));
}
