/** Watches the journal for abnormal use. The journal has what every server did, so that one watcher sees all of it. */
import { isYinzhengError } from '../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import { isPast, type AlarmLimits, type AlarmRuleName, type CountedRule, type Finding } from '../../domain/alarm/index.ts';
import type { Lease } from '../journal/index.ts';
import { SERVER_ACTOR, type Clock, type JournalDesk } from '../platform.ts';
import type { AlarmRecord, SettingRecord, Store, UsageRecord } from '../storage/index.ts';
import { createJudge, type Judge } from './judge.ts';

/** What a watcher works with. */
export interface WatchDependencies {
  readonly store: Pick<Store, 'records' | 'journal'>;
  readonly journal: Pick<JournalDesk, 'poke'>;
  readonly clock: Clock;
  /** Of several servers one watches. */
  readonly lease: Lease;
  readonly limits: AlarmLimits;
  /** Told once of each alarm, after it is in the store. */
  readonly tell: (alarm: AlarmRecord) => void;
}

/** Looks for abnormal use. */
export interface AlarmWatch {
  /** Judges what is new in the journal. Rejects with STORE_UNAVAILABLE; what was not judged is judged in the next round. */
  round(): Promise<void>;
  /** Alarms that this server has raised, by rule. */
  readonly raised: () => Readonly<Partial<Record<AlarmRuleName, number>>>;
  stop(): Promise<void>;
}

/** `_id` in `settings` of the number of the last entry that was judged. */
const PLACE = 'alarm-watch';
const PAGE = 500;
/** Pages of one round: others want to read too. */
const MOST_PAGES = 40;
/** How often counters are looked for in which nothing is counted any more, ms. */
const FORGET_EVERY = 3_600_000;
/** Largest moment in ms that fits 12 hexadecimal digits: ids begin with what is left to it, so that the latest come first. */
const END_OF_TIME = 2 ** 48 - 1;

/** A watcher that has seen nothing. */
export function createAlarmWatch(deps: WatchDependencies): AlarmWatch {
  const { store, lease, limits } = deps;
  const { records, journal } = store;
  const raised: Partial<Record<AlarmRuleName, number>> = {};
  let watching: { readonly judge: Judge; epoch: number; next: number } | null = null;
  let forgetAt = 0;

  async function begin(epoch: number): Promise<NonNullable<typeof watching>> {
    const place = await records.get('settings', PLACE);
    // What was before alarms were looked for is not judged now.
    const judged = place ? Number(place.value['sequence']) : (await journal.head()).sequence;
    return { judge: createJudge(limits, (subject) => records.get('usages', subject)), epoch, next: judged + 1 };
  }

  async function raise(finding: Finding): Promise<void> {
    const { rule, subject, at, count, most, within } = finding;
    const slot = Math.floor(at / within) * within;
    const id = `${(END_OF_TIME - slot).toString(16).padStart(12, '0')}-${rule}-${subject}`;
    const raisedAt = isoInstant(deps.clock.now());
    const facts = { rule, count, most, within };
    const alarm: AlarmRecord = {
      ...{ _id: id, schema: 1, version: 1, rule, subject, count, most, within, usedAt: isoInstant(at), raisedAt },
      outbox: [
        {
          ...{ id: `alarms/${id}`, kind: 'alarm-raised', subject, effectiveAt: isoInstant(at), recordedAt: raisedAt },
          ...{ actor: SERVER_ACTOR, purpose: null, facts },
        },
      ],
      pending: true,
    };
    try {
      await records.insert('alarms', alarm);
    } catch (error) {
      // It was raised within this time already.
      if (isYinzhengError(error, 'ALREADY_EXISTS')) return;
      throw error;
    }
    raised[rule] = (raised[rule] ?? 0) + 1;
    deps.journal.poke();
    deps.tell(alarm);
  }

  /** What was counted first, then how far: each counter says how far it has come, so that nothing counts twice after a crash between the two. */
  async function keep({ judge, next }: NonNullable<typeof watching>): Promise<void> {
    for (const record of judge.counted())
      await (record.version === 1 ? records.insert('usages', record) : records.replace('usages', record));
    const known = await records.get('settings', PLACE);
    if (known?.value['sequence'] === next - 1) return;
    const place: SettingRecord = { _id: PLACE, schema: 1, version: (known?.version ?? 0) + 1, value: { sequence: next - 1 } };
    await (known ? records.replace('settings', place) : records.insert('settings', place));
  }

  /** Forgets counters of addresses and seals in which all is older than the time of their rules; those of users have what is usual. */
  async function forget(): Promise<void> {
    const now = deps.clock.now();
    if (now < forgetAt) return;
    forgetAt = now + FORGET_EVERY;
    for (let after: string | undefined; ;) {
      const page: readonly UsageRecord[] = await records.list('usages', { limit: PAGE, ...(after !== undefined && { after }) });
      for (const record of page) if (!record.usage && isOver(record, limits, now)) await records.remove('usages', record._id);
      after = page.at(-1)?._id;
      if (after === undefined || page.length < PAGE) return;
    }
  }

  return {
    async round() {
      const epoch = await lease.hold();
      if (epoch === null) {
        watching = null;
        return;
      }
      if (watching?.epoch !== epoch) watching = await begin(epoch);
      const present = watching;
      try {
        for (let page = 0; page < MOST_PAGES; page++) {
          const entries = await journal.read(present.next, PAGE);
          for (const { sequence, event } of entries) {
            for (const finding of await present.judge.judge(sequence, event)) await raise(finding);
            present.next = sequence + 1;
          }
          // Page by page, so that nothing that is counted has to be remembered for long.
          await keep(present);
          if (entries.length < PAGE) break;
        }
        // Not remembered any more either: what comes is counted from nothing.
        if (deps.clock.now() >= forgetAt) {
          await forget();
          watching = null;
        }
      } catch (error) {
        // What was judged and not kept is judged again.
        watching = null;
        throw error;
      }
    },
    raised: () => raised,
    stop: () => lease.release(),
  };
}

function isOver({ windows = {} }: UsageRecord, limits: AlarmLimits, now: Instant): boolean {
  return Object.entries(windows).every(([rule, { counts, members }]) => {
    const limit = limits[rule as CountedRule];
    return !limit || isPast({ counts: new Map(counts), members: new Map(members) }, limit, now);
  });
}
