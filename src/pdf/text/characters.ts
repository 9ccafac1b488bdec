/** The characters a page shows, each with its place, from its content streams (ISO 32000-1 §9.4). */
import { isYinzhengError } from '../../base/errors/index.ts';
import { concatBytes } from '../../base/bytes.ts';
import { concatenated, IDENTITY, type Matrix } from '../content/matrix.ts';
import { readOperations } from '../content/operators.ts';
import { asArray, asDictionary, asStream, nameValue, numberValue, type PdfObject } from '../objects/index.ts';
import type { Page, PdfDocument } from '../reader/index.ts';
import { malformedPdf } from '../syntax/index.ts';
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

const MAX_DEPTH = 16;
const MAX_SAVED = 1024;

interface TextState {
  readonly font: TextFont | null;
  readonly size: number;
  readonly leading: number;
  readonly characterSpace: number;
  readonly wordSpace: number;
  readonly stretch: number;
  readonly rise: number;
}

interface State extends TextState {
  readonly matrix: Matrix;
}

interface Scope {
  readonly resources: PdfObject;
  readonly state: State;
  readonly depth: number;
}

const BEGIN: State = {
  ...{ matrix: IDENTITY, font: null, size: 0, leading: 0, characterSpace: 0, wordSpace: 0, stretch: 1, rise: 0 },
};

/**
 * Reads the characters of a page's content and of the forms it draws, hidden ones too; those of annotations are not of the document's
 * own text. Only what lies on the newest revision is read.
 * @throws {YinzhengError} DOCUMENT_TOO_COSTLY
 */
export function charactersOf(reader: CharacterReader, page: Page): PageCharacters {
  const { document } = reader;
  const found: Character[] = [];
  try {
    const contents = document.get(page.dictionary, 'Contents');
    const parts = contents.kind === 'array' ? contents.items.map((item) => document.resolve(item)) : [contents];
    // An operator may not end with a stream, but its operands may (§7.8.2).
    const bytes = concatBytes(
      ...parts.flatMap((part) => (part.kind === 'stream' ? [document.decode(part), Uint8Array.of(0x0a)] : [])),
    );
    const resources = document.resolve(page.inherited.Resources);
    interpret(reader, bytes, { scope: { resources, state: BEGIN, depth: 0 }, found });
    return { characters: found, whole: true };
  } catch (error) {
    if (!isYinzhengError(error) || isYinzhengError(error, 'DOCUMENT_TOO_COSTLY', 'INPUT_TOO_LARGE')) throw error;
    return { characters: found, whole: false };
  }
}

function interpret(
  reader: CharacterReader,
  bytes: Uint8Array,
  { scope: { resources, state: begun, depth }, found }: { readonly scope: Scope; readonly found: Character[] },
): void {
  if (depth > MAX_DEPTH) throw malformedPdf(0, 'forms are nested too deeply');
  let state = begun;
  let line: Matrix = IDENTITY;
  let pen: Matrix = IDENTITY;
  const saved: State[] = [];
  const set = (change: Partial<State>): void => void (state = { ...state, ...change });
  const moveLine = (x: number, y: number): void => void (pen = line = concatenated([1, 0, 0, 1, x, y], line));
  const show = (item: PdfObject | undefined): void => {
    if (item?.kind === 'string') pen = showString(reader, item.bytes, { state, pen, found });
    else if (item !== undefined) pen = advanced(pen, state, (-(numberValue(item) ?? 0) / 1000) * state.size);
  };
  for (const { operator, operands } of readOperations(bytes)) {
    spend(reader.budget, 'operations');
    const number = (index: number): number => numberValue(operands[index]) ?? 0;
    const matrix = (): Matrix => [number(0), number(1), number(2), number(3), number(4), number(5)];
    switch (operator) {
      case 'q':
        if (saved.push(state) > MAX_SAVED) throw malformedPdf(0, 'graphics states are nested too deeply');
        break;
      case 'Q':
        state = saved.pop() ?? state;
        break;
      case 'cm':
        set({ matrix: concatenated(matrix(), state.matrix) });
        break;
      case 'BT':
        pen = line = IDENTITY;
        break;
      case 'Tf':
        set({ font: fontOf(reader, resourceOf(reader, resources, 'Font', operands[0])), size: number(1) });
        break;
      case 'gs':
        set(fontOfState(reader, resourceOf(reader, resources, 'ExtGState', operands[0])));
        break;
      case 'Tc':
        set({ characterSpace: number(0) });
        break;
      case 'Tw':
        set({ wordSpace: number(0) });
        break;
      case 'Tz':
        set({ stretch: number(0) / 100 });
        break;
      case 'TL':
        set({ leading: number(0) });
        break;
      case 'Ts':
        set({ rise: number(0) });
        break;
      case 'Tm':
        pen = line = matrix();
        break;
      case 'TD':
        set({ leading: -number(1) });
        moveLine(number(0), number(1));
        break;
      case 'Td':
        moveLine(number(0), number(1));
        break;
      case 'T*':
        moveLine(0, -state.leading);
        break;
      case 'Tj':
        show(operands[0]);
        break;
      case 'TJ':
        for (const item of asArray(operands[0])?.items ?? []) show(item);
        break;
      case '"':
        set({ wordSpace: number(0), characterSpace: number(1) });
        moveLine(0, -state.leading);
        show(operands[2]);
        break;
      case "'":
        moveLine(0, -state.leading);
        show(operands[0]);
        break;
      case 'Do':
        drawForm(reader, resourceOf(reader, resources, 'XObject', operands[0]), { scope: { resources, state, depth }, found });
        break;
    }
  }
}

/** Adds the characters of a string; answers where the pen is after it (§9.4.4). */
function showString(
  { budget }: CharacterReader,
  bytes: Uint8Array,
  { state, pen: begun, found }: { readonly state: State; readonly pen: Matrix; readonly found: Character[] },
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

function advanced(pen: Matrix, { font, stretch }: State, by: number): Matrix {
  return concatenated(font?.vertical === true ? [1, 0, 0, 1, 0, by] : [1, 0, 0, 1, by * stretch, 0], pen);
}

function drawForm(
  reader: CharacterReader,
  object: PdfObject,
  { scope: { resources, state, depth }, found }: { readonly scope: Scope; readonly found: Character[] },
): void {
  const { document } = reader;
  const form = asStream(object);
  if (!form || nameValue(document.get(form.dictionary, 'Subtype')) !== 'Form') return;
  const given = asDictionary(document.get(form.dictionary, 'Resources'));
  const own = asArray(document.get(form.dictionary, 'Matrix'))?.items ?? [];
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = own.map((item) => numberValue(document.resolve(item)) ?? 0);
  interpret(reader, document.decode(form), {
    scope: {
      resources: given ?? resources,
      state: { ...state, matrix: concatenated([a, b, c, d, e, f], state.matrix) },
      depth: depth + 1,
    },
    found,
  });
}

/** The font that a graphics state parameter dictionary sets (§8.4.5). */
function fontOfState(reader: CharacterReader, parameters: PdfObject): Partial<TextState> {
  const set = asDictionary(parameters);
  const [named, size] = (set && asArray(reader.document.get(set, 'Font'))?.items) ?? [];
  if (named === undefined) return {};
  return { font: fontOf(reader, reader.document.resolve(named)), size: numberValue(reader.document.resolve(size)) ?? 0 };
}

function fontOf({ document, budget, fonts }: CharacterReader, font: PdfObject): TextFont {
  let known = fonts.get(font);
  if (known === undefined) fonts.set(font, (known = readTextFont(document, font, budget)));
  return known;
}

function resourceOf({ document }: CharacterReader, resources: PdfObject, kind: string, name: PdfObject | undefined): PdfObject {
  const set = asDictionary(resources);
  const listed = set && asDictionary(document.get(set, kind));
  return document.resolve(listed?.entries.get(nameValue(name) ?? ''));
}
