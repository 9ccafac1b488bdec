/** Tables as CSV (RFC 4180), read a row at a time. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';

/** A row as it stands in a file, and the number of the line that it begins in, from 1. */
export interface TableRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Bounds of a table; more is refused. */
export interface TableBounds {
  readonly cells: number;
  /** Characters of one row together. */
  readonly row: number;
}

/**
 * The rows of a table, empty ones left out. A cell may be quoted, a quotation mark in it doubled; lines end with LF or CR LF.
 * @throws {YinzhengError} INPUT_INVALID when a quotation mark stands where none may or is not closed, or a row is beyond the bounds
 */
export function* readCsv(slices: Iterable<string>, bounds: TableBounds): Iterable<TableRow> {
  let [line, began] = [1, 1];
  let cells: string[] = [];
  let cell = '';
  let size = 0;
  // plain: in a cell without quotation marks; start: before any character of a cell; quoted: within them; after: behind a closing one.
  let state: 'start' | 'plain' | 'quoted' | 'after' = 'start';
  let first = true;
  const refuse = (en: string, zh: string) =>
    new YinzhengError('INPUT_INVALID', { reason: bilingual(`line ${line}: ${en}`, `第 ${line} 行：${zh}`) });
  const endCell = (): void => {
    if (cells.length >= bounds.cells) throw refuse(`more than ${bounds.cells} cells`, `超过 ${bounds.cells} 个单元格`);
    cells.push(cell);
    cell = '';
    state = 'start';
  };
  const endRow = (): TableRow | null => {
    endCell();
    const row = { line: began, cells };
    [cells, size] = [[], 0];
    return row.cells.some((text) => text.trim() !== '') ? row : null;
  };
  for (const slice of slices) {
    for (const character of first ? slice.replace(/^\ufeff/, '') : slice) {
      if (++size > bounds.row) throw refuse(`more than ${bounds.row} characters`, `超过 ${bounds.row} 个字符`);
      if (state === 'quoted') {
        if (character === '"') state = 'after';
        else cell += character;
        if (character === '\n') line++;
      } else if (character === '"') {
        if (state === 'plain') throw refuse('a quotation mark within a cell', '单元格内有未加引号的引号');
        if (state === 'after') cell += '"';
        state = 'quoted';
      } else if (character === ',') {
        endCell();
      } else if (character === '\n') {
        const row = endRow();
        began = ++line;
        if (row) yield row;
      } else if (character !== '\r') {
        if (state === 'after') throw refuse('text behind a closing quotation mark', '右引号后有多余字符');
        state = 'plain';
        cell += character;
      }
    }
    if (slice !== '') first = false;
  }
  if (state === 'quoted') throw refuse('a quotation mark is not closed', '引号未闭合');
  const row = cell !== '' || cells.length > 0 || isAfter(state) ? endRow() : null;
  if (row) yield row;
}

function isAfter(state: string): boolean {
  return state === 'after';
}

/** A line of a table; what spreadsheets would take for a formula is marked as text. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(quoted).join(',')}\r\n`;
}

/** A cell without the mark that {@link csvLine} gives it. */
export function withoutMark(text: string): string {
  return text.replace(/^'(?=[=+\-@\t])/, '');
}

function quoted(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
