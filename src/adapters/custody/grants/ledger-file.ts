/**
 * The file of the ledger of grants. Everybody who has the keys folder appends to the same file, in one write each time, so that the
 * order of its lines is the same for all; what counts is what a line finds before it. A write begins with a line end: what somebody
 * left unfinished when he was killed ends there.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { toHex } from '../../../base/bytes.ts';
import { YinzhengError } from '../../../base/errors/index.ts';
import { MAX_LEDGER_LINE, readLine, writeLine, type Entry, type ReadLedgerLine } from './entry.ts';

/** Codes of lines that a writer may begin after. */
const REMEMBERED_CODES = 4_096;
const PIECE = 1 << 20;

/** Told of each line in its order; `own` is the number of an entry that this writer appended, 0 for those of others. */
export type OnLine = (line: ReadLedgerLine, own: number) => void;

/** The file, read as far as it goes and appended to. */
export interface LedgerFile {
  /** Reads what was added. @throws {YinzhengError} GRANT_LEDGER_DAMAGED */
  read(): void;
  /** Appends entries in one write; durable and read when resolved. Rejects with KEY_AUDIT_UNWRITABLE, GRANT_LEDGER_DAMAGED. */
  append(entries: readonly { readonly entry: Entry; readonly at: string; readonly own: number }[]): Promise<void>;
  close(): Promise<void>;
}

/** Opens the file, which need not be there. */
export function openLedgerFile(path: string, key: Uint8Array, onLine: OnLine): LedgerFile {
  let reader: number | null = null;
  let offset = 0;
  let rest: Buffer = Buffer.alloc(0);
  const writers = new Map<string, { readonly number: number; readonly code: string }>();
  const codes = new Set<string>();
  let last = '';
  let handle: FileHandle | null = null;
  let writer = '';
  let owns = new Map<number, number>();
  let damaged = false;

  function take(text: string): void {
    if (text === '') return;
    const line = readLine(text, key);
    if (!line) return;
    const before = writers.get(line.writer);
    const follows = before
      ? line.number === before.number + 1 && line.after === before.code
      : line.number === 1 && (codes.size === 0 ? line.after === '' : codes.has(line.after));
    if (!follows) {
      damaged = true;
      throw damage(path);
    }
    writers.set(line.writer, { number: line.number, code: line.code });
    codes.add(line.code);
    if (codes.size > REMEMBERED_CODES) for (const oldest of codes) if (codes.delete(oldest)) break;
    last = line.code;
    onLine(line, line.writer === writer ? (owns.get(line.number) ?? 0) : 0);
    if (line.writer === writer) owns.delete(line.number);
  }

  function read(): void {
    if (damaged) throw damage(path);
    reader ??= openIfPresent(path);
    if (reader === null) return;
    const { size } = fstatSync(reader);
    if (size < offset) {
      damaged = true;
      throw damage(path);
    }
    while (offset < size) {
      const piece = Buffer.allocUnsafe(Math.min(PIECE, size - offset));
      const length = readSync(reader, piece, 0, piece.length, offset);
      if (length === 0) break;
      offset += length;
      let bytes = rest.length === 0 ? piece.subarray(0, length) : Buffer.concat([rest, piece.subarray(0, length)]);
      for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10)) {
        take(bytes.toString('utf8', 0, end));
        bytes = bytes.subarray(end + 1);
      }
      // What is longer than any line is none.
      rest = bytes.length > MAX_LEDGER_LINE ? Buffer.alloc(0) : Buffer.from(bytes);
    }
  }

  return {
    read,
    async append(entries) {
      read();
      try {
        if (handle === null) {
          await mkdir(dirname(path), { recursive: true, mode: 0o700 });
          handle = await open(path, 'a', 0o600);
          writer = toHex(randomBytes(8));
          owns = new Map();
        }
        let before = writers.get(writer);
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
        const left = handle;
        handle = null;
        await left?.close().catch(() => undefined);
        throw new YinzhengError('KEY_AUDIT_UNWRITABLE', {}, { cause });
      }
      read();
    },
    async close() {
      if (reader !== null) closeSync(reader);
      await handle?.close();
    },
  };
}

function openIfPresent(path: string): number | null {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function damage(path: string): YinzhengError {
  return new YinzhengError('GRANT_LEDGER_DAMAGED', { path });
}
