import { isoInstant } from '../../base/time.ts';
import type { JournalHead } from '../../domain/journal/index.ts';
import type { CollectionName } from '../storage/index.ts';
import { COPIED_FIRST, COPIED_LAST, createJournalCopy, envelopeOf, filesOf, recordsOf } from './copy.ts';
import { MANIFEST, writeManifest } from './manifest.ts';
import type { BackupDependencies, BackupWriter, PartDigest, SmallFiles } from './ports.ts';

/** Names of the parts of a backup. */
export const PARTS = {
  records: (collection: string) => `records/${collection}.jsonl`,
  changed: 'records-changed.jsonl',
  journal: 'journal.jsonl',
  files: 'files.jsonl',
  file: (address: string) => `files/${address.slice(0, 2)}/${address}`,
  keys: 'keys/',
  trust: 'trust/',
} as const;

/** What was copied. `missing`: addresses of files that the store has no more. */
export interface BackupSummary {
  readonly store: string;
  readonly head: JournalHead;
  readonly records: number;
  readonly files: number;
  readonly missing: readonly string[];
}

/**
 * Copies a whole installation while it runs: records, journal, the files of licences as they are kept, keys and trust. The copy is
 * consistent, and there only when its manifest is. Rejects with STORE_UNAVAILABLE, FILE_UNWRITABLE, SERVICE_BUSY when writes
 * outrun it.
 */
export async function makeBackup(deps: BackupDependencies, target: BackupWriter): Promise<BackupSummary> {
  const { store, clock } = deps;
  const createdAt = isoInstant(clock.now());
  const snapshot = await store.snapshot();
  try {
    const parts: PartDigest[] = [];
    let records = 0;
    const journal = createJournalCopy(snapshot, await snapshot.journal.head());
    const copyRecords = async (collection: CollectionName): Promise<void> => {
      const lines = async function* (): AsyncIterable<string> {
        for await (const record of recordsOf(snapshot.records, collection)) {
          records++;
          yield JSON.stringify(record);
        }
      };
      parts.push(await target.lines(PARTS.records(collection), lines()));
    };
    for (const collection of COPIED_FIRST) await copyRecords(collection);
    parts.push(await target.lines(PARTS.journal, journal.entries()));
    parts.push(await target.lines(PARTS.changed, asLines(journal.changed())));
    for (const collection of COPIED_LAST) await copyRecords(collection);
    const files = createFileCopy(deps, target);
    parts.push(await target.lines(PARTS.files, files.lines(filesOf(snapshot.records))));
    parts.push(...(await copySmall(deps.keys, PARTS.keys, target)), ...(await copySmall(deps.trust, PARTS.trust, target)));
    const head = journal.head();
    const { id, schema } = store.identity;
    const manifest = writeManifest(
      {
        format: 'yinzheng-backup',
        version: 1,
        createdAt,
        store: { id, schema, createdAt: store.identity.createdAt },
        head,
        records,
        files: files.count(),
        parts,
      },
      deps.authenticate,
    );
    await target.file(MANIFEST, manifest);
    return { store: id, head, records, files: files.count(), missing: files.missing() };
  } finally {
    await snapshot.release();
  }
}

/** Copies files as their addresses come by, each once, and tells of each in a line. */
function createFileCopy({ store }: BackupDependencies, target: BackupWriter) {
  const missing: string[] = [];
  let copied = 0;
  return {
    async *lines(addresses: AsyncIterable<string>): AsyncIterable<string> {
      let last = '';
      for await (const address of addresses) {
        if (address === last) continue;
        last = address;
        const envelope = await envelopeOf(store, address);
        if (envelope === null) {
          missing.push(address);
          continue;
        }
        copied++;
        const { size, sm3 } = await target.file(PARTS.file(address), envelope);
        yield JSON.stringify({ address, size, sm3 });
      }
    },
    count: () => copied,
    missing: (): readonly string[] => missing,
  };
}

async function copySmall(from: SmallFiles, folder: string, target: BackupWriter): Promise<readonly PartDigest[]> {
  const parts: PartDigest[] = [];
  for (const { path, bytes } of await from.list()) parts.push(await target.file(`${folder}${path}`, bytes));
  return parts;
}

// eslint-disable-next-line @typescript-eslint/require-await -- what is there already, in the shape of what comes
async function* asLines(values: readonly unknown[]): AsyncIterable<string> {
  for (const value of values) yield JSON.stringify(value);
}
