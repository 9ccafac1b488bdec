import type { Zlib } from '../../base/zlib.ts';
import type { Drawing } from '../model.ts';
import { writeMonoPng, type AlphaLevels } from '../png/index.ts';
import { rasteriseMono } from '../raster/index.ts';

/** Resolution of the picture kept in an electronic seal, dots per inch. */
export const SEAL_PICTURE_DPI = 600;

/** Bytes that a seal picture should not exceed, since each signature carries it. */
const BUDGET = 16_384;
const LEVELS: readonly AlphaLevels[] = [16, 4, 2];

/**
 * The picture of a seal face for the electronic seal: a transparent palette PNG of 600 dpi with as many levels of opacity (16, 4 or 2)
 * as fit into `budget` bytes; with 2 levels it may be larger. At this resolution 2 levels already print without visible steps.
 * @throws {YinzhengError} DRAWING_UNSUPPORTED when the drawing is not of paths in one colour
 */
export function sealPicture(face: Drawing, zlib: Zlib, { budget = BUDGET }: { readonly budget?: number } = {}): Uint8Array {
  const bitmap = rasteriseMono(face, { dpi: SEAL_PICTURE_DPI });
  let picture = new Uint8Array();
  for (const levels of LEVELS) {
    picture = new Uint8Array(writeMonoPng(bitmap, zlib, { levels }));
    if (picture.length <= budget) break;
  }
  return picture;
}
