/** Z, the digest that binds an SM2 signature to its signer (GB/T 32918.2 §5.5). */
import { YinzhengError } from '../../base/errors/index.ts';
import { SM2_Z_CURVE_PART } from './curve.ts';

const LONGEST_USER_ID = 0xffff >> 3;

/**
 * Z = SM3(ENTL ‖ ID ‖ a ‖ b ‖ Gx ‖ Gy ‖ Px ‖ Py), 32 bytes. The signed digest is e = SM3(Z ‖ M).
 * @param sm3 digests the concatenation of its arguments
 * @param point `04‖X‖Y`, 65 bytes
 * @param userId at most 8191 bytes
 * @throws {YinzhengError} KEY_INVALID when the user ID is too long
 */
export function computeZ(
  sm3: (...parts: readonly Uint8Array[]) => Uint8Array,
  point: Uint8Array,
  userId: Uint8Array,
): Uint8Array {
  if (userId.length > LONGEST_USER_ID) throw new YinzhengError('KEY_INVALID', { technical: 'the SM2 user ID is too long' });
  const bits = userId.length * 8;
  return sm3(Uint8Array.of(bits >> 8, bits & 0xff), userId, SM2_Z_CURVE_PART, point.subarray(1));
}
