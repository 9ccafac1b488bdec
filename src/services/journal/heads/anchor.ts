/** Anchors the head of the journal: signed, time-stamped and written outside of the store, so that not even a chain made anew passes. */
import { isYinzhengError, YinzhengError } from '../../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../../base/time.ts';
import type { Clock } from '../../platform.ts';
import type { OpenStore } from '../../storage/index.ts';
import type { Lease } from '../lease.ts';
import { writeHeadLine } from './line.ts';
import { signHead, type HeadSigning } from './sign.ts';

/** Where heads are written outside of the store. */
export interface HeadKeeper {
  /** Where that is, for people. */
  readonly place: string;
  /** Appends a line; durable when resolved. Rejects with FILE_UNWRITABLE. */
  append(line: string): Promise<void>;
}

/** What anchoring works with. */
export interface AnchoringOptions extends HeadSigning {
  readonly store: Pick<OpenStore, 'identity' | 'journal' | 'records'>;
  readonly keeper: HeadKeeper;
  readonly clock: Clock;
  /** Of several servers on one database the one that holds it anchors. */
  readonly lease: Lease;
  /** Told of what went wrong, and of JOURNAL_UNANCHORED when entries have waited for too long. */
  readonly onError: (error: unknown) => void;
}

/** How far the journal is anchored, as seen last. */
export interface AnchoringFigures {
  /** Sequence number of the last anchored entry; 0 when there is none. */
  readonly sequence: number;
  /** When the oldest entry after it was recorded, ms; null when there is none. */
  readonly waitingSince: Instant | null;
}

/** The anchoring of one server. */
export interface Anchoring {
  /** Anchors the head where it is another than before; never rejects. */
  readonly round: () => Promise<void>;
  /** Null before the first look. */
  readonly figures: () => AnchoringFigures | null;
  /** Gives the lease up. */
  readonly stop: () => Promise<void>;
}

/** `_id` in `settings` of the head that was anchored last. */
export const LAST_ANCHORED = 'journal-head';
/** Entries that wait for so long are an alarm, ms. */
export const ANCHORING_ALARM_AFTER = 300_000;

/**
 * Anchoring that has done nothing yet. The line outside comes first: a crash after it means that the same head is anchored once more, never
 * that one is thought to be anchored that is not.
 */
export function createAnchoring(options: AnchoringOptions): Anchoring {
  const { store, keeper, clock, lease, onError } = options;
  const { journal, records, identity } = store;
  let seen: AnchoringFigures | null = null;

  async function look(): Promise<AnchoringFigures> {
    const anchored = (await records.get('settings', LAST_ANCHORED))?.value['sequence'];
    const sequence = typeof anchored === 'number' ? anchored : 0;
    const [next] = await journal.read(sequence + 1, 1);
    return { sequence, waitingSince: next ? Date.parse(next.event.recordedAt) : null };
  }

  async function anchor(): Promise<void> {
    const head = await journal.head();
    const statement = { store: identity.id, ...head, time: clock.now(), exported: null };
    const line = writeHeadLine(await signHead(options, statement, 'server'));
    await keeper.append(line);
    const _id = headId(head.sequence);
    try {
      await records.insert('journal-heads', { _id, schema: 1, version: 1, line });
    } catch (error) {
      // Anchored before, by a server that did not come to say so.
      if (!isYinzhengError(error, 'ALREADY_EXISTS')) throw error;
    }
    const last = await records.get('settings', LAST_ANCHORED);
    const version = (last?.version ?? 0) + 1;
    const value = { sequence: head.sequence, hash: head.hash, at: isoInstant(statement.time) };
    const record = { _id: LAST_ANCHORED, schema: 1, version, value } as const;
    await (last ? records.replace('settings', record) : records.insert('settings', record));
    seen = { sequence: head.sequence, waitingSince: null };
  }

  function alarm(): void {
    const since = seen?.waitingSince ?? null;
    if (since === null || clock.now() - since < ANCHORING_ALARM_AFTER) return;
    onError(new YinzhengError('JOURNAL_UNANCHORED', { since: isoInstant(since), path: keeper.place }));
  }

  return {
    figures: () => seen,
    round: async () => {
      try {
        seen = await look();
        if (seen.waitingSince !== null && (await lease.hold()) !== null) await anchor();
      } catch (error) {
        onError(error);
      }
      alarm();
    },
    stop: () => lease.release(),
  };
}

/** `_id` of a head in the store: in the order of the entries. */
export function headId(sequence: number): string {
  return String(sequence).padStart(16, '0');
}
