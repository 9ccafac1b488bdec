import { createReadStream } from 'node:fs';
import { YinzhengError } from '../../base/errors/index.ts';
import { MAX_LINE_LENGTH, type HeadLine } from '../../services/journal/heads/index.ts';

const LINE_END = 0x0a;

/**
 * The lines of a file with heads, one after the other, whatever its size; of a line that is too long only the beginning. Rejects with
 * INPUT_UNREADABLE.
 */
export async function* readHeadLines(path: string, longest = MAX_LINE_LENGTH): AsyncIterable<HeadLine> {
  let parts: Buffer[] = [];
  let size = 0;
  let number = 0;
  const take = (part: Buffer): void => {
    if (size <= longest) parts.push(part);
    size += part.length;
  };
  const line = (whole: boolean): HeadLine => {
    const text = Buffer.concat(parts).toString('utf8');
    parts = [];
    size = 0;
    return { place: path, number: ++number, text, whole };
  };
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      let from = 0;
      for (let end = chunk.indexOf(LINE_END); end >= 0; end = chunk.indexOf(LINE_END, from)) {
        take(chunk.subarray(from, end));
        yield line(true);
        from = end + 1;
      }
      take(chunk.subarray(from));
    }
  } catch (cause) {
    throw new YinzhengError('INPUT_UNREADABLE', { path }, { cause });
  }
  if (size > 0) yield line(false);
}
