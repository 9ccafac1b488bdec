/** Faces of fictitious licence types that hang on a wall (正本), A4 lying: medical institutions, road transport, businesses; marked 样本 无效 throughout. */
import { readTemplate, type FaceTemplate, type Figure } from '../layout/index.ts';
import { formRows, line, lookUp, specimen, SPECIMEN_LINE, value, words } from './form.ts';

const A4 = { width: 297, height: 210 } as const;

/** A frame of lace between two rules. */
function frame(dark: string, light: string): readonly Figure[] {
  return [
    { kind: 'panel', x: 9, y: 9, width: 279, height: 192, stroke: { width: 0.9, colour: dark } },
    { kind: 'lace', inset: 13.5, height: 5, wave: 13, strands: 3, stroke: { width: 0.22, colour: light } },
    { kind: 'panel', x: 18, y: 18, width: 261, height: 174, stroke: { width: 0.3, colour: dark } },
  ];
}

function ground(colour: string, rosette: { readonly x: number; readonly y: number; readonly outer: number }): readonly Figure[] {
  return [
    { kind: 'waves', x: 20, y: 20, width: 257, height: 170, lines: 24, waves: 18, swing: 1.2, stroke: { width: 0.1, colour } },
    { kind: 'rosette', ...rosette, inner: rosette.outer * 0.38, petals: 30, strands: 3, stroke: { width: 0.1, colour } },
  ];
}

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
        ...A4,
        background: { colour: '#f9fdfc' },
        figures: [...ground('#cfe6e1', { x: 148.5, y: 112, outer: 60 }), ...frame(dark, '#7fb8ae')],
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

/** 道路运输经营许可证 */
export const ROAD_TRANSPORT_PERMIT: FaceTemplate = roadTransportPermit();

function roadTransportPermit(): FaceTemplate {
  const [dark, label] = ['#23567d', '#24435c'];
  const style = { rowHeight: 16, labelWidth: 36, gap: 6, label: { size: 16, colour: label }, value: { size: 15 } } as const;
  const left = formRows({ x: 36, y: 82, valueWidth: 132, ...style }, [
    { label: '业户名称' },
    { label: '地址' },
    { label: '经营范围', rows: 3 },
  ]);
  const foot = lookUp({ x: 36, y: 182, width: 150, size: 7.5 });
  return readTemplate({
    id: 'road-transport-permit',
    title: '道路运输经营许可证（样本）',
    pages: [
      {
        ...A4,
        background: { colour: '#f8fcff' },
        figures: [
          ...ground('#cfe0ee', { x: 148.5, y: 118, outer: 56 }),
          ...frame(dark, '#86add0'),
          { kind: 'medallion', x: 148.5, y: 34, radius: 12, ground: '#b5272d', ink: '#f0cf6e' },
        ],
        watermark: specimen(150, -28, '#f3ded9'),
        texts: [
          words('中华人民共和国道路运输经营许可证', {
            x: 30,
            y: 48,
            width: 237,
            height: 14,
            face: 'song-bold',
            size: 32,
            colour: '#9c1f1f',
            align: 'center',
            letterSpacing: 1.4,
          }),
          ...left.texts,
          words('证件有效期', {
            x: 36,
            y: 164,
            width: 36,
            height: 8,
            face: 'song-bold',
            size: 14,
            colour: label,
            align: 'spread',
          }),
          words('扫码核验', { x: 220, y: 119, width: 34, height: 4.5, size: 8, colour: label, align: 'center' }),
          words('核发机关', {
            x: 196,
            y: 138,
            width: 24,
            height: 8,
            size: 13,
            face: 'song-bold',
            colour: label,
            align: 'spread',
          }),
          words('核发日期', {
            x: 196,
            y: 153,
            width: 24,
            height: 8,
            size: 13,
            face: 'song-bold',
            colour: label,
            align: 'spread',
          }),
          words(SPECIMEN_LINE, { x: 36, y: 175.5, width: 160, height: 5, size: 7.4, colour: label }),
          words('中华人民共和国交通运输部制（样式）', {
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
          value('许可证号', { x: 60, y: 66, width: 177, height: 9, size: 15, align: 'center', wrap: false }),
          ...left.fields,
          value('有效期限', { x: 78, y: 164, width: 110, height: 8, size: 14 }),
          value('核发机关', { x: 223, y: 138, width: 50, height: 8, size: 12.5 }),
          value('核发日期', { x: 223, y: 153, width: 50, height: 8, size: 12.5 }),
          ...foot.fields,
        ],
        qr: { x: 220, y: 85, size: 34 },
        seals: [{ name: 'issuer', x: 240, y: 151 }],
      },
    ],
  });
}

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
        ...A4,
        background: { colour: '#fffdf5' },
        figures: [
          ...ground('#efe3c0', { x: 148.5, y: 118, outer: 58 }),
          ...frame(gold, '#cdb06a'),
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
