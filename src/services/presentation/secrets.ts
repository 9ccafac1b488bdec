/** Secrets of what is shown: of the code and the link nothing is kept but a digest, of short digits a keyed one. */
import { utf8 } from '../../base/bytes.ts';
import { secretDigest } from '../access/secrets.ts';
import type { HolderDependencies } from '../holders/ports.ts';
import type { Random } from '../platform.ts';

const DIGITS = 8;
/** The largest multiple of the number of codes below 2^32, so that each is equally likely. */
const FAIR = Math.floor(2 ** 32 / 10 ** DIGITS) * 10 ** DIGITS;

/** Digits that can be read out and typed, each text equally likely. */
export function newDigits(random: Random): string {
  for (;;) {
    const [a = 0, b = 0, c = 0, d = 0] = random.bytes(4);
    const drawn = ((a * 256 + b) * 256 + c) * 256 + d;
    if (drawn < FAIR) return String(drawn % 10 ** DIGITS).padStart(DIGITS, '0');
  }
}

/** Keyed digest of digits, which are too few for one without a key. `about`: what they open. */
export function digitsDigest(
  { blobs, crypto }: Pick<HolderDependencies, 'blobs' | 'crypto'>,
  about: string,
  digits: string,
): string {
  return blobs.keyOf(crypto.digest('sm3', utf8(JSON.stringify(['presentation', about, digits]))));
}

/** Id of what a secret shows; null for a text that can be none. */
export function shownBy({ crypto }: Pick<HolderDependencies, 'crypto'>, secret: string): string | null {
  return /^[0-9a-f]{64}$/.test(secret) ? secretDigest(secret, crypto) : null;
}

/** Digits as they were typed, without what people put between them. */
export function plainDigits(typed: string): string {
  return typed.normalize('NFKC').replace(/[\s-]+/gu, '');
}
