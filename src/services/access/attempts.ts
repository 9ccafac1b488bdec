import { utf8 } from '../../base/bytes.ts';
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import type { BlobStore, TransientContent } from '../storage/index.ts';
import { transient, type TransientDependencies } from '../transients/index.ts';

/** When somebody who keeps failing has to wait: after `free` failures `wait` ms, twice as long for each further one, up to `longest`. */
export interface AttemptRule {
  readonly free: number;
  readonly wait: number;
  readonly longest: number;
}

/** Failures by key (an account, an address, a device), in the store: over all servers, and through restarts. */
export interface Attempts {
  /**
   * Counts a try as failed before it is judged, so that tries made at the same time count too.
   * @throws {YinzhengError} RATE_LIMITED while the key has to wait
   */
  begin(key: string, rule: AttemptRule, now: Instant): Promise<void>;
  /** Takes the last try back. */
  excuse(key: string): Promise<void>;
  /** Forgets the key's failures. */
  clear(key: string): Promise<void>;
}

/** What counting failures takes; the file key makes digests of keys, which hold user names and addresses. */
export interface AttemptDependencies extends TransientDependencies {
  readonly crypto: CryptoProvider;
  readonly blobs: Pick<BlobStore, 'keyOf'>;
}

type Counted = Extract<TransientContent, { readonly kind: 'attempts' }>;

const TRIES = 50;

/** A record of attempts. */
export function createAttempts({ records, crypto, blobs }: AttemptDependencies): Attempts {
  const idOf = (key: string): string => `attempts:${blobs.keyOf(crypto.digest('sm3', utf8(`attempts\n${key}`)))}`;

  /** Writes what `next` makes of what is there; null leaves it. Whoever comes second looks again. */
  const change = async (
    key: string,
    next: (known: Counted | null, expires: Instant) => { readonly content: Counted; readonly until: Instant } | null,
  ): Promise<void> => {
    const id = idOf(key);
    for (let attempt = 1; ; attempt++) {
      const record = await records.get('transients', id);
      const made = next(record?.content.kind === 'attempts' ? record.content : null, record ? Date.parse(record.expiresAt) : 0);
      if (made === null) return;
      const written = transient(id, made.until, made.content);
      try {
        if (record) await records.replace('transients', { ...written, version: record.version + 1 });
        else await records.insert('transients', written);
        return;
      } catch (error) {
        // Swept, or counted by another request, at the same time.
        if (!isYinzhengError(error, 'VERSION_CONFLICT', 'ALREADY_EXISTS') || attempt >= TRIES) throw error;
      }
    }
  };

  return {
    begin: (key, { free, wait, longest }, now) =>
      change(key, (known) => {
        if (known && now < known.until)
          throw new YinzhengError('RATE_LIMITED', { seconds: Math.ceil((known.until - now) / 1000) });
        const failures = known && now - known.last <= longest ? known.failures + 1 : 1;
        const until = failures < free ? now : now + Math.min(wait * 2 ** Math.min(failures - free, 30), longest);
        return { content: { kind: 'attempts', failures, until, last: now }, until: Math.max(until, now + longest) + 1 };
      }),
    excuse: (key) =>
      change(key, (known, expires) => {
        if (!known) return null;
        const { failures, last } = known;
        const content: Counted = { kind: 'attempts', failures: Math.max(0, failures - 1), until: last, last };
        return { content, until: expires };
      }),
    clear: (key) => records.remove('transients', idOf(key)),
  };
}
