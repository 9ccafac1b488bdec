/**
 * SM2 signatures as strict DER `SEQUENCE {r INTEGER, s INTEGER}` (GM/T 0009 §7.3, GB/T 35276) and as raw `r‖s`. Anything but the one
 * encoding of numbers between 1 and n-1 is refused, so that a signature has no second form.
 */
import { YinzhengError } from '../../base/errors/index.ts';
import { SM2_OCTETS, SM2_ORDER } from './curve.ts';

/** The two numbers of a signature, big-endian, 32 bytes each. */
export interface Sm2Signature {
  readonly r: Uint8Array;
  readonly s: Uint8Array;
}

const SEQUENCE = 0x30;
const INTEGER = 0x02;

/** Reads a signature; null when it is not the strict DER of two numbers between 1 and n-1. */
export function decodeSignature(der: Uint8Array): Sm2Signature | null {
  if (der.length < 8 || der.length > 72 || der[0] !== SEQUENCE || der[1] !== der.length - 2) return null;
  const lengthOfR = der[3] ?? 0;
  const r = positiveInteger(der, 2);
  const s = positiveInteger(der, 4 + lengthOfR);
  if (r === null || s === null || der.length !== 6 + lengthOfR + (der[5 + lengthOfR] ?? 0)) return null;
  return isScalar(r) && isScalar(s) ? { r, s } : null;
}

/**
 * Strict DER of a signature.
 * @throws {YinzhengError} KEY_INVALID when r or s is not 32 bytes of a number between 1 and n-1
 */
export function encodeSignature({ r, s }: Sm2Signature): Uint8Array {
  if (!isScalar(r) || !isScalar(s))
    throw new YinzhengError('KEY_INVALID', { technical: 'r and s are numbers between 1 and n-1' });
  const parts = [minimal(r), minimal(s)];
  const length = parts.reduce((sum, part) => sum + 2 + part.length, 0);
  const der = new Uint8Array(2 + length);
  der.set([SEQUENCE, length]);
  let offset = 2;
  for (const part of parts) {
    der.set([INTEGER, part.length], offset);
    der.set(part, offset + 2);
    offset += 2 + part.length;
  }
  return der;
}

/** Strict DER of a raw `r‖s` of 64 bytes; null when it is not one. */
export function rawToDer(raw: Uint8Array): Uint8Array | null {
  if (raw.length !== 2 * SM2_OCTETS) return null;
  const r = raw.subarray(0, SM2_OCTETS);
  const s = raw.subarray(SM2_OCTETS);
  return isScalar(r) && isScalar(s) ? encodeSignature({ r, s }) : null;
}

/** Raw `r‖s` (64 bytes) of a strict DER signature; null when it is not one. */
export function derToRaw(der: Uint8Array): Uint8Array | null {
  const decoded = decodeSignature(der);
  if (decoded === null) return null;
  const raw = new Uint8Array(2 * SM2_OCTETS);
  raw.set(decoded.r);
  raw.set(decoded.s, SM2_OCTETS);
  return raw;
}

function positiveInteger(der: Uint8Array, offset: number): Uint8Array | null {
  const length = der[offset + 1] ?? 0;
  const start = offset + 2;
  if (der[offset] !== INTEGER || length < 1 || length > SM2_OCTETS + 1 || start + length > der.length) return null;
  const first = der[start] ?? 0;
  if (first >= 0x80) return null;
  const padded = first === 0 && length > 1;
  if (padded && (der[start + 1] ?? 0) < 0x80) return null;
  if (length > SM2_OCTETS && !padded) return null;
  const value = new Uint8Array(SM2_OCTETS);
  const digits = der.subarray(padded ? start + 1 : start, start + length);
  value.set(digits, SM2_OCTETS - digits.length);
  return value;
}

function isScalar(value: Uint8Array): boolean {
  if (value.length !== SM2_OCTETS) return false;
  for (let index = 0; index < SM2_OCTETS; index++) {
    const difference = (value[index] ?? 0) - (SM2_ORDER[index] ?? 0);
    if (difference < 0) return value.some((octet) => octet !== 0);
    if (difference > 0) return false;
  }
  return false;
}

function minimal(value: Uint8Array): Uint8Array {
  let start = 0;
  while (value[start] === 0) start++;
  const digits = value.subarray(start);
  if ((digits[0] ?? 0) < 0x80) return digits;
  const padded = new Uint8Array(digits.length + 1);
  padded.set(digits, 1);
  return padded;
}
