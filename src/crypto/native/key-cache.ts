/** Public keys ready for OpenSSL. Loading one costs about half a verification, and the same few keys come again and again. */
import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { DEFAULT_SM2_USER_ID } from '../provider.ts';
import { isHybridPoint } from '../ecdsa.ts';
import { isSm2PublicKey, sm2Point } from '../sm2/public-key.ts';
import { computeZ } from '../sm2/z.ts';

/** A loaded key; `defaultZ` is Z for the default user ID, null for keys that are not SM2. */
export interface LoadedKey {
  readonly object: KeyObject;
  readonly kind: 'sm2' | 'ec' | 'rsa';
  readonly defaultZ: Uint8Array | null;
}

/** Largest RSA modulus, bits; bounds the time of one verification. */
export const MAX_RSA_BITS = 8192;
/** Smallest RSA modulus, bits: smaller ones have been factored. */
export const MIN_RSA_BITS = 1024;
/** Largest public exponent: more bits only cost time. */
const MAX_RSA_EXPONENT = 1n << 64n;
const LONGEST_KEY = 4096;

/** A bounded memory of loaded keys, least recently used out first. */
export interface KeyCache {
  /**
   * @param spki SubjectPublicKeyInfo, DER
   * @throws {YinzhengError} KEY_INVALID when OpenSSL does not take it (a point off the curve too), ALGORITHM_UNSUPPORTED for other kinds
   * and for RSA keys of less than {@link MIN_RSA_BITS}, more than {@link MAX_RSA_BITS} or an exponent that is even, 1 or beyond 64 bits
   */
  load(spki: Uint8Array): LoadedKey;
}

/** A memory of at most `capacity` keys. */
export function createKeyCache(capacity: number): KeyCache {
  const keys = new Map<string, LoadedKey>();
  return {
    load(spki) {
      if (spki.length > LONGEST_KEY) throw invalid('too long');
      const name = Buffer.from(spki.buffer, spki.byteOffset, spki.byteLength).toString('latin1');
      const known = keys.get(name);
      if (known) {
        keys.delete(name);
        keys.set(name, known);
        return known;
      }
      const loaded = loadKey(spki);
      keys.set(name, loaded);
      if (keys.size > capacity) {
        const oldest = keys.keys().next();
        if (!oldest.done) keys.delete(oldest.value);
      }
      return loaded;
    },
  };
}

/** SM3 of the concatenation of `parts`, 32 bytes. */
export function sm3(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sm3');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function loadKey(spki: Uint8Array): LoadedKey {
  const object = publicKeyObject(spki);
  if (isSm2PublicKey(spki)) {
    return { object, kind: 'sm2', defaultZ: computeZ(sm3, sm2Point(spki), DEFAULT_SM2_USER_ID) };
  }
  const type = object.asymmetricKeyType;
  if (type === 'ec') {
    if (isHybridPoint(spki)) throw invalid('the point is in the hybrid form');
    return { object, kind: 'ec', defaultZ: null };
  }
  if (type === 'rsa' || type === 'rsa-pss') {
    if (!isUsableRsa(object))
      throw new YinzhengError('ALGORITHM_UNSUPPORTED', {
        algorithm: bilingual('RSA key of an unusable size or exponent', '长度或指数不可用的 RSA 密钥'),
      });
    return { object, kind: 'rsa', defaultZ: null };
  }
  throw new YinzhengError('ALGORITHM_UNSUPPORTED', { algorithm: type ?? bilingual('unknown public key', '未知的公钥类型') });
}

/** With the exponent 1 a signature is its message; an even one has no inverse. */
function isUsableRsa({ asymmetricKeyDetails }: KeyObject): boolean {
  const { modulusLength: bits = 0, publicExponent = 0n } = asymmetricKeyDetails ?? {};
  return (
    bits >= MIN_RSA_BITS &&
    bits <= MAX_RSA_BITS &&
    publicExponent >= 3n &&
    publicExponent % 2n === 1n &&
    publicExponent < MAX_RSA_EXPONENT
  );
}

function publicKeyObject(spki: Uint8Array): KeyObject {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  } catch (cause) {
    throw new YinzhengError('KEY_INVALID', { technical: 'OpenSSL does not accept it' }, { cause });
  }
}

function invalid(technical: string): YinzhengError {
  return new YinzhengError('KEY_INVALID', { technical });
}
