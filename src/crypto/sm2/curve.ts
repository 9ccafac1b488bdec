/** The recommended curve of SM2, sm2p256v1 (GB/T 32918.5 §2): y² = x³ + ax + b over the prime field p, order n, base point G. */
import { fromHex } from '../../base/bytes.ts';

/** Octets of a field element and of a scalar. */
export const SM2_OCTETS = 32;

/** Parameters of the curve in hexadecimal, 32 octets each. */
export const SM2_CURVE = {
  p: 'fffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffff',
  a: 'fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc',
  b: '28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93',
  n: 'fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123',
  gx: '32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7',
  gy: 'bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0',
} as const;

/** The order n of the base point, 32 octets. */
export const SM2_ORDER: Uint8Array = fromHex(SM2_CURVE.n);

/** a ‖ b ‖ Gx ‖ Gy, the part of Z's input that is the same for every key. */
export const SM2_Z_CURVE_PART: Uint8Array = fromHex(SM2_CURVE.a + SM2_CURVE.b + SM2_CURVE.gx + SM2_CURVE.gy);
