/** One file of the ledger of grants, read as far as it goes; its lines are chained, and what is after the line that closes it counts for nothing. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { YinzhengError } from '../../../base/errors/index.ts';
import { MAX_LEDGER_LINE, readLine, type Entry, type ReadLedgerLine } from './entry.ts';
import { generationPath } from './generations.ts';

/** Codes of lines that a writer may begin after. */
const REMEMBERED_CODES = 4_096;
const PIECE = 1 << 20;

/** One file, open for reading. */
export interface Segment {
  readonly generation: number;
  /** Reads what was added, until it is closed. @throws {YinzhengError} GRANT_LEDGER_DAMAGED */
  read(): void;
  /** When it was closed, ms; null while it is not. */
  readonly closedAt: number | null;
  /** Bytes read, and those of them that carry on what was in the file before. */
  readonly bytes: number;
  readonly carriedBytes: number;
  /** Lines of the ledger up to here, those of earlier files too. */
  readonly lines: number;
  /** Code of the line of this number, from 1 on; null where it is not known any more, or not yet. */
  codeOf(number: number): string | null;
  /** Codes of the last lines, at most so many, oldest first. */
  lastCodes(most: number): readonly string[];
  /** The last line of a writer; undefined where he wrote none here. */
  lastOf(writer: string): { readonly number: number; readonly code: string } | undefined;
  close(): void;
}

/** Opens a file; null where there is none. @throws what the system says */
export function openSegment(
  path: string,
  {
    generation,
    key,
    onLine,
  }: { readonly generation: number; readonly key: Uint8Array; readonly onLine: (line: ReadLedgerLine) => void },
): Segment | null {
  const reader = openIfPresent(generationPath(path, generation));
  if (reader === null) return null;
  let offset = 0;
  let rest: Buffer = Buffer.alloc(0);
  const writers = new Map<string, { readonly number: number; readonly code: string }>();
  const recent = new Set<string>();
  const codes: string[] = [];
  /** Lines before the first of `codes`. */
  let base = 0;
  let carriedBytes = 0;
  let closedAt: number | null = null;
  let damaged = false;
  // A file that carries on says so first and wholly: nobody gives it its place before.
  let phase: 'beginning' | 'carrying' | 'whole' = generation === 1 ? 'whole' : 'beginning';

  function fail(): never {
    damaged = true;
    throw new YinzhengError('GRANT_LEDGER_DAMAGED', { path });
  }

  function take(text: string): void {
    if (text === '' || closedAt !== null) return;
    const line = readLine(text, key);
    if (!line) return;
    const before = writers.get(line.writer);
    const follows = before
      ? line.number === before.number + 1 && line.after === before.code
      : line.number === 1 && (recent.size === 0 ? (line.after === '') === (generation === 1) : recent.has(line.after));
    if (!follows) fail();
    writers.set(line.writer, { number: line.number, code: line.code });
    recent.add(line.code);
    if (recent.size > REMEMBERED_CODES) for (const oldest of recent) if (recent.delete(oldest)) break;
    if (isInPlace(line.entry)) codes.push(line.code);
    onLine(line);
    if (line.entry.kind === 'closed') closedAt = Date.parse(line.at);
  }

  /** True for a line that counts as one of the ledger: those that carry on repeat what others said. */
  function isInPlace(entry: Entry): boolean {
    if (phase === 'beginning') {
      if (entry.kind !== 'carried-from' || entry.generation !== generation) fail();
      phase = 'carrying';
      base = entry.lines;
      return false;
    }
    if (phase === 'carrying') {
      if (entry.kind === 'carried') carryCodes(entry.items.flatMap((item) => (item[0] === 'code' ? [item[1]] : [])));
      else if (entry.kind === 'carried-whole') {
        phase = 'whole';
        base -= codes.length;
        carriedBytes = offset - rest.length;
      } else fail();
      return false;
    }
    if (entry.kind === 'carried-from' || entry.kind === 'carried' || entry.kind === 'carried-whole') fail();
    return true;
  }

  function carryCodes(carried: readonly string[]): void {
    for (const code of carried) recent.add(code);
    codes.push(...carried);
  }

  return {
    generation,
    read() {
      if (damaged) fail();
      const { size } = fstatSync(reader);
      if (size < offset) fail();
      while (offset < size && closedAt === null) {
        const piece = Buffer.allocUnsafe(Math.min(PIECE, size - offset));
        const length = readSync(reader, piece, 0, piece.length, offset);
        if (length === 0) break;
        offset += length;
        let bytes = rest.length === 0 ? piece.subarray(0, length) : Buffer.concat([rest, piece.subarray(0, length)]);
        for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10)) {
          const text = bytes.toString('utf8', 0, end);
          bytes = bytes.subarray(end + 1);
          rest = bytes;
          take(text);
        }
        // What is longer than any line is none.
        rest = bytes.length > MAX_LEDGER_LINE ? Buffer.alloc(0) : Buffer.from(bytes);
      }
      if (phase !== 'whole') fail();
    },
    get closedAt() {
      return closedAt;
    },
    get bytes() {
      return offset;
    },
    get carriedBytes() {
      return carriedBytes;
    },
    get lines() {
      return base + codes.length;
    },
    codeOf: (number) => codes[number - 1 - base] ?? null,
    lastCodes: (most) => codes.slice(-most),
    lastOf: (writer) => writers.get(writer),
    close: () => closeSync(reader),
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
