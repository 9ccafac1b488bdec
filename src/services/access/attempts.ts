import { YinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';

/** When somebody who keeps failing has to wait: after `free` failures `wait` ms, twice as long for each further one, up to `longest`. */
export interface AttemptRule {
  readonly free: number;
  readonly wait: number;
  readonly longest: number;
}

/** Failures by key (an account, an address), in the memory of this process. */
export interface Attempts {
  /**
   * Counts a try as failed before it is judged, so that tries made at the same time count too.
   * @throws {YinzhengError} RATE_LIMITED while the key has to wait
   */
  begin(key: string, rule: AttemptRule, now: Instant): void;
  /** Takes the last try back. */
  excuse(key: string): void;
  /** Forgets the key's failures. */
  clear(key: string): void;
}

interface Entry {
  readonly failures: number;
  readonly until: Instant;
  readonly last: Instant;
}

/** Keys kept at most; the ones longest untouched go first. */
const MOST_KEYS = 10_000;

/** An empty record of attempts. */
export function createAttempts(): Attempts {
  const entries = new Map<string, Entry>();
  return {
    begin(key, { free, wait, longest }, now) {
      const known = entries.get(key);
      if (known && now < known.until) {
        throw new YinzhengError('RATE_LIMITED', { seconds: Math.ceil((known.until - now) / 1000) });
      }
      const failures = known && now - known.last <= longest ? known.failures + 1 : 1;
      const until = failures < free ? now : now + Math.min(wait * 2 ** Math.min(failures - free, 30), longest);
      entries.delete(key);
      entries.set(key, { failures, until, last: now });
      if (entries.size > MOST_KEYS) entries.delete(entries.keys().next().value ?? key);
    },
    excuse(key) {
      const known = entries.get(key);
      if (known) entries.set(key, { failures: Math.max(0, known.failures - 1), until: known.last, last: known.last });
    },
    clear: (key) => void entries.delete(key),
  };
}
