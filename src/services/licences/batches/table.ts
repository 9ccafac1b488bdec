/** The table of a licence type: which columns it has, and what a row of it asks for. */
import { bilingual, YinzhengError, type Bilingual } from '../../../base/errors/index.ts';
import { LONG_TERM } from '../../../base/time.ts';
import { typeOf, type FieldDefinition } from '../../../domain/catalogue/index.ts';
import { isCitizenNumber, isCreditCode } from '../../../domain/identifier/index.ts';
import type { Holder } from '../../../domain/licence/index.ts';
import { faultWords } from '../../fault-words.ts';
import { csvLine, withoutMark } from '../../tables/csv.ts';
import type { IssueRequest } from '../request.ts';
import { issueRequestSchema } from '../schema.ts';

/** Columns that every table has, whatever its type. */
export const COLUMNS = {
  caseNumber: '办件编号',
  licenceNumber: '证照编号',
  holderName: '持证主体名称',
  holderCodeType: '持证主体代码类型',
  holderCode: '持证主体代码',
  issueDate: '颁发日期',
  validFrom: '有效期起始日期',
  validTo: '有效期截止日期',
} as const;

const REQUIRED: readonly string[] = [COLUMNS.caseNumber, COLUMNS.licenceNumber, COLUMNS.holderName, COLUMNS.holderCode];
const COMMON: readonly string[] = Object.values(COLUMNS);
/** A field that is called as a common column is. */
const FACE = '照面：';

/** The column of a field; null where it cannot be in a table, as pictures and tables. */
export function columnOf(definition: FieldDefinition): string | null {
  const type = typeOf(definition);
  if (type === 'image' || type === 'table') return null;
  return COMMON.includes(definition.name) ? `${FACE}${definition.name}` : definition.name;
}

/** An empty table of a type, with an example where the type has one. */
export function tableTemplate(fields: readonly FieldDefinition[]): string {
  const own = fields.flatMap((definition) => {
    const column = columnOf(definition);
    return column === null ? [] : [{ column, example: definition.example ?? '' }];
  });
  return `\ufeff${csvLine([...COMMON, ...own.map(({ column }) => column)])}`;
}

/**
 * Checks the first line of a table: columns of the type, each once, those without which nothing is issued among them.
 * @throws {YinzhengError} INPUT_INVALID naming every fault
 */
export function checkColumns(columns: readonly string[], fields: readonly FieldDefinition[]): void {
  const own = fields.map(columnOf).filter((column) => column !== null);
  const known = new Set([...COMMON, ...own]);
  const needed = fields.filter(({ required }) => required).map(columnOf);
  const unknown = columns.filter((name) => !known.has(name));
  const twice = columns.filter((name, at) => columns.indexOf(name) !== at);
  const missing = [...REQUIRED, ...needed].filter((name) => name === null || !columns.includes(name)).map((name) => name ?? '');
  const faults: Bilingual[] = [
    ...(unknown.length > 0 ? [bilingual(`unknown columns ${list(unknown)}`, `未知的列 ${list(unknown)}`)] : []),
    ...(twice.length > 0 ? [bilingual(`repeated columns ${list(twice)}`, `重复的列 ${list(twice)}`)] : []),
    ...(missing.length > 0 ? [bilingual(`missing columns ${list(missing)}`, `缺少列 ${list(missing)}`)] : []),
  ];
  if (faults.length === 0) return;
  const told = (language: 'en' | 'zh', mark: string) => faults.map((fault) => fault[language]).join(mark);
  throw new YinzhengError('INPUT_INVALID', { reason: bilingual(told('en', '; '), told('zh', '；')) });
}

function list(names: readonly string[]): string {
  return names
    .slice(0, 10)
    .map((name) => name.slice(0, 40))
    .join(', ');
}

/**
 * What a row asks for.
 * @throws {YinzhengError} INPUT_INVALID naming every fault
 */
export function requestOfRow(
  {
    columns,
    typeCode,
    purpose,
  }: {
    readonly columns: readonly string[];
    readonly typeCode: string;
    readonly purpose: { readonly item: string; readonly cause: string };
  },
  fields: readonly FieldDefinition[],
  cells: readonly string[],
): IssueRequest {
  const at = (column: string): string => withoutMark(cells[columns.indexOf(column)]?.trim() ?? '');
  const optional = (column: string): string | undefined => dateText(at(column)) || undefined;
  const values = fields.flatMap((definition) => {
    const column = columnOf(definition);
    const value = column === null ? '' : at(column);
    if (value === '') return [];
    return [[definition.name, typeOf(definition) === 'date' ? dateText(value) : value] as const];
  });
  const read = issueRequestSchema.safeParse({
    ...{ typeCode, holders: holdersOf(at), fields: Object.fromEntries(values), licenceNumber: at(COLUMNS.licenceNumber) },
    ...{ issueDate: optional(COLUMNS.issueDate), validFrom: optional(COLUMNS.validFrom), validTo: optional(COLUMNS.validTo) },
    purpose: { ...purpose, caseNumber: at(COLUMNS.caseNumber) },
  });
  if (cells.length > columns.length)
    throw new YinzhengError('INPUT_INVALID', { reason: bilingual('more cells than columns', '单元格多于列数') });
  if (read.success) return read.data;
  const faults = read.error.issues.map((issue) => ({ path: issue.path.join('.'), words: faultWords(issue) }));
  const told = (language: keyof Bilingual) => faults.map(({ path, words }) => `${path}: ${words[language]}`).join('; ');
  throw new YinzhengError('INPUT_INVALID', { reason: bilingual(told('en'), told('zh')) });
}

/** Several holders of a licence stand in one cell, with semicolons between. */
function holdersOf(at: (column: string) => string): readonly { name: string; codeType: string; code: string }[] {
  const split = (column: string) =>
    at(column)
      .split(/[;；\n]/)
      .map((text) => text.trim());
  const [names, codes, types] = [split(COLUMNS.holderName), split(COLUMNS.holderCode), split(COLUMNS.holderCodeType)];
  return names.map((name, index) => {
    const code = codes[index] ?? '';
    return { name, codeType: types[index] || codeTypeOf(code), code };
  });
}

/** Kind of a code that names none: what its check character says, else another document of a person. */
function codeTypeOf(code: string): Holder['codeType'] {
  if (isCitizenNumber(code)) return '111';
  return isCreditCode(code) ? '001' : '999';
}

/** A day as people write it, as `YYYY-MM-DD`; what is none stays as it is, to be refused. */
function dateText(text: string): string {
  if (text === '长期') return LONG_TERM;
  // What spreadsheets keep of a date: days since 30 December 1899.
  if (/^\d{5}$/.test(text)) return new Date(Date.UTC(1899, 11, 30 + Number(text))).toISOString().slice(0, 10);
  const matched = /^(\d{4})(?:年|[-/.])?(\d{1,2})(?:月|[-/.])?(\d{1,2})日?$/.exec(text);
  if (!matched) return text;
  const [, year = '', month = '', day = ''] = matched;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
