import { asArray, numberValue, type PdfObject } from '../objects/index.ts';
import { POINTS_PER_MM } from '../paint/content.ts';
import type { PageRotation } from '../paint/form.ts';
import type { Page, PdfDocument } from '../reader/index.ts';
import type { PageGeometry, Rectangle, SealSize } from './place.ts';
import { refuse } from './refuse.ts';

/** Sides of a page that viewers agree on, in units (ISO 32000-1 annex C.2 gives 14,400). */
const LARGEST_SIDE = 14_400;

/**
 * Crop box, rotation and unit of a page, inherited ones too.
 * @throws {YinzhengError} PDF_NOT_STAMPABLE when the page has no usable media box or is turned by other than quarter turns
 */
export function pageGeometry(document: PdfDocument, page: Page): PageGeometry {
  const media =
    rectangle(document, page.inherited.MediaBox) ??
    refuse(`page ${page.number} has no media box`, `第 ${page.number} 页没有页面尺寸（MediaBox）`);
  const crop = rectangle(document, page.inherited.CropBox);
  const box = (crop && intersection(media, crop)) ?? media;
  if (box[2] - box[0] > LARGEST_SIDE || box[3] - box[1] > LARGEST_SIDE)
    refuse(`page ${page.number} is too large`, `第 ${page.number} 页过大`);
  const turn = numberValue(document.resolve(page.inherited.Rotate)) ?? 0;
  const rotation = ((turn % 360) + 360) % 360;
  if (!isRotation(rotation))
    refuse(`page ${page.number} is turned by ${turn}°`, `第 ${page.number} 页旋转了 ${turn}°，不是直角的倍数`);
  const unit = numberValue(document.get(page.dictionary, 'UserUnit')) ?? 1;
  return { box, rotation, userUnit: unit > 0 ? unit : 1 };
}

function isRotation(degrees: number): degrees is PageRotation {
  return degrees === 0 || degrees === 90 || degrees === 180 || degrees === 270;
}

/** A rectangle with its corners in order (§7.9.5); undefined when it is none or empty. */
function rectangle(document: PdfDocument, value: PdfObject | undefined): Rectangle | undefined {
  const items = asArray(document.resolve(value))?.items ?? [];
  const [left, bottom, right, top] = items.map((item) => numberValue(document.resolve(item)));
  if (left === undefined || bottom === undefined || right === undefined || top === undefined) return undefined;
  return solid([Math.min(left, right), Math.min(bottom, top), Math.max(left, right), Math.max(bottom, top)]);
}

function intersection(one: Rectangle, other: Rectangle): Rectangle | undefined {
  return solid([Math.max(one[0], other[0]), Math.max(one[1], other[1]), Math.min(one[2], other[2]), Math.min(one[3], other[3])]);
}

function solid(box: Rectangle): Rectangle | undefined {
  return box[2] > box[0] && box[3] > box[1] ? box : undefined;
}

/** Width and height of a page as it is shown, mm. */
export function sizeAsShown({ box, rotation, userUnit }: PageGeometry): SealSize {
  const [across, up] = [box[2] - box[0], box[3] - box[1]].map((side) => (side * userUnit) / POINTS_PER_MM);
  const [width = 0, height = 0] = rotation % 180 === 0 ? [across, up] : [up, across];
  return { width, height };
}

/**
 * Width and height of a page of a document as it is shown, mm; 1 for the first page.
 * @throws {YinzhengError} PDF_NOT_STAMPABLE when there is no such page, or its size is not usable
 */
export function shownSize(document: PdfDocument, page: number): SealSize {
  const pages = document.pages();
  const found =
    pages[page - 1] ?? refuse(`there is no page ${page}, only ${pages.length}`, `没有第 ${page} 页，共 ${pages.length} 页`);
  return sizeAsShown(pageGeometry(document, found));
}

/** A point of default user space on the page as it is shown, mm from the upper left corner. */
export function shownPoint(
  { box, rotation, userUnit }: PageGeometry,
  x: number,
  y: number,
): { readonly x: number; readonly y: number } {
  const [left, bottom, right, top] = box;
  const [across, down] = (
    { 0: [x - left, top - y], 90: [y - bottom, x - left], 180: [right - x, y - bottom], 270: [top - y, right - x] } as const
  )[rotation];
  const mm = (length: number): number => Math.round(((length * userUnit) / POINTS_PER_MM) * 1000) / 1000;
  return { x: mm(across), y: mm(down) };
}
