/** How often somebody may do something in a period, over all servers together. */
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { endOfDay, localDateAt, type Instant } from '../../base/time.ts';
import { transient, type TransientDependencies } from './record.ts';

/** Requests a minute, and a day in Asia/Shanghai; null: not bounded. */
export interface QuotaTerms {
  readonly perMinute: number | null;
  readonly perDay: number | null;
}

/** Counts what was used. */
export interface Quota {
  /**
   * Takes one use.
   * @param key whose it is
   * @throws {YinzhengError} RATE_LIMITED with the seconds until the period ends
   */
  take(key: string, terms: QuotaTerms): Promise<void>;
}

interface Period {
  readonly id: string;
  readonly limit: number;
  readonly end: Instant;
}

/** What this process took from the common count and has not used yet. */
interface Allotment {
  left: number;
  /** The common count has no more to give in this period. */
  exhausted: boolean;
  end: Instant;
  /** The next taking, behind those before it. */
  queue: Promise<void>;
}

const MINUTE = 60_000;
const TRIES = 50;
/** A server takes a twentieth of a quota at once, so that counting costs no write for each use; a taken rest is lost with the process. */
const SHARE = 20;
const MOST_AT_ONCE = 500;
const MOST_PERIODS = 10_000;

/**
 * Quotas whose counts are in the store: no more than the quota is given out, however many servers there are; up to a twentieth may lie
 * unused at another server.
 */
export function createQuota({ records, clock }: TransientDependencies): Quota {
  const allotments = new Map<string, Allotment>();

  const reserve = async ({ id, limit, end }: Period): Promise<number> => {
    const share = Math.max(1, Math.min(MOST_AT_ONCE, Math.floor(limit / SHARE)));
    for (let attempt = 1; ; attempt++) {
      const known = await records.get('transients', id);
      const taken = known?.content.kind === 'count' ? known.content.taken : 0;
      const given = Math.min(share, limit - taken);
      if (given <= 0) return 0;
      try {
        const next = transient(id, end, { kind: 'count', taken: taken + given });
        if (known) await records.replace('transients', { ...next, version: known.version + 1 });
        else await records.insert('transients', next);
        return given;
      } catch (error) {
        if (!isYinzhengError(error, 'VERSION_CONFLICT', 'ALREADY_EXISTS') || attempt >= TRIES) throw error;
      }
    }
  };

  const takeOf = async (period: Period, now: Instant): Promise<void> => {
    const known = allotments.get(period.id);
    const allotment: Allotment = known ?? { left: 0, exhausted: false, end: period.end, queue: Promise.resolve() };
    if (!known) {
      forget(allotments, now);
      allotments.set(period.id, allotment);
    }
    const turn = allotment.queue.then(async () => {
      if (allotment.left === 0 && !allotment.exhausted) {
        allotment.left = await reserve(period);
        allotment.exhausted = allotment.left === 0;
      }
      if (allotment.exhausted) throw new YinzhengError('RATE_LIMITED', { seconds: Math.ceil((period.end - now) / 1000) });
      allotment.left--;
    });
    allotment.queue = turn.catch(() => undefined);
    await turn;
  };

  return {
    async take(key, { perMinute, perDay }) {
      const now = clock.now();
      if (perMinute !== null) {
        const minute = Math.floor(now / MINUTE);
        await takeOf({ id: `count:${key}:${minute}`, limit: perMinute, end: (minute + 1) * MINUTE }, now);
      }
      if (perDay !== null) {
        const day = localDateAt(now);
        await takeOf({ id: `count:${key}:${day}`, limit: perDay, end: endOfDay(day) }, now);
      }
    },
  };
}

/** Periods that are over, or the oldest when there are too many. */
function forget(allotments: Map<string, Allotment>, now: Instant): void {
  for (const [id, { end }] of allotments) if (end <= now || allotments.size >= MOST_PERIODS) allotments.delete(id);
}
