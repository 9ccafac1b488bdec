/** Face of a fictitious disability certificate (残疾人证), a card; marked 样本 无效 throughout. */
import { readTemplate, type FaceTemplate } from '../layout/index.ts';
import { CARD, cardEdge, photoFrame, cardWaves, photoWords } from './card.ts';
import { formRows, line, lookUp, specimen, value, words } from './form.ts';

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
          cardWaves(pale, 14, 17),
          cardEdge(green),
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
          photoFrame(13, 36, '#a9cdb8'),
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
        figures: [cardWaves(pale, 14, 17), cardEdge(green)],
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
