/**
 * The files of the ledger of grants. Everybody who has the keys folder appends to the same file, in one write each time, so that the
 * order of its lines is the same for all; what counts is what a line finds before it. A write begins with a line end: what somebody
 * left unfinished when he was killed ends there. A line closes a file for all at once; whoever meets it next makes the file that carries on, if
 * whoever closed it was killed, and of several that do so one is first.
 */
import { randomBytes } from 'node:crypto';
import { rmSync, writeSync } from 'node:fs';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { toHex } from '../../../base/bytes.ts';
import { isYinzhengError, YinzhengError } from '../../../base/errors/index.ts';
import { isoInstant } from '../../../base/time.ts';
import { writeLine, type Entry, type ReadLedgerLine } from './entry.ts';
import { flushFolder, forgetGenerations, generationPath, latestGeneration, makingPath, placeGeneration } from './generations.ts';
import type { CarriedHead } from './carry.ts';
import { openSegment, type Segment } from './segment.ts';

/** Codes of lines that go with a ledger into its next file. */
const CARRIED_CODES = 1_024;
/** Bytes that are written between two turns of the loop. */
const WRITTEN_AT_ONCE = 1 << 18;

/** What the files are read for. */
export interface LedgerReader {
  /** Told that everything is read anew, from a file that carries on. */
  readonly onReset: () => void;
  /** Told of each line in its order; `own` is the number of an entry that this writer appended, 0 for those of others. */
  readonly onLine: (line: ReadLedgerLine, own: number) => void;
  /** What the next file begins with: by the state as it is when this is called, whatever is read later. */
  readonly carry: (head: CarriedHead) => Iterable<Entry>;
}

/** An entry to be appended, when it is written, and its number for who appends it. */
export interface NewEntry {
  readonly entry: Entry;
  readonly at: string;
  readonly own: number;
}

/** The files, read as far as they go and appended to. */
export interface LedgerFile {
  /** Reads what was added. @throws {YinzhengError} GRANT_LEDGER_DAMAGED */
  read(): void;
  /** Appends entries in one write; durable and read when resolved. Rejects with KEY_AUDIT_UNWRITABLE, GRANT_LEDGER_DAMAGED. */
  append(entries: readonly NewEntry[]): Promise<void>;
  /** Closes the file and carries on in another. Never at the same time as `append`; rejects as that does. */
  compact(at: string): Promise<void>;
  /** Bytes of the file that holds, and those of them that carry on what was before. */
  size(): { readonly bytes: number; readonly carried: number };
  /** How many lines there are in all, and the code of the last; a null code where there is none. */
  head(): { readonly lines: number; readonly code: string | null };
  /** Code of a line by its number; null where it is not known any more, or not yet. */
  codeOf(number: number): string | null;
  close(): Promise<void>;
}

/** Opens the files, of which there need not be any. */
export function openLedgerFile(path: string, key: Uint8Array, { onReset, onLine, carry }: LedgerReader): LedgerFile {
  let segment: Segment | null = null;
  let handle: FileHandle | null = null;
  /** Which file it is of. */
  let written = 0;
  let writer = '';
  let owns = new Map<number, number>();
  let taken = new Set<number>();

  function read(): void {
    for (;;) {
      segment ??= openLatest();
      if (segment === null) return;
      segment.read();
      if (segment.closedAt === null || latestGeneration(path) <= segment.generation) return;
      segment.close();
      segment = null;
    }
  }

  function openLatest(): Segment | null {
    for (;;) {
      const generation = latestGeneration(path);
      if (generation === 0) return null;
      onReset();
      const opened = openSegment(path, { generation, key, onLine: take });
      // It was the latest only a moment ago.
      if (opened) return opened;
    }
  }

  function take(line: ReadLedgerLine): void {
    const own = line.writer === writer ? (owns.get(line.number) ?? 0) : 0;
    if (own !== 0) owns.delete(line.number);
    taken.add(own);
    onLine(line, own);
  }

  /** The file to append to, and this writer's name in it. */
  async function openToWrite(generation: number): Promise<FileHandle> {
    const opened = await open(generationPath(path, generation), 'a', 0o600);
    // The name of a file that somebody else made need not be durable yet.
    await flushFolder(path);
    writer = toHex(randomBytes(8));
    owns = new Map();
    written = generation;
    return opened;
  }

  async function forgetWriter(): Promise<void> {
    const left = handle;
    handle = null;
    await left?.close().catch(() => undefined);
  }

  async function write(entries: readonly NewEntry[], generation: number): Promise<void> {
    try {
      if (written !== generation) await forgetWriter();
      if (handle === null) {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        handle = await openToWrite(generation);
      }
      let before = segment?.lastOf(writer);
      const last = segment?.lastCodes(1)[0] ?? '';
      let text = '';
      for (const { entry, at, own } of entries) {
        const number = (before?.number ?? 0) + 1;
        const written = writeLine({ writer, number, after: before?.code ?? last, at, entry }, key);
        before = { number, code: written.code };
        owns.set(number, own);
        text += `${written.text}\n`;
      }
      // One call of the system, or the order of lines would not be the same for all.
      const bytes = Buffer.from(`\n${text}`);
      const bytesWritten = writeSync(handle.fd, bytes);
      if (bytesWritten < bytes.length) throw new Error('written in part');
      await handle.datasync();
    } catch (cause) {
      // How much of it is there is not known: whatever comes is written in another name.
      await forgetWriter();
      throw unwritable(cause);
    }
  }

  async function append(entries: readonly NewEntry[]): Promise<void> {
    for (let left = entries; left.length > 0;) {
      read();
      if (segment !== null && segment.closedAt !== null) {
        await carryOn(segment, segment.closedAt);
        continue;
      }
      const generation = segment?.generation ?? 1;
      taken = new Set();
      await write(left, generation);
      read();
      // What came after the line that closed the file counts for nothing, and is written into the next.
      if (!isOver(generation)) return;
      left = left.filter(({ own }) => !taken.has(own));
    }
  }

  function isOver(generation: number): boolean {
    return segment !== null && (segment.generation !== generation || segment.closedAt !== null);
  }

  /** Makes the file that carries on from one that is closed, unless somebody else was first. */
  async function carryOn(closed: Segment, at: number): Promise<void> {
    const generation = closed.generation + 1;
    const { lines } = closed;
    const entries = carry({ generation, lines, codes: closed.lastCodes(CARRIED_CODES), at });
    const [after = ''] = closed.lastCodes(1);
    const made = makingPath(path, toHex(randomBytes(8)));
    await forgetWriter();
    try {
      const file = await open(made, 'wx', 0o600);
      try {
        await writeWhole(file, { entries, after, at: isoInstant(at) });
        await file.sync();
      } finally {
        await file.close();
      }
      placeGeneration(path, generation, made);
      await flushFolder(path);
      forgetGenerations(path, generation - 2);
    } catch (cause) {
      throw isYinzhengError(cause) ? cause : unwritable(cause);
    } finally {
      rmSync(made, { force: true });
    }
  }

  async function writeWhole(
    file: FileHandle,
    { entries, after, at }: { readonly entries: Iterable<Entry>; readonly after: string; readonly at: string },
  ): Promise<void> {
    const name = toHex(randomBytes(8));
    let before = after;
    let number = 0;
    let text = '';
    const put = async (): Promise<void> => {
      const bytes = Buffer.from(text);
      text = '';
      if (writeSync(file.fd, bytes) < bytes.length) throw new Error('written in part');
      // Seals are used meanwhile.
      await turn();
    };
    for (const entry of entries) {
      const written = writeLine({ writer: name, number: ++number, after: before, at, entry }, key);
      before = written.code;
      text += `${written.text}\n`;
      if (text.length >= WRITTEN_AT_ONCE) await put();
    }
    await put();
  }

  return {
    read,
    append,
    async compact(at) {
      read();
      if (segment === null) return;
      const { generation } = segment;
      if (segment.closedAt === null) await append([{ entry: { kind: 'closed', next: generation + 1 }, at, own: 0 }]);
      read();
      if (segment.closedAt !== null) await carryOn(segment, segment.closedAt);
      read();
    },
    size: () => ({ bytes: segment?.bytes ?? 0, carried: segment?.carriedBytes ?? 0 }),
    head: () => ({ lines: segment?.lines ?? 0, code: segment?.lastCodes(1)[0] ?? null }),
    codeOf: (number) => segment?.codeOf(number) ?? null,
    async close() {
      segment?.close();
      await handle?.close();
    },
  };
}

function unwritable(cause: unknown): YinzhengError {
  return new YinzhengError('KEY_AUDIT_UNWRITABLE', {}, { cause });
}
