import type { Instant } from '../../base/time.ts';
import { EXPIRY_KINDS, type Expiry, type ExpiryKind } from './model.ts';

/** The end that comes first of a kind, in seconds from now; negative when it has come. */
export interface FirstExpiry {
  readonly kind: ExpiryKind;
  readonly seconds: number;
}

/** The first end of each kind that has one, in the order of kinds. */
export function firstExpiries(expiries: readonly Expiry[], now: Instant): readonly FirstExpiry[] {
  return EXPIRY_KINDS.flatMap((kind) => {
    const ends = expiries.filter((expiry) => expiry.kind === kind).map((expiry) => expiry.ends);
    return ends.length === 0 ? [] : [{ kind, seconds: (Math.min(...ends) - now) / 1000 }];
  });
}
