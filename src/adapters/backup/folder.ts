/** A backup as a folder: every part flushed before it is told of, names too. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, mkdir, open, readdir, readFile, type FileHandle } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import type { BackupReader, BackupWriter, PartDigest } from '../../services/maintenance/index.ts';

/** Lines are written in pieces of about so many bytes. */
const PIECE = 256 * 1024;

/** Begins a backup in a folder, which is made. Rejects with BACKUP_EXISTS when it holds anything, FILE_UNWRITABLE. */
export async function createBackupFolder(folder: string): Promise<BackupWriter> {
  const top = resolve(folder);
  const made = new Set<string>();
  const present = await readdir(top).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new YinzhengError('FILE_UNWRITABLE', { path: top }, { cause: error });
  });
  if (present.length > 0) throw new YinzhengError('BACKUP_EXISTS', { path: top });
  try {
    await makeFolder(top);
    await chmod(top, 0o700);
  } catch (cause) {
    throw new YinzhengError('FILE_UNWRITABLE', { path: top }, { cause });
  }

  /** Makes a folder below the top, and the names on the way to it durable. */
  async function makeFolder(path: string): Promise<void> {
    if (made.has(path)) return;
    await mkdir(path, { recursive: true, mode: 0o700 });
    for (let current = path; current !== dirname(top); current = dirname(current)) await flush(dirname(current));
    made.add(path);
  }

  async function write(path: string, fill: (file: FileHandle, hash: (bytes: Uint8Array) => void) => Promise<void>) {
    const place = join(top, path);
    const digest = createHash('sm3');
    let size = 0;
    try {
      await makeFolder(dirname(place));
      const file = await open(place, 'wx', 0o600);
      try {
        await fill(file, (bytes) => {
          digest.update(bytes);
          size += bytes.length;
        });
        await file.sync();
      } finally {
        await file.close();
      }
      await flush(dirname(place));
    } catch (cause) {
      if (isYinzhengError(cause)) throw cause;
      throw new YinzhengError('FILE_UNWRITABLE', { path: place }, { cause });
    }
    return { path, size, sm3: digest.digest('hex') };
  }

  return {
    file: (path, bytes) =>
      write(path, async (file, hash) => {
        hash(bytes);
        await file.writeFile(bytes);
      }),
    lines: (path, texts) =>
      write(path, async (file, hash) => {
        let piece = '';
        const put = async (): Promise<void> => {
          const bytes = Buffer.from(piece);
          piece = '';
          hash(bytes);
          await file.writeFile(bytes);
        };
        for await (const text of texts) {
          piece += `${text}\n`;
          if (piece.length >= PIECE) await put();
        }
        await put();
      }),
  };
}

/** Reads a backup from its folder. */
export function openBackupFolder(folder: string): BackupReader {
  const damaged = (path: string, cause: unknown): YinzhengError => new YinzhengError('BACKUP_DAMAGED', { path }, { cause });
  const placeOf = (path: string): string => join(resolve(folder), path);
  return {
    file: async (path) => {
      try {
        return await readFile(placeOf(path));
      } catch (cause) {
        throw damaged(path, cause);
      }
    },
    async *lines(path) {
      let rest = '';
      try {
        for await (const piece of createReadStream(placeOf(path), 'utf8') as AsyncIterable<string>) {
          // A line feed alone ends a line: other line ends may stand within JSON.
          const lines = (rest + piece).split('\n');
          rest = lines.pop() ?? '';
          yield* lines;
        }
      } catch (cause) {
        throw isYinzhengError(cause) ? cause : damaged(path, cause);
      }
      if (rest !== '') throw damaged(path, undefined);
    },
    async digest(path): Promise<PartDigest> {
      const digest = createHash('sm3');
      let size = 0;
      try {
        for await (const piece of createReadStream(placeOf(path)) as AsyncIterable<Buffer>) {
          digest.update(piece);
          size += piece.length;
        }
      } catch (cause) {
        throw damaged(path, cause);
      }
      return { path, size, sm3: digest.digest('hex') };
    },
  };
}

async function flush(folder: string): Promise<void> {
  const directory = await open(folder, 'r');
  await directory.sync().finally(() => directory.close());
}
