/** Where a signature shows: the page of its widget and its rectangle. */
import { isYinzhengError } from '../../base/errors/index.ts';
import { numberValue, type PdfObject } from '../objects/index.ts';
import type { Page, PdfDocument } from '../reader/index.ts';
import type { SignatureReport } from '../../report/index.ts';
import type { Rectangle } from '../content/matrix.ts';
import type { SignatureField, Widget } from './model.ts';

/** A rectangle in default user space. */
export type { Rectangle } from '../content/matrix.ts';

/** Points in a millimetre. */
export const POINTS_PER_MM = 72 / 25.4;
const LETTER: Rectangle = [0, 0, 612, 792];

/** A widget that has an area, with its rectangle in points. */
export interface VisibleWidget {
  readonly widget: Widget;
  readonly rectangle: Rectangle;
}

/** The widgets of a field that have an area; none for an invisible signature. */
export function visibleWidgets(document: PdfDocument, field: SignatureField): readonly VisibleWidget[] {
  return field.widgets.flatMap((widget) => {
    const rectangle = readRectangle(document, widget.dictionary.entries.get('Rect'));
    return rectangle !== null && rectangle[2] > rectangle[0] && rectangle[3] > rectangle[1] ? [{ widget, rectangle }] : [];
  });
}

/**
 * Page (from 1) and rectangle in mm from the upper left corner of the crop box of the page as it is shown; null for an invisible
 * signature or one on no page that can be found.
 */
export function placeOf(document: PdfDocument, field: SignatureField): SignatureReport['place'] {
  try {
    return findPlace(document, field);
  } catch (error) {
    if (isYinzhengError(error)) return null;
    throw error;
  }
}

function findPlace(document: PdfDocument, field: SignatureField): SignatureReport['place'] {
  const [visible] = visibleWidgets(document, field);
  if (visible === undefined) return null;
  const page = pageOf(document, visible.widget);
  if (page === undefined) return null;
  const { left, top, across, down, rotation } = geometry(document, page);
  const [x0, y0, x1, y1] = visible.rectangle;
  const unturned = { x: x0 - left, y: top - y1, width: x1 - x0, height: y1 - y0 };
  const turned = turn(unturned, { across, down, rotation });
  const scale = (numberValue(document.get(page.dictionary, 'UserUnit')) ?? 1) / POINTS_PER_MM;
  const mm = (value: number): number => Math.round(value * scale * 1000) / 1000;
  return { page: page.number, x: mm(turned.x), y: mm(turned.y), width: mm(turned.width), height: mm(turned.height) };
}

/** The page that a widget is on in a revision's view: the one it names, else the one that lists it. */
export function pageOf(document: PdfDocument, { reference, dictionary }: Widget, revision?: number): Page | undefined {
  const pages = document.pages(revision);
  const stated = dictionary.entries.get('P');
  const named = stated?.kind === 'reference' ? pages.find((page) => page.reference.number === stated.number) : undefined;
  if (named !== undefined || reference === null) return named;
  return pages.find((page) => {
    const annotations = document.get(page.dictionary, 'Annots', revision);
    return (
      annotations.kind === 'array' &&
      annotations.items.some((item) => item.kind === 'reference' && item.number === reference.number)
    );
  });
}

interface Geometry {
  readonly left: number;
  readonly top: number;
  readonly across: number;
  readonly down: number;
  readonly rotation: number;
}

function geometry(document: PdfDocument, { inherited }: Page): Geometry {
  const media = readRectangle(document, inherited.MediaBox) ?? LETTER;
  const crop = readRectangle(document, inherited.CropBox) ?? media;
  const left = Math.max(media[0], crop[0]);
  const bottom = Math.max(media[1], crop[1]);
  const right = Math.min(media[2], crop[2]);
  const top = Math.min(media[3], crop[3]);
  const turns = numberValue(document.resolve(inherited.Rotate)) ?? 0;
  return { left, top, across: right - left, down: top - bottom, rotation: ((turns % 360) + 360) % 360 };
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function turn({ x, y, width, height }: Box, { across, down, rotation }: Pick<Geometry, 'across' | 'down' | 'rotation'>): Box {
  switch (rotation) {
    case 90:
      return { x: down - y - height, y: x, width: height, height: width };
    case 180:
      return { x: across - x - width, y: down - y - height, width, height };
    case 270:
      return { x: y, y: across - x - width, width: height, height: width };
    default:
      return { x, y, width, height };
  }
}

/** A rectangle with its corners in order (ISO 32000-1 §7.9.5); null when it is none. */
export function readRectangle(document: PdfDocument, value: PdfObject | undefined, revision?: number): Rectangle | null {
  const array = document.resolve(value, revision);
  if (array.kind !== 'array' || array.items.length !== 4) return null;
  const [x0, y0, x1, y1] = array.items.map((item) => numberValue(document.resolve(item, revision)));
  if (x0 === undefined || y0 === undefined || x1 === undefined || y1 === undefined) return null;
  return [Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1)];
}
