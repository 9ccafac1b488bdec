/** Face of a fictitious medical institution licence (医疗机构执业许可证), A4 lying; marked 样本 无效 throughout. */
import { readTemplate, type FaceTemplate } from '../layout/index.ts';
import { formRows, lookUp, specimen, SPECIMEN_LINE, value, words } from './form.ts';
import { LANDSCAPE, permitFrame, permitGround } from './landscape.ts';

/** 医疗机构执业许可证 */
export const MEDICAL_INSTITUTION_LICENCE: FaceTemplate = medicalInstitutionLicence();

function medicalInstitutionLicence(): FaceTemplate {
  const [dark, label] = ['#1f6b63', '#2b4a46'];
  const style = { rowHeight: 13.5, labelWidth: 38, gap: 5, label: { size: 14, colour: label }, value: { size: 14 } } as const;
  const left = formRows({ x: 34, y: 66, valueWidth: 122, ...style }, [
    { label: '机构名称' },
    { label: '法定代表人' },
    { label: '主要负责人' },
    { label: '地址' },
    { label: '诊疗科目', rows: 2 },
    { label: '登记号' },
  ]);
  const foot = lookUp({ x: 34, y: 182, width: 150, size: 7.5 });
  return readTemplate({
    id: 'medical-institution-licence',
    title: '医疗机构执业许可证（样本）',
    pages: [
      {
        ...LANDSCAPE,
        background: { colour: '#f9fdfc' },
        figures: [...permitGround('#cfe6e1', { x: 148.5, y: 112, outer: 60 }), ...permitFrame(dark, '#7fb8ae')],
        watermark: specimen(150, -28, '#f3ded9'),
        texts: [
          words('中华人民共和国', {
            x: 40,
            y: 25,
            width: 217,
            height: 9,
            face: 'song-bold',
            size: 18,
            colour: dark,
            align: 'center',
            letterSpacing: 3,
          }),
          words('医疗机构执业许可证', {
            x: 40,
            y: 37,
            width: 217,
            height: 19,
            face: 'song-bold',
            size: 42,
            colour: '#9c1f1f',
            align: 'center',
            letterSpacing: 3,
          }),
          ...left.texts,
          words('有效期限', { x: 34, y: 161, width: 38, height: 9, face: 'song-bold', size: 14, colour: label, align: 'spread' }),
          words('　　该医疗机构经核准登记，准予执业。', {
            x: 206,
            y: 66,
            width: 62,
            height: 24,
            size: 13,
            colour: label,
            wrap: true,
            lineHeight: 1.7,
            vertical: 'top',
          }),
          words('扫码核验', { x: 219, y: 127, width: 34, height: 4.5, size: 8, colour: label, align: 'center' }),
          words('发证机关', {
            x: 196,
            y: 143,
            width: 24,
            height: 8,
            size: 13,
            face: 'song-bold',
            colour: label,
            align: 'spread',
          }),
          words('发证日期', {
            x: 196,
            y: 157,
            width: 24,
            height: 8,
            size: 13,
            face: 'song-bold',
            colour: label,
            align: 'spread',
          }),
          words(SPECIMEN_LINE, { x: 34, y: 175.5, width: 160, height: 5, size: 7.4, colour: label }),
          words('中华人民共和国国家卫生健康委员会制（样式）', {
            x: 196,
            y: 182,
            width: 78,
            height: 5,
            size: 9,
            colour: label,
            align: 'right',
          }),
          ...foot.texts,
        ],
        fields: [
          ...left.fields,
          value('有效期限', { x: 77, y: 161, width: 112, height: 9, size: 14 }),
          value('发证机关', { x: 223, y: 143, width: 50, height: 8, size: 12.5 }),
          value('发证日期', { x: 223, y: 157, width: 50, height: 8, size: 12.5 }),
          ...foot.fields,
        ],
        qr: { x: 219, y: 93, size: 34 },
        seals: [{ name: 'issuer', x: 240, y: 155 }],
      },
    ],
  });
}
