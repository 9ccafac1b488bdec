/**
 * SM2 (GB/T 32918.2) on @noble/curves, where OpenSSL is not: browsers. Verifying uses public numbers only. Signing here is not
 * constant-time and takes its random number as an argument: for tests and known answers, never for a key in production.
 */
import { weierstrass, type WeierstrassPoint } from '@noble/curves/abstract/weierstrass.js';
import { fromHex, toHex } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import { SM2_CURVE, SM2_OCTETS } from '../sm2/curve.ts';
import { sm2Point } from '../sm2/public-key.ts';
import { decodeSignature, encodeSignature } from '../sm2/signature.ts';
import { computeZ } from '../sm2/z.ts';
import { sm3 } from './sm3.ts';

const number = (hex: string): bigint => BigInt(`0x${hex}`);
const N = number(SM2_CURVE.n);
const Point = weierstrass<bigint>({
  p: number(SM2_CURVE.p),
  a: number(SM2_CURVE.a),
  b: number(SM2_CURVE.b),
  n: N,
  h: 1n,
  Gx: number(SM2_CURVE.gx),
  Gy: number(SM2_CURVE.gy),
});

/**
 * Verifies a signature (GB/T 32918.2 §7.1).
 * @param publicKey SubjectPublicKeyInfo, DER
 * @param signature strict DER `SEQUENCE {r, s}`; false for anything else
 * @throws {YinzhengError} KEY_INVALID when the key is not an SM2 key or its point not on the curve
 */
export function verifySm2(
  publicKey: Uint8Array,
  userId: Uint8Array,
  message: readonly Uint8Array[],
  signature: Uint8Array,
): boolean {
  const encoded = sm2Point(publicKey);
  const key = readPoint(encoded);
  const decoded = decodeSignature(signature);
  if (decoded === null) return false;
  const r = number(toHex(decoded.r));
  const s = number(toHex(decoded.s));
  const t = (r + s) % N;
  if (t === 0n) return false;
  const e = number(toHex(sm3(computeZ(sm3, encoded, userId), ...message)));
  const sum = Point.BASE.mulAddUnsafe(s, key, t);
  return !sum.is0() && (e + sum.toAffine().x) % N === r;
}

/** What a signature is made of. `privateKey` and `k` are 32 bytes of numbers between 1 and n-2 and 1 and n-1. */
export interface Sm2SigningInput {
  readonly privateKey: Uint8Array;
  /** Random, secret, never used twice with a key. */
  readonly k: Uint8Array;
  readonly userId: Uint8Array;
  readonly message: readonly Uint8Array[];
}

/**
 * Signs (GB/T 32918.2 §6.1); DER. Not constant-time: never in production.
 * @throws {YinzhengError} KEY_INVALID when a number is out of range, or `k` gives none of the signatures (take another)
 */
export function signSm2Insecurely({ privateKey, k, userId, message }: Sm2SigningInput): Uint8Array {
  const d = scalar(privateKey);
  const nonce = scalar(k);
  if (d === N - 1n) throw invalid('the private key is n-1');
  const point = Point.BASE.multiply(d).toBytes(false);
  const e = number(toHex(sm3(computeZ(sm3, point, userId), ...message)));
  const r = (e + Point.BASE.multiply(nonce).toAffine().x) % N;
  if (r === 0n || r + nonce === N) throw invalid('this k gives no signature');
  const s = (Point.Fn.inv(1n + d) * ((nonce - ((r * d) % N) + N) % N)) % N;
  if (s === 0n) throw invalid('this k gives no signature');
  return encodeSignature({ r: octets(r), s: octets(s) });
}

/**
 * The point `04‖X‖Y` of a private key of 32 bytes. Not constant-time: never in production.
 * @throws {YinzhengError} KEY_INVALID when the key is not between 1 and n-1
 */
export function sm2PointOfInsecurely(privateKey: Uint8Array): Uint8Array {
  return Point.BASE.multiply(scalar(privateKey)).toBytes(false);
}

function readPoint(encoded: Uint8Array): WeierstrassPoint<bigint> {
  try {
    const point = Point.fromBytes(encoded);
    point.assertValidity();
    return point;
  } catch (cause) {
    throw new YinzhengError('KEY_INVALID', { technical: 'the point is not on the curve' }, { cause });
  }
}

function scalar(bytes: Uint8Array): bigint {
  const value = bytes.length === SM2_OCTETS ? number(toHex(bytes)) : 0n;
  if (value === 0n || value >= N) throw invalid('not 32 bytes of a number between 1 and n-1');
  return value;
}

function octets(value: bigint): Uint8Array {
  return fromHex(value.toString(16).padStart(2 * SM2_OCTETS, '0'));
}

function invalid(technical: string): YinzhengError {
  return new YinzhengError('KEY_INVALID', { technical });
}
