/** ECDSA signatures as tokens give them. */
import { toHex } from '../../../../base/bytes.ts';
import { der } from '../../../../asn1/index.ts';
import { YinzhengError } from '../../../../base/errors/index.ts';

/** Two numbers of the longest curve in use, P-521, bytes. */
const LONGEST = 2 * 66;

/**
 * DER `SEQUENCE {r, s}` (RFC 3279 §2.2.3) of raw `r‖s`, two numbers of equal length.
 * @throws {YinzhengError} KEY_DEVICE_REFUSED for an odd, missing or excessive length
 */
export function ecdsaDer(raw: Uint8Array): Uint8Array {
  if (raw.length === 0 || raw.length > LONGEST || raw.length % 2 !== 0)
    throw new YinzhengError('KEY_DEVICE_REFUSED', { operation: 'C_Sign', technical: 'what came is no signature' });
  const middle = raw.length / 2;
  const number = (bytes: Uint8Array): Uint8Array => der.integer(BigInt(`0x${toHex(bytes)}`));
  return der.sequence(number(raw.subarray(0, middle)), number(raw.subarray(middle)));
}
