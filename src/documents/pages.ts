import type { PageChoice } from '../pdf/index.ts';

/** How a choice of pages is written: `all`, or numbers and ranges such as `1,3-5`. */
export const PAGE_LIST = /^(?:all|[1-9]\d{0,4}(?:-[1-9]\d{0,4})?(?:,[1-9]\d{0,4}(?:-[1-9]\d{0,4})?){0,99})$/;
/** Numbers that are read; a choice of more is refused for the pages it lacks anyway. */
const MOST = 20_000;

/** The pages that a text which matches {@link PAGE_LIST} names; a range downwards names none. */
export function readPageChoice(text: string): PageChoice {
  if (text === 'all') return 'all';
  const pages = new Set<number>();
  for (const range of text.split(',')) {
    const [first = 0, last = first] = range.split('-').map(Number);
    for (let page = first; page <= last && pages.size < MOST; page++) pages.add(page);
  }
  return [...pages];
}
