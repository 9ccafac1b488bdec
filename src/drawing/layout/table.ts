/** Tables of a face: rows of values under each other, in columns. */
import { colourOf } from '../colour.ts';
import type { FontSet } from '../fonts/index.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import type { DrawingItem, PathSegment } from '../model.ts';
import type { TablePlace } from './template.ts';
import { layoutText } from './text.ts';

/** A row of a table: words by the name of the column. */
export type TableValues = Readonly<Record<string, string>>;

/** Space between the rules of a cell and its words, mm. */
const PADDING = 0.8;

/** The rules of a table and the names of its columns, the same on every licence. */
export function tableRules(table: TablePlace, fonts: FontSet): readonly DrawingItem[] {
  const { x, y, rowHeight, rows, columns, rule, head } = table;
  const width = columns.reduce((sum, column) => sum + column.width, 0);
  const height = (rows + (head ? 1 : 0)) * rowHeight;
  const path: PathSegment[] = [];
  const line = (x1: number, y1: number, x2: number, y2: number): void => {
    path.push({ op: 'm', x: x1, y: y1 }, { op: 'l', x: x2, y: y2 });
  };
  for (let at = 0; at <= rows + (head ? 1 : 0); at++) line(x, y + at * rowHeight, x + width, y + at * rowHeight);
  let edge = x;
  line(edge, y, edge, y + height);
  for (const column of columns) line((edge += column.width), y, edge, y + height);
  const items: DrawingItem[] = rule ? [{ kind: 'path', path, stroke: { colour: colourOf(rule.colour), width: rule.width } }] : [];
  if (!head) return items;
  let left = x;
  for (const { name, label = name, width: wide } of columns) {
    const box = { x: left + PADDING, y, width: wide - 2 * PADDING, height: rowHeight };
    const style = { ...head, align: 'center', vertical: 'middle', wrap: true, lineHeight: 1.15 } as const;
    items.push(...layoutText(fonts, { ...box, ...style }, { text: label, field: label }));
    left += wide;
  }
  return items;
}

/**
 * The rows of a table.
 * @throws {YinzhengError} TEXT_DOES_NOT_FIT when there are more than it has room for, or one does not fit its cell; GLYPH_MISSING
 */
export function tableItems(table: TablePlace, values: readonly TableValues[], fonts: FontSet): readonly DrawingItem[] {
  const { name, x, y, rowHeight, rows, columns, style, head } = table;
  if (values.length > rows) throw new YinzhengError('TEXT_DOES_NOT_FIT', { field: name });
  const top = y + (head ? rowHeight : 0);
  return values.flatMap((row, index) => {
    let left = x;
    return columns.flatMap((column) => {
      const box = { x: left + PADDING, y: top + index * rowHeight, width: column.width - 2 * PADDING, height: rowHeight };
      left += column.width;
      const text = row[column.name] ?? '';
      if (text === '') return [];
      const set = {
        ...style,
        ...box,
        align: column.align ?? 'center',
        vertical: 'middle',
        wrap: true,
        lineHeight: 1.15,
      } as const;
      return layoutText(fonts, set, { text, field: `${name}.${column.name}` });
    });
  });
}
