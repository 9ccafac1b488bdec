import { toHex } from '../../base/bytes.ts';
import type { Random } from '../platform.ts';

const OCTETS = 16;
/** Serial numbers that are remembered: random numbers that repeat within so few are not random. */
const REMEMBERED = 4096;

/**
 * Gives serial numbers of 126 random bits, always positive and of the same length: instances need not know of each other, and none
 * has to be remembered across restarts. It throws rather than give a number again that it gave lately.
 */
export function createSerialNumbers(random: Random): () => Uint8Array {
  const given = new Set<string>();
  return () => {
    const number = random.bytes(OCTETS).map((octet, index) => (index === 0 ? (octet & 0x3f) | 0x40 : octet));
    const text = toHex(number);
    if (given.has(text)) throw new RangeError('the random numbers repeat');
    given.add(text);
    const [oldest] = given;
    if (given.size > REMEMBERED && oldest !== undefined) given.delete(oldest);
    return number;
  };
}
