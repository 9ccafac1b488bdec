/** Values that are tables: rows by column, kept as JSON. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { FieldDefinition } from './field.ts';

/** A row: words by the name of the column. */
export type TableRow = Readonly<Record<string, string>>;

/** Rows of a table that names no limit. */
const MOST_ROWS = 100;

/**
 * The rows of a table from their JSON: a list of objects whose members are columns and texts.
 * @throws {YinzhengError} FIELD_INVALID naming the field
 */
export function readRows(text: string, { name, columns = [], mostRows = MOST_ROWS }: FieldDefinition): readonly TableRow[] {
  const wrong = (en: string, zh: string): YinzhengError =>
    new YinzhengError('FIELD_INVALID', { field: name, reason: bilingual(en, zh) });
  let rows: unknown;
  try {
    rows = JSON.parse(text);
  } catch {
    throw wrong('is not the JSON of a list of rows', '不是行列表的 JSON');
  }
  if (!Array.isArray(rows) || rows.length > mostRows)
    throw wrong(`is not a list of at most ${mostRows} rows`, `不是至多 ${mostRows} 行的列表`);
  return rows.map((row: unknown, index) => {
    if (typeof row !== 'object' || row === null || Array.isArray(row))
      throw wrong(`row ${index + 1} is no object`, `第 ${index + 1} 行不是对象`);
    const given = new Map<string, unknown>(Object.entries(row));
    for (const key of given.keys())
      if (!columns.some((column) => column.name === key))
        throw wrong(`row ${index + 1} has an unknown column`, `第 ${index + 1} 行有未知的列`);
    return Object.fromEntries(
      columns.flatMap((column) => {
        const value = given.get(column.name) ?? '';
        if (typeof value !== 'string' || [...value].length > column.maxLength || (column.required && value.trim() === ''))
          throw wrong(
            `row ${index + 1}, ${column.name}: missing, too long or no text`,
            `第 ${index + 1} 行“${column.name}”缺失、过长或不是文本`,
          );
        return value === '' ? [] : [[column.name, value]];
      }),
    );
  });
}

/** The rows of a value that was checked. */
export function rowsOf(value: string): readonly TableRow[] {
  return JSON.parse(value) as readonly TableRow[];
}
