import type { Instant } from '../../base/time.ts';
import type { Clock } from '../platform.ts';

/** Names that are remembered at most. */
const MOST_KNOWN = 100_000;
/** What failed is tried again after so long, ms, twice as long each time, at most {@link LONGEST_REST}. */
const FIRST_REST = 60_000;
const LONGEST_REST = 3_600_000;

interface Rest {
  readonly until: Instant;
  readonly length: number;
}

/** What is left alone for a while, by name. */
export interface Rests {
  has(name: string): boolean;
  /** Begins a rest, twice as long as the one before, {@link FIRST_REST} to {@link LONGEST_REST}. */
  begin(name: string): void;
  end(name: string): void;
}

/** Nothing rests yet. */
export function createRests(clock: Clock): Rests {
  const rests = new Map<string, Rest>();
  return {
    has: (name: string): boolean => (rests.get(name)?.until ?? -Infinity) > clock.now(),
    begin(name: string): void {
      const before = rests.get(name);
      if (!before && rests.size >= MOST_KNOWN) rests.clear();
      const length = before ? Math.min(before.length * 2, LONGEST_REST) : FIRST_REST;
      rests.set(name, { until: clock.now() + length, length });
    },
    end: (name: string): void => void rests.delete(name),
  };
}
