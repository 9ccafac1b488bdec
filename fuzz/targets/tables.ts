/** Tables that licences are issued from, as spreadsheets write them. */
import { utf8 } from '../../src/base/bytes.ts';
import { isYinzhengError } from '../../src/base/errors/index.ts';
import { requestOfRow } from '../../src/services/licences/batches/table.ts';
import { csvLine, readCsv } from '../../src/services/tables/csv.ts';
import { isZip, readXlsx } from '../../src/services/tables/xlsx.ts';
import { decodeTable } from '../../src/services/tables/decode.ts';
import { attachmentFormat } from '../../src/domain/licence/index.ts';
import { workbookOf, zipOf } from '../../test/support/spreadsheet.ts';
import { createZlib } from '../../src/adapters/platform/zlib.ts';
import type { Target } from '../target.ts';

const COLUMNS = ['办件编号', '证照编号', '持证主体名称', '持证主体代码', '有效期截止日期', '住所', '登记日期'];
const FIELDS = [
  { name: '住所', label: '住所', required: true, maxLength: 100, mask: 'none' },
  { name: '登记日期', label: '登记日期', type: 'date', required: false, maxLength: 10, mask: 'none' },
] as const;
const PURPOSE = { item: '样例', cause: '样例' };
const BOUNDS = { cells: 40, row: 4_000 };

const SEEDS = [
  utf8(`\ufeff${csvLine(COLUMNS)}${csvLine(['B-1', 'JY-1', '甲样；乙样', 'TEST-1;TEST-2', '长期', '=样例市', '2026年3月1日'])}`),
  utf8('a,"b, ""c""\n",d\r\n\n"",,\n'),
  // 持证 and a character beyond the basic plane, in GB 18030.
  Uint8Array.of(0xb3, 0xd6, 0xd6, 0xa4, 0x2c, 0x95, 0x32, 0x82, 0x36, 0x0a),
];

const issueTable: Target = {
  name: 'issue-table',
  form: 'text',
  covers: ['services/tables/decode.ts#decodeTable', 'services/tables/csv.ts#readCsv'],
  open: () => ({
    seeds: SEEDS,
    run(input) {
      let rows = 0;
      for (const { cells } of readCsv(decodeTable(input), BOUNDS)) {
        rows++;
        try {
          requestOfRow({ columns: COLUMNS, typeCode: '11990000MB0000019F001', purpose: PURPOSE }, FIELDS, cells);
        } catch (error) {
          if (!isYinzhengError(error, 'INPUT_INVALID')) throw error;
        }
      }
      return rows > 0;
    },
  }),
};

const spreadsheet: Target = {
  name: 'spreadsheet',
  form: 'bytes',
  covers: [
    'services/tables/xlsx.ts#readXlsx',
    'services/tables/xlsx.ts#isZip',
    'services/tables/zip.ts#readZip',
    'services/tables/zip.ts#unzip',
    'services/tables/xml.ts#readXml',
  ],
  open: () => {
    const zlib = createZlib({ smallest: false });
    return {
      seeds: [
        workbookOf([
          ['甲', '乙'],
          ['1', '<&"样'],
        ]),
        workbookOf([['a', '', 'b']], { inline: true }),
      ],
      run: (input) => isZip(input) && [...readXlsx(input, { zlib, bounds: BOUNDS })].length > 0,
    };
  },
};

const attachment: Target = {
  name: 'attachment',
  form: 'bytes',
  covers: ['domain/licence/attachments.ts#attachmentFormat'],
  open: () => ({
    seeds: [
      utf8('%PDF-1.7'),
      zipOf({ 'OFD.xml': '<OFD/>' }),
      Uint8Array.of(0xff, 0xd8, 0xff),
      Uint8Array.of(0x89, 0x50, 0x4e, 0x47),
    ],
    run: (input) => attachmentFormat(input).length > 0,
  }),
};

export const TABLE_TARGETS: readonly Target[] = [issueTable, spreadsheet, attachment];
