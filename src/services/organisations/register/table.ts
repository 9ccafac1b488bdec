/** The register of places as a table: CSV (RFC 4180), for spreadsheets and other systems. */
import { bilingual, type Bilingual } from '../../../base/errors/index.ts';
import type { PlaceEntry } from '../../../domain/organisation/index.ts';

/** Columns of the table, in their order. */
export const PLACE_COLUMNS = ['code', 'name', 'firstDay', 'lastDay', 'successors'] as const;

/** Largest file, bytes. */
export const MAX_PLACE_FILE_BYTES = 2 * 1024 * 1024;
/** Most rows of one file. */
export const MAX_PLACE_ROWS = 10_000;

const LONGEST_CELL = 1_000;

/** A row as it stands in a file, and the number of its line, from 1. */
export interface PlaceRow {
  readonly line: number;
  readonly cells: Readonly<Record<(typeof PLACE_COLUMNS)[number], string>>;
}

/** What is wrong with a file, and in which line; 0 for the file as a whole. */
export interface RowFault {
  readonly line: number;
  readonly reason: Bilingual;
}

/** The table of places, with a byte order mark. Codes and days hold no character that spreadsheets take for a formula; names are quoted for it. */
export function writePlaces(entries: readonly PlaceEntry[]): string {
  const rows = entries.map(({ code, name, firstDay, lastDay, successors }) =>
    [code, name, firstDay ?? '', lastDay ?? '', successors.join(' ')].map(cell).join(','),
  );
  return `\ufeff${[PLACE_COLUMNS.join(','), ...rows].map((row) => `${row}\r\n`).join('')}`;
}

function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * Reads a table of places; what the cells say is judged by who takes them in. Columns may stand in any order, and all but `code` and `name` may be
 * left out.
 * @returns the rows, or what keeps the file from being read
 */
export function readPlaces(text: string): { readonly rows: readonly PlaceRow[]; readonly faults: readonly RowFault[] } {
  const lines = cellsOf(text.replace(/^\ufeff/, ''));
  if (lines === null) return { rows: [], faults: [{ line: 0, reason: bilingual('this is no CSV file', '不是有效的 CSV 文件') }] };
  const [head, ...body] = lines;
  const columns = (head?.cells ?? []).map((name) => name.trim());
  const unknown = columns.find((name) => !(PLACE_COLUMNS as readonly string[]).includes(name));
  if (unknown !== undefined || new Set(columns).size < columns.length || !columns.includes('code') || !columns.includes('name')) {
    const list = PLACE_COLUMNS.join(', ');
    return {
      rows: [],
      faults: [
        { line: 1, reason: bilingual(`the first line names the columns ${list}, each once`, `首行应为列名 ${list}，不得重复`) },
      ],
    };
  }
  const filled = body.filter(({ cells }) => cells.some((text) => text.trim() !== ''));
  if (filled.length > MAX_PLACE_ROWS)
    return {
      rows: [],
      faults: [{ line: 0, reason: bilingual(`a file has at most ${MAX_PLACE_ROWS} rows`, `每个文件至多 ${MAX_PLACE_ROWS} 行`) }],
    };
  const faults: RowFault[] = [];
  const rows = filled.map(({ line, cells }): PlaceRow => {
    if (cells.length > columns.length || cells.some(({ length }) => length > LONGEST_CELL))
      faults.push({ line, reason: bilingual('it has too many cells, or one that is too long', '单元格过多或过长') });
    const at = (name: (typeof PLACE_COLUMNS)[number]) => cells[columns.indexOf(name)]?.trim() ?? '';
    return {
      line,
      cells: {
        code: at('code'),
        name: at('name').replace(/^'(?=[=+\-@])/, ''),
        firstDay: at('firstDay'),
        lastDay: at('lastDay'),
        successors: at('successors'),
      },
    };
  });
  return { rows, faults };
}

/** The cells of each line, in one pass; null where a quotation mark is not closed or stands where none may. */
function cellsOf(text: string): readonly { readonly line: number; readonly cells: readonly string[] }[] | null {
  const found: { readonly line: number; readonly cells: string[] }[] = [];
  let [line, position] = [1, 0];
  while (position < text.length) {
    const row: { readonly line: number; readonly cells: string[] } = { line, cells: [] };
    for (;;) {
      const quoted = text[position] === '"';
      const end = quoted ? quotedEnd(text, position) : plainEnd(text, position);
      if (end < 0) return null;
      const raw = text.slice(position, end);
      row.cells.push(quoted ? raw.slice(1, -1).replaceAll('""', '"') : raw);
      line += raw.split('\n').length - 1;
      position = end;
      if (text[position] !== ',') break;
      position++;
    }
    found.push(row);
    if (text[position] === '\r') position++;
    if (position < text.length && text[position] !== '\n') return null;
    position++;
    line++;
  }
  return found;
}

function plainEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && !',\r\n'.includes(text[end] ?? '')) {
    if (text[end] === '"') return -1;
    end++;
  }
  return end;
}

function quotedEnd(text: string, from: number): number {
  for (let end = text.indexOf('"', from + 1); end >= 0; end = text.indexOf('"', end + 2))
    if (text[end + 1] !== '"') return end + 1;
  return -1;
}
