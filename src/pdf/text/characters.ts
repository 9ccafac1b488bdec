/** The characters a page shows, each with its place, from its content streams (ISO 32000-1 §9.4). */
import { isYinzhengError } from '../../base/errors/index.ts';
import { concatenated, type Matrix } from '../content/matrix.ts';
import { advanced, type GraphicsState } from '../content/state.ts';
import { walkContent } from '../content/walk.ts';
import type { PdfObject } from '../objects/index.ts';
import type { Page, PdfDocument } from '../reader/index.ts';
import { spend, type TextBudget } from './budget.ts';
import { readTextFont, type TextFont } from './font.ts';

/** A character, or a few that one glyph stands for. Lengths in units of default user space. */
export interface Character {
  readonly text: string;
  /** Begin of its baseline, or of its middle line in vertical writing. */
  readonly x: number;
  readonly y: number;
  /** The way along the line to where the next one begins. */
  readonly dx: number;
  readonly dy: number;
  /** The way across the line: from the foot of the line to its head. */
  readonly foot: readonly [number, number];
  readonly head: readonly [number, number];
}

/** What reading the characters of several pages shares. */
export interface CharacterReader {
  readonly document: PdfDocument;
  readonly budget: TextBudget;
  readonly fonts: Map<PdfObject, TextFont>;
}

/** The characters of a page, in the order of the content; `whole` is false where a content stream could not be read to its end. */
export interface PageCharacters {
  readonly characters: readonly Character[];
  readonly whole: boolean;
}

/**
 * Reads the characters of a page's content and of the forms it draws, hidden ones too; those of annotations are not of the document's
 * own text. Only what lies on the newest revision is read.
 * @throws {YinzhengError} DOCUMENT_TOO_COSTLY
 */
export function charactersOf(reader: CharacterReader, page: Page): PageCharacters {
  const found: Character[] = [];
  const visitor = {
    count: () => spend(reader.budget, 'operations'),
    font: (dictionary: PdfObject) => fontOf(reader, dictionary),
    text: (bytes: Uint8Array, state: GraphicsState<TextFont>, pen: Matrix) => showString(reader, bytes, { state, pen, found }),
  };
  try {
    walkContent<TextFont>(reader.document, page, { visitor });
    return { characters: found, whole: true };
  } catch (error) {
    if (!isYinzhengError(error) || isYinzhengError(error, 'DOCUMENT_TOO_COSTLY', 'INPUT_TOO_LARGE')) throw error;
    return { characters: found, whole: false };
  }
}

/** Adds the characters of a string; answers where the pen is after it (§9.4.4). */
function showString(
  { budget }: CharacterReader,
  bytes: Uint8Array,
  { state, pen: begun, found }: { readonly state: GraphicsState<TextFont>; readonly pen: Matrix; readonly found: Character[] },
): Matrix {
  const { font, size, characterSpace, wordSpace, stretch, rise, matrix } = state;
  if (font === null) return begun;
  spend(budget, 'characters', bytes.length);
  let pen = begun;
  for (const { text, width, isSpace } of font.codes(bytes)) {
    const shown = advanced(pen, state, width * size * (font.vertical ? -1 : 1));
    const along = characterSpace + (isSpace ? wordSpace : 0);
    if (text !== '') {
      const [from, to] = [concatenated(pen, matrix), concatenated(shown, matrix)];
      const [a, b, c, d, x, y] = from;
      const [low, high] = font.vertical ? [-size / 2, size / 2] : [font.descent * size + rise, font.ascent * size + rise];
      const across = (by: number): readonly [number, number] =>
        font.vertical ? [a * by * stretch, b * by * stretch] : [c * by, d * by];
      found.push({ text, x, y, dx: to[4] - x, dy: to[5] - y, foot: across(low), head: across(high) });
    }
    pen = advanced(shown, state, font.vertical ? -along : along);
  }
  return pen;
}

function fontOf({ document, budget, fonts }: CharacterReader, font: PdfObject): TextFont {
  let known = fonts.get(font);
  if (known === undefined) fonts.set(font, (known = readTextFont(document, font, budget)));
  return known;
}
