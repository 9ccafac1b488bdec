import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import { chainEvent, type JournalEntry, type JournalHead, type Sm3 } from '../../domain/journal/index.ts';
import type { Clock } from '../platform.ts';
import { STORE_IDENTITY, type CollectionName, type Collections, type OpenStore, type RecordStore } from '../storage/index.ts';
import { PARTS } from './backup.ts';
import { filesOfBackup, journalOfBackup, parseLine } from './check-backup.ts';
import { COPIED_COLLECTIONS, type CopiedRecord } from './copy.ts';
import type { BackupManifest } from './manifest.ts';
import type { BackupReader, HighWaterMark } from './ports.ts';

const PAGE = 500;
/** `_id` in `settings` of what says that a store is not whole yet. */
const UNFINISHED = 'restoring';

/** Where a backup is put, and who does it. */
export interface RestoreTarget {
  /** A store without data. */
  readonly store: OpenStore;
  readonly sm3: Sm3;
  readonly clock: Clock;
  readonly actor: Actor;
  /** The furthest state that was seen of the same store, for the journal; null for none. */
  readonly mark: HighWaterMark | null;
  /** Puts in place what belongs to the store, given its new head, before anything opens it. */
  readonly complete?: (head: JournalHead) => Promise<void>;
}

/** Sees that a store is whole. Rejects with RESTORE_UNFINISHED for one that a restore did not finish. */
export async function checkWhole(records: Pick<RecordStore, 'get'>): Promise<void> {
  if (await records.get('settings', UNFINISHED)) throw new YinzhengError('RESTORE_UNFINISHED');
}

/**
 * Puts a checked backup into an empty store, and an entry into its journal that says so. Until it is through, the store says itself that
 * it is not whole, and nothing opens it; the same backup may be put into it again. Resolves to the new head. Rejects with
 * STORE_NOT_EMPTY, BACKUP_DAMAGED, STORE_UNAVAILABLE.
 */
export async function restoreBackup(source: BackupReader, manifest: BackupManifest, target: RestoreTarget): Promise<JournalHead> {
  const { records, sealed } = target.store;
  await begin(manifest, target);
  // Of a restore that ended after its entry was written only the end is done again.
  const found = await target.store.journal.head();
  if (found.sequence <= manifest.head.sequence) {
    await records.remove('settings', STORE_IDENTITY);
    for await (const { address } of filesOfBackup(source)) await sealed.write(address, await source.file(PARTS.file(address)));
    for (const collection of COPIED_COLLECTIONS) {
      const path = PARTS.records(collection);
      // Software that made the backup may not have known the collection.
      if (!manifest.parts.some((part) => part.path === path)) continue;
      for await (const page of pages(source.lines(path))) {
        const parsed = page.map((line) => parseLine(path, line, (value) => value as CopiedRecord['record']));
        await insertAll(records, collection, parsed);
      }
    }
    for await (const line of source.lines(PARTS.changed)) {
      const { collection, record } = parseLine(PARTS.changed, line, (value) => value as CopiedRecord);
      await insert(records, collection, record);
    }
    for await (const page of pages(missingEntries(source, found))) await target.store.journal.append(page);
    await recordRestore(manifest, target);
  }
  const head = await target.store.journal.head();
  await target.complete?.(head);
  await records.remove('settings', UNFINISHED);
  return head;
}

/** Marks an empty store, or finds it marked for the same backup. Rejects with STORE_NOT_EMPTY. */
async function begin(manifest: BackupManifest, { store, clock }: RestoreTarget): Promise<void> {
  const { records, journal } = store;
  const { sequence, hash } = manifest.head;
  const backup = `${manifest.store.id} ${manifest.createdAt} ${sequence} ${hash}`;
  const known = await records.get('settings', UNFINISHED);
  if (known?.value['backup'] === backup) return;
  const found = await Promise.all(COPIED_COLLECTIONS.map((collection) => records.list(collection, { limit: 2 })));
  const others = found.flat().filter(({ _id }) => _id !== STORE_IDENTITY);
  if ((await journal.head()).sequence > 0 || others.length > 0) throw new YinzhengError('STORE_NOT_EMPTY');
  await records.insert('settings', {
    _id: UNFINISHED,
    schema: 1,
    version: 1,
    value: { backup, since: isoInstant(clock.now()) },
  });
}

/** The entries of a backup's journal that follow those which the store has already. */
async function* missingEntries(source: BackupReader, found: JournalHead): AsyncIterable<JournalEntry> {
  for await (const entry of journalOfBackup(source)) if (entry.sequence > found.sequence) yield entry;
}

async function insertAll(
  records: RecordStore,
  collection: CollectionName,
  page: readonly CopiedRecord['record'][],
): Promise<void> {
  // A record that moved on while it was copied may come twice; the later line has it as it was last.
  const last = new Map(page.map((record) => [record._id, record]));
  await Promise.all([...last.values()].map((record) => insert(records, collection, record)));
}

async function insert(records: RecordStore, collection: CollectionName, record: CopiedRecord['record']): Promise<void> {
  try {
    await records.insert(collection, record as Collections[CollectionName]);
  } catch (error) {
    if (!isYinzhengError(error, 'ALREADY_EXISTS')) throw error;
    await records.remove(collection, record._id);
    await records.insert(collection, record as Collections[CollectionName]);
  }
}

async function recordRestore(manifest: BackupManifest, target: RestoreTarget): Promise<void> {
  const { store, clock, actor, mark, sm3 } = target;
  const at = isoInstant(clock.now());
  const entry = chainEvent(
    manifest.head,
    {
      id: `restores/${manifest.store.id}/${at}`,
      kind: 'store-restored',
      subject: `stores/${manifest.store.id}`,
      effectiveAt: at,
      recordedAt: at,
      actor,
      purpose: null,
      facts: {
        backupOf: manifest.createdAt,
        sequence: manifest.head.sequence,
        hash: manifest.head.hash,
        // How far the store had been seen before: what lies between is lost.
        seen: mark?.store === manifest.store.id ? mark.sequence : null,
      },
    },
    sm3,
  );
  await store.journal.append([entry]);
}

async function* pages<T>(items: AsyncIterable<T>): AsyncIterable<readonly T[]> {
  let page: T[] = [];
  for await (const item of items) {
    page.push(item);
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
