/** Spreadsheets as programs write them: ZIP archives with the few parts that a reader needs. */
import { deflateRawSync } from 'node:zlib';

/** A ZIP archive of files, packed unless told otherwise. */
export function zipOf(files: Readonly<Record<string, string | Uint8Array>>, { stored = false } = {}): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const file = Buffer.from(content);
    const packed = stored ? file : deflateRawSync(file);
    const title = Buffer.from(name);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(stored ? 0 : 8, 4);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(file.length, 18);
    head.writeUInt16LE(title.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), head, title, packed]);
    const entry = Buffer.alloc(46);
    entry.write('PK\u0001\u0002', 'latin1');
    entry.writeUInt16LE(20, 4);
    head.copy(entry, 6);
    entry.writeUInt32LE(offset, 42);
    entry.fill(0, 32, 42);
    parts.push(local);
    directory.push(entry, title);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  const count = Object.keys(files).length;
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...parts, listed, end]));
}

/** The parts of a workbook with one sheet of texts, shared or in their cells. */
export function workbookParts(rows: readonly (readonly string[])[], { inline = false } = {}): Record<string, string> {
  const texts: string[] = [];
  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  const cell = (text: string, place: string): string => {
    if (text === '') return '';
    if (inline) return `<c r="${place}" t="inlineStr"><is><t>${escaped(text)}</t></is></c>`;
    return `<c r="${place}" t="s"><v>${texts.push(text) - 1}</v></c>`;
  };
  const sheet = rows
    .map((cells, row) => {
      const written = cells.map((text, column) => cell(text, `${String.fromCharCode(65 + column)}${row + 1}`)).join('');
      return `<row r="${row + 1}">${written}</row>`;
    })
    .join('');
  return {
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml':
      '<?xml version="1.0"?><workbook xmlns:r="x"><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/sharedStrings.xml': `<sst>${texts.map((text) => `<si><r><t xml:space="preserve">${escaped(text)}</t></r><rPh><t>x</t></rPh></si>`).join('')}</sst>`,
    'xl/worksheets/sheet1.xml': `<worksheet><!-- x --><sheetData>${sheet}</sheetData></worksheet>`,
  };
}

/** A workbook with one sheet of texts. */
export function workbookOf(rows: readonly (readonly string[])[], options: { readonly inline?: boolean } = {}): Uint8Array {
  return zipOf(workbookParts(rows, options));
}
