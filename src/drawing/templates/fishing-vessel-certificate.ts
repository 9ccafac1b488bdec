/** Face of a fictitious licence type after the certificate of registry of fishing vessels (渔业船舶国籍证书): A4 upright; marked 样本 无效 throughout. */
import { readTemplate, type Field, type FixedText, type FaceTemplate } from '../layout/index.ts';
import { grid, lookUp, specimen, SPECIMEN_LINE, value, words } from './form.ts';

const BLUE = '#174f6d';
const LABEL = '#22404f';
const X = 24;
const Y = 78;
const ROW = 10.4;
/** Label and value, twice. */
const COLUMNS = [30, 51, 30, 51] as const;
const WIDTH = COLUMNS.reduce((sum, one) => sum + one, 0);

const PAIRS = [
  ['船名', '渔船编码'],
  ['船籍港', '船舶呼号'],
  ['船舶种类', '船体材质'],
  ['船长', '型宽'],
  ['型深', '主机总功率'],
  ['总吨位', '净吨位'],
  ['造船地点', '建造完工日期'],
] as const;

function particulars(): { readonly texts: readonly FixedText[]; readonly fields: readonly Field[] } {
  const texts: FixedText[] = [];
  const fields: Field[] = [];
  PAIRS.forEach((pair, row) => {
    pair.forEach((name, side) => {
      const x = X + side * (COLUMNS[0] + COLUMNS[1]);
      const y = Y + row * ROW;
      texts.push(
        words(name, {
          x: x + 2,
          y,
          width: COLUMNS[0] - 4,
          height: ROW,
          size: 11,
          colour: LABEL,
          align: 'spread',
          face: 'song-bold',
          minSize: 8,
        }),
      );
      fields.push(value(name, { x: x + COLUMNS[0] + 2, y: y + 0.5, width: COLUMNS[1] - 4, height: ROW - 1, size: 11.5 }));
    });
  });
  return { texts, fields };
}

const { texts, fields } = particulars();
const ENGINES = Y + PAIRS.length * ROW + 4;
const OWNER = ENGINES + 4 * 8 + 4;
const foot = lookUp({ x: X, y: 266, width: 120, size: 7.5 });

/** The template: particulars of the vessel, its engines in a table, its owner. */
export const FISHING_VESSEL_CERTIFICATE: FaceTemplate = readTemplate({
  id: 'fishing-vessel-certificate',
  title: '渔业船舶国籍证书（样本）',
  pages: [
    {
      ...{ width: 210, height: 297, background: { colour: '#f8fcfe' } },
      figures: [
        {
          kind: 'waves',
          x: 18,
          y: 20,
          width: 174,
          height: 256,
          lines: 40,
          waves: 14,
          swing: 1.5,
          stroke: { width: 0.1, colour: '#cde3ec' },
        },
        { kind: 'panel', x: 10, y: 10, width: 190, height: 277, stroke: { width: 0.9, colour: BLUE } },
        { kind: 'lace', inset: 13.5, height: 3.6, wave: 12, strands: 3, stroke: { width: 0.2, colour: '#7fb0c6' } },
        { kind: 'panel', x: 17, y: 17, width: 176, height: 263, stroke: { width: 0.3, colour: BLUE } },
        { kind: 'medallion', x: 105, y: 34, radius: 11, ground: '#b5272d', ink: '#f0cf6e' },
      ],
      watermark: specimen(130, -50, '#f4ddd8'),
      rules: [
        ...grid({ x: X, y: Y, columns: COLUMNS, rows: PAIRS.map(() => ROW) }, '#5d8799'),
        ...grid({ x: X, y: OWNER, columns: [30, WIDTH - 30], rows: [ROW, ROW] }, '#5d8799'),
      ],
      texts: [
        words('渔业船舶国籍证书', {
          x: 25,
          y: 48,
          width: 160,
          height: 15,
          face: 'song-bold',
          size: 34,
          colour: BLUE,
          align: 'center',
          letterSpacing: 2.4,
        }),
        words('证书编号', { x: 62, y: 66, width: 24, height: 7, size: 12, face: 'song-bold', colour: LABEL }),
        ...texts,
        ...['船舶所有人', '所有人地址'].map((name, row) =>
          words(name, {
            x: X + 2,
            y: OWNER + row * ROW,
            width: 26,
            height: ROW,
            size: 11,
            colour: LABEL,
            align: 'spread',
            face: 'song-bold',
            minSize: 8,
          }),
        ),
        words('　　依照《中华人民共和国渔业法》及渔业船舶登记的有关规定，准予该船悬挂中华人民共和国国旗航行。', {
          ...{
            x: X,
            y: OWNER + 2 * ROW + 3,
            width: WIDTH,
            height: 12,
            size: 11.5,
            colour: LABEL,
            wrap: true,
            lineHeight: 1.5,
            vertical: 'top',
          },
        }),
        words('有效期至', { x: 96, y: 233, width: 24, height: 7, size: 12, face: 'song-bold', colour: LABEL, align: 'spread' }),
        words('登记机关', { x: 96, y: 243, width: 24, height: 7, size: 12, face: 'song-bold', colour: LABEL, align: 'spread' }),
        words('登记日期', { x: 96, y: 253, width: 24, height: 7, size: 12, face: 'song-bold', colour: LABEL, align: 'spread' }),
        words('扫码核验', { x: 30, y: 259, width: 28, height: 4, size: 7.5, colour: LABEL, align: 'center' }),
        words(SPECIMEN_LINE, { x: X, y: 274, width: WIDTH, height: 4.5, size: 7, colour: LABEL, align: 'center' }),
        ...foot.texts,
      ],
      fields: [
        value('证书编号', { x: 88, y: 66, width: 80, height: 7, size: 12.5, wrap: false }),
        ...fields,
        ...['船舶所有人', '所有人地址'].map((name, row) =>
          value(name, { x: X + 32, y: OWNER + row * ROW + 0.5, width: WIDTH - 34, height: ROW - 1, size: 11.5 }),
        ),
        value('有效期至', { x: 123, y: 233, width: 60, height: 7, size: 12 }),
        value('登记机关', { x: 123, y: 243, width: 60, height: 7, size: 12 }),
        value('登记日期', { x: 123, y: 253, width: 60, height: 7, size: 12 }),
        ...foot.fields,
      ],
      tables: [
        {
          ...{ name: '主机', x: X, y: ENGINES, rowHeight: 8, rows: 3 },
          columns: [
            { name: '型号', label: '主机型号', width: 56 },
            { name: '编号', label: '主机编号', width: 56 },
            { name: '功率', label: '功率（千瓦）', width: WIDTH - 112 },
          ],
          style: { face: 'song', size: 11, minSize: 7 },
          rule: { width: 0.25, colour: '#5d8799' },
          head: { face: 'song-bold', size: 11, colour: LABEL },
        },
      ],
      qr: { x: 30, y: 231, size: 28 },
      seals: [{ name: 'issuer', x: 146, y: 247 }],
    },
  ],
});
