/** Places for a seal that the document itself names: its form fields (模板定位). */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { asArray, asDictionary, textValue, type PdfDictionary, type PdfObject } from '../objects/index.ts';
import type { Page, PdfDocument } from '../reader/index.ts';
import { malformedPdf } from '../syntax/index.ts';
import { pageOf, readRectangle } from '../verify/place.ts';
import { pageGeometry, shownPoint } from './page.ts';
import type { SealPlace } from './place.ts';

/** A seal in the middle of a form field of the document, whatever its kind, by the field's full name (ISO 32000-1 §12.7.3.2). */
export interface NamedPlace {
  readonly field: string;
  /** From there to the centre of the seal, mm to the right and downwards on the page as it is shown. */
  readonly dx: number;
  readonly dy: number;
}

const MOST_FIELDS = 20_000;
const DEEPEST = 32;
/** Places that one name may give. */
const MOST_PLACES = 1000;

/**
 * The middles of the widgets of a field, in their order in the form. The field itself stays as it is.
 * @throws {YinzhengError} PLACE_NOT_FOUND when there is no such field, or it is on no page; PDF_NOT_STAMPABLE, PDF_MALFORMED
 */
export function namedPlaces(document: PdfDocument, { field, dx, dy }: NamedPlace): readonly [SealPlace, ...SealPlace[]] {
  const places = widgetsNamed(document, field).flatMap((item) => {
    const widget = asDictionary(document.resolve(item));
    const rectangle = widget && readRectangle(document, widget.entries.get('Rect'));
    const page = widget && pageOf(document, { reference: item.kind === 'reference' ? item : null, dictionary: widget });
    return rectangle && page ? [placeIn(document, page, rectangle)] : [];
  });
  const [first, ...others] = places.slice(0, MOST_PLACES).map(({ page, x, y }) => ({ page, x: x + dx, y: y + dy }));
  if (!first) {
    const reason = bilingual(`no field ${field} on a page`, `页面上没有名为 ${field} 的表单域`);
    throw new YinzhengError('PLACE_NOT_FOUND', { reason });
  }
  return [first, ...others];
}

function placeIn(
  document: PdfDocument,
  page: Page,
  [left, bottom, right, top]: readonly [number, number, number, number],
): SealPlace {
  return { page: page.number, ...shownPoint(pageGeometry(document, page), (left + right) / 2, (bottom + top) / 2) };
}

/** The widgets of the field of a name, as the form lists them. */
function widgetsNamed(document: PdfDocument, wanted: string): readonly PdfObject[] {
  const form = asDictionary(document.get(document.catalog(), 'AcroForm'));
  const found: PdfObject[] = [];
  const seen = new Set<PdfDictionary>();
  const visit = (item: PdfObject, above: string, depth: number): void => {
    const node = asDictionary(document.resolve(item));
    if (!node || seen.has(node)) return;
    seen.add(node);
    if (seen.size > MOST_FIELDS || depth > DEEPEST) throw malformedPdf(0, 'the field tree is too large');
    const own = textValue(document.get(node, 'T'));
    const name = own === undefined ? above : above === '' ? own : `${above}.${own}`;
    const kids = asArray(document.get(node, 'Kids'))?.items ?? [];
    for (const kid of kids) visit(kid, name, depth + 1);
    if (kids.length === 0 && name === wanted) found.push(item);
  };
  for (const item of (form && asArray(document.get(form, 'Fields'))?.items) ?? []) visit(item, '', 0);
  return found;
}
