/** SM2 public keys as SubjectPublicKeyInfo (GM/T 0009 §7.1): id-ecPublicKey, the curve's OID, uncompressed point. */
import { concatBytes, fromHex } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';

const PREFIX = fromHex('3059301306072a8648ce3d020106082a811ccf5501822d034200');
const POINT_LENGTH = 65;
const UNCOMPRESSED = 0x04;

/** True when a SubjectPublicKeyInfo has the one form of an SM2 key; says nothing about the point being on the curve. */
export function isSm2PublicKey(spki: Uint8Array): boolean {
  if (spki.length !== PREFIX.length + POINT_LENGTH || spki[PREFIX.length] !== UNCOMPRESSED) return false;
  return PREFIX.every((octet, index) => spki[index] === octet);
}

/**
 * The point `04‖X‖Y` (65 bytes, a view) of an SM2 SubjectPublicKeyInfo.
 * @throws {YinzhengError} KEY_INVALID when it is not an SM2 key with an uncompressed point
 */
export function sm2Point(spki: Uint8Array): Uint8Array {
  if (!isSm2PublicKey(spki))
    throw new YinzhengError('KEY_INVALID', { technical: 'not an SM2 public key with an uncompressed point' });
  return spki.subarray(PREFIX.length);
}

/**
 * SubjectPublicKeyInfo (91 bytes) of an SM2 point `04‖X‖Y`.
 * @throws {YinzhengError} KEY_INVALID when it is not an uncompressed point of 65 bytes
 */
export function sm2PublicKey(point: Uint8Array): Uint8Array {
  if (point.length !== POINT_LENGTH || point[0] !== UNCOMPRESSED) {
    throw new YinzhengError('KEY_INVALID', { technical: 'not an uncompressed point of 65 bytes' });
  }
  return concatBytes(PREFIX, point);
}
