/** The time that tokens state: vouched for by the watched clock, and never earlier than one that was stated before, across restarts. */
import { bilingual, isYinzhengError, YinzhengError, type Bilingual } from '../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import type { RecordStore } from '../storage/index.ts';
import type { ClockFault, ClockWatch } from './ports.ts';

/** What trusted time is taken from. */
export interface TrustedTimeOptions {
  readonly watch: ClockWatch;
  readonly records: RecordStore;
  /** How far the bound is raised ahead of the time, ms; {@link LEAD} when absent. The next process may have to wait for as long. */
  readonly lead?: number;
}

/** Where tokens take their time. */
export interface TrustedTime {
  /** The time now. Rejects with TIME_NOT_AVAILABLE, STORE_UNAVAILABLE. */
  take(): Promise<Instant>;
}

/** `_id` in `settings` of the bound that no stated time exceeds. */
export const TIME_MARK = 'time-stamping';

/** The bound runs ahead of the time by so much, ms, so that not every token waits for a durable write. */
const LEAD = 2000;
/** A clock that is disciplined may go back by so much, ms: the last time is then stated again. */
const JITTER = 1000;
const ATTEMPTS = 10;

/** What the faults of a clock are called when people are told of them. */
export const CLOCK_FAULT_WORDS: Readonly<Record<ClockFault, Bilingual>> = {
  stepped: bilingual('the clock jumped', '系统时钟发生跳变'),
  unsynchronised: bilingual('the clock is not synchronised', '系统时钟未同步'),
};
const WENT_BACK = bilingual('the clock is behind a time that was stated already', '系统时钟早于已签发的时间');

/** Trusted time of one process. Several processes may share the records; each keeps its own order. */
export function createTrustedTime({ watch, records, lead = LEAD }: TrustedTimeOptions): TrustedTime {
  /** No time below may be stated: the bound found at the start, then the last one stated. */
  let floor: Instant | null = null;
  let bound: Instant = -Infinity;
  let raising: Promise<void> | null = null;

  async function startingFloor(now: Instant): Promise<Instant> {
    const found = await readMark(records);
    // What ran ahead when the last process ended is soon over.
    if (found > now && found - now <= LEAD) await new Promise((resolve) => setTimeout(resolve, found - now + 1));
    return found;
  }

  async function reach(time: Instant): Promise<void> {
    while (time > bound) {
      raising ??= raiseMark(records, time + lead)
        .then(() => void (bound = Math.max(bound, time + lead)))
        .finally(() => void (raising = null));
      await raising;
    }
  }

  return {
    async take() {
      const before = now(watch);
      if (floor === null) {
        const found = await startingFloor(before);
        floor ??= found;
      }
      const time = now(watch);
      if (floor - time > JITTER || (bound === -Infinity && floor > time)) throw unavailable(WENT_BACK);
      floor = Math.max(floor, time);
      const stated = floor;
      await reach(stated);
      return stated;
    },
  };
}

function now(watch: ClockWatch): Instant {
  const { time, fault } = watch.read();
  if (fault !== null) throw unavailable(CLOCK_FAULT_WORDS[fault]);
  return time;
}

async function readMark(records: RecordStore): Promise<Instant> {
  const until = (await records.get('settings', TIME_MARK))?.value['until'];
  return typeof until === 'string' ? Date.parse(until) : -Infinity;
}

/** Raises the mark, never lowers it; another process may raise it at the same time. */
async function raiseMark(records: RecordStore, to: Instant): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const found = await records.get('settings', TIME_MARK);
    const until = found?.value['until'];
    if (typeof until === 'string' && Date.parse(until) >= to) return;
    const version = (found?.version ?? 0) + 1;
    const record = { _id: TIME_MARK, schema: 1, version, value: { until: isoInstant(to) } } as const;
    try {
      await (found ? records.replace('settings', record) : records.insert('settings', record));
      return;
    } catch (error) {
      if (attempt === ATTEMPTS || !isYinzhengError(error, 'VERSION_CONFLICT', 'ALREADY_EXISTS')) throw error;
    }
  }
}

function unavailable(reason: Bilingual): YinzhengError {
  return new YinzhengError('TIME_NOT_AVAILABLE', { reason });
}
