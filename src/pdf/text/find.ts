/** Where a keyword stands in the text of a document. */
import type { Page, PdfDocument } from '../reader/index.ts';
import { createTextBudget } from './budget.ts';
import { charactersOf, type Character } from './characters.ts';
import { segmentsOf, type Segment } from './lines.ts';

/** A point in default user space: where a text that was found has its middle. */
export interface TextPlace {
  readonly page: Page;
  readonly x: number;
  readonly y: number;
}

/** What was found; `unread` are numbers of pages whose content could not be read to its end. */
export interface TextSearch {
  readonly places: readonly TextPlace[];
  readonly unread: readonly number[];
}

/**
 * The occurrences of a text on pages, page by page, in no order within one. A text is found where its characters stand beside one
 * another on a line, whatever white space is between them; wide and narrow forms of a character are alike (NFKC), upper and lower case
 * are not.
 * @throws {YinzhengError} DOCUMENT_TOO_COSTLY
 */
export function findText(document: PdfDocument, pages: readonly Page[], text: string): TextSearch {
  const wanted = plain(text);
  const reader = { document, budget: createTextBudget(), fonts: new Map() };
  const places: TextPlace[] = [];
  const unread: number[] = [];
  for (const page of wanted === '' ? [] : pages) {
    const { characters, whole } = charactersOf(reader, page);
    if (!whole) unread.push(page.number);
    for (const segment of segmentsOf(characters)) {
      for (const [x, y] of occurrences(segment, wanted)) places.push({ page, x, y });
    }
  }
  return { places, unread };
}

/** A text as it is compared. */
function plain(text: string): string {
  return text.normalize('NFKC').replace(/\s+/gu, '');
}

/** The middles of a text in a segment; occurrences do not overlap. */
function occurrences(segment: Segment, wanted: string): readonly (readonly [number, number])[] {
  let text = '';
  const owners: number[] = [];
  for (const [index, character] of segment.entries()) {
    const own = plain(character.text);
    for (let unit = 0; unit < own.length; unit++) owners.push(index);
    text += own;
  }
  const found: (readonly [number, number])[] = [];
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + wanted.length)) {
    const first = segment[owners[at] ?? 0];
    const last = segment[owners[at + wanted.length - 1] ?? 0];
    if (first && last) found.push(middle(first, last));
  }
  return found;
}

function middle(first: Character, last: Character): readonly [number, number] {
  const half = (of: 0 | 1): number => (first.foot[of] + first.head[of] + last.foot[of] + last.head[of]) / 4;
  return [(first.x + last.x + last.dx) / 2 + half(0), (first.y + last.y + last.dy) / 2 + half(1)];
}
