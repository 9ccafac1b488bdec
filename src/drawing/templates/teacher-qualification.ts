/** Face of a fictitious licence type after the certificate of teachers' qualification (教师资格证书): one spread; marked 样本 无效 throughout. */
import { readTemplate, type FaceTemplate } from '../layout/index.ts';
import { formRows, line, lookUp, specimen, SPECIMEN_LINE, underlines, value, words, type FormColumn } from './form.ts';

const BLUE = '#24467f';
const LABEL = '#31405c';
const PALE = '#d5e0f0';

const COLUMN: FormColumn = {
  x: 155,
  y: 24,
  rowHeight: 12,
  labelWidth: 28,
  gap: 4,
  valueWidth: 74,
  label: { size: 12, colour: LABEL },
  value: { size: 12.5 },
};
const ROWS = [
  ...['姓名', '性别', '出生年月', '民族', '身份证号码', '资格种类', '任教学科', '证书号码'].map((label) => ({ label })),
];
const right = formRows(COLUMN, ROWS);
const foot = lookUp({ x: 20, y: 176, width: 110 });

/** The template. */
export const TEACHER_QUALIFICATION: FaceTemplate = readTemplate({
  id: 'teacher-qualification',
  title: '教师资格证书（样本）',
  pages: [
    {
      ...{ width: 280, height: 196, background: { colour: '#fbfcfe' } },
      figures: [
        {
          kind: 'waves',
          x: 12,
          y: 12,
          width: 256,
          height: 172,
          lines: 24,
          waves: 18,
          swing: 1.2,
          stroke: { width: 0.1, colour: PALE },
        },
        {
          kind: 'rosette',
          x: 70,
          y: 120,
          outer: 40,
          inner: 15,
          petals: 24,
          strands: 3,
          stroke: { width: 0.1, colour: '#c9d7ec' },
        },
        { kind: 'panel', x: 8, y: 8, width: 264, height: 180, stroke: { width: 0.9, colour: BLUE } },
        { kind: 'panel', x: 10, y: 10, width: 260, height: 176, stroke: { width: 0.2, colour: BLUE } },
        { kind: 'panel', x: 52, y: 44, width: 36, height: 49, fill: '#ffffff', stroke: { width: 0.2, colour: '#9db0cf' } },
      ],
      watermark: specimen(124, -28, '#f3ddd8'),
      rules: [line({ x: 140, y: 16 }, { x: 140, y: 180 }, '#b9c7dd', 0.15), ...underlines(COLUMN, ROWS, '#a9b8d2')],
      texts: [
        words('教师资格证书', {
          x: 18,
          y: 20,
          width: 104,
          height: 15,
          face: 'song-bold',
          size: 30,
          colour: BLUE,
          align: 'center',
          letterSpacing: 1.4,
        }),
        words('照 片', { x: 52, y: 64, width: 36, height: 8, size: 12, colour: '#b6c2d6', align: 'center' }),
        words('　　根据《中华人民共和国教师法》和《教师资格条例》，认定持证人具有本证书所载种类的教师资格，特发此证。', {
          ...{
            x: 22,
            y: 103,
            width: 96,
            height: 34,
            size: 13,
            colour: LABEL,
            wrap: true,
            lineHeight: 1.75,
            vertical: 'top',
            align: 'justify',
          },
        }),
        words('中华人民共和国教育部监制（样式）', {
          x: 20,
          y: 158,
          width: 100,
          height: 5,
          size: 9.5,
          colour: LABEL,
          align: 'center',
        }),
        words(SPECIMEN_LINE, { x: 18, y: 166, width: 106, height: 5, size: 6.6, colour: LABEL, align: 'center', minSize: 5 }),
        words('认定机构', { x: 188, y: 138, width: 24, height: 7, size: 12, face: 'song-bold', colour: LABEL, align: 'spread' }),
        words('发证日期', { x: 188, y: 152, width: 24, height: 7, size: 12, face: 'song-bold', colour: LABEL, align: 'spread' }),
        words('扫码核验', { x: 152, y: 165, width: 30, height: 4, size: 7.5, colour: LABEL, align: 'center' }),
        ...foot.texts,
        ...right.texts,
      ],
      fields: [
        value('认定机构', { x: 215, y: 138, width: 50, height: 7, size: 12 }),
        value('发证日期', { x: 215, y: 152, width: 50, height: 7, size: 12 }),
        ...foot.fields,
        ...right.fields,
      ],
      pictures: [{ name: '照片', x: 52, y: 44, width: 36, height: 49 }],
      qr: { x: 152, y: 134, size: 30 },
      seals: [{ name: 'issuer', x: 232, y: 149 }],
    },
  ],
});
