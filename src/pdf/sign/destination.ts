/** Places for a seal by the bookmarks (书签) and named destinations (命名目标) of a document (ISO 32000-1 §12.3.2, §12.3.3). */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import {
  asArray,
  asDictionary,
  asString,
  nameValue,
  numberValue,
  textValue,
  type PdfDictionary,
  type PdfObject,
} from '../objects/index.ts';
import type { Page, PdfDocument } from '../reader/index.ts';
import { malformedPdf } from '../syntax/index.ts';
import { pageGeometry, shownPoint } from './page.ts';
import type { PageGeometry, SealPlace } from './place.ts';

interface Offset {
  /** From the point to the centre of the seal, mm to the right and downwards on the page as it is shown. */
  readonly dx: number;
  readonly dy: number;
}

/** A seal where a bookmark leads, by its title; white space at its ends does not count. */
export interface BookmarkPlace extends Offset {
  readonly bookmark: string;
}

/** A seal at a named destination. */
export interface DestinationPlace extends Offset {
  readonly destination: string;
}

/** Bookmarks, and nodes of a name tree, that are looked at. */
const MOST_ITEMS = 20_000;
const DEEPEST = 32;
/** Destinations that lead to destinations. */
const MOST_STEPS = 8;

/**
 * The point that the one bookmark of a title leads to.
 * @throws {YinzhengError} PLACE_NOT_FOUND, PLACE_AMBIGUOUS, PDF_NOT_STAMPABLE for a page without a usable size, PDF_MALFORMED
 */
export function bookmarkPlace(document: PdfDocument, { bookmark, dx, dy }: BookmarkPlace): SealPlace {
  const wanted = bookmark.trim();
  const found = bookmarksOf(document).filter((item) => textValue(document.get(item, 'Title'))?.trim() === wanted);
  const [item] = found;
  if (!item) throw none(bilingual(`no bookmark “${wanted}”`, `没有名为“${wanted}”的书签`));
  if (found.length > 1)
    throw new YinzhengError('PLACE_AMBIGUOUS', {
      found: found.length,
      reason: bilingual(`bookmarks “${wanted}”`, `名为“${wanted}”的书签`),
    });
  const action = asDictionary(document.get(item, 'A'));
  const jumps = action && nameValue(document.get(action, 'S')) === 'GoTo' ? document.get(action, 'D') : undefined;
  const leads = document.get(item, 'Dest');
  const target = leads.kind === 'null' ? jumps : leads;
  return moved(pointOf(document, target, bilingual(`the bookmark “${wanted}”`, `书签“${wanted}”`)), { dx, dy });
}

/**
 * The point of a named destination.
 * @throws {YinzhengError} PLACE_NOT_FOUND, PDF_NOT_STAMPABLE for a page without a usable size, PDF_MALFORMED
 */
export function destinationPlace(document: PdfDocument, { destination, dx, dy }: DestinationPlace): SealPlace {
  const found = named(document, destination);
  if (!found) throw none(bilingual(`no destination “${destination}”`, `没有名为“${destination}”的目标`));
  return moved(pointOf(document, found, bilingual(`the destination “${destination}”`, `目标“${destination}”`)), { dx, dy });
}

type Words = ReturnType<typeof bilingual>;

function none(reason: Words): YinzhengError {
  return new YinzhengError('PLACE_NOT_FOUND', { reason });
}

function moved({ page, x, y }: SealPlace, { dx, dy }: Offset): SealPlace {
  return { page, x: x + dx, y: y + dy };
}

/** The items of the outline, in no particular order. */
function bookmarksOf(document: PdfDocument): readonly PdfDictionary[] {
  const outline = asDictionary(document.get(document.catalog(), 'Outlines'));
  const found: PdfDictionary[] = [];
  const seen = new Set<PdfDictionary>();
  const queue: PdfObject[] = outline ? [document.get(outline, 'First')] : [];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const item = asDictionary(next);
    if (!item || seen.has(item)) continue;
    seen.add(item);
    if (seen.size > MOST_ITEMS) throw malformedPdf(0, 'the outline is too large');
    found.push(item);
    queue.push(document.get(item, 'Next'), document.get(item, 'First'));
  }
  return found;
}

/** What a name stands for: an entry of `/Dests` of the catalog (PDF 1.1) or of the name tree (§7.9.6), where its text counts. */
function named(document: PdfDocument, name: string): PdfObject | undefined {
  const catalog = document.catalog();
  const old = asDictionary(document.get(catalog, 'Dests'));
  const direct = old && document.resolve(old.entries.get(name));
  if (direct && direct.kind !== 'null') return direct;
  const names = asDictionary(document.get(catalog, 'Names'));
  const seen = new Set<PdfDictionary>();
  const search = (node: PdfDictionary | undefined, depth: number): PdfObject | undefined => {
    if (!node || seen.has(node)) return undefined;
    seen.add(node);
    if (seen.size > MOST_ITEMS || depth > DEEPEST) throw malformedPdf(0, 'the tree of names is too large');
    const pairs = asArray(document.get(node, 'Names'))?.items ?? [];
    for (let index = 0; index + 1 < pairs.length; index += 2)
      if (textValue(asString(document.resolve(pairs[index]))) === name) return document.resolve(pairs[index + 1]);
    for (const kid of asArray(document.get(node, 'Kids'))?.items ?? []) {
      const found = search(asDictionary(document.resolve(kid)), depth + 1);
      if (found) return found;
    }
    return undefined;
  };
  return search(names && asDictionary(document.get(names, 'Dests')), 0);
}

/** The point that a destination means on the page as it is shown. A destination that shows a whole page means none. */
function pointOf(document: PdfDocument, target: PdfObject | undefined, what: Words): SealPlace {
  let found = target;
  for (let step = 0; found && step < MOST_STEPS; step++) {
    const array = asArray(found);
    if (array) return pointOfArray(document, array.items, what);
    const holder = asDictionary(found);
    const name = nameValue(found) ?? textValue(found);
    found = holder ? document.get(holder, 'D') : name === undefined ? undefined : named(document, name);
  }
  throw none(bilingual(`${what.en} leads nowhere in the document`, `${what.zh}没有指向文件中的位置`));
}

function pointOfArray(document: PdfDocument, [first, ...rest]: readonly PdfObject[], what: Words): SealPlace {
  const page = pageMeant(document, first);
  if (!page) throw none(bilingual(`${what.en} leads to no page of the document`, `${what.zh}没有指向文件中的页面`));
  const geometry = pageGeometry(document, page);
  const [kind, ...numbers] = rest.map((item) => document.resolve(item));
  const point = pointIn(geometry, nameValue(kind), numbers.map(numberValue));
  if (!point)
    throw none(
      bilingual(
        `${what.en} leads to page ${page.number} and to no point on it`,
        `${what.zh}只指向第 ${page.number} 页，未指明位置`,
      ),
    );
  return { page: page.number, ...shownPoint(geometry, point.x, point.y) };
}

/** A page by its object, or, as some writers have it, by its number from 0. */
function pageMeant(document: PdfDocument, object: PdfObject | undefined): Page | undefined {
  const pages = document.pages();
  if (object?.kind === 'reference') return pages.find(({ reference }) => reference.number === object.number);
  return object?.kind === 'integer' ? pages[object.value] : undefined;
}

/** The point of a destination in default user space (table 151); what it leaves open is the left or the upper edge. */
function pointIn(
  { box: [left, , , top] }: PageGeometry,
  kind: string | undefined,
  [one, two, three, four]: readonly (number | undefined)[],
): { readonly x: number; readonly y: number } | null {
  switch (kind) {
    case 'XYZ':
      return one === undefined && two === undefined ? null : { x: one ?? left, y: two ?? top };
    case 'FitH':
    case 'FitBH':
      return one === undefined ? null : { x: left, y: one };
    case 'FitV':
    case 'FitBV':
      return one === undefined ? null : { x: one, y: top };
    case 'FitR':
      return one === undefined || two === undefined || three === undefined || four === undefined
        ? null
        : { x: (one + three) / 2, y: (two + four) / 2 };
    default:
      return null;
  }
}
