import type { Instant } from '../../base/time.ts';

/**
 * What ends: the certificate of a key in custody; that of a CA below the anchors; a trust anchor; a seal in use; a revocation list; the
 * certificate of a time stamping unit, and with it how far its time stamps prove anything.
 */
export const EXPIRY_KINDS = ['key', 'authority', 'anchor', 'seal', 'revocation-list', 'time-stamp'] as const;

/** What ends. */
export type ExpiryKind = (typeof EXPIRY_KINDS)[number];

/** One thing that ends, and when. */
export interface Expiry {
  readonly kind: ExpiryKind;
  /** The same at every forecast: the key's id, `code/version` of a seal, else a digest, hexadecimal. */
  readonly id: string;
  /** What people call it. */
  readonly name: string;
  readonly begins: Instant;
  readonly ends: Instant;
}

/** How close an end is: so many days or fewer, or behind. */
export type ExpiryStage = 'ended' | 7 | 30 | 90;

const DAY = 86_400_000;
const THRESHOLDS = [7, 30, 90] as const;
/** A threshold counts for what lives so many times as long: what is short-lived is renewed as a matter of course. */
const LIFE = 2;

/** How close the end of something is; null while nobody need care. Exactly so many days before is within them. */
export function stageOf({ begins, ends }: Pick<Expiry, 'begins' | 'ends'>, now: Instant): ExpiryStage | null {
  const left = ends - now;
  if (left <= 0) return 'ended';
  return THRESHOLDS.find((days) => left <= days * DAY && ends - begins >= LIFE * days * DAY) ?? null;
}
