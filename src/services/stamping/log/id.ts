/** Ids of stampings, by which the log of them (用章日志) has its order: the last comes first. */
import { toHex } from '../../../base/bytes.ts';
import type { Instant } from '../../../base/time.ts';
import type { Clock, Random } from '../../platform.ts';

const DIGITS = 12;
const LAST = 2 ** (DIGITS * 4) - 1;

/** A new id, 32 hexadecimal digits: 48 bits that fall with time, and 80 random ones. */
export function stampingId({ clock, random }: { readonly clock: Clock; readonly random: Random }): string {
  return `${beginningAt(clock.now())}${toHex(random.bytes(10))}`;
}

/** What the ids of a moment begin with; those of earlier moments are greater. */
export function beginningAt(at: Instant): string {
  return Math.max(0, LAST - Math.max(0, Math.floor(at)))
    .toString(16)
    .padStart(DIGITS, '0');
}

/** True for an id of a moment before another. */
export function isBefore(id: string, at: Instant): boolean {
  return id.slice(0, DIGITS) > beginningAt(at);
}
