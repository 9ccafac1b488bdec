/** Where a page shows something: texts, pictures and filled figures with the boxes they take, from its content streams. */
import { concatenated, mappedBox, type Matrix } from '../../content/matrix.ts';
import type { Operation } from '../../content/operators.ts';
import { advanced, type GraphicsState } from '../../content/state.ts';
import { walkContent } from '../../content/walk.ts';
import { numberValue, type PdfObject } from '../../objects/index.ts';
import type { Page, PdfDocument } from '../../reader/index.ts';
import { malformedPdf } from '../../syntax/index.ts';
import type { Rectangle } from '../place.ts';
import { readWidths, type FontWidths } from './font.ts';
import { createPath } from './path.ts';

/** Something shown, with its box in default user space. */
export interface Ink {
  readonly kind: 'text' | 'picture' | 'figure';
  readonly box: Rectangle;
}

/** How many operators may still be read; shared by all pages of a document, so that hostile files cannot multiply work. */
export interface InkBudget {
  operations: number;
}

/** Operators that are enough for the densest real pages. */
export const MAX_OPERATIONS = 2_000_000;
/** Ascent and descent of a line of text, as parts of the font size. */
const ABOVE = 0.9;
const BELOW = -0.25;
const FILLS = new Set(['f', 'F', 'f*', 'B', 'B*', 'b', 'b*']);
const PAINTS = new Set([...FILLS, 'S', 's', 'n']);

/**
 * What a page shows in a revision's view. Clips, colours and opacity are not looked at, so that more may be listed than is seen;
 * straight lines, rectangles and shadings, of which backgrounds, tables and borders are made, are left out.
 * @throws {YinzhengError} PDF_MALFORMED and its like when a content stream cannot be read
 */
export function inkOf(
  document: PdfDocument,
  page: Page,
  { revision, budget = { operations: MAX_OPERATIONS } }: { readonly revision: number; readonly budget?: InkBudget },
): readonly Ink[] {
  const ink: Ink[] = [];
  const fonts = new Map<PdfObject, FontWidths>();
  walkContent<FontWidths>(document, page, {
    revision,
    visitor: {
      count: () => {
        if (--budget.operations < 0) throw malformedPdf(0, 'the page has too many operators');
      },
      font: (dictionary) => {
        let widths = fonts.get(dictionary);
        if (widths === undefined) fonts.set(dictionary, (widths = readWidths(document, dictionary, revision)));
        return widths;
      },
      text: (text, state, pen) => showText(ink, text, { state, pen }),
      picture: (matrix) => ink.push({ kind: 'picture', box: mappedBox(matrix, [0, 0, 1, 1]) }),
      paths: () => figuresInto(ink),
    },
  });
  return ink;
}

/** Follows the paths of a content stream, and adds the figures that are filled. */
function figuresInto(ink: Ink[]): (operation: Operation, matrix: Matrix) => void {
  let path = createPath();
  return ({ operator, operands }, matrix) => {
    const number = (index: number): number => numberValue(operands[index]) ?? 0;
    switch (operator) {
      case 'm':
        path.begin();
        path.point(matrix, number(0), number(1));
        break;
      case 'c':
      case 'v':
      case 'y':
        path.curved();
        for (let index = 0; index + 1 < operands.length; index += 2) path.point(matrix, number(index), number(index + 1));
        break;
      case 'l':
        path.point(matrix, number(0), number(1));
        break;
      default:
        if (!PAINTS.has(operator)) break;
        if (FILLS.has(operator)) for (const box of path.figures()) ink.push({ kind: 'figure', box });
        path = createPath();
    }
  };
}

/** Adds a text to the ink; answers where the pen is after it. */
function showText(
  ink: Ink[],
  bytes: Uint8Array,
  { state, pen }: { readonly state: GraphicsState<FontWidths>; readonly pen: Matrix },
): Matrix {
  const { matrix, font, size, stretch, rise, characterSpace, wordSpace } = state;
  const step = font?.codeBytes ?? 1;
  let advance = 0;
  let count = 0;
  for (let index = 0; index + step <= bytes.length; index += step, count++) {
    const code = step === 2 ? (bytes[index] ?? 0) * 256 + (bytes[index + 1] ?? 0) : (bytes[index] ?? 0);
    const width = font?.vertical ? 1 : (font?.width(code) ?? 1);
    advance += width * size + characterSpace + (step === 1 && code === 0x20 ? wordSpace : 0);
  }
  if (count === 0) return pen;
  const all = concatenated(pen, matrix);
  if (font?.vertical) {
    ink.push({ kind: 'text', box: mappedBox(all, [-size / 2, -advance, size / 2, 0]) });
    return advanced(pen, state, -advance);
  }
  ink.push({ kind: 'text', box: mappedBox(all, [0, BELOW * size + rise, advance * stretch, ABOVE * size + rise]) });
  return advanced(pen, state, advance);
}
