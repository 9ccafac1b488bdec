import type { Zlib } from '../../base/zlib.ts';
import type { Drawing } from '../../drawing/index.ts';
import { numberText } from '../writer/notation.ts';
import { addStream, type ObjectSink } from '../writer/sink.ts';
import { createPaintCache, type PaintCache } from './cache.ts';
import { POINTS_PER_MM } from './content.ts';
import { paintBackground } from './layer.ts';
import { resourceDictionary, sharedResources } from './resources.ts';

/** What painting a form needs. */
export interface FormOptions {
  readonly zlib: Zlib;
  readonly cache?: PaintCache;
  /** Clockwise turn of the page that will show the form, in degrees; the form is turned back by it. */
  readonly pageRotation?: PageRotation;
}

/** How far a page is turned clockwise when shown (ISO 32000-1 table 30). */
export type PageRotation = 0 | 90 | 180 | 270;

const TURNS: Readonly<Record<PageRotation, string>> = {
  0: '',
  90: ' /Matrix [0 1 -1 0 0 0]',
  180: ' /Matrix [-1 0 0 -1 0 0]',
  270: ' /Matrix [0 -1 1 0 0 0]',
};

/**
 * Writes a drawing, such as a seal face, as a form XObject (ISO 32000-1 §8.10) whose box is the drawing's size in points.
 * @returns its object number
 * @throws {YinzhengError} FONT_UNUSABLE, GLYPH_MISSING, IMAGE_UNUSABLE, INPUT_INVALID
 */
export function writeForm(sink: ObjectSink, drawing: Drawing, options: FormOptions): number {
  const { zlib, cache = createPaintCache(), pageRotation = 0 } = options;
  const { content, packed } = paintBackground(drawing, zlib, cache);
  const resources = resourceDictionary([content], sharedResources(sink, zlib, cache));
  const size = { width: drawing.width * POINTS_PER_MM, height: drawing.height * POINTS_PER_MM };
  return addStream(sink, `${formEntries(size, pageRotation)} /Resources ${resources}${packed.filter}`, packed.data);
}

/** Entries every form has: its box, `size` in points or the part of that which shows, and the turn that makes it upright on a turned page. */
export function formEntries(
  size: { readonly width: number; readonly height: number },
  pageRotation: PageRotation,
  box: readonly [number, number, number, number] = [0, 0, size.width, size.height],
): string {
  return `/Type /XObject /Subtype /Form /BBox [${box.map((side) => numberText(side)).join(' ')}]${TURNS[pageRotation]}`;
}
