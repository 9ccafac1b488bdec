import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { FontSet } from '../fonts/index.ts';
import type { Colour, Drawing, PathItem, PathSegment } from '../model.ts';
import type { SealFace } from './model.ts';
import { simplifyPath } from '../path/simplify.ts';
import { roundSealFills } from './round.ts';

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
const SMALLEST = 20;
const LARGEST = 80;
const SHORTEST_NAME = 2;
const LONGEST_NAME = 40;
const LONGEST_TEXT = 24;
const LONGEST_SECOND_NAME = 120;

/**
 * Draws a seal face as filled paths of one colour, without fonts or strokes, on a drawing just as large as the seal (mm).
 * Coordinates are whole hundredths of a millimetre, a quarter of a dot at 600 dpi, so that files stay small and the same everywhere.
 * @throws {YinzhengError} SEAL_FACE_INVALID when a text or size is out of range, GLYPH_MISSING when no face has a character
 */
export function drawSeal(seal: SealFace, { fonts, face = 'song-bold', colour = SEAL_RED }: SealDrawingOptions): Drawing {
  checkSeal(seal);
  const { diameter } = seal.size;
  const items = roundSealFills(seal, fonts, face).map(({ path, fillRule }): PathItem => ({
    kind: 'path',
    path: simplifyPath(path, TOLERANCE).map((segment) => shifted(segment, diameter / 2)),
    fill: colour,
    fillRule,
  }));
  return { width: diameter, height: diameter, items };
}

function checkSeal({ size, name, secondName, lowerLine, code, marking }: SealFace): void {
  const { diameter, ringWidth } = size;
  if (!(diameter >= SMALLEST && diameter <= LARGEST))
    throw invalid(`the diameter must be ${SMALLEST} to ${LARGEST} mm`, `直径应为 ${SMALLEST} 至 ${LARGEST} 毫米`);
  if (!(ringWidth > 0 && ringWidth <= diameter / 10)) throw invalid('the ring is too wide', '边框过宽');
  const length = Array.from(name).length;
  if (length < SHORTEST_NAME || length > LONGEST_NAME || name.trim() !== name) {
    throw invalid(
      `the name must have ${SHORTEST_NAME} to ${LONGEST_NAME} characters`,
      `名称应为 ${SHORTEST_NAME} 至 ${LONGEST_NAME} 个字符，首尾无空格`,
    );
  }
  if (secondName !== undefined && (secondName.trim() === '' || secondName.length > LONGEST_SECOND_NAME)) {
    throw invalid(
      `the second name must have at most ${LONGEST_SECOND_NAME} characters`,
      `第二种文字的名称应为 1 至 ${LONGEST_SECOND_NAME} 个字符`,
    );
  }
  for (const text of [lowerLine, code, marking]) {
    if (text !== undefined && (text.trim() === '' || Array.from(text).length > LONGEST_TEXT)) {
      throw invalid(
        `a text below the centre must have 1 to ${LONGEST_TEXT} characters`,
        `中心下方的文字应为 1 至 ${LONGEST_TEXT} 个字符`,
      );
    }
  }
}

function invalid(en: string, zh: string): YinzhengError {
  return new YinzhengError('SEAL_FACE_INVALID', { reason: bilingual(en, zh) });
}

function shifted(segment: PathSegment, by: number): PathSegment {
  if (segment.op === 'z') return segment;
  const place = (value: number): number => Math.round((value + by) * 100) / 100;
  const end = { x: place(segment.x), y: place(segment.y) };
  if (segment.op !== 'c') return { op: segment.op, ...end };
  return { op: 'c', x1: place(segment.x1), y1: place(segment.y1), x2: place(segment.x2), y2: place(segment.y2), ...end };
}
