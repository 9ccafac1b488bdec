import assert from 'node:assert/strict';
import { createZlib } from '../../../src/adapters/platform/zlib.ts';
import { isZip, readXlsx } from '../../../src/services/tables/xlsx.ts';
import { workbookOf, workbookParts, zipOf } from '../../support/spreadsheet.ts';

const BOUNDS = { cells: 5, row: 200 };
const zlib = createZlib({ smallest: false });
const read = (bytes: Uint8Array) => [...readXlsx(bytes, { zlib, bounds: BOUNDS })];
const ROWS = [
  ['办件编号', '', '名称'],
  ['', '', ''],
  ['B-1', '<&">', '𠮷'],
];
const FOUND = [
  { line: 1, cells: ['办件编号', '', '名称'] },
  { line: 3, cells: ['B-1', '<&">', '𠮷'] },
];

describe('spreadsheets', () => {
  it('are read a row at a time, texts shared or in their cells, packed or not', () => {
    assert.deepEqual(read(workbookOf(ROWS)), FOUND);
    assert.deepEqual(read(workbookOf(ROWS, { inline: true })), FOUND);
    assert.deepEqual(read(zipOf(workbookParts(ROWS), { stored: true })), FOUND);
    assert.ok(isZip(workbookOf(ROWS)));
    assert.ok(!isZip(Buffer.from('a,b')));
  });

  it('have numbers, values of formulas, and characters by number', () => {
    const sheet =
      '<worksheet><sheetData><x:row r="7"><x:c r="A7"><x:v>46082</x:v></x:c><c r="B7" t="str"><f>A7</f><v>a&#x6837;&#26679;</v></c><c/>' +
      '<c r="D7" t="b"><v>1</v></c></x:row><row/></sheetData></worksheet>';
    assert.deepEqual(read(zipOf({ ...workbookParts([]), 'xl/worksheets/sheet1.xml': sheet })), [
      { line: 7, cells: ['46082', 'a样样', '', '1'] },
    ]);
  });

  it('are refused with macros, links, embedded objects, errors, or beyond their bounds', () => {
    const parts = workbookParts(ROWS);
    const refused = (files: Record<string, string>) =>
      assert.throws(() => read(zipOf({ ...parts, ...files })), { code: 'INPUT_INVALID' }, Object.keys(files)[0]);
    for (const name of ['xl/vbaProject.bin', 'xl/externalLinks/externalLink1.xml', 'xl/embeddings/x.bin', 'xl/connections.xml'])
      refused({ [name]: 'x' });
    refused({
      'xl/_rels/workbook.xml.rels':
        '<Relationships><Relationship Id="rId1" Target="http://x" TargetMode="External"/></Relationships>',
    });
    const sheet = (text: string) => refused({ 'xl/worksheets/sheet1.xml': `<worksheet>${text}</worksheet>` });
    sheet('<row><c r="A1" t="e"><v>#REF!</v></c></row>');
    sheet('<row><c r="F1"><v>1</v></c></row>');
    sheet('<row><c r="1"><v>1</v></c></row>');
    sheet('<row><c r="A1" t="s"><v>99</v></c></row>');
    sheet(`<row><c r="A1"><v>${'1'.repeat(201)}</v></c></row>`);
    sheet('<row><c r="A1"><v>&unknown;</v></c></row>');
    sheet('<row><c r="A1"><v>&#0;</v></c></row>');
    refused({ 'xl/worksheets/sheet1.xml': '<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>' });
    refused({ 'xl/worksheets/sheet1.xml': '<worksheet><row' });
    refused({ 'xl/workbook.xml': '<workbook/>' });
  });

  it('are refused where the archive is not sound', () => {
    const sound = workbookOf(ROWS);
    for (const at of [sound.length - 22, sound.length - 12, sound.length - 6])
      assert.throws(
        () => read(sound.map((octet, index) => (index === at ? octet ^ 0x55 : octet))),
        { code: 'INPUT_INVALID' },
        `${at}`,
      );
    for (let end = 0; end < sound.length; end += 97)
      assert.throws(
        () => read(sound.subarray(0, end)),
        (error: { code?: string }) => error.code === 'INPUT_INVALID',
      );
    assert.throws(() => read(zipOf({ 'a.txt': 'x' })), { code: 'INPUT_INVALID' });
  });

  it('do not swell beyond what a sheet may be', () => {
    const swollen = zipOf({ ...workbookParts(ROWS), 'xl/workbook.xml': ' '.repeat(2 * 1024 * 1024) });
    assert.throws(() => read(swollen), { code: 'INPUT_TOO_LARGE' });
  });
});
