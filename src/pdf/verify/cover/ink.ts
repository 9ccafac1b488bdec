/** Where a page shows something: texts, pictures and filled figures with the boxes they take, from its content streams. */
import { nameValue, numberValue, type PdfDictionary, type PdfObject } from '../../objects/index.ts';
import type { Page, PdfDocument } from '../../reader/index.ts';
import { malformedPdf } from '../../syntax/index.ts';
import type { Rectangle } from '../place.ts';
import { readWidths, type FontWidths } from './font.ts';
import { concatenated, IDENTITY, mappedBox, type Matrix } from '../../content/matrix.ts';
import { readOperations } from '../../content/operators.ts';
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
const MAX_DEPTH = 16;
/** Ascent and descent of a line of text, as parts of the font size. */
const ABOVE = 0.9;
const BELOW = -0.25;
const FILLS = new Set(['f', 'F', 'f*', 'B', 'B*', 'b', 'b*']);
const PAINTS = new Set([...FILLS, 'S', 's', 'n']);

interface TextState {
  readonly font: FontWidths | null;
  readonly size: number;
  readonly leading: number;
  readonly characterSpace: number;
  readonly wordSpace: number;
  readonly stretch: number;
  readonly rise: number;
}

interface State {
  readonly matrix: Matrix;
  readonly text: TextState;
}

const NO_TEXT: TextState = { font: null, size: 0, leading: 0, characterSpace: 0, wordSpace: 0, stretch: 1, rise: 0 };

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
  const contents = document.get(page.dictionary, 'Contents', revision);
  const parts = contents.kind === 'array' ? contents.items.map((item) => document.resolve(item, revision)) : [contents];
  const streams = parts.flatMap((part) => (part.kind === 'stream' ? [document.decode(part, revision)] : []));
  const bytes = new Uint8Array(streams.reduce((sum, { length }) => sum + length + 1, 0)).fill(0x20);
  let offset = 0;
  for (const stream of streams) {
    bytes.set(stream, offset);
    offset += stream.length + 1;
  }
  const resources = document.resolve(page.inherited.Resources, revision);
  const context = { document, revision, ink: [] as Ink[], fonts: new Map<PdfObject, FontWidths>(), budget };
  interpret(context, bytes, { resources, state: { matrix: IDENTITY, text: NO_TEXT }, depth: 0 });
  return context.ink;
}

interface Context {
  readonly document: PdfDocument;
  readonly revision: number;
  readonly ink: Ink[];
  readonly fonts: Map<PdfObject, FontWidths>;
  readonly budget: InkBudget;
}

interface Scope {
  readonly resources: PdfObject;
  readonly state: State;
  readonly depth: number;
}

function interpret(context: Context, bytes: Uint8Array, { resources, state: begun, depth }: Scope): void {
  if (depth > MAX_DEPTH) throw malformedPdf(0, 'forms are nested too deeply');
  let state = begun;
  const saved: State[] = [];
  let line: Matrix = IDENTITY;
  let pen: Matrix = IDENTITY;
  let path = createPath();
  const textState = (change: Partial<TextState>): void => void (state = { ...state, text: { ...state.text, ...change } });
  const moveLine = (x: number, y: number): void => void (pen = line = concatenated([1, 0, 0, 1, x, y], line));
  const show = (string: PdfObject | undefined): void => {
    if (string?.kind === 'string') pen = showText(context, string.bytes, { state, pen });
    else if (string !== undefined) {
      const back = ((numberValue(string) ?? 0) / 1000) * state.text.size;
      const { vertical } = state.text.font ?? { vertical: false };
      pen = concatenated(vertical ? [1, 0, 0, 1, 0, -back] : [1, 0, 0, 1, -back * state.text.stretch, 0], pen);
    }
  };
  for (const { operator, operands } of readOperations(bytes)) {
    if (--context.budget.operations < 0) throw malformedPdf(0, 'the page has too many operators');
    const number = (index: number): number => numberValue(operands[index]) ?? 0;
    switch (operator) {
      case 'q':
        if (saved.push(state) > 1024) throw malformedPdf(0, 'graphics states are nested too deeply');
        break;
      case 'Q':
        state = saved.pop() ?? state;
        break;
      case 'cm':
        state = {
          ...state,
          matrix: concatenated([number(0), number(1), number(2), number(3), number(4), number(5)], state.matrix),
        };
        break;
      case 'BT':
        pen = line = IDENTITY;
        break;
      case 'Tf':
        textState({ font: fontNamed(context, resources, operands[0]), size: number(1) });
        break;
      case 'gs':
        textState(fontOfState(context, resourceOf(context, resources, 'ExtGState', operands[0])));
        break;
      case 'Tc':
        textState({ characterSpace: number(0) });
        break;
      case 'Tw':
        textState({ wordSpace: number(0) });
        break;
      case 'Tz':
        textState({ stretch: number(0) / 100 });
        break;
      case 'TL':
        textState({ leading: number(0) });
        break;
      case 'Ts':
        textState({ rise: number(0) });
        break;
      case 'Tm':
        pen = line = [number(0), number(1), number(2), number(3), number(4), number(5)];
        break;
      case 'TD':
        textState({ leading: -number(1) });
        moveLine(number(0), number(1));
        break;
      case 'Td':
        moveLine(number(0), number(1));
        break;
      case 'T*':
        moveLine(0, -state.text.leading);
        break;
      case 'Tj':
        show(operands[0]);
        break;
      case 'TJ':
        for (const item of operands[0]?.kind === 'array' ? operands[0].items : []) show(item);
        break;
      case '"':
        textState({ wordSpace: number(0), characterSpace: number(1) });
        moveLine(0, -state.text.leading);
        show(operands[2]);
        break;
      case "'":
        moveLine(0, -state.text.leading);
        show(operands[0]);
        break;
      case 'Do':
        drawObject(context, resourceOf(context, resources, 'XObject', operands[0]), { resources, state, depth });
        break;
      case 'EI':
        context.ink.push({ kind: 'picture', box: mappedBox(state.matrix, [0, 0, 1, 1]) });
        break;
      case 'm':
        path.begin();
        path.point(state.matrix, number(0), number(1));
        break;
      case 'c':
      case 'v':
      case 'y':
        path.curved();
        for (let index = 0; index + 1 < operands.length; index += 2) path.point(state.matrix, number(index), number(index + 1));
        break;
      case 'l':
        path.point(state.matrix, number(0), number(1));
        break;
      default:
        if (!PAINTS.has(operator)) break;
        if (FILLS.has(operator)) for (const box of path.figures()) context.ink.push({ kind: 'figure', box });
        path = createPath();
    }
  }
}

/** Adds a text to the ink; answers where the pen is after it. */
function showText(
  { ink }: Context,
  bytes: Uint8Array,
  { state: { matrix, text }, pen }: { readonly state: State; readonly pen: Matrix },
): Matrix {
  const { font, size, stretch, rise, characterSpace, wordSpace } = text;
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
    return concatenated([1, 0, 0, 1, 0, -advance], pen);
  }
  ink.push({ kind: 'text', box: mappedBox(all, [0, BELOW * size + rise, advance * stretch, ABOVE * size + rise]) });
  return concatenated([1, 0, 0, 1, advance * stretch, 0], pen);
}

function drawObject(context: Context, object: PdfObject, { resources, state, depth }: Scope): void {
  if (object.kind !== 'stream') return;
  const { document, revision } = context;
  const get = (key: string): PdfObject => document.get(object.dictionary, key, revision);
  if (nameValue(get('Subtype')) !== 'Form') {
    context.ink.push({ kind: 'picture', box: mappedBox(state.matrix, [0, 0, 1, 1]) });
    return;
  }
  const own = get('Matrix');
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] =
    own.kind === 'array' ? own.items.map((item) => numberValue(document.resolve(item, revision)) ?? 0) : [];
  const given = get('Resources');
  interpret(context, document.decode(object, revision), {
    resources: given.kind === 'dictionary' ? given : resources,
    state: { ...state, matrix: concatenated([a, b, c, d, e, f], state.matrix) },
    depth: depth + 1,
  });
}

/** The font that a graphics state parameter dictionary sets (§8.4.5). */
function fontOfState(context: Context, parameters: PdfObject): Partial<TextState> {
  const { document, revision } = context;
  const font = parameters.kind === 'dictionary' ? document.get(parameters, 'Font', revision) : parameters;
  if (font.kind !== 'array') return {};
  const [named, size] = font.items.map((item) => document.resolve(item, revision));
  return named === undefined ? {} : { font: widthsOf(context, named), size: numberValue(size) ?? 0 };
}

function fontNamed(context: Context, resources: PdfObject, name: PdfObject | undefined): FontWidths {
  return widthsOf(context, resourceOf(context, resources, 'Font', name));
}

function widthsOf(context: Context, font: PdfObject): FontWidths {
  let widths = context.fonts.get(font);
  if (widths === undefined) context.fonts.set(font, (widths = readWidths(context.document, font, context.revision)));
  return widths;
}

function resourceOf({ document, revision }: Context, resources: PdfObject, kind: string, name: PdfObject | undefined): PdfObject {
  const none: PdfDictionary = { kind: 'dictionary', entries: new Map() };
  const listed = document.get(resources.kind === 'dictionary' ? resources : none, kind, revision);
  return document.get(listed.kind === 'dictionary' ? listed : none, nameValue(name) ?? '', revision);
}
