/** ECDSA verification on @noble/curves for the NIST curves (RFC 5480). */
import { p256, p384, p521 } from '@noble/curves/nist.js';
import { fromHex } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import { isEcdsaSignature } from '../ecdsa.ts';

/** SubjectPublicKeyInfo up to the uncompressed point, for each curve. */
const CURVES = [
  { curve: p256, prefix: fromHex('3059301306072a8648ce3d020106082a8648ce3d030107034200'), point: 65 },
  { curve: p384, prefix: fromHex('3076301006072a8648ce3d020106052b81040022036200'), point: 97 },
  { curve: p521, prefix: fromHex('30819b301006072a8648ce3d020106052b81040023038186' + '00'), point: 133 },
] as const;

/**
 * Verifies a signature over a message's digest.
 * @param publicKey SubjectPublicKeyInfo with an uncompressed point, DER
 * @param signature strict DER; false for anything else
 * @throws {YinzhengError} KEY_INVALID when the key is of none of the curves P-256, P-384, P-521, or not on it
 */
export function verifyEcdsa(publicKey: Uint8Array, digest: Uint8Array, signature: Uint8Array): boolean {
  const found = CURVES.find(({ prefix, point }) => {
    return publicKey.length === prefix.length + point && prefix.every((octet, index) => publicKey[index] === octet);
  });
  if (!found) throw new YinzhengError('KEY_INVALID', { technical: 'not a key of P-256, P-384 or P-521' });
  const point = publicKey.subarray(found.prefix.length);
  if (point[0] !== 0x04 || !found.curve.utils.isValidPublicKey(point, false)) {
    throw new YinzhengError('KEY_INVALID', { technical: 'the point is not on the curve' });
  }
  if (!isEcdsaSignature(signature)) return false;
  try {
    return found.curve.verify(signature, digest, point, { prehash: false, lowS: false, format: 'der' });
  } catch {
    // numbers out of range
    return false;
  }
}
