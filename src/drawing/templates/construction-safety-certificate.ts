/**
 * Face of a fictitious licence type after the certificate of safety assessment of managers of construction (安全生产考核合格证书): A4 upright;
 * marked 样本 无效 throughout.
 */
import { readTemplate, type FaceTemplate } from '../layout/index.ts';
import { formRows, lookUp, specimen, SPECIMEN_LINE, underlines, value, words, type FormColumn } from './form.ts';

const BLUE = '#1b4f8a';
const LABEL = '#27394f';
const PALE = '#d3e3f1';

const COLUMN: FormColumn = {
  x: 32,
  y: 98,
  rowHeight: 14,
  labelWidth: 38,
  gap: 5,
  valueWidth: 62,
  label: { size: 14, colour: LABEL },
  value: { size: 14 },
};
const ROWS = [{ label: '姓名' }, { label: '性别' }, { label: '出生年月' }];
const WIDE: FormColumn = { ...COLUMN, y: 140, valueWidth: 104 };
const WIDE_ROWS = [{ label: '企业名称' }, { label: '职务' }, { label: '初次领证日期' }, { label: '有效期' }];
const upper = formRows(COLUMN, ROWS);
const lower = formRows(WIDE, WIDE_ROWS);
const foot = lookUp({ x: 30, y: 268, width: 150, size: 7.5 });

/** The template. */
export const CONSTRUCTION_SAFETY_CERTIFICATE: FaceTemplate = readTemplate({
  id: 'construction-safety-certificate',
  title: '安全生产考核合格证书（样本）',
  pages: [
    {
      ...{ width: 210, height: 297, background: { colour: '#fbfdff' } },
      figures: [
        {
          kind: 'waves',
          x: 20,
          y: 22,
          width: 170,
          height: 252,
          lines: 34,
          waves: 12,
          swing: 1.2,
          stroke: { width: 0.1, colour: PALE },
        },
        {
          kind: 'rosette',
          x: 105,
          y: 158,
          outer: 58,
          inner: 22,
          petals: 30,
          strands: 3,
          stroke: { width: 0.1, colour: '#c6dbee' },
        },
        { kind: 'lace', inset: 12, height: 4.4, wave: 13, strands: 3, stroke: { width: 0.2, colour: '#6f9cc8' } },
        { kind: 'panel', x: 17.5, y: 17.5, width: 175, height: 262, stroke: { width: 0.35, colour: BLUE } },
        { kind: 'panel', x: 145, y: 93, width: 35, height: 45, fill: '#ffffff', stroke: { width: 0.2, colour: '#9db8d4' } },
      ],
      watermark: specimen(130, -50, '#f4ddd8'),
      rules: [...underlines(COLUMN, ROWS, '#9db8d4'), ...underlines(WIDE, WIDE_ROWS, '#9db8d4')],
      texts: [
        words('安全生产考核合格证书', {
          x: 25,
          y: 56,
          width: 160,
          height: 17,
          face: 'song-bold',
          size: 36,
          colour: BLUE,
          align: 'center',
          letterSpacing: 1.2,
        }),
        words('编　号', { x: 48, y: 77, width: 22, height: 8, size: 13, face: 'song-bold', colour: LABEL }),
        words('照 片', { x: 145, y: 111, width: 35, height: 8, size: 12, colour: '#b3c2d2', align: 'center' }),
        words('发证机关', { x: 100, y: 214, width: 26, height: 8, size: 14, face: 'song-bold', colour: LABEL, align: 'spread' }),
        words('发证日期', { x: 100, y: 230, width: 26, height: 8, size: 14, face: 'song-bold', colour: LABEL, align: 'spread' }),
        words('扫码核验', { x: 34, y: 241, width: 34, height: 4.5, size: 8, colour: LABEL, align: 'center' }),
        words('中华人民共和国住房和城乡建设部　监制（样式）', {
          x: 30,
          y: 254,
          width: 150,
          height: 6,
          size: 11,
          colour: LABEL,
          align: 'center',
        }),
        words(SPECIMEN_LINE, { x: 30, y: 261, width: 150, height: 5, size: 7.4, colour: LABEL, align: 'center' }),
        ...foot.texts,
        ...upper.texts,
        ...lower.texts,
      ],
      fields: [
        value('岗位', {
          x: 25,
          y: 37,
          width: 160,
          height: 15,
          size: 26,
          minSize: 14,
          face: 'song-bold',
          colour: BLUE,
          align: 'center',
          wrap: false,
        }),
        value('证书编号', { x: 70, y: 77, width: 90, height: 8, size: 14, wrap: false }),
        value('发证机关', { x: 129, y: 214, width: 56, height: 8, size: 13 }),
        value('发证日期', { x: 129, y: 230, width: 56, height: 8, size: 13 }),
        ...foot.fields,
        ...upper.fields,
        ...lower.fields,
      ],
      pictures: [{ name: '照片', x: 145, y: 93, width: 35, height: 45 }],
      qr: { x: 34, y: 206, size: 34 },
      seals: [{ name: 'issuer', x: 148, y: 226 }],
    },
  ],
});
