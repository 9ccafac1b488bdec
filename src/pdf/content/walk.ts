/** One walk over the operators of a page's content and of the forms that it draws; what is done with what they show is the caller's. */
import { asArray, asDictionary, asStream, nameValue, numberValue, type PdfObject, type PdfStream } from '../objects/index.ts';
import type { Page, PdfDocument } from '../reader/index.ts';
import { malformedPdf } from '../syntax/index.ts';
import { concatenated, IDENTITY, type Matrix } from './matrix.ts';
import { readOperations, type Operation } from './operators.ts';
import { pageContent } from './page.ts';
import { advanced, INITIAL_STATE, type Font, type GraphicsState } from './state.ts';

/** Who is told of what a content shows. */
export interface ContentVisitor<F extends Font> {
  /** Called before each operator; throws when there are too many. */
  readonly count: () => void;
  /** Reads a font dictionary, or what stands in the place of one. */
  readonly font: (dictionary: PdfObject) => F;
  /** A string is shown; answers the text matrix after it. */
  readonly text: (bytes: Uint8Array, state: GraphicsState<F>, pen: Matrix) => Matrix;
  /** A picture is shown, in the unit square of the matrix. */
  readonly picture?: (matrix: Matrix) => void;
  /** Called at the begin of each content stream; what it answers is told of every operator that is not about state or text. */
  readonly paths?: () => (operation: Operation, matrix: Matrix) => void;
}

const MAX_DEPTH = 16;
const MAX_SAVED = 1024;

interface Walk<F extends Font> {
  readonly document: PdfDocument;
  readonly revision: number | undefined;
  readonly visitor: ContentVisitor<F>;
}

interface Scope<F extends Font> {
  readonly resources: PdfObject;
  readonly state: GraphicsState<F>;
  readonly depth: number;
}

/**
 * Walks over the content of a page as a revision shows it; the newest when absent. Clips, colours and whether something is hidden are not
 * looked at, nor are annotations.
 * @throws {YinzhengError} PDF_MALFORMED and its like when a content stream cannot be read, and what the visitor throws
 */
export function walkContent<F extends Font>(
  document: PdfDocument,
  page: Page,
  { revision, visitor }: { readonly revision?: number; readonly visitor: ContentVisitor<F> },
): void {
  const content = pageContent(document, page, revision);
  const resources = document.resolve(page.inherited.Resources, revision);
  walk({ document, revision, visitor }, content, { resources, state: INITIAL_STATE, depth: 0 });
}

function walk<F extends Font>(context: Walk<F>, bytes: Uint8Array, { resources, state: begun, depth }: Scope<F>): void {
  if (depth > MAX_DEPTH) throw malformedPdf(0, 'forms are nested too deeply');
  const { visitor } = context;
  const paths = visitor.paths?.();
  const saved: GraphicsState<F>[] = [];
  let state = begun;
  let line: Matrix = IDENTITY;
  let pen: Matrix = IDENTITY;
  const set = (change: Partial<GraphicsState<F>>): void => void (state = { ...state, ...change });
  const moveLine = (x: number, y: number): void => void (pen = line = concatenated([1, 0, 0, 1, x, y], line));
  const show = (item: PdfObject | undefined): void => {
    if (item?.kind === 'string') pen = visitor.text(item.bytes, state, pen);
    else if (item !== undefined) pen = advanced(pen, state, (-(numberValue(item) ?? 0) / 1000) * state.size);
  };
  for (const operation of readOperations(bytes)) {
    visitor.count();
    const { operator, operands } = operation;
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
        set({ font: visitor.font(resourceOf(context, resources, 'Font', operands[0])), size: number(1) });
        break;
      case 'gs':
        set(fontOfState(context, resourceOf(context, resources, 'ExtGState', operands[0])));
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
        drawObject(context, resourceOf(context, resources, 'XObject', operands[0]), { resources, state, depth });
        break;
      case 'EI':
        visitor.picture?.(state.matrix);
        break;
      default:
        paths?.(operation, state.matrix);
    }
  }
}

function drawObject<F extends Font>(context: Walk<F>, object: PdfObject, scope: Scope<F>): void {
  const { document, revision, visitor } = context;
  const drawn = asStream(object);
  if (drawn === undefined) return;
  if (nameValue(document.get(drawn.dictionary, 'Subtype', revision)) !== 'Form') visitor.picture?.(scope.state.matrix);
  else drawForm(context, drawn, scope);
}

function drawForm<F extends Font>(context: Walk<F>, form: PdfStream, { resources, state, depth }: Scope<F>): void {
  const { document, revision } = context;
  const get = (key: string): PdfObject => document.get(form.dictionary, key, revision);
  const own = asArray(get('Matrix'))?.items ?? [];
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = own.map((item) => numberValue(document.resolve(item, revision)) ?? 0);
  walk(context, document.decode(form, revision), {
    resources: asDictionary(get('Resources')) ?? resources,
    state: { ...state, matrix: concatenated([a, b, c, d, e, f], state.matrix) },
    depth: depth + 1,
  });
}

/** The font that a graphics state parameter dictionary sets (§8.4.5). */
function fontOfState<F extends Font>({ document, revision, visitor }: Walk<F>, parameters: PdfObject): Partial<GraphicsState<F>> {
  const set = asDictionary(parameters);
  const [named, size] = (set && asArray(document.get(set, 'Font', revision))?.items) ?? [];
  if (named === undefined) return {};
  const font = visitor.font(document.resolve(named, revision));
  return { font, size: numberValue(document.resolve(size, revision)) ?? 0 };
}

function resourceOf<F extends Font>(
  { document, revision }: Walk<F>,
  resources: PdfObject,
  kind: string,
  name: PdfObject | undefined,
): PdfObject {
  const set = asDictionary(resources);
  const listed = set && asDictionary(document.get(set, kind, revision));
  return document.resolve(listed?.entries.get(nameValue(name) ?? ''), revision);
}
