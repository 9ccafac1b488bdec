/** Face of a fictitious business licence (营业执照), A4 lying; marked 样本 无效 throughout. */
import { readTemplate, type FaceTemplate } from '../layout/index.ts';
import { formRows, line, lookUp, specimen, SPECIMEN_LINE, value, words } from './form.ts';
import { LANDSCAPE, permitFrame, permitGround } from './landscape.ts';

/** 营业执照: made by a national system, and shown here as it is collected. */
export const BUSINESS_LICENCE: FaceTemplate = businessLicence();

function businessLicence(): FaceTemplate {
  const [gold, label] = ['#a8843a', '#3b3424'];
  const style = { rowHeight: 12, gap: 5, label: { size: 13, colour: label }, value: { size: 12.5 } } as const;
  const left = formRows({ x: 32, y: 86, labelWidth: 27, valueWidth: 98, ...style }, [
    { label: '名称' },
    { label: '类型' },
    { label: '法定代表人' },
    { label: '经营范围', rows: 4 },
  ]);
  const right = formRows({ x: 172, y: 86, labelWidth: 27, valueWidth: 68, ...style }, [
    { label: '注册资本' },
    { label: '成立日期' },
    { label: '营业期限' },
    { label: '住所', rows: 2 },
  ]);
  const foot = lookUp({ x: 32, y: 171, width: 120, size: 7 });
  return readTemplate({
    id: 'business-licence',
    title: '营业执照（样本）',
    pages: [
      {
        ...LANDSCAPE,
        background: { colour: '#fffdf5' },
        figures: [
          ...permitGround('#efe3c0', { x: 148.5, y: 118, outer: 58 }),
          ...permitFrame(gold, '#cdb06a'),
          { kind: 'medallion', x: 148.5, y: 36, radius: 14, ground: '#b5272d', ink: '#f0cf6e' },
        ],
        watermark: specimen(150, -28, '#f6e3da'),
        rules: [line({ x: 32, y: 182 }, { x: 265, y: 182 }, '#d8c48c')],
        texts: [
          words('营 业 执 照', {
            x: 70,
            y: 52,
            width: 157,
            height: 19,
            face: 'song-bold',
            size: 44,
            colour: '#1f1b14',
            align: 'center',
            letterSpacing: 2,
          }),
          words('（样本 无效）', { x: 70, y: 73, width: 157, height: 7, size: 13, colour: '#9c1f1f', align: 'center' }),
          words('统一社会信用代码', { x: 28, y: 34, width: 56, height: 6, size: 11, face: 'song-bold', colour: label }),
          words('扫描二维码核验\n执照信息与状态', {
            x: 259,
            y: 30,
            width: 17,
            height: 22,
            size: 6.6,
            colour: label,
            wrap: true,
            lineHeight: 1.5,
            minSize: 5,
          }),
          ...left.texts,
          ...right.texts,
          words('登记机关', {
            x: 186,
            y: 152,
            width: 25,
            height: 8,
            size: 14,
            face: 'song-bold',
            colour: label,
            align: 'spread',
          }),
          words('国家企业信用信息公示系统：市场主体应当于每年1月1日至6月30日报送公示年度报告。', {
            x: 32,
            y: 183.5,
            width: 150,
            height: 5,
            size: 7.6,
            colour: label,
          }),
          words('国家市场监督管理总局监制（样式）', {
            x: 196,
            y: 183.5,
            width: 69,
            height: 5,
            size: 8.5,
            colour: label,
            align: 'right',
          }),
          words(SPECIMEN_LINE, { x: 32, y: 165.5, width: 140, height: 5, size: 7, colour: label }),
          ...foot.texts,
        ],
        fields: [
          value('统一社会信用代码', { x: 28, y: 40, width: 72, height: 7, size: 12.5, wrap: false }),
          ...left.fields,
          ...right.fields,
          value('登记机关', { x: 214, y: 152, width: 56, height: 8, size: 12.5 }),
          value('登记日期', { x: 206, y: 166, width: 60, height: 8, size: 13.5, align: 'center' }),
          ...foot.fields,
        ],
        qr: { x: 226, y: 26, size: 32 },
        seals: [{ name: 'issuer', x: 234, y: 160 }],
      },
    ],
  });
}
