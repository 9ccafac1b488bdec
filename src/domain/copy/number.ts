import type { Instant } from '../../base/time.ts';
import { localDateAt } from '../../base/time.ts';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Random characters of a number: 60 bits, so that none can be guessed. */
export const COPY_NUMBER_RANDOM = 12;
/** How a number of a copy is written: FB (副本), the day it was made, 12 characters. */
export const COPY_NUMBER = /^FB\d{8}[0-9A-HJKMNP-TV-Z]{12}$/;

/** The number of a copy made now, of 12 random bytes. */
export function copyNumber(now: Instant, random: Uint8Array): string {
  const day = localDateAt(now).replaceAll('-', '');
  return `FB${day}${Array.from(random.subarray(0, COPY_NUMBER_RANDOM), (byte) => ALPHABET.charAt(byte & 31)).join('')}`;
}
