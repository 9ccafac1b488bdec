/** System calls of a process as strace writes them, and what they say of durability. */

/** A system call; calls of other threads may lie between its begin and its end. */
export interface SystemCall {
  readonly name: string;
  /** Arguments and result as strace prints them. */
  readonly text: string;
  /** Numbers of the lines of the trace where it began and where it had ended. */
  readonly began: number;
  readonly ended: number;
}

/** What strace is to trace: all that writes, names, flushes and answers. */
export const TRACED =
  'openat,write,writev,pwrite64,pwritev,pwritev2,sendto,sendmsg,rename,renameat,renameat2,fsync,fdatasync,msync,sync_file_range';

/** Reads the output of `strace -f -y`; a call that another thread interrupted is put together again. */
export function readTrace(text: string): readonly SystemCall[] {
  const calls: SystemCall[] = [];
  const unfinished = new Map<string, { readonly name: string; readonly text: string; readonly began: number }>();
  text.split('\n').forEach((line, number) => {
    const [, thread = '', rest = ''] = /^(\d+)\s+(.*)$/s.exec(line) ?? [];
    const resumed = /^<\.\.\. (\w+) resumed>(.*)$/s.exec(rest);
    if (resumed) {
      const begun = unfinished.get(thread);
      if (begun) calls.push({ name: begun.name, text: begun.text + (resumed[2] ?? ''), began: begun.began, ended: number });
      unfinished.delete(thread);
      return;
    }
    const [, name = '', body = ''] = /^(\w+)\((.*)$/s.exec(rest) ?? [];
    if (name === '') return;
    if (body.endsWith('<unfinished ...>')) unfinished.set(thread, { name, text: body, began: number });
    else calls.push({ name, text: body, began: number, ended: number });
  });
  return calls.sort((left, right) => left.began - right.began);
}

const FLUSHES = ['fsync', 'fdatasync'];
const WRITES = ['write', 'writev', 'pwrite64', 'pwritev', 'pwritev2'];

/**
 * What was not durable of an issued licence when its answer began to leave: empty where all was. Of lmdb: the page with the published
 * licence written and flushed, then the root that leads to it written through a descriptor that flushes each write, or flushed. Of the
 * file: flushed, then renamed, then its folder flushed.
 * @param identifier the licence's, which its answer and its record contain
 */
export function notDurable(calls: readonly SystemCall[], identifier: string): readonly string[] {
  const answer = calls.find(
    ({ name, text }) =>
      [...WRITES, 'sendto', 'sendmsg'].includes(name) && /HTTP\/1\.1 201/.test(text) && text.includes(identifier),
  );
  if (!answer) throw new RangeError('the trace has no answer about this licence');
  const before = calls.filter(({ began }) => began < answer.began);
  return [...databaseFaults(before, answer, identifier), ...fileFaults(before, answer)];
}

function databaseFaults(calls: readonly SystemCall[], answer: SystemCall, identifier: string): readonly string[] {
  const pages = calls.filter(
    ({ name, text }) =>
      WRITES.includes(name) &&
      pathOf(text).endsWith('/data.mdb') &&
      text.includes(identifier) &&
      text.includes('\\"state\\":\\"published\\"'),
  );
  const page = pages[0];
  if (!page) return ['the published licence was not written to the database'];
  const flush = ended(calls, answer).find(
    ({ name, text, began }) => FLUSHES.includes(name) && pathOf(text).endsWith('/data.mdb') && began > page.ended,
  );
  if (!flush) return ['the pages of the database were not flushed'];
  const synchronous = synchronousDescriptors(calls);
  const root = ended(calls, answer).some(
    ({ name, text, began }) => WRITES.includes(name) && synchronous.has(descriptorOf(text)) && began > flush.ended,
  );
  return root ? [] : ['the root of the database was not flushed'];
}

function fileFaults(calls: readonly SystemCall[], answer: SystemCall): readonly string[] {
  const renames = calls.filter(({ name, text }) => name.startsWith('rename') && /\/files\/tmp\//.test(text));
  const rename = renames[renames.length - 1];
  const [, from = '', to = ''] = /"([^"]*\/files\/tmp\/[^"]+)".*"([^"]+)"/.exec(rename?.text ?? '') ?? [];
  if (!rename || rename.ended >= answer.began) return ['the file was not put in its place'];
  const faults: string[] = [];
  const flushed = (path: string, when: (call: SystemCall) => boolean): boolean =>
    ended(calls, answer).some((call) => FLUSHES.includes(call.name) && pathOf(call.text) === path && when(call));
  if (!flushed(from, (call) => call.ended < rename.began)) faults.push('the file was not flushed before it had its name');
  const folder = to.slice(0, to.lastIndexOf('/'));
  if (!flushed(folder, (call) => call.began > rename.ended)) faults.push('the name of the file was not flushed');
  return faults;
}

/** Calls that had ended, without fault, before the answer began. */
function ended(calls: readonly SystemCall[], answer: SystemCall): readonly SystemCall[] {
  return calls.filter((call) => call.ended < answer.began && !/= -1 /.test(call.text));
}

/** Descriptors of the database opened so that each write is flushed. */
function synchronousDescriptors(calls: readonly SystemCall[]): ReadonlySet<string> {
  const opened = calls.filter(({ name, text }) => name === 'openat' && /data\.mdb", [^)]*O_D?SYNC/.test(text));
  return new Set(opened.map(({ text }) => /= (\d+)</.exec(text)?.[1] ?? ''));
}

function descriptorOf(text: string): string {
  return /^(\d+)</.exec(text)?.[1] ?? '';
}

/** Path of the first argument, a descriptor as `-y` decorates it. */
function pathOf(text: string): string {
  return /^\d+<([^>]*)>/.exec(text)?.[1] ?? '';
}
