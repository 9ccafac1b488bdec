/** Face of a fictitious residence permit (居住证), a card; marked 样本 无效 throughout. */
import { readTemplate, type FaceTemplate } from '../layout/index.ts';
import { CARD, cardEdge, photoFrame, cardWaves, photoWords } from './card.ts';
import { formRows, lookUp, specimen, value, words } from './form.ts';

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
          cardWaves(pale, 15, 15),
          { kind: 'rosette', x: 64, y: 56, outer: 40, inner: 16, petals: 22, strands: 3, stroke: { width: 0.1, colour: pale } },
          cardEdge(blue),
          photoFrame(123, 22, '#b8ccd8'),
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
          cardWaves(pale, 15, 15),
          { kind: 'rosette', x: 85.6, y: 50, outer: 46, inner: 18, petals: 26, strands: 3, stroke: { width: 0.1, colour: pale } },
          cardEdge(blue),
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
