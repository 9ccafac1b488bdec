/** Places for a seal by the text that the document itself has. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { PdfDocument } from '../reader/index.ts';
import { findText, type TextPlace } from '../text/index.ts';
import { pageGeometry, shownPoint } from './page.ts';
import type { SealPlace } from './place.ts';

/** A seal on a text of the document. */
export interface KeywordPlace {
  readonly keyword: string;
  /** Which occurrence, counted from 1 in the order of pages, from the top of a page, from the left of a line. */
  readonly occurrence: number | 'last' | 'every';
  /** From the middle of the text to the centre of the seal, mm to the right and downwards on the page as it is shown. */
  readonly dx: number;
  readonly dy: number;
}

/** Most places that one keyword may give. */
const MOST_PLACES = 1000;
/** Texts whose middles are no further apart than this, mm, are on one line. */
const SAME_LINE = 1;

/**
 * Where a seal is to stand by a keyword; several places only for `every` occurrence. Texts beyond the edge of the visible page do not count.
 * @throws {YinzhengError} KEYWORD_NOT_FOUND, DOCUMENT_TOO_COSTLY, PDF_NOT_STAMPABLE for a page without a usable size, PDF_MALFORMED
 */
export function keywordPlaces(document: PdfDocument, wanted: KeywordPlace): readonly [SealPlace, ...SealPlace[]] {
  const { keyword, occurrence, dx, dy } = wanted;
  const pages = document.pages();
  const { places, unread } = findText(document, pages, keyword);
  const shown = inReadingOrder(places.flatMap((place) => shownAt(document, place) ?? []));
  const chosen = occurrence === 'every' ? shown : shown.slice(...range(occurrence));
  const [first, ...others] = chosen.map(({ page, x, y }) => ({ page, x: x + dx, y: y + dy }));
  if (first === undefined || chosen.length > MOST_PLACES) {
    throw new YinzhengError('KEYWORD_NOT_FOUND', {
      ...{ found: shown.length, pages: pages.length, unread: unread.length },
      reason: typeof occurrence === 'number' ? bilingual(`no. ${occurrence}`, `第 ${occurrence} 处`) : NAMES[occurrence],
    });
  }
  return [first, ...others];
}

const NAMES = {
  last: bilingual('the last one', '最后一处'),
  every: bilingual(`each, from one to ${MOST_PLACES}`, `每一处（1 至 ${MOST_PLACES} 处）`),
} as const;

function range(occurrence: number | 'last'): [number, number?] {
  return occurrence === 'last' ? [-1] : [occurrence - 1, occurrence];
}

function shownAt(document: PdfDocument, { page, x, y }: TextPlace): SealPlace | null {
  const geometry = pageGeometry(document, page);
  const [left, bottom, right, top] = geometry.box;
  if (!(x >= left && x <= right && y >= bottom && y <= top)) return null;
  return { page: page.number, ...shownPoint(geometry, x, y) };
}

/** From page to page, from line to line downwards, from left to right. */
function inReadingOrder(places: readonly SealPlace[]): readonly SealPlace[] {
  const lines: SealPlace[][] = [];
  for (const place of places.toSorted((one, other) => one.page - other.page || one.y - other.y)) {
    const line = lines.at(-1);
    const first = line?.[0];
    if (line && first?.page === place.page && place.y - first.y <= SAME_LINE) line.push(place);
    else lines.push([place]);
  }
  return lines.flatMap((line) => line.toSorted((one, other) => one.x - other.x));
}
