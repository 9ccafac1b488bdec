/** What stands in the bytes of a revision besides its declared objects: nothing may. */
import type { PdfDocument } from '../../reader/index.ts';
import { isWhiteSpace } from '../../syntax/index.ts';

/**
 * Offset of the first byte of a revision that belongs to none of its objects and sections and is not white space, or null. Such bytes are
 * seen by readers that rebuild a cross-reference by searching.
 */
export function undeclaredByte(document: PdfDocument, revision: number): number | null {
  const current = document.revisions[revision];
  if (current === undefined) return null;
  const taken = [...current.sections];
  for (const [number, entry] of current.entries) {
    if (entry.kind !== 'offset' || entry.offset < current.start || entry.offset >= current.end) continue;
    const extent = document.extent(number, revision);
    if (extent !== undefined) taken.push(extent);
  }
  taken.sort((left, right) => left.start - right.start);
  let position = current.start;
  for (const { start, end } of taken) {
    const stray = firstStray(document.bytes, position, start);
    if (stray !== null) return stray;
    position = Math.max(position, end);
  }
  return firstStray(document.bytes, position, current.end);
}

/** Offset of the first byte in `start` to `end` that is not white space, or null. */
export function firstStray(bytes: Uint8Array, start: number, end: number): number | null {
  for (let position = start; position < end; position++) {
    if (!isWhiteSpace(bytes[position] ?? 0)) return position;
  }
  return null;
}
