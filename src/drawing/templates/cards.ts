/** Faces of fictitious licence types that are cards, drawn at twice their size: front and back; marked 样本 无效 throughout. */
import { readTemplate, type FaceTemplate, type Figure } from '../layout/index.ts';
import { formRows, line, lookUp, specimen, value, words } from './form.ts';

/** An ID-1 card (ISO/IEC 7810), 85.6 by 54 mm, at twice its size. */
const CARD = { width: 171.2, height: 108 } as const;
const EDGE = (colour: string): Figure => ({
  ...{ kind: 'panel', x: 2, y: 2, width: CARD.width - 4, height: CARD.height - 4, radius: 6 },
  stroke: { width: 0.4, colour },
});
const PHOTO = (x: number, y: number, colour: string): Figure => ({
  ...{ kind: 'panel', x, y, width: 36, height: 45, fill: '#fbfcfd' },
  stroke: { width: 0.2, colour },
});
const waves = (colour: string, lines: number, count: number): Figure => ({
  ...{ kind: 'waves', x: 4, y: 5, width: CARD.width - 8, height: CARD.height - 10, lines, waves: count, swing: 1.4 },
  stroke: { width: 0.11, colour },
});
const photoWords = (x: number, y: number) =>
  words('照 片', { x, y: y + 19, width: 36, height: 7, size: 11, colour: '#b8c0c6', align: 'center' });

/** 居住证: the front has the person, the back the body that issued it. */
export const RESIDENCE_PERMIT: FaceTemplate = residencePermit();

function residencePermit(): FaceTemplate {
  const [blue, pale, label] = ['#1d5a8c', '#cfe3ef', '#2b6a98'];
  const person = {
    x: 12,
    y: 15,
    rowHeight: 11,
    labelWidth: 22,
    gap: 5,
    valueWidth: 78,
    label: { size: 11, colour: label, face: 'song' },
    value: { size: 13 },
  };
  const rows = formRows(person, [
    { label: '姓名' },
    { label: '性别', name: '性别民族' },
    { label: '出生', name: '出生日期' },
    { label: '户籍地址', rows: 2 },
    { label: '居住地址', rows: 2 },
  ]);
  const back = formRows(
    {
      x: 34,
      y: 60,
      rowHeight: 9.5,
      labelWidth: 26,
      gap: 5,
      valueWidth: 88,
      label: { size: 11, colour: label, face: 'song' },
      value: { size: 12 },
    },
    [{ label: '签发机关' }, { label: '有效期限' }],
  );
  const foot = lookUp({ x: 12, y: 92, width: 108, size: 6.6 });
  return readTemplate({
    id: 'residence-permit',
    title: '居住证（样本）',
    pages: [
      {
        ...CARD,
        background: { colour: '#f3f9fc' },
        figures: [
          waves(pale, 15, 15),
          { kind: 'rosette', x: 64, y: 56, outer: 40, inner: 16, petals: 22, strands: 3, stroke: { width: 0.1, colour: pale } },
          EDGE(blue),
          PHOTO(123, 22, '#b8ccd8'),
        ],
        watermark: specimen(84, -24, '#f0dedb'),
        texts: [
          photoWords(123, 22),
          ...rows.texts,
          words('公民身份号码', { x: 12, y: 93, width: 32, height: 7, size: 11, colour: label }),
          words('样本', { x: 127, y: 9, width: 28, height: 8, size: 13, face: 'song-bold', colour: '#b23a30', align: 'center' }),
        ],
        fields: [
          ...rows.fields,
          value('公民身份号码', {
            x: 48,
            y: 93,
            width: 110,
            height: 7,
            size: 15,
            face: 'song-bold',
            letterSpacing: 0.9,
            wrap: false,
          }),
        ],
        pictures: [{ name: '照片', x: 123, y: 22, width: 36, height: 45 }],
      },
      {
        ...CARD,
        background: { colour: '#f3f9fc' },
        figures: [
          waves(pale, 15, 15),
          { kind: 'rosette', x: 85.6, y: 50, outer: 46, inner: 18, petals: 26, strands: 3, stroke: { width: 0.1, colour: pale } },
          EDGE(blue),
          { kind: 'medallion', x: 29, y: 28, radius: 14, ground: '#b5272d', ink: '#f0cf6e' },
        ],
        watermark: specimen(84, -24, '#f0dedb'),
        texts: [
          words('中华人民共和国', {
            x: 49,
            y: 15,
            width: 108,
            height: 9,
            face: 'song-bold',
            size: 18,
            colour: blue,
            align: 'center',
            letterSpacing: 3,
          }),
          words('居　住　证', {
            x: 49,
            y: 28,
            width: 108,
            height: 14,
            face: 'song-bold',
            size: 32,
            colour: blue,
            align: 'center',
            letterSpacing: 3,
          }),
          words('（样本 无效 · 仅供演示）', {
            x: 49,
            y: 45,
            width: 108,
            height: 6,
            size: 10,
            colour: '#b23a30',
            align: 'center',
          }),
          ...back.texts,
          words('编号', { x: 34, y: 79, width: 26, height: 7, size: 11, colour: label, align: 'spread' }),
          ...foot.texts,
        ],
        fields: [
          ...back.fields,
          value('居住证编号', { x: 65, y: 79, width: 70, height: 7, size: 12, wrap: false }),
          ...foot.fields,
        ],
        qr: { x: 136, y: 73, size: 28 },
        seals: [{ name: 'issuer', x: 104, y: 68 }],
      },
    ],
  });
}

/** 残疾人证: the third generation is a card. */
export const DISABILITY_CERTIFICATE: FaceTemplate = disabilityCertificate();

function disabilityCertificate(): FaceTemplate {
  const [green, pale, label] = ['#1f7a4c', '#cfe8d8', '#2c7a52'];
  const style = { label: { size: 11, colour: label, face: 'song' }, value: { size: 13 } } as const;
  const front = formRows({ x: 56, y: 36, rowHeight: 10, labelWidth: 24, gap: 5, valueWidth: 76, ...style }, [
    { label: '姓名' },
    { label: '性别民族' },
    { label: '残疾类别' },
    { label: '残疾等级' },
  ]);
  const back = formRows({ x: 14, y: 14, rowHeight: 10, labelWidth: 26, gap: 5, valueWidth: 108, ...style }, [
    { label: '住址', rows: 2 },
    { label: '监护人' },
    { label: '联系电话' },
    { label: '签发机关' },
    { label: '签发日期' },
    { label: '有效期限' },
  ]);
  const foot = lookUp({ x: 14, y: 92, width: 110, size: 6.6 });
  return readTemplate({
    id: 'disability-certificate',
    title: '残疾人证（样本）',
    pages: [
      {
        ...CARD,
        background: { colour: '#f4fbf6' },
        figures: [
          waves(pale, 14, 17),
          EDGE(green),
          { kind: 'panel', x: 4, y: 26.6, width: CARD.width - 8, height: 1.1, fill: green },
          { kind: 'panel', x: 4, y: 28.5, width: CARD.width - 8, height: 0.4, fill: '#e0a93b' },
          {
            kind: 'rosette',
            x: 146,
            y: 60,
            outer: 19,
            inner: 5,
            petals: 12,
            strands: 4,
            stroke: { width: 0.12, colour: '#b9dcc7' },
          },
          PHOTO(13, 36, '#a9cdb8'),
        ],
        watermark: specimen(84, -24, '#f0e0da'),
        texts: [
          words('中华人民共和国残疾人证', {
            x: 12,
            y: 9,
            width: 147,
            height: 14,
            face: 'song-bold',
            size: 25,
            colour: green,
            align: 'center',
            letterSpacing: 1.6,
          }),
          photoWords(13, 36),
          ...front.texts,
          words('证号', { x: 14, y: 88, width: 18, height: 8, size: 12, colour: label, align: 'spread' }),
          words('样本 无效', {
            x: 128,
            y: 77,
            width: 34,
            height: 7,
            size: 11,
            face: 'song-bold',
            colour: '#b23a30',
            align: 'center',
          }),
        ],
        fields: [
          ...front.fields,
          value('残疾人证号', {
            x: 38,
            y: 88,
            width: 120,
            height: 8,
            size: 17,
            face: 'song-bold',
            letterSpacing: 1,
            wrap: false,
          }),
        ],
        pictures: [{ name: '照片', x: 13, y: 36, width: 36, height: 45 }],
      },
      {
        ...CARD,
        background: { colour: '#f4fbf6' },
        figures: [waves(pale, 14, 17), EDGE(green)],
        watermark: specimen(84, -24, '#f0e0da'),
        rules: [line({ x: 14, y: 89 }, { x: 157, y: 89 }, '#a9cdb8')],
        texts: [...back.texts, ...foot.texts],
        fields: [...back.fields, ...foot.fields],
        qr: { x: 130, y: 54, size: 28 },
        seals: [{ name: 'issuer', x: 96, y: 64 }],
      },
    ],
  });
}

/** 老年人优待证: the back says what it is good for. */
export const ELDERLY_CARD: FaceTemplate = elderlyCard();

function elderlyCard(): FaceTemplate {
  const [red, pale, label] = ['#a8322a', '#f5dfc4', '#8a4a24'];
  const front = formRows(
    {
      x: 56,
      y: 38,
      rowHeight: 9.6,
      labelWidth: 26,
      gap: 5,
      valueWidth: 74,
      label: { size: 11, colour: label, face: 'song' },
      value: { size: 12.5 },
    },
    [{ label: '姓名' }, { label: '性别' }, { label: '出生日期' }, { label: '身份证号' }, { label: '发证日期' }],
  );
  const foot = lookUp({ x: 12, y: 94, width: 108, size: 6.6 });
  const NOTICE = [
    '一、本证供老年人在本省行政区域内享受政府及社会提供的各项优待时使用。',
    '二、持证人凭本证免费乘坐城市公共汽车，免费或优惠进入政府投资兴办的公园、景区和公共文化体育场所。',
    '三、持证人到医疗机构就诊，优先挂号、就诊、取药、住院。',
    '四、本证限本人使用，不得转借、涂改；遗失的，可向原发证机关申请补发。',
  ].join('\n');
  return readTemplate({
    id: 'elderly-card',
    title: '老年人优待证（样本）',
    pages: [
      {
        ...CARD,
        background: { colour: '#fffaf0' },
        figures: [
          waves(pale, 16, 13),
          { kind: 'panel', x: 2, y: 2, width: CARD.width - 4, height: 28, radius: 6, fill: red },
          { kind: 'panel', x: 2, y: 16, width: CARD.width - 4, height: 14, fill: red },
          { kind: 'panel', x: 2, y: 31, width: CARD.width - 4, height: 0.7, fill: '#e0a93b' },
          EDGE(red),
          {
            kind: 'rosette',
            x: 24,
            y: 16,
            outer: 10,
            inner: 3,
            petals: 10,
            strands: 3,
            stroke: { width: 0.18, colour: '#f3c98b' },
          },
          PHOTO(13, 38, '#dcbf9d'),
        ],
        watermark: specimen(84, -24, '#f6e3d8'),
        texts: [
          words('样例省老年人优待证', {
            x: 38,
            y: 7,
            width: 122,
            height: 13,
            face: 'song-bold',
            size: 24,
            colour: '#fff4dc',
            align: 'center',
            letterSpacing: 1.8,
          }),
          words('（样本 无效 · 仅供演示）', {
            x: 38,
            y: 21,
            width: 122,
            height: 6,
            size: 9.5,
            colour: '#fbe3bd',
            align: 'center',
          }),
          photoWords(13, 38),
          ...front.texts,
          words('编号', { x: 14, y: 92, width: 16, height: 7, size: 12, colour: label, align: 'spread' }),
        ],
        fields: [
          ...front.fields,
          value('优待证编号', {
            x: 35,
            y: 92,
            width: 120,
            height: 7,
            size: 14,
            face: 'song-bold',
            letterSpacing: 0.6,
            wrap: false,
          }),
        ],
        pictures: [{ name: '照片', x: 13, y: 38, width: 36, height: 45 }],
      },
      {
        ...CARD,
        background: { colour: '#fffaf0' },
        figures: [waves(pale, 16, 13), EDGE(red)],
        watermark: specimen(84, -24, '#f6e3d8'),
        rules: [line({ x: 12, y: 20 }, { x: 159, y: 20 }, '#dcb88f')],
        texts: [
          words('优 待 须 知', {
            x: 12,
            y: 8,
            width: 147,
            height: 10,
            face: 'song-bold',
            size: 17,
            colour: red,
            align: 'center',
          }),
          words(NOTICE, {
            x: 13,
            y: 23,
            width: 145,
            height: 42,
            size: 10.2,
            colour: '#4a3524',
            wrap: true,
            lineHeight: 1.5,
            vertical: 'top',
            align: 'left',
          }),
          words('发证机关', { x: 13, y: 74, width: 22, height: 7, size: 11, colour: label, align: 'spread' }),
          words('救助联系', { x: 13, y: 83, width: 22, height: 7, size: 11, colour: label, align: 'spread' }),
          ...foot.texts,
        ],
        fields: [
          value('发证机关', { x: 40, y: 74, width: 62, height: 7, size: 12 }),
          value('联系电话', { x: 40, y: 83, width: 62, height: 7, size: 12 }),
          ...foot.fields,
        ],
        qr: { x: 131, y: 72, size: 28 },
        seals: [{ name: 'issuer', x: 105, y: 78 }],
      },
    ],
  });
}
