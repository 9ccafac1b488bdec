/** Is a later seal no more than its impression: its own picture, in its own size, that lets through what it lies on? */
import type { Zlib } from '../../../base/zlib.ts';
import { readPng } from '../../../drawing/index.ts';
import type { SealPicture } from '../../../ses/index.ts';
import { numberValue } from '../../objects/index.ts';
import type { Page, PdfDocument } from '../../reader/index.ts';
import { overlap, type Rectangle } from '../../content/matrix.ts';
import { checkAppearance, shownImage } from '../appearance.ts';
import type { SignatureField, Widget } from '../model.ts';
import { pageOf, POINTS_PER_MM, readRectangle } from '../place.ts';

/** Room for rounding, as part of the seal's size. */
const TOLERANCE = 1.02;
/** Widgets that are looked at; nobody puts more impressions under one signature. */
const MOST_WIDGETS = 2000;
/** Overlap in points that is no more than rounding. */
const TOUCHING = 0.1;
const WHOLE = { across: [0, 1], down: [0, 1] } as const;
/** Least part of a seal's picture that is clear: rings, stars and characters take about a third. */
const LEAST_CLEAR = 0.4;

/**
 * True when each widget of the field shows the picture of the seal or a strip of it, not larger than the seal says it is, none lies over
 * another, and the picture is mostly transparent. Such an impression belongs over text, as on paper.
 * @throws {YinzhengError} for a picture that cannot be decoded
 */
export function isImpression(
  document: PdfDocument,
  { field, picture, zlib }: { readonly field: SignatureField; readonly picture: SealPicture; readonly zlib: Zlib },
): boolean {
  if (field.widgets.length === 0 || field.widgets.length > MOST_WIDGETS || picture.type !== 'png') return false;
  const placed = new Map<Page, Rectangle[]>();
  for (const widget of field.widgets) {
    const rectangle = readRectangle(document, widget.dictionary.entries.get('Rect'));
    const page = pageOf(document, widget);
    if (rectangle === null || page === undefined || !isOfSealSize(document, { widget, rectangle, page, picture })) return false;
    // Many impressions in one place would let nothing through.
    const others = placed.get(page) ?? [];
    if (others.some((other) => overlap(other, rectangle, TOUCHING))) return false;
    placed.set(page, [...others, rectangle]);
  }
  if (checkAppearance(document, { field, picture, zlib }).outcome !== 'passed') return false;
  const { rgba } = readPng(picture.data, zlib);
  let clear = 0;
  for (let at = 3; at < rgba.length; at += 4) if ((rgba[at] ?? 255) < 128) clear++;
  return clear >= LEAST_CLEAR * (rgba.length / 4);
}

/** Not larger than the seal says it is, or than that part of it of which a strip consists: a strip drawn out would be a block of colour. */
function isOfSealSize(
  document: PdfDocument,
  {
    widget,
    rectangle,
    page,
    picture,
  }: { readonly widget: Widget; readonly rectangle: Rectangle; readonly page: Page; readonly picture: SealPicture },
): boolean {
  const shown = shownImage(document, widget);
  if ('en' in shown) return false;
  const { across, down } = shown.strip ?? WHOLE;
  const unit = (numberValue(document.get(page.dictionary, 'UserUnit')) ?? 1) / POINTS_PER_MM;
  const sides = [(rectangle[2] - rectangle[0]) * unit, (rectangle[3] - rectangle[1]) * unit].sort((left, right) => left - right);
  const own = [picture.width * (across[1] - across[0]), picture.height * (down[1] - down[0])].sort((left, right) => left - right);
  return sides.every((side, index) => side <= (own[index] ?? 0) * TOLERANCE);
}
