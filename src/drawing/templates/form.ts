/** Parts that the faces of the catalogue have in common: labels and values in rows, grids, what a licence is looked up by, 样本 all over it. */
import type { Box, Field, FixedText, Rule, TextStyle, Watermark } from '../layout/index.ts';

/** Where something is set and how. */
export type Place = Box & Partial<TextStyle>;

/** Words that are the same on every licence. */
export function words(text: string, place: Place): FixedText {
  return { face: 'song', size: 11, vertical: 'middle', ...place, text };
}

/** A value, shrunk where it has to be. */
export function value(name: string, place: Place): Field {
  return {
    face: 'song',
    size: 11,
    minSize: 6,
    vertical: 'middle',
    wrap: true,
    lineHeight: 1.25,
    colour: '#1a1a1a',
    ...place,
    name,
  };
}

/** A row of a form: its label, the field beside it, how many heights of a row it takes. */
export interface FormRow {
  readonly label: string;
  readonly name?: string;
  readonly rows?: number;
}

/** A column of labels with their values. */
export interface FormColumn {
  readonly x: number;
  readonly y: number;
  readonly rowHeight: number;
  readonly labelWidth: number;
  readonly gap: number;
  readonly valueWidth: number;
  readonly label?: Partial<TextStyle>;
  readonly value?: Partial<TextStyle>;
}

/** Labels and values in rows; a value of several rows begins at the height of its label. */
export function formRows(
  column: FormColumn,
  rows: readonly FormRow[],
): { readonly texts: FixedText[]; readonly fields: Field[] } {
  const { x, rowHeight, labelWidth, gap, valueWidth } = column;
  const texts: FixedText[] = [];
  const fields: Field[] = [];
  let { y } = column;
  for (const { label, name = label, rows: count = 1 } of rows) {
    texts.push(words(label, { x, y, width: labelWidth, height: rowHeight, face: 'song-bold', align: 'spread', ...column.label }));
    const place = { x: x + labelWidth + gap, y, width: valueWidth, height: count * rowHeight };
    const inset =
      count > 1 ? { y: y + rowHeight * 0.24, height: count * rowHeight - rowHeight * 0.24, vertical: 'top' as const } : {};
    fields.push(value(name, { ...place, ...column.value, ...inset }));
    y += count * rowHeight;
  }
  return { texts, fields };
}

/** Rules under the values of rows, as of forms that are written on. */
export function underlines(column: FormColumn, rows: readonly FormRow[], colour: string): readonly Rule[] {
  const { x, rowHeight, labelWidth, gap, valueWidth } = column;
  let { y } = column;
  return rows.flatMap(({ rows: count = 1 }) => {
    const left = x + labelWidth + gap;
    return Array.from({ length: count }, () => {
      y += rowHeight;
      return line({ x: left, y: y - rowHeight * 0.12 }, { x: left + valueWidth, y: y - rowHeight * 0.12 }, colour);
    });
  });
}

/** A rule between two points, a quarter of a millimetre wide unless said otherwise. */
export function line(
  from: { readonly x: number; readonly y: number },
  to: { readonly x: number; readonly y: number },
  colour: string,
  width = 0.2,
): Rule {
  return { x1: from.x, y1: from.y, x2: to.x, y2: to.y, width, colour };
}

/** The rules of a grid of columns and rows, mm. */
export function grid(
  place: { readonly x: number; readonly y: number; readonly columns: readonly number[]; readonly rows: readonly number[] },
  colour: string,
  width = 0.25,
): readonly Rule[] {
  const { x, y, columns, rows } = place;
  const [wide, high] = [columns, rows].map((all) => all.reduce((sum, one) => sum + one, 0)) as [number, number];
  const edges = (from: number, sizes: readonly number[]): readonly number[] =>
    sizes.reduce<readonly number[]>((all, size) => [...all, (all.at(-1) ?? from) + size], [from]);
  return [
    ...edges(y, rows).map((at) => line({ x, y: at }, { x: x + wide, y: at }, colour, width)),
    ...edges(x, columns).map((at) => line({ x: at, y }, { x: at, y: y + high }, colour, width)),
  ];
}

/** What a licence is looked up by (查验码、证照标识), in small lines under each other, 3.6 mm each. */
export function lookUp({
  x,
  y,
  width,
  size = 7,
  colour = '#5a5a5a',
}: {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size?: number;
  readonly colour?: string;
}): { readonly texts: readonly FixedText[]; readonly fields: readonly Field[] } {
  const labelWidth = size * 1.9;
  const at = ['查验码', '证照标识'].map((name, index) => ({ name, y: y + index * 3.6 }));
  return {
    texts: at.map((one) => words(one.name, { x, y: one.y, width: labelWidth, height: 3.4, size, colour, align: 'spread' })),
    fields: at.map((one) =>
      value(one.name, {
        x: x + labelWidth + 2,
        y: one.y,
        width: width - labelWidth - 2,
        height: 3.4,
        size,
        minSize: 4,
        colour,
        wrap: false,
      }),
    ),
  };
}

/** 样本 无效 across a page. */
export function specimen(size: number, angle = -28, colour = '#f4dcd6'): Watermark {
  return { text: '样本 无效', face: 'song-bold', size, angle, colour };
}

/** The line that says what a specimen is. */
export const SPECIMEN_LINE = '本证照为电子证照演示样本，不具有法律效力；扫描二维码或输入查验码可核验证照状态。';
