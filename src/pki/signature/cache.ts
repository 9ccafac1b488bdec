/**
 * Signatures found right before. Only that fact is remembered, under a digest of key, algorithm, signature and signed bytes, and never a
 * verdict: periods, revocation, names and trust are judged anew each time.
 */
import type { Deviation } from '../../report/index.ts';

/** A bounded memory of right signatures. */
export interface VerificationCache {
  /** The deviations found with a right signature, or null when it is not remembered. */
  get(key: string): readonly Deviation[] | null;
  add(key: string, deviations: readonly Deviation[]): void;
}

/** A memory in this process of at most `capacity` signatures, least recently used out first. */
export function createVerificationCache(capacity: number): VerificationCache {
  const known = new Map<string, readonly Deviation[]>();
  return {
    get(key) {
      const found = known.get(key);
      if (found === undefined) return null;
      known.delete(key);
      known.set(key, found);
      return found;
    },
    add(key, deviations) {
      known.delete(key);
      known.set(key, deviations);
      if (known.size <= capacity) return;
      const oldest = known.keys().next();
      if (!oldest.done) known.delete(oldest.value);
    },
  };
}
