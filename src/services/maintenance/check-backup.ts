import { z } from 'zod';
import { YinzhengError } from '../../base/errors/index.ts';
import { checkChain, EMPTY_HEAD, type JournalEntry, type JournalHead, type Sm3 } from '../../domain/journal/index.ts';
import { JOURNAL_FAULT_WORDS } from '../journal/index.ts';
import { STORE_SCHEMA } from '../storage/index.ts';
import { PARTS } from './backup.ts';
import { MANIFEST, readManifest, type BackupManifest } from './manifest.ts';
import type { BackupReader, HighWaterMark } from './ports.ts';

const FILE_LINE = z.strictObject({
  address: z.string().regex(/^[0-9a-f]{64}$/),
  size: z.int().min(0),
  sm3: z.string().regex(/^[0-9a-f]{64}$/),
});

/** A file of a backup as its index names it. */
export type BackupFile = z.infer<typeof FILE_LINE>;

/**
 * Checks a backup to the last byte before any of it is used: its manifest, each part, each file, the chain of its journal. Resolves to
 * its manifest. Rejects with BACKUP_DAMAGED naming the part, STORE_SCHEMA_NEWER, JOURNAL_BROKEN.
 */
export async function checkBackup(
  source: BackupReader,
  { authenticate, sm3 }: { readonly authenticate: (bytes: Uint8Array) => Uint8Array; readonly sm3: Sm3 },
): Promise<BackupManifest> {
  const manifest = readManifest(await source.file(MANIFEST), authenticate);
  const { schema } = manifest.store;
  if (schema > STORE_SCHEMA) throw new YinzhengError('STORE_SCHEMA_NEWER', { found: schema, known: STORE_SCHEMA });
  for (const part of manifest.parts) {
    const found = await source.digest(part.path);
    if (found.sm3 !== part.sm3 || found.size !== part.size) throw damaged(part.path);
  }
  let files = 0;
  for await (const file of filesOfBackup(source)) {
    const path = PARTS.file(file.address);
    const found = await source.digest(path);
    if (found.sm3 !== file.sm3 || found.size !== file.size) throw damaged(path);
    files++;
  }
  if (files !== manifest.files) throw damaged(PARTS.files);
  const head = await checkJournal(source, sm3);
  if (head.sequence !== manifest.head.sequence || head.hash !== manifest.head.hash) throw damaged(PARTS.journal);
  return manifest;
}

/**
 * Refuses a copy that is older than what was seen of its store, or that never was on the way there: it may revive licences that were
 * ended since. Rejects with STORE_ROLLED_BACK.
 */
export async function checkNotOlder(source: BackupReader, manifest: BackupManifest, mark: HighWaterMark | null): Promise<void> {
  if (mark?.store !== manifest.store.id || mark.sequence === 0) return;
  if (manifest.head.sequence >= mark.sequence) {
    for await (const { sequence, hash } of journalOfBackup(source)) {
      if (sequence === mark.sequence && hash === mark.hash) return;
    }
  }
  throw new YinzhengError('STORE_ROLLED_BACK', { found: manifest.head.sequence, expected: mark.sequence });
}

/** The files that a backup's index names. */
export async function* filesOfBackup(source: BackupReader): AsyncIterable<BackupFile> {
  for await (const line of source.lines(PARTS.files)) yield parseLine(PARTS.files, line, (value) => FILE_LINE.parse(value));
}

/** The journal of a backup, entry by entry. */
export async function* journalOfBackup(source: BackupReader): AsyncIterable<JournalEntry> {
  for await (const line of source.lines(PARTS.journal)) yield parseLine(PARTS.journal, line, (value) => value as JournalEntry);
}

/**
 * A line of a part as JSON.
 * @throws {YinzhengError} BACKUP_DAMAGED
 */
export function parseLine<T>(path: string, line: string, read: (value: unknown) => T): T {
  try {
    return read(JSON.parse(line));
  } catch (cause) {
    throw new YinzhengError('BACKUP_DAMAGED', { path }, { cause });
  }
}

async function checkJournal(source: BackupReader, sm3: Sm3): Promise<JournalHead> {
  let head = EMPTY_HEAD;
  for await (const entry of journalOfBackup(source)) {
    const checked = checkChain(head, [entry], sm3);
    if (checked.fault) {
      const { sequence, fault } = checked.fault;
      throw new YinzhengError('JOURNAL_BROKEN', { sequence, reason: JOURNAL_FAULT_WORDS[fault] });
    }
    head = checked.head;
  }
  return head;
}

function damaged(path: string): YinzhengError {
  return new YinzhengError('BACKUP_DAMAGED', { path });
}
