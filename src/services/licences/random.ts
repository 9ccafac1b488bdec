import { toHex } from '../../base/bytes.ts';
import type { Random } from '../platform.ts';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A record id: 128 random bits, hexadecimal. */
export function randomId(random: Random): string {
  return toHex(random.bytes(16));
}

/** A serial (流水号) of a licence identifier: 20 characters, 100 random bits, so that identifiers cannot be guessed. */
export function randomSerial(random: Random): string {
  return Array.from(random.bytes(20), (byte) => ALPHABET.charAt(byte & 31)).join('');
}
