/** What a process wrote and flushed, and in which order, as strace saw it. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Calls that are traced. */
const CALLS = 'openat,write,writev,pwrite64,pwritev,pwritev2,sendto,sendmsg,fsync,fdatasync,msync,rename,renameat,renameat2';

/** strace and its options, to run a program under; the trace goes to a file. */
export function tracing(file: string): readonly string[] {
  return ['strace', '-f', '-qq', '-y', '-s', '200', '-e', `trace=${CALLS}`, '-o', file];
}

/** Whether this machine has strace and lets it trace. */
export function canTrace(): Promise<boolean> {
  return promisify(execFile)('strace', ['-f', '-qq', '-o', '/dev/null', '-e', 'trace=fsync', 'true']).then(
    () => true,
    () => false,
  );
}

/** A file's state at one moment of a trace. */
interface Written {
  /** Number of the last write, and of the last that a flush which ended covers. */
  last: number;
  flushed: number;
  flushes: number;
}

/** What an answer left behind: files that were written and not flushed when it left, and those that were flushed since the last one. */
export interface Answered {
  readonly unflushed: readonly string[];
  readonly flushed: readonly string[];
}

const LINE = /^(\d+)\s+(?:<\.\.\. (\w+) resumed>|(\w+)\()(.*)$/;

/**
 * Reads a trace: for each write that `isAnswer` knows for an answer, which of the files that `isKept` names were not flushed by then. A file
 * under a descriptor opened with O_DSYNC is flushed with each write.
 */
export function readTrace(
  text: string,
  { isAnswer, isKept }: { readonly isAnswer: (line: string) => boolean; readonly isKept: (path: string) => boolean },
): readonly Answered[] {
  const files = new Map<string, Written>();
  const synchronous = new Set<string>();
  const begun = new Map<string, { readonly path: string; readonly covers: number }>();
  const answers: Answered[] = [];
  let flushedSince = new Set<string>();
  const fileOf = (path: string): Written => {
    const known = files.get(path) ?? { last: 0, flushed: 0, flushes: 0 };
    files.set(path, known);
    return known;
  };
  for (const line of text.split('\n')) {
    const [, pid = '', resumed, started, rest = ''] = LINE.exec(line) ?? [];
    const call = resumed ?? started ?? '';
    const unfinished = rest.endsWith('<unfinished ...>');
    if (call === 'openat') {
      const [, descriptor = '', path = ''] = /= (\d+)<([^>]*)>/.exec(rest) ?? [];
      // A descriptor's number is used again for another file.
      for (const known of synchronous) if (known.startsWith(`${descriptor}<`)) synchronous.delete(known);
      if (rest.includes('O_DSYNC') || rest.includes('O_SYNC')) synchronous.add(`${descriptor}<${path}>`);
      continue;
    }
    if (call === 'fsync' || call === 'fdatasync') {
      const path = /^\d+<([^>]*)>/.exec(rest)?.[1] ?? begun.get(pid)?.path ?? '';
      const covers = begun.get(pid)?.covers ?? fileOf(path).last;
      if (unfinished) begun.set(pid, { path, covers });
      else {
        begun.delete(pid);
        const file = fileOf(path);
        file.flushed = Math.max(file.flushed, covers);
        flushedSince.add(path);
      }
      continue;
    }
    if (!/^(p?writev?2?|pwrite64|sendto|sendmsg)$/.test(call) || resumed !== undefined) continue;
    if (isAnswer(line)) {
      const kept = [...files].filter(([path]) => isKept(path));
      answers.push({
        unflushed: kept.filter(([, { last, flushed }]) => last > flushed).map(([path]) => path),
        flushed: [...flushedSince],
      });
      flushedSince = new Set();
      continue;
    }
    const [descriptor = '', path = ''] = /^\d+<([^>]*)>/.exec(rest) ?? [];
    if (path === '') continue;
    if (synchronous.has(descriptor)) flushedSince.add(path);
    else fileOf(path).last++;
  }
  return answers;
}
