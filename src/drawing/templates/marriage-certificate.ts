/** Face of a fictitious licence type after the marriage certificate (结婚证): cover and one spread with both persons; marked 样本 无效 throughout. */
import { readTemplate, type FaceTemplate } from '../layout/index.ts';
import { formRows, line, lookUp, specimen, SPECIMEN_LINE, underlines, value, words, type FormColumn } from './form.ts';

const RED = '#a5182a';
const GOLD = '#e3c06a';
const LABEL = '#5b2a2a';
const PINK = '#f6d5d8';
const FOLD = 120;

const HEAD: FormColumn = {
  x: 131,
  y: 17,
  rowHeight: 10.4,
  labelWidth: 25,
  gap: 4,
  valueWidth: 38,
  label: { size: 11, colour: LABEL },
  value: { size: 11.5 },
};
const HEAD_ROWS = [{ label: '持证人' }, { label: '登记日期' }, { label: '结婚证字号' }, { label: '备注' }];

function person(
  which: string,
  y: number,
): { readonly column: FormColumn; readonly rows: readonly { readonly label: string; readonly name: string }[] } {
  const column = {
    x: 131,
    y,
    rowHeight: 8.6,
    labelWidth: 25,
    gap: 4,
    valueWidth: 66,
    label: { size: 11, colour: LABEL },
    value: { size: 11.5 },
  };
  return {
    column,
    rows: ['姓名', '性别', '国籍', '出生日期', '身份证件号'].map((label) => ({ label, name: `${which}${label}` })),
  };
}

const first = person('持证人', 63);
const second = person('配偶', 113);
const parts = [{ column: HEAD, rows: HEAD_ROWS }, first, second].map(({ column, rows }) => ({
  ...formRows(column, rows),
  rules: underlines(column, rows, '#dcb3b3'),
}));
const foot = lookUp({ x: 16, y: 158, width: 92 });

/** The template: cover; the words of the registration with the seal, and both persons with their photo. */
export const MARRIAGE_CERTIFICATE: FaceTemplate = readTemplate({
  id: 'marriage-certificate',
  title: '结婚证（样本）',
  pages: [
    {
      ...{ width: 120, height: 172, background: { colour: RED } },
      figures: [
        { kind: 'lace', inset: 7, height: 3.4, wave: 11, strands: 3, stroke: { width: 0.22, colour: '#d0a352' } },
        { kind: 'medallion', x: 60, y: 52, radius: 18, ground: '#b31f30', ink: GOLD },
        {
          kind: 'rosette',
          x: 60,
          y: 130,
          outer: 15,
          inner: 5,
          petals: 12,
          strands: 4,
          stroke: { width: 0.2, colour: '#d0a352' },
        },
      ],
      texts: [
        words('中华人民共和国', {
          x: 15,
          y: 79,
          width: 90,
          height: 9,
          face: 'song-bold',
          size: 18,
          colour: GOLD,
          align: 'center',
          letterSpacing: 1.6,
        }),
        words('结 婚 证', {
          x: 15,
          y: 92,
          width: 90,
          height: 15,
          face: 'song-bold',
          size: 38,
          colour: GOLD,
          align: 'center',
          letterSpacing: 1,
        }),
        words('（样本 无效）', { x: 15, y: 153, width: 90, height: 6, size: 12, colour: GOLD, align: 'center' }),
      ],
    },
    {
      ...{ width: 240, height: 172, background: { colour: '#fff8f6' } },
      figures: [
        {
          kind: 'waves',
          x: 9,
          y: 9,
          width: 222,
          height: 154,
          lines: 24,
          waves: 17,
          swing: 1.25,
          stroke: { width: 0.1, colour: PINK },
        },
        {
          kind: 'rosette',
          x: 60,
          y: 74,
          outer: 38,
          inner: 14,
          petals: 26,
          strands: 3,
          stroke: { width: 0.1, colour: '#f0c2c6' },
        },
        { kind: 'panel', x: 200, y: 17, width: 30, height: 40, fill: '#ffffff', stroke: { width: 0.2, colour: '#dcb3b3' } },
        { kind: 'lace', inset: 6, height: 2.4, wave: 10, strands: 2, stroke: { width: 0.16, colour: '#d98c92' } },
      ],
      watermark: specimen(104, -26, '#f5dcd4'),
      rules: [line({ x: FOLD, y: 12 }, { x: FOLD, y: 160 }, '#e6c3c0', 0.15), ...parts.flatMap(({ rules }) => rules)],
      texts: [
        words('结 婚 证', { x: 14, y: 20, width: 92, height: 13, face: 'song-bold', size: 28, colour: RED, align: 'center' }),
        words('　　结婚申请，符合《中华人民共和国民法典》规定，予以登记，发给此证。', {
          ...{
            x: 20,
            y: 44,
            width: 80,
            height: 34,
            size: 14,
            colour: LABEL,
            wrap: true,
            lineHeight: 1.8,
            vertical: 'top',
            align: 'justify',
          },
        }),
        words('登记机关', { x: 18, y: 93, width: 22, height: 6.5, size: 11, colour: LABEL, align: 'spread', face: 'song-bold' }),
        words('婚姻登记员', {
          x: 18,
          y: 104,
          width: 22,
          height: 6.5,
          size: 11,
          colour: LABEL,
          align: 'spread',
          face: 'song-bold',
        }),
        words('扫码核验', { x: 18, y: 148, width: 26, height: 4, size: 7.5, colour: LABEL, align: 'center' }),
        words('照 片', { x: 200, y: 30, width: 28, height: 8, size: 11, colour: '#cdb2b2', align: 'center' }),
        words(SPECIMEN_LINE, { x: 128, y: 158, width: 102, height: 5, size: 6.4, colour: LABEL, align: 'center', minSize: 5 }),
        ...foot.texts,
        ...parts.flatMap(({ texts }) => texts),
      ],
      fields: [
        value('登记机关', { x: 44, y: 93, width: 66, height: 6.5, size: 11 }),
        value('婚姻登记员', { x: 44, y: 104, width: 40, height: 6.5, size: 11 }),
        ...foot.fields,
        ...parts.flatMap(({ fields }) => fields),
      ],
      pictures: [{ name: '合影', x: 200, y: 17, width: 30, height: 40 }],
      qr: { x: 18, y: 120, size: 27 },
      seals: [{ name: 'issuer', x: 84, y: 124 }],
    },
  ],
});
