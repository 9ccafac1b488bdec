/** The licences that wait for their evidence: all of them come round, whatever becomes of the others. */
import type { Instant } from '../../base/time.ts';
import { currentEdition, type LicenceRecord } from '../../domain/licence/index.ts';
import { completeLicence, type Completion, type PendingDependencies } from './complete-pending.ts';
import { createRests } from './rests.ts';

/** What a round did: licences that have their evidence now, those that still wait, and since when the oldest of them does. */
export interface PendingRound {
  readonly completed: number;
  readonly waiting: number;
  /** When the oldest of those that wait was sealed, as far as they were seen yet; null when none waits. */
  readonly oldest: Instant | null;
}

/** The queue of one process. */
export interface PendingQueue {
  /** Goes on where the last round ended. Rejects with STORE_UNAVAILABLE. */
  round(): Promise<PendingRound>;
}

const PAGE = 200;
/** Licences that one round tries to complete, and that it looks at. */
const MOST_TRIED = 200;
const MOST_SEEN = 1_000;
/** Licences of which something is remembered. */
const MOST_KNOWN = 100_000;

/**
 * A queue that begins with the first licence. A round ends where it began, or after as many licences as one round may take; the next
 * goes on from there. What could not be completed rests for a while, longer each time: a licence alone, or all of one seal where nobody
 * answers for its certificates. Without a time stamp nothing can be completed, and the round only looks at what waits.
 */
export function createPendingQueue(deps: PendingDependencies): PendingQueue {
  const { records } = deps.store;
  const rests = createRests(deps.clock);
  /** Since when the licences wait that were seen waiting last, by id. */
  const seen = new Map<string, Instant>();
  /** The last licence that was looked at; null at the beginning. */
  let cursor: string | null = null;

  async function nextPage(): Promise<readonly LicenceRecord[]> {
    const after = cursor;
    const page = await records.find('licences', {
      ...{ index: 'evidencePending', equals: true, limit: PAGE },
      ...(after !== null && { after }),
    });
    const last = page.length < PAGE ? null : (page.at(-1)?._id ?? null);
    const present = new Set(page.map(({ _id }) => _id));
    for (const id of seen.keys()) {
      if ((after === null || id > after) && (last === null || id <= last) && !present.has(id)) seen.delete(id);
    }
    return page;
  }

  function note(licence: LicenceRecord): void {
    if (seen.size < MOST_KNOWN) seen.set(licence._id, Date.parse(currentEdition(licence).intent.signingTime));
  }

  /** Tries to complete one licence, unless it rests. */
  async function meet(licence: LicenceRecord): Promise<Completion | 'rests'> {
    const { _id } = licence;
    const { seal, sealVersion } = currentEdition(licence).intent;
    const sealKey = `seals/${seal}/${sealVersion}`;
    if (rests.has(_id) || rests.has(sealKey)) return 'rests';
    const outcome = await completeLicence(deps, licence);
    if (outcome === 'completed') {
      seen.delete(_id);
      rests.end(_id);
      rests.end(sealKey);
    } else if (outcome === 'left') rests.begin(_id);
    else if (outcome === 'no answer') rests.begin(sealKey);
    return outcome;
  }

  return {
    async round() {
      const began = cursor;
      let wrapped = began === null;
      let [completed, tried, looked] = [0, 0, 0];
      let timeStamps = true;
      const past = (id: string) => wrapped && began !== null && id > began;
      rounds: for (;;) {
        const page = await nextPage();
        for (const licence of page) {
          if (past(licence._id) || tried === MOST_TRIED || looked === MOST_SEEN) break rounds;
          cursor = licence._id;
          looked++;
          note(licence);
          if (!timeStamps) continue;
          const outcome = await meet(licence);
          if (outcome === 'completed') completed++;
          if (outcome !== 'rests') tried++;
          if (outcome === 'no time stamp') timeStamps = false;
        }
        if (page.length === PAGE) continue;
        cursor = null;
        if (wrapped) break;
        wrapped = true;
      }
      const waiting = await records.count('licences', { index: 'evidencePending', equals: true });
      let oldest: Instant | null = null;
      if (waiting > 0) for (const since of seen.values()) if (oldest === null || since < oldest) oldest = since;
      return { completed, waiting, oldest };
    },
  };
}
