import type { Instant } from '../../base/time.ts';

/** Moments a question about a status is about; now when absent. */
export interface Moment {
  /** What was so in law then. */
  readonly asOf?: Instant | undefined;
  /** As it could be known then. */
  readonly knownAt?: Instant | undefined;
}

/** Both moments of a question that is asked now. */
export function momentsOf({ asOf, knownAt }: Moment, now: Instant): { readonly asOf: Instant; readonly knownAt: Instant } {
  return { asOf: asOf ?? now, knownAt: knownAt ?? now };
}
