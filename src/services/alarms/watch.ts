/** Watches the journal for abnormal use. The journal has what every server did, so that one watcher sees all of it. */
import { isYinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { AlarmLimits, AlarmRuleName, Finding, Usage } from '../../domain/alarm/index.ts';
import type { Lease } from '../journal/index.ts';
import { SERVER_ACTOR, type Clock, type JournalDesk } from '../platform.ts';
import type { AlarmRecord, SettingRecord, Store } from '../storage/index.ts';
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
/** Whoever takes over counts so many entries again, since counters are in memory; alarms that were raised are not raised again. */
const COUNTED_AGAIN = 5_000;
/** Largest moment in ms that fits 12 hexadecimal digits: ids begin with what is left to it, so that the latest come first. */
const END_OF_TIME = 2 ** 48 - 1;

/** A watcher that has seen nothing. */
export function createAlarmWatch(deps: WatchDependencies): AlarmWatch {
  const { store, lease, limits } = deps;
  const { records, journal } = store;
  const raised: Partial<Record<AlarmRuleName, number>> = {};
  let watching: { readonly judge: Judge; epoch: number; next: number; learnedTo: number } | null = null;

  async function begin(epoch: number): Promise<NonNullable<typeof watching>> {
    const place = await records.get('settings', PLACE);
    // What was before alarms were looked for is not judged now.
    const learnedTo = place ? Number(place.value['sequence']) : (await journal.head()).sequence;
    const judge = createJudge(limits, (user) => recall(user));
    return { judge, epoch, next: place ? Math.max(1, learnedTo - COUNTED_AGAIN) : learnedTo + 1, learnedTo };
  }

  async function recall(user: string): Promise<Usage | null> {
    return (await records.get('usages', user))?.usage ?? null;
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

  /** What was learned first, then how far: a crash between the two lets a use count twice, never be missed. */
  async function keep({ judge, learnedTo }: NonNullable<typeof watching>): Promise<void> {
    for (const { user, usage } of judge.learned()) {
      const known = await records.get('usages', user);
      const record = { _id: user, schema: 1, version: (known?.version ?? 0) + 1, usage } as const;
      await (known ? records.replace('usages', record) : records.insert('usages', record));
    }
    const known = await records.get('settings', PLACE);
    if (known?.value['sequence'] === learnedTo) return;
    const place: SettingRecord = { _id: PLACE, schema: 1, version: (known?.version ?? 0) + 1, value: { sequence: learnedTo } };
    await (known ? records.replace('settings', place) : records.insert('settings', place));
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
            const learns = sequence > present.learnedTo;
            for (const finding of await present.judge.judge(event, { learns })) await raise(finding);
            present.next = sequence + 1;
            present.learnedTo = Math.max(present.learnedTo, sequence);
          }
          if (entries.length < PAGE) break;
        }
        await keep(present);
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
