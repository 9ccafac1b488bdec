/** Face of a fictitious licence type after the food operation permit (食品经营许可证); marked 样本 无效 throughout. */
import { readTemplate, type FaceTemplate, type Field, type FixedText } from '../layout/index.ts';

const INK = '#1a1a1a';
const GOLD = '#b08d3c';
const LABEL = '#5a4a1e';

const FIRST_ROW = 64;
const ROW = 13.2;
const LABEL_HEIGHT = 9;
const ISSUER_ROW = 139;
const LOOK_UP_ROW = 5;
const LOOK_UP = { first: 168, second: 174 } as const;
const LEFT = { label: 30, labelWidth: 46, value: 80, valueWidth: 108 } as const;

const LEFT_ROWS = [
  { name: '经营者名称', rows: 1 },
  { name: '统一社会信用代码', rows: 1 },
  { name: '法定代表人（负责人）', key: '法定代表人', rows: 1 },
  { name: '住所', rows: 1 },
  { name: '经营场所', rows: 1 },
  { name: '主体业态', rows: 1 },
  { name: '经营项目', rows: 2 },
] as const;

const RIGHT_ROWS = [
  { name: '许可证编号', y: FIRST_ROW },
  { name: '有效期至', y: FIRST_ROW + ROW },
] as const;

function label(text: string, box: { x: number; y: number; width: number }): FixedText {
  return {
    ...box,
    height: LABEL_HEIGHT,
    text,
    face: 'song-bold',
    size: 13,
    minSize: 9,
    colour: LABEL,
    align: 'spread',
    vertical: 'middle',
  };
}

function value(name: string, box: { x: number; y: number; width: number; height: number }): Field {
  return { ...box, name, face: 'song', size: 12.5, minSize: 6.5, colour: INK, wrap: true, lineHeight: 1.25, vertical: 'middle' };
}

/** One of the small lines at the foot by which the licence is looked up. */
function lookUpLine(name: string, y: number): { readonly text: FixedText; readonly field: Field } {
  const style = { face: 'song', size: 9, colour: LABEL, vertical: 'middle', height: LOOK_UP_ROW, y } as const;
  return {
    text: { ...style, x: LEFT.label, width: 18, text: name, align: 'spread' },
    field: { ...style, x: LEFT.label + 20, width: 140, name, minSize: 6, colour: INK },
  };
}

/** A value of one row, on one line with its label whose box is 9 mm high; of more rows, beginning on that line and ending above the foot. */
function valueInRows(name: string, place: { x: number; y: number; width: number }, rows = 1): Field {
  const height = rows * ROW - 1.2;
  const y = place.y + 2.2;
  if (rows > 1) return { ...value(name, { ...place, y, height: Math.min(height, LOOK_UP.first - 1 - y) }), vertical: 'top' };
  return value(name, { ...place, y: place.y + (LABEL_HEIGHT - height) / 2, height });
}

function leftRows(): { texts: FixedText[]; fields: Field[] } {
  const texts: FixedText[] = [];
  const fields: Field[] = [];
  let y = FIRST_ROW;
  for (const row of LEFT_ROWS) {
    texts.push(label(row.name, { x: LEFT.label, y, width: LEFT.labelWidth }));
    fields.push(valueInRows('key' in row ? row.key : row.name, { x: LEFT.value, y, width: LEFT.valueWidth }, row.rows));
    y += row.rows * ROW;
  }
  return { texts, fields };
}

const left = leftRows();
const lookUp = [lookUpLine('查验码', LOOK_UP.first), lookUpLine('证照标识', LOOK_UP.second)];

/** The template: A4 landscape, one page, one seal `issuer`, a QR code. */
export const FOOD_OPERATION_PERMIT: FaceTemplate = readTemplate({
  id: 'food-operation-permit',
  title: '食品经营许可证（样本）',
  pages: [
    {
      width: 297,
      height: 210,
      background: {
        colour: '#fffdf6',
        pattern: { kind: 'guilloche', colour: '#ecdfba', lineWidth: 0.12, lines: 22, waves: 16, inset: 20 },
      },
      borders: [{ inset: 11, width: 1.1, colour: GOLD, inner: { gap: 3.2, width: 0.35 }, corner: { kind: 'fret', size: 13 } }],
      watermark: { text: '样本 无效', face: 'song-bold', size: 170, angle: -28, colour: '#f6e8e1' },
      rules: [{ x1: 196, y1: 62, x2: 196, y2: 178, width: 0.25, colour: '#d8c48c' }],
      texts: [
        {
          x: 30,
          y: 27,
          width: 237,
          height: 17,
          text: '食品经营许可证',
          face: 'song-bold',
          size: 40,
          colour: '#8a1c14',
          align: 'center',
          letterSpacing: 4,
        },
        {
          x: 30,
          y: 47,
          width: 237,
          height: 7,
          text: '（样本 无效 · 仅供演示）',
          face: 'song',
          size: 13,
          colour: '#8a1c14',
          align: 'center',
          letterSpacing: 0.6,
        },
        ...left.texts,
        ...lookUp.map(({ text }) => text),
        ...RIGHT_ROWS.map(({ name, y }) => label(name, { x: 203, y, width: 24 })),
        label('发证机关', { x: 203, y: ISSUER_ROW, width: 24 }),
        label('签发日期', { x: 203, y: ISSUER_ROW + ROW, width: 24 }),
        {
          x: 30,
          y: 184,
          width: 237,
          height: 5,
          text: '本证照为电子证照演示样本，不具有法律效力；扫描二维码或输入查验码可核验证照状态。',
          face: 'song',
          size: 8.5,
          colour: LABEL,
          align: 'center',
        },
        { x: 203.5, y: 126.5, width: 64, height: 4, text: '扫码核验', face: 'song', size: 8.5, colour: LABEL, align: 'center' },
      ],
      fields: [
        ...left.fields,
        ...lookUp.map(({ field }) => field),
        ...RIGHT_ROWS.map(({ name, y }) => valueInRows(name, { x: 229, y, width: 40 })),
        valueInRows('发证机关', { x: 229, y: ISSUER_ROW, width: 40 }),
        valueInRows('签发日期', { x: 229, y: ISSUER_ROW + ROW, width: 40 }),
      ],
      qr: { x: 219, y: 92, size: 33 },
      seals: [{ name: 'issuer', x: 238, y: 153 }],
    },
  ],
});
