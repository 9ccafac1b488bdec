/** A seal over the edges of several pages (骑缝章): each shows a strip, and the strips laid beside one another are the seal. */
import type { PdfDocument } from '../reader/index.ts';
import { pageGeometry, sizeAsShown } from './page.ts';
import type { SealPlace, SealSize } from './place.ts';
import { refuse } from './refuse.ts';
import { pagesOf, type PageChoice } from './repeat.ts';

/** A straddling seal. */
export interface StraddlePlace {
  /** Edge of the pages as they are shown. */
  readonly edge: 'left' | 'right' | 'top' | 'bottom';
  /** Centre of the seal along the edge, mm from its upper or left end; the middle of each page when absent. */
  readonly at?: number;
  readonly pages: PageChoice;
  /** Pages that share one seal at most; a document with more has as many seals as it takes, on groups of pages that differ by one at most. */
  readonly group: number;
}

/** Fewest and most pages of a group. */
export const STRADDLE_GROUP = { least: 2, most: 100 } as const;

/**
 * The strips of a seal of `size` mm: in the order of the pages from the left to the right over a left or right edge, and from the top to
 * the bottom over an upper or lower one, each flush with the edge of the visible page.
 * @throws {YinzhengError} PDF_NOT_STAMPABLE for fewer than two pages, for pages that do not exist or have no usable size
 */
export function straddlePlaces(
  document: PdfDocument,
  { edge, at, pages: chosen, group }: StraddlePlace,
  size: SealSize,
): readonly [SealPlace, ...SealPlace[]] {
  const pages = pagesOf(document, chosen);
  if (pages.length < STRADDLE_GROUP.least) refuse('a straddling seal takes two pages at least', '骑缝章至少需要两页');
  const most = Math.min(Math.max(Math.floor(group), STRADDLE_GROUP.least), STRADDLE_GROUP.most);
  const groups = Math.ceil(pages.length / most);
  const [first, ...others] = Array.from({ length: groups }, (_, index) => [
    Math.round((index * pages.length) / groups),
    Math.round(((index + 1) * pages.length) / groups),
  ]).flatMap(([begin = 0, end = 0]) =>
    pages.slice(begin, end).map((page, index): SealPlace => {
      const [from, to] = [index / (end - begin), (index + 1) / (end - begin)];
      const shown = sizeAsShown(pageGeometry(document, page));
      if (edge === 'left' || edge === 'right') {
        const width = size.width * (to - from);
        const x = edge === 'left' ? width / 2 : shown.width - width / 2;
        const strip = { axis: 'across', from, to } as const;
        return { page: page.number, x, y: at ?? shown.height / 2, size: { width, height: size.height }, strip };
      }
      const height = size.height * (to - from);
      const y = edge === 'top' ? height / 2 : shown.height - height / 2;
      const strip = { axis: 'down', from, to } as const;
      return { page: page.number, x: at ?? shown.width / 2, y, size: { width: size.width, height }, strip };
    }),
  );
  return [first ?? refuse('it has no page', '没有页面'), ...others];
}
