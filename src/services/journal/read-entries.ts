/** Reading the journal over the interface, within a scope: an auditor of an area sees what organisations there did, and what was done about them. */
import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { DomainEvent, JournalEntry } from '../../domain/journal/index.ts';
import { randomId } from '../licences/random.ts';
import { reachOf } from '../organisations/find.ts';
import type { Clock, JournalDesk, Random } from '../platform.ts';
import type { Store } from '../storage/index.ts';

/** Which entries are looked for; all where nothing is said. */
export interface EntryFilter {
  readonly kind?: string | undefined;
  /** `collection/id`. */
  readonly subject?: string | undefined;
  /** Account, or id of a system, that acted. */
  readonly by?: string | undefined;
}

/** A page of entries, the last first; fewer than asked for where many are left out, and followed by another all the same. */
export interface EntryPage {
  readonly items: readonly JournalEntry[];
  /** Sequence number before which the next page begins; null at the beginning of the journal. */
  readonly next: number | null;
}

/** What reading takes. */
export interface EntryReading {
  readonly store: Pick<Store, 'records' | 'journal'>;
  readonly journal: JournalDesk;
  readonly clock: Clock;
  readonly random: Random;
}

/** Entries that are looked at for one page. */
const MOST_LOOKED_AT = 5_000;
const AT_ONCE = 500;

/**
 * Entries of the journal within the actor's scope, before a sequence number or from the end. The journal is told who read it.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function readEntries(
  { store, journal, clock, random }: EntryReading,
  actor: Actor,
  { before, limit, ...filter }: EntryFilter & { readonly before?: number | undefined; readonly limit: number },
): Promise<EntryPage> {
  const { scope, includes } = await reachOf(store.records, actor, 'journal:read');
  const { sequence: last } = await store.journal.head();
  const items: JournalEntry[] = [];
  let end = Math.min(before ?? last + 1, last + 1);
  for (let looked = 0; end > 1 && items.length < limit && looked < MOST_LOOKED_AT;) {
    const from = Math.max(1, end - AT_ONCE);
    const found = await store.journal.read(from, end - from);
    for (const entry of found.toReversed()) {
      looked++;
      end = entry.sequence;
      if (isWanted(entry.event, filter) && (scope.kind === 'everything' || (await isWithin(entry.event, includes))))
        items.push(entry);
      if (items.length === limit) break;
    }
    if (found.length === 0) break;
  }
  const at = isoInstant(clock.now());
  await journal.record([
    {
      ...{ id: `journal/read/${randomId(random)}`, kind: 'journal-read', subject: 'journal', effectiveAt: at, recordedAt: at },
      ...{ actor, purpose: null },
      facts: { entries: items.length, first: items.at(-1)?.sequence ?? null, last: items[0]?.sequence ?? null },
    },
  ]);
  return { items, next: end > 1 ? end : null };
}

function isWanted({ kind, subject, actor }: DomainEvent, wanted: EntryFilter): boolean {
  return (
    (wanted.kind === undefined || wanted.kind === kind) &&
    (wanted.subject === undefined || wanted.subject === subject) &&
    (wanted.by === undefined || wanted.by === (actor.person ?? actor.client))
  );
}

/** An entry is of the organisation that acted, and of those that it says itself it is about; what is of none is for those alone who see everything. */
async function isWithin(
  { actor, facts, subject }: DomainEvent,
  includes: (organisation: string | null) => Promise<boolean>,
): Promise<boolean> {
  const told = [facts['organisation'], facts['owner'], facts['issuer'], /^organisations\/([^/]+)$/.exec(subject)?.[1]];
  const organisations = [actor.organisation, ...told.filter((code) => typeof code === 'string')];
  for (const organisation of organisations) if (await includes(organisation)) return true;
  return false;
}
