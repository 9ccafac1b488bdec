/** The faces of an installation, and which of them has which character. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { FontFace } from '../model.ts';
import { isIgnorable } from './script.ts';

/** Finds a face that has a code point among many that are opened only when asked for; undefined when none is known to have it. */
export type FaceFinder = (codePoint: number) => FontFace | undefined;

/**
 * Faces by the names templates use, the faces tried in order when the one asked for lacks a character, and the reserve that is asked
 * when those lack it too.
 */
export interface FontSet {
  readonly faces: ReadonlyMap<string, FontFace>;
  readonly fallbacks: readonly FontFace[];
  readonly reserve: FaceFinder;
}

/** A font set of the given faces, by their ids, with the fallback faces in order; without a reserve unless one is given. */
export function createFontSet(
  faces: readonly FontFace[],
  fallbacks: readonly FontFace[] = [],
  reserve: FaceFinder = () => undefined,
): FontSet {
  return Object.freeze({
    faces: new Map(faces.map((face) => [face.id, face])),
    fallbacks: Object.freeze([...fallbacks]),
    reserve,
  });
}

/**
 * The face of a name.
 * @throws {YinzhengError} FONT_UNUSABLE when the set has no such face
 */
export function faceNamed(fonts: FontSet, id: string): FontFace {
  const face = fonts.faces.get(id);
  if (!face)
    throw new YinzhengError('FONT_UNUSABLE', { reason: bilingual(`there is no face named ${id}`, `没有名为 ${id} 的字体`) });
  return face;
}

/**
 * The face that draws a code point: the named one, else the first fallback that has it, else one of the reserve.
 * @throws {YinzhengError} GLYPH_MISSING naming the character and its code point when no face has it
 */
export function faceFor(fonts: FontSet, id: string, codePoint: number): FontFace {
  const named = faceNamed(fonts, id);
  if (named.glyphOf(codePoint) !== 0) return named;
  const face = fonts.fallbacks.find((candidate) => candidate.glyphOf(codePoint) !== 0) ?? fonts.reserve(codePoint);
  if (!face) throw glyphMissing(codePoint);
  return face;
}

/**
 * The face that draws a character with its marks: the first that has all of them, else the face of the first character.
 * Variation selectors and joiners need no glyph.
 * @throws {YinzhengError} GLYPH_MISSING naming the first character that no face has
 */
export function faceForUnit(fonts: FontSet, id: string, unit: string): FontFace {
  const named = faceNamed(fonts, id);
  if (unit.length === 1 && named.glyphOf(unit.charCodeAt(0)) !== 0) return named;
  const codePoints = Array.from(unit, (character) => character.codePointAt(0) ?? 0).filter(
    (codePoint) => !isIgnorable(codePoint),
  );
  const complete = (face: FontFace): boolean => codePoints.every((codePoint) => face.glyphOf(codePoint) !== 0);
  if (complete(named)) return named;
  const fallback = fonts.fallbacks.find(complete);
  if (fallback) return fallback;
  const reserved = fonts.reserve(codePoints[0] ?? 0);
  if (reserved && complete(reserved)) return reserved;
  const missing = codePoints.find(
    (codePoint) => [named, ...fonts.fallbacks].every((face) => face.glyphOf(codePoint) === 0) && !fonts.reserve(codePoint),
  );
  throw glyphMissing(missing ?? codePoints.at(-1) ?? 0);
}

function glyphMissing(codePoint: number): YinzhengError {
  const printable = codePoint >= 0x20 && !(codePoint >= 0x7f && codePoint < 0xa0) && !(codePoint >= 0xd800 && codePoint < 0xe000);
  return new YinzhengError('GLYPH_MISSING', {
    character: printable ? String.fromCodePoint(codePoint) : '',
    codePoint: `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`,
  });
}
