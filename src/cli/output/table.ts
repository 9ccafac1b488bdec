import type { Reader } from '../context.ts';
import { FACT_WORDS, TIME_FACTS, type FactName } from '../inspection/facts.ts';
import { timeText } from './time.ts';
import { visible } from './visible.ts';

const MISSING = '–';

/** Rows as a table for people, columns that have nothing left out; times in the reader's time zone. Control characters are shown, never sent to the terminal. */
export function printTable<Column extends string>(
  columns: readonly Column[],
  rows: readonly Readonly<Record<Column, string>>[],
  reader: Reader,
): string {
  const shown = columns.filter((column) => rows.some((row) => row[column] !== ''));
  if (shown.length === 0) return { zh: '无', en: 'none' }[reader.language];
  const head = shown.map((column) => (isFact(column) ? FACT_WORDS[column][reader.language] : column));
  const lines = [head, ...rows.map((row) => shown.map((column) => cell(column, row[column], reader)))];
  const widths = shown.map((_, index) => Math.max(...lines.map((line) => width(line[index] ?? ''))));
  return lines
    .map((line) =>
      line
        .map((text, index) => pad(text, widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function cell(column: string, text: string, { timeZone }: Reader): string {
  if (text === '') return MISSING;
  return visible(TIME_FACTS.has(column) ? timeText(text, timeZone) : text);
}

function isFact(column: string): column is FactName {
  return Object.hasOwn(FACT_WORDS, column);
}

function pad(text: string, to: number): string {
  return text + ' '.repeat(Math.max(0, to - width(text)));
}

/** Columns of a terminal: Chinese characters take two. */
function width(text: string): number {
  return [...text].reduce(
    (sum, character) =>
      sum +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]/u.test(
        character,
      )
        ? 2
        : 1),
    0,
  );
}
