/** The same seal in the same place of several pages. */
import type { Page, PdfDocument } from '../reader/index.ts';
import type { SealPlace } from './place.ts';
import { refuse } from './refuse.ts';

/** All pages, or pages by number from 1. */
export type PageChoice = 'all' | readonly number[];

/** A point on several pages, mm from the upper left corner of each as it is shown. */
export interface RepeatedPlace {
  readonly pages: PageChoice;
  readonly x: number;
  readonly y: number;
}

/** Pages that one signature may be shown on. */
const MOST_PAGES = 2000;

/**
 * The pages that are meant, in the order of the document.
 * @throws {YinzhengError} PDF_NOT_STAMPABLE for pages that do not exist, none or too many
 */
export function pagesOf(document: PdfDocument, chosen: PageChoice): readonly Page[] {
  const pages = document.pages();
  const missing = chosen === 'all' ? undefined : chosen.find((number) => pages[number - 1] === undefined);
  if (missing !== undefined)
    refuse(`there is no page ${missing}, only ${pages.length}`, `没有第 ${missing} 页，共 ${pages.length} 页`);
  const named = new Set<unknown>(chosen);
  const wanted = chosen === 'all' ? pages : pages.filter(({ number }) => named.has(number));
  if (wanted.length > MOST_PAGES)
    refuse(`one signature is shown on ${MOST_PAGES} pages at most`, `一个签章最多显示在 ${MOST_PAGES} 页上`);
  return wanted;
}

/**
 * The places on each page.
 * @throws {YinzhengError} PDF_NOT_STAMPABLE as {@link pagesOf}
 */
export function repeatedPlaces(document: PdfDocument, { pages, x, y }: RepeatedPlace): readonly [SealPlace, ...SealPlace[]] {
  const [first, ...others] = pagesOf(document, pages).map(({ number }) => ({ page: number, x, y }));
  return [first ?? refuse('it has no page', '没有页面'), ...others];
}
