/** Face of a fictitious licence type after the real-estate certificate (不动产权证书): cover, two spreads; marked 样本 无效 throughout. */
import { readTemplate, type Field, type FixedText, type FaceTemplate } from '../layout/index.ts';
import { grid, line, lookUp, specimen, SPECIMEN_LINE, value, words } from './form.ts';

const RED = '#8f1d22';
const PINK = '#f0d9d5';
const LABEL = '#3a2a22';
const PAPER = { colour: '#fffaf6' } as const;

/** A spread of two pages of 130 by 184 mm. */
const SPREAD = { width: 260, height: 184 } as const;
const RIGHT = 130;
const TABLE = { x: RIGHT + 11, y: 33, label: 26, value: 82 } as const;

const ROWS = [
  { name: '权利人', height: 11 },
  { name: '共有情况', height: 10 },
  { name: '坐落', height: 12 },
  { name: '不动产单元号', height: 10 },
  { name: '权利类型', height: 10 },
  { name: '权利性质', height: 10 },
  { name: '用途', height: 10 },
  { name: '面积', height: 12 },
  { name: '使用期限', height: 12 },
  { name: '权利其他状况', height: 34 },
] as const;

function register(): { readonly texts: FixedText[]; readonly fields: Field[] } {
  const texts: FixedText[] = [];
  const fields: Field[] = [];
  let { y } = TABLE;
  for (const { name, height } of ROWS) {
    texts.push(
      words(name, {
        x: TABLE.x + 1.5,
        y,
        width: TABLE.label - 3,
        height,
        size: 10.5,
        colour: LABEL,
        align: 'spread',
        minSize: 8,
      }),
    );
    fields.push(
      value(name, {
        ...{ x: TABLE.x + TABLE.label + 2, y: y + 0.6, width: TABLE.value - 4, height: height - 1.2, size: 10.5 },
        ...(height > 20 && { vertical: 'top' as const, y: y + 2, height: height - 4 }),
      }),
    );
    y += height;
  }
  return { texts, fields };
}

const { texts, fields } = register();
const foot = lookUp({ x: 14, y: 165, width: 104 });
const ground = (inset: number) => [
  {
    kind: 'waves',
    x: inset,
    y: 12,
    width: 130 - 2 * inset,
    height: 160,
    lines: 26,
    waves: 9,
    swing: 1.15,
    stroke: { width: 0.1, colour: PINK },
  } as const,
  {
    ...{ kind: 'waves', x: RIGHT + inset, y: 12, width: 130 - 2 * inset, height: 160, lines: 26, waves: 9, swing: 1.15 },
    stroke: { width: 0.1, colour: PINK },
  } as const,
];
const frame = (x: number) =>
  [
    { kind: 'panel', x: x + 7, y: 8, width: 116, height: 168, stroke: { width: 0.5, colour: RED } },
    { kind: 'panel', x: x + 8.4, y: 9.4, width: 113.2, height: 165.2, stroke: { width: 0.15, colour: RED } },
  ] as const;
const FOLD = line({ x: RIGHT, y: 4 }, { x: RIGHT, y: 180 }, '#d9c6bd', 0.15);

/** The template: cover, registered content with the seal, notes with the plan of the unit (picture 附图). */
export const REAL_ESTATE_CERTIFICATE: FaceTemplate = readTemplate({
  id: 'real-estate-certificate',
  title: '不动产权证书（样本）',
  pages: [
    {
      ...{ width: 130, height: 184, background: { colour: RED } },
      figures: [
        { kind: 'panel', x: 6, y: 6, width: 118, height: 172, radius: 2, stroke: { width: 0.5, colour: '#d9b45f' } },
        { kind: 'panel', x: 7.6, y: 7.6, width: 114.8, height: 168.8, radius: 1.4, stroke: { width: 0.18, colour: '#d9b45f' } },
        { kind: 'medallion', x: 65, y: 52, radius: 19, ground: '#9d2429', ink: '#e2c06c' },
      ],
      texts: [
        words('中华人民共和国', {
          x: 15,
          y: 84,
          width: 100,
          height: 9,
          face: 'song-bold',
          size: 19,
          colour: '#e2c06c',
          align: 'center',
          letterSpacing: 1.6,
        }),
        words('不动产权证书', {
          x: 15,
          y: 98,
          width: 100,
          height: 15,
          face: 'song-bold',
          size: 34,
          colour: '#e2c06c',
          align: 'center',
          letterSpacing: 2,
        }),
        words('（样本 无效）', { x: 15, y: 118, width: 100, height: 7, size: 14, colour: '#e2c06c', align: 'center' }),
        words('REAL ESTATE OWNERSHIP CERTIFICATE', {
          x: 15,
          y: 160,
          width: 100,
          height: 5,
          size: 8,
          colour: '#d9b45f',
          align: 'center',
          letterSpacing: 0.3,
        }),
      ],
    },
    {
      ...SPREAD,
      background: PAPER,
      figures: [
        ...ground(11),
        { kind: 'rosette', x: 65, y: 92, outer: 34, inner: 12, petals: 24, strands: 3, stroke: { width: 0.1, colour: PINK } },
        ...frame(0),
        ...frame(RIGHT),
      ],
      watermark: specimen(110),
      rules: [
        FOLD,
        ...grid(
          { x: TABLE.x, y: TABLE.y, columns: [TABLE.label, TABLE.value], rows: ROWS.map(({ height }) => height) },
          '#7a3b36',
        ),
      ],
      texts: [
        words(
          '　　根据《中华人民共和国民法典》等法律法规，为保护不动产权利人合法权益，对不动产权利人申请登记的本证所列不动产权利，经审查核实，准予登记，颁发此证。',
          {
            ...{
              x: 18,
              y: 24,
              width: 94,
              height: 44,
              size: 13,
              colour: LABEL,
              wrap: true,
              lineHeight: 1.75,
              vertical: 'top',
              align: 'justify',
            },
          },
        ),
        words('登记机构（章）', { x: 58, y: 100, width: 34, height: 6, size: 11, colour: LABEL }),
        words('扫码核验', { x: 17, y: 132, width: 30, height: 4, size: 7.5, colour: LABEL, align: 'center' }),
        words('中华人民共和国自然资源部监制（样式）', {
          x: 16,
          y: 148,
          width: 98,
          height: 5,
          size: 9.5,
          colour: LABEL,
          align: 'center',
        }),
        words('编号 No', { x: 30, y: 155, width: 20, height: 6, size: 12, colour: RED, face: 'song-bold' }),
        ...foot.texts,
        ...texts,
      ],
      fields: [
        value('印制编号', { x: 51, y: 155, width: 60, height: 6, size: 12, colour: RED, face: 'song-bold', letterSpacing: 0.4 }),
        value('登记机构', { x: 52, y: 106.5, width: 62, height: 6, size: 10.5, align: 'left' }),
        value('登记日期', { x: 66, y: 137, width: 48, height: 6, size: 12, align: 'center' }),
        ...foot.fields,
        value('不动产权证号', {
          x: TABLE.x - 2,
          y: 17,
          width: 112,
          height: 8,
          size: 13.5,
          face: 'song-bold',
          align: 'center',
          wrap: false,
          minSize: 8,
          colour: LABEL,
        }),
        ...fields,
      ],
      qr: { x: 17, y: 101, size: 30 },
      seals: [{ name: 'issuer', x: 90, y: 119 }],
    },
    {
      ...SPREAD,
      background: PAPER,
      figures: [...ground(11), ...frame(0), ...frame(RIGHT)],
      watermark: specimen(110),
      rules: [
        FOLD,
        line({ x: 12, y: 26 }, { x: 118, y: 26 }, '#7a3b36'),
        line({ x: RIGHT + 12, y: 26 }, { x: RIGHT + 118, y: 26 }, '#7a3b36'),
      ],
      texts: [
        words('附　记', { x: 15, y: 14, width: 100, height: 9, face: 'song-bold', size: 16, colour: LABEL, align: 'center' }),
        words('附　图　页', {
          x: RIGHT + 15,
          y: 14,
          width: 100,
          height: 9,
          face: 'song-bold',
          size: 16,
          colour: LABEL,
          align: 'center',
        }),
        words(SPECIMEN_LINE, { x: 14, y: 166, width: 102, height: 6, size: 6.6, colour: LABEL, align: 'center', minSize: 5 }),
      ],
      fields: [value('附记', { x: 17, y: 31, width: 96, height: 130, size: 11, vertical: 'top', lineHeight: 1.5 })],
      pictures: [{ name: '附图', x: RIGHT + 14, y: 30, width: 102, height: 138 }],
    },
  ],
});
