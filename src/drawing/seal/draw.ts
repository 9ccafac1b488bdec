import type { FontSet } from '../fonts/index.ts';
import type { Colour, Drawing, PathItem, PathSegment } from '../model.ts';
import { checkSeal } from './check.ts';
import type { SealFace, SealFill } from './model.ts';
import { ovalSealFills } from './oval.ts';
import { simplifyPath } from '../path/simplify.ts';
import { roundSealFills } from './round.ts';
import { squareSealFills } from './square.ts';

/** The red of seals. */
export const SEAL_RED: Colour = Object.freeze({ red: 230, green: 0, blue: 18 });

/** How a seal face is drawn: `face` is the id of the Song face in the font set. */
export interface SealDrawingOptions {
  readonly fonts: FontSet;
  readonly face?: string;
  readonly colour?: Colour;
}

/** How far in mm a simplified outline may lie from the face's own. */
const TOLERANCE = 0.008;

/**
 * Draws a seal face as filled paths of one colour, without fonts or strokes, on a drawing just as large as the seal (mm).
 * Coordinates are whole hundredths of a millimetre, a quarter of a dot at 600 dpi, so that files stay small and the same everywhere.
 * @throws {YinzhengError} SEAL_FACE_INVALID when a text or size is out of range, GLYPH_MISSING when no face has a character
 */
export function drawSeal(seal: SealFace, { fonts, face = 'song-bold', colour = SEAL_RED }: SealDrawingOptions): Drawing {
  checkSeal(seal);
  const { width, height, fills } = figure(seal, fonts, face);
  const items = fills.map(({ path, fillRule }): PathItem => ({
    kind: 'path',
    path: simplifyPath(path, TOLERANCE).map((segment) => shifted(segment, width / 2, height / 2)),
    fill: colour,
    fillRule,
  }));
  return { width, height, items };
}

function figure(
  seal: SealFace,
  fonts: FontSet,
  face: string,
): { readonly width: number; readonly height: number; readonly fills: readonly SealFill[] } {
  switch (seal.shape) {
    case 'round': {
      const { diameter } = seal.size;
      return { width: diameter, height: diameter, fills: roundSealFills(seal, fonts, face) };
    }
    case 'oval':
      return { width: seal.size.width, height: seal.size.height, fills: ovalSealFills(seal, fonts, face) };
    case 'square':
      return { width: seal.size.side, height: seal.size.side, fills: squareSealFills(seal, fonts, face) };
  }
}

function shifted(segment: PathSegment, right: number, down: number): PathSegment {
  if (segment.op === 'z') return segment;
  const across = (value: number): number => Math.round((value + right) * 100) / 100;
  const along = (value: number): number => Math.round((value + down) * 100) / 100;
  const end = { x: across(segment.x), y: along(segment.y) };
  if (segment.op !== 'c') return { op: segment.op, ...end };
  const { x1, y1, x2, y2 } = segment;
  return { op: 'c', x1: across(x1), y1: along(y1), x2: across(x2), y2: along(y2), ...end };
}
