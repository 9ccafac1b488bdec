import { fault, list, number, oneOf, record, text, truth, variant, whole, type Members } from './check.ts';
import type {
  Background,
  Border,
  Box,
  FaceTemplate,
  Field,
  Figure,
  FixedText,
  GuillochePattern,
  Lace,
  Medallion,
  PageTemplate,
  Panel,
  Picture,
  QrPlace,
  Rosette,
  Rule,
  SealPlace,
  Stroke,
  TableColumn,
  TablePlace,
  TextStyle,
  Watermark,
  WaveField,
} from './template.ts';

const MOST_PAGES = 20;
const LONGEST_PAGE = 2000;
const NAME = /^[\p{L}\p{N}_.-]+$/u;

const coordinate = number(0, LONGEST_PAGE);
const length = number(0.01, LONGEST_PAGE);
const lineWidth = number(0.01, 20);
const points = number(1, 600);
const name = text(60, NAME);
const colour = text(7, /^#[0-9a-f]{6}$/i);
const words = text(2000);

const box: Members<Box> = { x: coordinate, y: coordinate, width: length, height: length };
const style: Members<TextStyle> = {
  face: name,
  size: points,
  minSize: points,
  colour,
  align: oneOf('left', 'center', 'right', 'justify', 'spread'),
  vertical: oneOf('top', 'middle', 'bottom'),
  letterSpacing: number(-5, 100),
  lineHeight: number(0.8, 5),
  wrap: truth,
};
const styleOptional = ['minSize', 'colour', 'align', 'vertical', 'letterSpacing', 'lineHeight', 'wrap'] as const;

const fixedText = record<FixedText>({ ...box, ...style, text: words }, styleOptional);
const field = record<Field>({ ...box, ...style, name }, styleOptional);
const picture = record<Picture>({ ...box, name });
const qr = record<QrPlace>({ x: coordinate, y: coordinate, size: number(5, 200), colour }, ['colour']);
const seal = record<SealPlace>({ name, x: coordinate, y: coordinate });
const rule = record<Rule>({ x1: coordinate, y1: coordinate, x2: coordinate, y2: coordinate, width: lineWidth, colour });
const border = record<Border>(
  {
    inset: coordinate,
    width: lineWidth,
    colour,
    inner: record<NonNullable<Border['inner']>>({ gap: length, width: lineWidth }),
    corner: record<NonNullable<Border['corner']>>({ kind: oneOf('fret'), size: number(2, 100) }),
  },
  ['inner', 'corner'],
);
const pattern = record<GuillochePattern>({
  kind: oneOf('guilloche'),
  colour,
  lineWidth,
  lines: whole(1, 200),
  waves: whole(1, 100),
  inset: coordinate,
});
const stroke = record<Stroke>({ width: lineWidth, colour });
const figure = variant<Figure>({
  panel: record<Panel>({ kind: oneOf('panel'), ...box, radius: length, fill: colour, stroke }, ['radius', 'fill', 'stroke']),
  waves: record<WaveField>({
    ...{ kind: oneOf('waves'), ...box, lines: whole(1, 200), waves: whole(1, 200), swing: number(0.1, 20), stroke },
  }),
  rosette: record<Rosette>({
    ...{ kind: oneOf('rosette'), x: coordinate, y: coordinate, outer: length, inner: length },
    ...{ petals: whole(2, 120), strands: whole(1, 12), stroke },
  }),
  lace: record<Lace>({
    ...{
      kind: oneOf('lace'),
      inset: number(0.5, 200),
      height: number(0.5, 40),
      wave: number(2, 200),
      strands: whole(1, 8),
      stroke,
    },
  }),
  medallion: record<Medallion>({
    ...{ kind: oneOf('medallion'), x: coordinate, y: coordinate, radius: number(2, 100), ground: colour, ink: colour },
  }),
});
const column = record<TableColumn>({ name, label: text(40), width: length, align: oneOf('left', 'center', 'right') }, [
  'label',
  'align',
]);
const plain = record<TablePlace['style']>({ face: name, size: points, minSize: points, colour }, ['minSize', 'colour']);
const table = record<TablePlace>(
  {
    ...{ name, x: coordinate, y: coordinate, rowHeight: length, rows: whole(1, 100) },
    ...{ columns: list(column, 1), style: plain, rule: stroke, head: plain },
  },
  ['rule', 'head'],
);
const background = record<Background>({ colour, pattern, image: name }, ['colour', 'pattern', 'image']);
const watermark = record<Watermark>({ text: text(40), face: name, size: points, angle: number(-360, 360), colour });

const page = record<PageTemplate>(
  {
    width: number(10, LONGEST_PAGE),
    height: number(10, LONGEST_PAGE),
    background,
    figures: list(figure),
    borders: list(border),
    rules: list(rule),
    watermark,
    texts: list(fixedText),
    fields: list(field),
    pictures: list(picture),
    tables: list(table),
    qr,
    seals: list(seal),
  },
  ['background', 'figures', 'borders', 'rules', 'watermark', 'texts', 'fields', 'pictures', 'tables', 'qr', 'seals'],
);
const face = record<FaceTemplate>({ id: name, title: text(100), pages: list(page, 1) });

/**
 * Reads a face template from JSON strictly: unknown members, wrong types, values out of range, boxes that leave their page and names
 * used twice are refused. The result is a frozen copy.
 * @throws {YinzhengError} TEMPLATE_INVALID whose `path` leads to the fault, such as `pages[0].fields[3].size`
 */
export function readTemplate(value: unknown): FaceTemplate {
  const template = face(value, '');
  if (template.pages.length > MOST_PAGES)
    throw fault('pages', `must not be more than ${MOST_PAGES}`, `不得多于 ${MOST_PAGES} 页`);
  const seals = new Set<string>();
  template.pages.forEach((current, index) => {
    const path = `pages[${index}]`;
    for (const kind of ['texts', 'fields', 'pictures'] as const) {
      current[kind]?.forEach((entry, position) => checkBox(entry, current, `${path}.${kind}[${position}]`));
    }
    for (const kind of ['texts', 'fields'] as const) {
      current[kind]?.forEach((entry, position) => {
        if ((entry.minSize ?? entry.size) > entry.size)
          throw fault(`${path}.${kind}[${position}].minSize`, 'is larger than size', '大于 size');
      });
    }
    current.tables?.forEach((entry, position) => {
      const width = entry.columns.reduce((sum, each) => sum + each.width, 0);
      const height = (entry.rows + (entry.head ? 1 : 0)) * entry.rowHeight;
      checkBox({ ...entry, width, height }, current, `${path}.tables[${position}]`);
      checkNames(entry.columns, `${path}.tables[${position}].columns`, new Set());
    });
    current.figures?.forEach((entry, position) => {
      checkFigure(entry, current, `${path}.figures[${position}]`);
    });
    if (current.qr) checkBox({ ...current.qr, width: current.qr.size, height: current.qr.size }, current, `${path}.qr`);
    checkNames(current.fields ?? [], `${path}.fields`, new Set());
    checkNames(current.tables ?? [], `${path}.tables`, new Set());
    checkNames(current.seals ?? [], `${path}.seals`, seals);
    current.seals?.forEach((place, position) => {
      checkBox({ ...place, width: 0, height: 0 }, current, `${path}.seals[${position}]`);
    });
    current.borders?.forEach(({ inset }, position) => {
      if (2 * inset >= Math.min(current.width, current.height))
        throw fault(`${path}.borders[${position}].inset`, 'leaves no room', '没有留下空间');
    });
  });
  return template;
}

function checkBox(place: Box, { width, height }: PageTemplate, path: string): void {
  const slack = 1e-6;
  if (place.x + place.width > width + slack || place.y + place.height > height + slack)
    throw fault(path, 'leaves the page', '超出页面');
}

function checkFigure(figure: Figure, page: PageTemplate, path: string): void {
  if (figure.kind === 'panel' || figure.kind === 'waves') checkBox(figure, page, path);
  if (figure.kind === 'rosette' && figure.inner >= figure.outer)
    throw fault(`${path}.inner`, 'is not less than outer', '不小于 outer');
  if (figure.kind === 'lace' && 2 * figure.inset + 8 * figure.height >= Math.min(page.width, page.height))
    throw fault(path, 'leaves no room', '没有留下空间');
}

function checkNames(entries: readonly { readonly name: string }[], path: string, seen: Set<string>): void {
  entries.forEach((entry, index) => {
    if (seen.has(entry.name)) throw fault(`${path}[${index}].name`, 'is used twice', '重复使用');
    seen.add(entry.name);
  });
}
