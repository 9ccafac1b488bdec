import { fault, list, number, oneOf, record, text, truth, whole, type Members } from './check.ts';
import type {
  Background,
  Border,
  Box,
  FaceTemplate,
  Field,
  FixedText,
  GuillochePattern,
  PageTemplate,
  Picture,
  QrPlace,
  Rule,
  SealPlace,
  TextStyle,
  Watermark,
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
const background = record<Background>({ colour, pattern, image: name }, ['colour', 'pattern', 'image']);
const watermark = record<Watermark>({ text: text(40), face: name, size: points, angle: number(-360, 360), colour });

const page = record<PageTemplate>(
  {
    width: number(10, LONGEST_PAGE),
    height: number(10, LONGEST_PAGE),
    background,
    borders: list(border),
    rules: list(rule),
    watermark,
    texts: list(fixedText),
    fields: list(field),
    pictures: list(picture),
    qr,
    seals: list(seal),
  },
  ['background', 'borders', 'rules', 'watermark', 'texts', 'fields', 'pictures', 'qr', 'seals'],
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
    if (current.qr) checkBox({ ...current.qr, width: current.qr.size, height: current.qr.size }, current, `${path}.qr`);
    checkNames(current.fields ?? [], `${path}.fields`, new Set());
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

function checkNames(entries: readonly { readonly name: string }[], path: string, seen: Set<string>): void {
  entries.forEach((entry, index) => {
    if (seen.has(entry.name)) throw fault(`${path}[${index}].name`, 'is used twice', '重复使用');
    seen.add(entry.name);
  });
}
