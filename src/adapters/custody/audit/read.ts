/** Reading and verifying the log of key uses. */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { AuditedUse, AuditFault, AuditHead, AuditReading, AuditTrail } from '../../../services/pki/index.ts';
import { auditFiles } from './files.ts';
import { auditFileName, continues, MAX_LINE, NO_HASH, readLine, type AuditOpening, type Sm3 } from './line.ts';

/** A log in a folder, to be read. Reading rejects with what the file system says. */
export function auditTrail(folder: string, sm3: Sm3): AuditTrail {
  return {
    async begun() {
      const [first] = await auditFiles(folder);
      return first === undefined ? null : ((await openingOf(folder, first))?.at ?? null);
    },
    read: (visit, expected = []) => readAll({ folder, sm3, visit }, expected),
  };
}

interface Reading {
  readonly folder: string;
  readonly sm3: Sm3;
  readonly visit: (use: AuditedUse) => void | Promise<void>;
}

/** What one file turned out to be. */
interface FileReading {
  readonly head: AuditHead;
  readonly fault: AuditFault | null;
  /** Hash at each line that somebody remembers. */
  readonly hashes: ReadonlyMap<number, string>;
}

async function readAll(reading: Reading, expected: readonly AuditHead[]): Promise<AuditReading> {
  const files = await auditFiles(reading.folder);
  const faults: AuditFault[] = [];
  const known = new Map<number, AuditHead[]>();
  const remember = (head: AuditHead): void => void known.set(head.file, [...(known.get(head.file) ?? []), head]);
  expected.forEach(remember);
  for (const file of files) {
    const { after } = (await openingOf(reading.folder, file)) ?? { after: null };
    if (after && after.file < file) remember(after);
  }
  let head: AuditHead | null = null;
  let previous = 0;
  for (const file of files) {
    // Of a gap its beginning is told.
    if (file !== previous + 1) faults.push({ file: previous + 1, line: 0, fault: 'missing' });
    previous = file;
    const heads = known.get(file) ?? [];
    const found = await readFile(reading, file, new Set(heads.map(({ lines }) => lines)));
    head = found.head;
    if (found.fault) faults.push(found.fault);
    const lost = heads.find(({ lines, hash }) => lines > 0 && found.hashes.get(lines) !== hash);
    if (lost && !found.fault) faults.push({ file, line: lost.lines, fault: 'truncated' });
  }
  for (const file of known.keys()) if (file > previous) faults.push({ file, line: 0, fault: 'missing' });
  return { head, faults };
}

/** The first line of a file, null when it is none. */
async function openingOf(folder: string, file: number): Promise<AuditOpening | null> {
  for await (const text of linesOf(join(folder, auditFileName(file)))) {
    const body = text === null ? undefined : readLine(text)?.body;
    return body && 'format' in body ? body : null;
  }
  return null;
}

/** Reads a file up to its end or its first fault. */
async function readFile({ folder, sm3, visit }: Reading, file: number, wanted: ReadonlySet<number>): Promise<FileReading> {
  const counts = new Map<string, number>();
  const hashes = new Map<number, string>();
  let head: AuditHead = { file, lines: 0, hash: NO_HASH };
  const ended = (fault: AuditFault['fault'] | null): FileReading => ({
    head,
    fault: fault && { file, line: head.lines + 1, fault },
    hashes,
  });
  for await (const text of linesOf(join(folder, auditFileName(file)))) {
    const read = text === null ? null : readLine(text);
    if (!read) return ended('malformed');
    const { body } = read;
    if (body.line !== head.lines + 1 || !continues(read, head.hash, sm3)) return ended('chain');
    if ('format' in body) {
      if (body.file !== file) return ended('chain');
    } else {
      const count = (counts.get(body.keyId) ?? 0) + (body.outcome === 'signed' ? 1 : 0);
      if (body.count !== count) return ended('count');
      counts.set(body.keyId, count);
      await visit({ ...body, file });
    }
    head = { file, lines: body.line, hash: read.hash };
    if (wanted.has(body.line)) hashes.set(body.line, read.hash);
  }
  return ended(null);
}

/**
 * The lines of a file; null for one that is longer than any. A line without its end was cut off when its writer was killed, and so
 * were zeros, which a file system may leave after a loss of power: nobody was given what they would have told of.
 */
async function* linesOf(path: string): AsyncIterable<string | null> {
  let rest = '';
  for await (const piece of createReadStream(path, 'utf8') as AsyncIterable<string>) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
    const zero = rest.indexOf('\0');
    if (zero !== -1) rest = rest.slice(0, zero + 1);
    if (rest.length > MAX_LINE) {
      yield null;
      return;
    }
  }
}
