import { appendFileSync } from 'node:fs';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { YinzhengError } from '../../../base/errors/index.ts';
import { isoInstant } from '../../../base/time.ts';
import type { AuditHead, KeyUse } from '../../../services/pki/index.ts';
import type { Clock } from '../../../services/platform.ts';
import { auditFiles, lastOf } from './files.ts';
import { auditFileName, NO_HASH, openingLine, sealLine, useLine, type Sm3 } from './line.ts';

/** A file that has grown beyond this is followed by another, bytes. */
const LARGE = 64 * 1024 * 1024;

/** Where a log lies, and what it is written with. */
export interface AuditLogOptions {
  readonly folder: string;
  readonly sm3: Sm3;
  readonly clock: Clock;
  /** Size beyond which the next file is begun, bytes; 64 MiB when absent. */
  readonly large?: number;
}

/** Writes the log of key uses; what comes at the same time is written and flushed together. */
export interface AuditLog {
  /** Durable when resolved. Rejects with KEY_AUDIT_UNWRITABLE; then the next use begins another file. */
  record(use: KeyUse): Promise<void>;
  /** How far this writer's file goes, flushed; null while it has none. */
  head(): AuditHead | null;
  /** Writes what waits, and closes. */
  close(): Promise<void>;
}

interface Waiting {
  readonly use: KeyUse;
  readonly done: () => void;
  readonly fail: (error: unknown) => void;
}

/** A file being written; `lines` and `hash` as flushed. */
interface OpenFile {
  readonly handle: FileHandle;
  readonly counts: Map<string, number>;
  head: AuditHead;
  size: number;
}

/** A log in a folder, which is made (0700) when the first use is recorded. Several writers do not meet: each has files of its own. */
export function createAuditLog(options: AuditLogOptions): AuditLog {
  const { sm3, large = LARGE } = options;
  let file: OpenFile | null = null;
  let waiting: Waiting[] = [];
  let writing: Promise<void> | null = null;

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        if (file && file.size > large) await leave();
        file ??= await begin(options);
        await append(file, batch, sm3);
        for (const { done } of batch) done();
      } catch (cause) {
        // How much of it is in the file is not known: nothing more is added to it.
        await leave().catch(() => undefined);
        for (const { fail } of batch) fail(new YinzhengError('KEY_AUDIT_UNWRITABLE', {}, { cause }));
      }
    }
    // Here and not when the promise has settled: whoever was just answered may come again before that.
    writing = null;
  }

  async function leave(): Promise<void> {
    const left = file;
    file = null;
    await left?.handle.close();
  }

  return {
    record: (use) =>
      new Promise((done, fail) => {
        waiting.push({ use, done, fail });
        writing ??= writeAll();
      }),
    head: () => file?.head ?? null,
    async close() {
      await writing;
      await leave();
    },
  };
}

/** Begins the next file. Of two writers that do it at once one takes the number after. */
async function begin({ folder, sm3, clock }: AuditLogOptions): Promise<OpenFile> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (;;) {
    const last = (await auditFiles(folder)).at(-1) ?? null;
    const after = last === null ? null : await lastOf(folder, last);
    const number = (last ?? 0) + 1;
    const handle = await open(join(folder, auditFileName(number)), 'ax', 0o600).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return null;
      throw error;
    });
    if (!handle) continue;
    const { text, hash } = sealLine(openingLine(number, isoInstant(clock.now()), after), NO_HASH, sm3);
    try {
      await handle.writeFile(`${text}\n`);
      await handle.datasync();
      await flushNames(folder);
    } catch (error) {
      await handle.close();
      throw error;
    }
    return { handle, counts: new Map(), head: { file: number, lines: 1, hash }, size: text.length };
  }
}

async function append(file: OpenFile, batch: readonly Waiting[], sm3: Sm3): Promise<void> {
  let { lines, hash } = file.head;
  let texts = '';
  for (const { use } of batch) {
    const count = (file.counts.get(use.keyId) ?? 0) + (use.outcome === 'signed' ? 1 : 0);
    file.counts.set(use.keyId, count);
    const sealed = sealLine(useLine(use, { line: ++lines, count }), hash, sm3);
    texts += `${sealed.text}\n`;
    hash = sealed.hash;
  }
  // Into the system's memory at once, which takes less than handing it to a thread; the flush waits elsewhere.
  appendFileSync(file.handle.fd, texts);
  await file.handle.datasync();
  file.head = { file: file.head.file, lines, hash };
  file.size += texts.length;
}

/** Flushes the names in a folder and its own. */
async function flushNames(folder: string): Promise<void> {
  for (const path of [folder, dirname(resolve(folder))]) {
    const directory = await open(path, 'r');
    await directory.sync().finally(() => directory.close());
  }
}
