/** Face of a fictitious elderly preferential card (老年人优待证); marked 样本 无效 throughout. */
import { readTemplate, type FaceTemplate } from '../layout/index.ts';
import { CARD, cardEdge, photoFrame, cardWaves, photoWords } from './card.ts';
import { formRows, line, lookUp, specimen, value, words } from './form.ts';

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
          cardWaves(pale, 16, 13),
          { kind: 'panel', x: 2, y: 2, width: CARD.width - 4, height: 28, radius: 6, fill: red },
          { kind: 'panel', x: 2, y: 16, width: CARD.width - 4, height: 14, fill: red },
          { kind: 'panel', x: 2, y: 31, width: CARD.width - 4, height: 0.7, fill: '#e0a93b' },
          cardEdge(red),
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
          photoFrame(13, 38, '#dcbf9d'),
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
        figures: [cardWaves(pale, 16, 13), cardEdge(red)],
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
