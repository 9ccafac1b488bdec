import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditHead } from '../../../services/pki/index.ts';
import { auditFileName, auditFileNumber, MAX_LINE, NO_HASH, readLine } from './line.ts';

/** Numbers of the files of a log, ascending; empty when there is no log. */
export async function auditFiles(folder: string): Promise<readonly number[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  const numbers = names.map(auditFileNumber).filter((number) => number !== null);
  return numbers.sort((left, right) => left - right);
}

/** How far a file goes by its last whole line, which is not verified. A line without its end was cut off and does not count. */
export async function lastOf(folder: string, file: number): Promise<AuditHead> {
  const handle = await open(join(folder, auditFileName(file)), 'r');
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, 4 * MAX_LINE);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    // Reading may begin in the middle of a line, which then is none.
    const lines = buffer.subarray(0, bytesRead).toString('utf8').split('\n').slice(0, -1);
    for (const text of lines.reverse()) {
      const read = readLine(text);
      if (read) return { file, lines: read.body.line, hash: read.hash };
    }
    return { file, lines: 0, hash: NO_HASH };
  } finally {
    await handle.close();
  }
}
