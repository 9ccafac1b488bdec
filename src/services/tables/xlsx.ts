/** Spreadsheets (XLSX, ISO/IEC 29500): the rows of the first sheet, as texts. Macros, links to other files and embedded objects are refused. */
import { bilingual, YinzhengError, type Bilingual } from '../../base/errors/index.ts';
import type { Zlib } from '../../base/zlib.ts';
import type { TableBounds, TableRow } from './csv.ts';
import { attributeOf, readXml } from './xml.ts';
import { readZip, unzip, type ZippedFile } from './zip.ts';

/** Largest sheet and largest table of shared texts, decompressed, bytes. */
const LARGEST_SHEET = 128 * 1024 * 1024;
const LARGEST_TEXTS = 64 * 1024 * 1024;
const LARGEST_PART = 1024 * 1024;
const MOST_TEXTS = 2_000_000;
const REFUSED = /(?:vbaProject|externalLink|activeX|embeddings?\/|oleObject|customUI|connections\.xml|queryTable)/i;

/** True when a file begins as a ZIP archive does. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;
}

/**
 * The rows of the first sheet, empty ones left out; numbers as they are written, dates as the numbers that they are. Of a formula there is the value
 * that was computed last.
 * @throws {YinzhengError} INPUT_INVALID, INPUT_TOO_LARGE, DEFLATE_MALFORMED
 */
export function* readXlsx(
  bytes: Uint8Array,
  { zlib, bounds }: { readonly zlib: Pick<Zlib, 'inflateRaw'>; readonly bounds: TableBounds },
): Iterable<TableRow> {
  const files = readZip(bytes);
  for (const name of files.keys())
    if (REFUSED.test(name))
      throw refused('it has macros, links to other files or embedded objects', '文件含有宏、外部链接或嵌入对象');
  const open = (name: string, limit: number): Uint8Array => {
    const file: ZippedFile | undefined = files.get(name);
    if (!file) throw refused('it is no workbook', '文件不是工作簿');
    return unzip(bytes, file, { zlib, limit });
  };
  const sheet = firstSheet(open('xl/workbook.xml', LARGEST_PART), open('xl/_rels/workbook.xml.rels', LARGEST_PART));
  const texts = files.has('xl/sharedStrings.xml') ? readTexts(open('xl/sharedStrings.xml', LARGEST_TEXTS)) : [];
  yield* rowsOf(open(sheet, LARGEST_SHEET), { texts, bounds });
}

function firstSheet(workbook: Uint8Array, relations: Uint8Array): string {
  let id: string | null = null;
  for (const token of readXml(workbook)) {
    if (token.kind !== 'open' && token.kind !== 'empty') continue;
    if (token.name === 'sheet') id ??= attributeOf(token.attributes, 'id');
  }
  for (const token of readXml(relations)) {
    if ((token.kind !== 'open' && token.kind !== 'empty') || token.name !== 'Relationship') continue;
    if (attributeOf(token.attributes, 'TargetMode') === 'External')
      throw refused('it has links to other files', '文件含有外部链接');
    const target = attributeOf(token.attributes, 'Target') ?? '';
    if (attributeOf(token.attributes, 'Id') === id) return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
  }
  throw refused('it has no sheet', '文件中没有工作表');
}

function readTexts(bytes: Uint8Array): readonly string[] {
  const texts: string[] = [];
  let [inside, phonetic, text] = [false, false, ''];
  for (const token of readXml(bytes)) {
    if (token.kind === 'text') text += inside && !phonetic ? token.text : '';
    else if (token.name === 't') inside = token.kind === 'open';
    else if (token.name === 'rPh') phonetic = token.kind === 'open';
    else if (token.name === 'si' && token.kind !== 'open') {
      texts.push(text);
      text = '';
      if (texts.length > MOST_TEXTS) throw refused('it has too many texts', '共享文本过多');
    }
  }
  return texts;
}

function* rowsOf(
  bytes: Uint8Array,
  { texts, bounds }: { readonly texts: readonly string[]; readonly bounds: TableBounds },
): Iterable<TableRow> {
  let [line, size, column, type, value, inside] = [0, 0, 0, 'n', '', false];
  let cells: string[] = [];
  const endCell = (): void => {
    if (column >= bounds.cells)
      throw refused(`line ${line}: more than ${bounds.cells} cells`, `第 ${line} 行：超过 ${bounds.cells} 个单元格`);
    const text = type === 's' ? texts[Number(value)] : value;
    if (text === undefined || type === 'e') throw refused(`line ${line}: a cell has an error`, `第 ${line} 行：单元格有错误值`);
    size += text.length;
    if (size > bounds.row)
      throw refused(`line ${line}: more than ${bounds.row} characters`, `第 ${line} 行：超过 ${bounds.row} 个字符`);
    while (cells.length < column) cells.push('');
    cells[column] = text;
  };
  for (const token of readXml(bytes)) {
    if (token.kind === 'text') {
      if (inside) value += token.text;
      continue;
    }
    if (token.name === 'row') {
      if (token.kind === 'open') {
        [line, size, column, cells] = [Number(attributeOf(token.attributes, 'r') ?? line + 1), 0, -1, []];
      } else if (token.kind === 'close' && cells.some((cell) => cell.trim() !== '')) yield { line, cells };
    } else if (token.name === 'c') {
      if (token.kind !== 'close') {
        const place = attributeOf(token.attributes, 'r');
        column = place === null ? column + 1 : columnOf(place);
        [type, value] = [attributeOf(token.attributes, 't') ?? 'n', ''];
      }
      if (token.kind === 'close') endCell();
    } else if (token.name === 'v' || token.name === 't') inside = token.kind === 'open';
  }
}

/** The number of a column, from 0, by a place such as `AB12`. */
function columnOf(place: string): number {
  const letters = /^([A-Z]{1,3})\d{1,7}$/.exec(place)?.[1] ?? '';
  if (letters === '') throw refused('a cell has no place', '单元格没有位置');
  return [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function refused(en: string, zh: string): YinzhengError {
  const reason: Bilingual = bilingual(`the spreadsheet cannot be read: ${en}`, `无法读取电子表格：${zh}`);
  return new YinzhengError('INPUT_INVALID', { reason });
}
