/** Cryptography by OpenSSL through node:crypto. */
import { constants, createHash, createVerify, type Hash, type KeyObject, type Verify } from 'node:crypto';
import { equalBytes } from '../../base/bytes.ts';
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isEcdsaSignature } from '../ecdsa.ts';
import {
  DEFAULT_SM2_USER_ID,
  type BegunDigest,
  type CryptoProvider,
  type DigestAlgorithm,
  type SignatureScheme,
} from '../provider.ts';
import { sm2Point } from '../sm2/public-key.ts';
import { decodeSignature } from '../sm2/signature.ts';
import { computeZ } from '../sm2/z.ts';
import { createKeyCache, sm3, type LoadedKey } from './key-cache.ts';

const KEYS_KEPT = 512;
const LONGEST_SIGNATURE = 4096;
const KIND = { sm2: 'sm2', ecdsa: 'ec', 'rsa-pkcs1': 'rsa', 'rsa-pss': 'rsa' } as const;

/**
 * Digests and verification by OpenSSL, with a bounded memory of loaded public keys. `createVerify('sm3')` adds no Z of its own, so that
 * feeding it `Z ‖ M` is the standard's SM2, where `crypto.verify('sm3')` would use an empty user ID.
 */
export function createNativeProvider(): CryptoProvider {
  const keys = createKeyCache(KEYS_KEPT);
  return Object.freeze({
    name: 'openssl',
    digest(algorithm: DigestAlgorithm, ...parts: readonly Uint8Array[]) {
      if (algorithm === 'sm3') return sm3(...parts);
      const hash = createHash(algorithm);
      for (const part of parts) hash.update(part);
      return hash.digest();
    },
    digestFrom: (algorithm: DigestAlgorithm, beginning: Uint8Array) => begunWith(createHash(algorithm).update(beginning)),
    verify(scheme: SignatureScheme, publicKey: Uint8Array, message: readonly Uint8Array[], signature: Uint8Array) {
      const key = keys.load(publicKey);
      if (key.kind !== KIND[scheme.kind]) throw new YinzhengError('KEY_INVALID', { technical: `not a key for ${scheme.kind}` });
      if (signature.length > LONGEST_SIGNATURE) return false;
      switch (scheme.kind) {
        case 'sm2': {
          if (decodeSignature(signature) === null) return false;
          const verifier = createVerify('sm3').update(zOf(key, publicKey, scheme.userId));
          return settle(feed(verifier, message), key.object, signature);
        }
        case 'ecdsa':
          return isEcdsaSignature(signature) && settle(feed(createVerify(scheme.digest), message), key.object, signature);
        case 'rsa-pkcs1':
          return settle(feed(createVerify(scheme.digest), message), { key: key.object }, signature);
        case 'rsa-pss': {
          const { saltLength } = scheme;
          if (!Number.isInteger(saltLength) || saltLength < 0 || saltLength > LONGEST_SIGNATURE) return false;
          const padding = constants.RSA_PKCS1_PSS_PADDING;
          return settle(feed(createVerify(scheme.digest), message), { key: key.object, padding, saltLength }, signature);
        }
      }
    },
    prepareKey(publicKey: Uint8Array) {
      try {
        keys.load(publicKey);
      } catch (error) {
        // whoever verifies under it is told
        if (!isYinzhengError(error)) throw error;
      }
    },
  });
}

function begunWith(begun: Hash): BegunDigest {
  const digest = (...ending: readonly Uint8Array[]): Uint8Array => {
    const hash = begun.copy();
    for (const part of ending) hash.update(part);
    return hash.digest();
  };
  return Object.assign(digest, { and: (more: Uint8Array) => begunWith(begun.copy().update(more)) });
}

function zOf(key: LoadedKey, publicKey: Uint8Array, userId: Uint8Array): Uint8Array {
  if (key.defaultZ !== null && equalBytes(userId, DEFAULT_SM2_USER_ID)) return key.defaultZ;
  return computeZ(sm3, sm2Point(publicKey), userId);
}

function feed(verifier: Verify, message: readonly Uint8Array[]): Verify {
  for (const part of message) verifier.update(part);
  return verifier;
}

function settle(
  verifier: Verify,
  key: KeyObject | { key: KeyObject; padding?: number; saltLength?: number },
  signature: Uint8Array,
): boolean {
  try {
    return verifier.verify(key, signature);
  } catch {
    // OpenSSL reports some wrong signatures (of another length, an unusable padding) as an error
    return false;
  }
}
