/** Is a later seal no more than its impression: its own picture, in its own size, that lets through what it lies on? */
import type { Zlib } from '../../../base/zlib.ts';
import { readPng } from '../../../drawing/index.ts';
import type { SealPicture } from '../../../ses/index.ts';
import { numberValue } from '../../objects/index.ts';
import type { PdfDocument } from '../../reader/index.ts';
import { checkAppearance } from '../appearance.ts';
import type { SignatureField } from '../model.ts';
import { pageOf, POINTS_PER_MM, readRectangle } from '../place.ts';

/** Room for rounding, as part of the seal's size. */
const TOLERANCE = 1.02;
/** Least part of a seal's picture that is clear: rings, stars and characters take about a third. */
const LEAST_CLEAR = 0.4;

/**
 * True when each widget of the field shows the picture of the seal, not larger than the seal says it is, and the picture is mostly
 * transparent. Such an impression belongs over text, as on paper.
 * @throws {YinzhengError} for a picture that cannot be decoded
 */
export function isImpression(
  document: PdfDocument,
  { field, picture, zlib }: { readonly field: SignatureField; readonly picture: SealPicture; readonly zlib: Zlib },
): boolean {
  const [widget, ...others] = field.widgets;
  if (widget === undefined || others.length > 0 || picture.type !== 'png') return false;
  const rectangle = readRectangle(document, widget.dictionary.entries.get('Rect'));
  const page = pageOf(document, widget);
  if (rectangle === null || page === undefined) return false;
  const unit = (numberValue(document.get(page.dictionary, 'UserUnit')) ?? 1) / POINTS_PER_MM;
  const sides = [(rectangle[2] - rectangle[0]) * unit, (rectangle[3] - rectangle[1]) * unit].sort((left, right) => left - right);
  const own = [picture.width, picture.height].sort((left, right) => left - right);
  if (sides.some((side, index) => side > (own[index] ?? 0) * TOLERANCE)) return false;
  if (checkAppearance(document, { field, picture, zlib }).outcome !== 'passed') return false;
  const { rgba } = readPng(picture.data, zlib);
  let clear = 0;
  for (let at = 3; at < rgba.length; at += 4) if ((rgba[at] ?? 255) < 128) clear++;
  return clear >= LEAST_CLEAR * (rgba.length / 4);
}
