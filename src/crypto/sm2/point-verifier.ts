/** SM2 with SM3 for the compact forms that carry a key as its point and a signature as r‖s. */
import { DEFAULT_SM2_USER_ID, type CryptoProvider } from '../provider.ts';
import { isYinzhengError } from '../../base/errors/index.ts';
import { sm2PublicKey } from './public-key.ts';
import { rawToDer } from './signature.ts';

/** Digests, and verifies signatures r‖s (64 bytes) by a point `04‖X‖Y` (65 bytes), default user ID; false for whatever is none. */
export interface PointVerifier {
  readonly sm3: (...parts: readonly Uint8Array[]) => Uint8Array;
  readonly verify: (point: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;
}

/** The same by a platform's cryptography. */
export function pointVerifier(crypto: Pick<CryptoProvider, 'digest' | 'verify'>): PointVerifier {
  return {
    sm3: (...parts) => crypto.digest('sm3', ...parts),
    verify(point, message, signature) {
      const der = rawToDer(signature);
      if (der === null) return false;
      try {
        return crypto.verify({ kind: 'sm2', userId: DEFAULT_SM2_USER_ID }, sm2PublicKey(point), [message], der);
      } catch (error) {
        // A point that is not on the curve is nobody's key.
        if (isYinzhengError(error, 'KEY_INVALID')) return false;
        throw error;
      }
    },
  };
}
