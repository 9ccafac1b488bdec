/** How a store is read into a backup: records by collection, the journal, the files of licences. */
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import type { CollectedItemRecord } from '../../domain/collecting/index.ts';
import type { LicenceCopyRecord } from '../../domain/copy/index.ts';
import { EMPTY_HEAD, type DomainEvent, type JournalHead } from '../../domain/journal/index.ts';
import { CHANGES_PLACE } from '../sharing/place.ts';
import { AUDIT_MARK } from './audit-mark.ts';
import { INDEXES, type CollectionName, type ObjectionFileRecord, type OpenStore, type StoreSnapshot } from '../storage/index.ts';

/** Sessions are not copied: who signed out after the copy must not be signed in by it. Nor are reports of verifications, which are kept for a time only, and what is kept for minutes. The feed of changes is made anew from the journal. */
const NOT_COPIED: ReadonlySet<CollectionName> = new Set([
  'sessions',
  'holder-sessions',
  'reports',
  'transients',
  'licence-changes',
]);
/**
 * Collections that are copied after the journal, since no entry tells of their records and what is in the copy relies on them: no licence in
 * it lacks its claims, and no certificate that a seal in it has is unknown to the register, whatever moved on meanwhile. A record too many
 * does no harm, nor does a status list that is ahead of the place in the journal from which the next one goes on. Keys of the data are the last of all, so that whatever was copied has its key.
 */
export const COPIED_LAST: readonly CollectionName[] = [
  'issued-certificates',
  'claims',
  'publications',
  'status-plans',
  'data-keys',
];
/** Collections that are copied before the journal. */
export const COPIED_FIRST: readonly CollectionName[] = (Object.keys(INDEXES) as CollectionName[]).filter(
  (name) => !NOT_COPIED.has(name) && !COPIED_LAST.includes(name),
);
/** All collections that are copied. */
export const COPIED_COLLECTIONS: readonly CollectionName[] = [...COPIED_FIRST, ...COPIED_LAST];
const PAGE = 500;
/** Turns in which a copy catches up with writes; each has only what came during the one before. */
const MOST_TURNS = 200;

/** A record in a backup. */
export interface CopiedRecord {
  readonly collection: CollectionName;
  readonly record: { readonly _id: string; readonly version: number };
}

/** Every record of a collection but leases, which belong to running processes, and what is remembered of a machine's own log. */
export async function* recordsOf(
  records: StoreSnapshot['records'],
  collection: CollectionName,
): AsyncIterable<CopiedRecord['record']> {
  let after: string | undefined;
  for (;;) {
    const page = await records.list(collection, { limit: PAGE, ...(after === undefined ? {} : { after }) });
    for (const record of page) if (!(collection === 'settings' && isOfMachine(record._id))) yield record;
    after = page[page.length - 1]?._id;
    if (after === undefined || page.length < PAGE) return;
  }
}

function isOfMachine(id: string): boolean {
  return id.startsWith('lease:') || id.startsWith(AUDIT_MARK) || id === CHANGES_PLACE;
}

/**
 * The journal of a snapshot as lines, and what its entries tell to be read again. Where the snapshot moves on with the writes, records
 * that were copied before an event of theirs was journalled are copied once more, until no event came in between: then no record
 * in the copy is older than the copied journal, and no state in it lacks its event.
 */
export function createJournalCopy(snapshot: StoreSnapshot, from: JournalHead) {
  let head: JournalHead = EMPTY_HEAD;
  const changed = new Map<string, CopiedRecord>();

  async function* entries(): AsyncIterable<string> {
    for (let turn = 1; ; turn++) {
      const told = new Set<string>();
      for (;;) {
        const page = await snapshot.journal.read(head.sequence + 1, PAGE);
        for (const entry of page) {
          yield JSON.stringify(entry);
          head = { sequence: entry.sequence, hash: entry.hash };
          if (entry.sequence <= from.sequence) continue;
          for (const name of subjectsOf(entry.event)) if (aggregateOf(name)) told.add(name);
        }
        if (page.length === 0) break;
      }
      if (snapshot.frozen || told.size === 0) return;
      if (turn === MOST_TURNS) throw new YinzhengError('SERVICE_BUSY', { seconds: 60 });
      for (const name of told) await again(name);
    }
  }

  async function again(name: string): Promise<void> {
    const aggregate = aggregateOf(name);
    const record = aggregate ? await snapshot.records.get(aggregate.collection, aggregate.id) : null;
    if (aggregate && record) changed.set(name, { collection: aggregate.collection, record });
  }

  return { entries, head: () => head, changed: () => [...changed.values()] };
}

/** The aggregates an event is about: its subject, and the stamping record that a licence's event names. */
function subjectsOf({ subject, facts }: DomainEvent): readonly string[] {
  const { stamping } = facts;
  return typeof stamping === 'string' ? [subject, `stampings/${stamping}`] : [subject];
}

/** The record that a subject `collection/id` names; null for what is no record of its own, such as a document that was verified. */
function aggregateOf(subject: string): { readonly collection: CollectionName; readonly id: string } | null {
  const slash = subject.indexOf('/');
  const collection = COPIED_COLLECTIONS.find((candidate) => candidate === subject.slice(0, slash));
  return collection ? { collection, id: subject.slice(slash + 1) } : null;
}

/** The address of every file that a licence, a copy of one, an item that waits to be collected again, or an objection has, each once for each record. */
export async function* filesOf(records: StoreSnapshot['records']): AsyncIterable<string> {
  for await (const record of recordsOf(records, 'licences')) {
    const { editions } = record as unknown as {
      readonly editions: readonly { readonly files: readonly { readonly blob: string }[] }[];
    };
    for (const { files } of editions) for (const { blob } of files) if (blob !== '') yield blob;
  }
  for await (const record of recordsOf(records, 'licence-copies')) {
    const { file } = record as unknown as Pick<LicenceCopyRecord, 'file'>;
    if (file.blob !== '') yield file.blob;
  }
  for await (const record of recordsOf(records, 'collected-items')) {
    const { fault } = record as unknown as Pick<CollectedItemRecord, 'fault'>;
    for (const kept of [fault?.payload, fault?.file]) if (kept) yield kept.blob;
  }
  for await (const record of recordsOf(records, 'objection-files'))
    yield (record as unknown as Pick<ObjectionFileRecord, 'blob'>).blob;
}

/** The envelope of a file, null when it is missing: a copy of the rest is better than none. */
export async function envelopeOf(store: Pick<OpenStore, 'sealed'>, address: string): Promise<Uint8Array | null> {
  try {
    return await store.sealed.read(address);
  } catch (error) {
    if (isYinzhengError(error, 'BLOB_NOT_FOUND')) return null;
    throw error;
  }
}
