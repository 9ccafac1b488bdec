/** The content streams of a page as one (ISO 32000-1 §7.8.2). */
import { concatBytes } from '../../base/bytes.ts';
import type { Page, PdfDocument } from '../reader/index.ts';

const LINE_END = Uint8Array.of(0x0a);

/**
 * A page's content in a revision's view; the newest when absent. An operator may not end with a stream, but its operands may.
 * @throws {YinzhengError} PDF_MALFORMED and its like when a stream cannot be decoded
 */
export function pageContent(document: PdfDocument, page: Page, revision?: number): Uint8Array {
  const contents = document.get(page.dictionary, 'Contents', revision);
  const parts = contents.kind === 'array' ? contents.items.map((item) => document.resolve(item, revision)) : [contents];
  return concatBytes(...parts.flatMap((part) => (part.kind === 'stream' ? [document.decode(part, revision), LINE_END] : [])));
}
