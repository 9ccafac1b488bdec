/** Face of a fictitious road transport permit (道路运输经营许可证), A4 lying; marked 样本 无效 throughout. */
import { readTemplate, type FaceTemplate } from '../layout/index.ts';
import { formRows, lookUp, specimen, SPECIMEN_LINE, value, words } from './form.ts';
import { LANDSCAPE, permitFrame, permitGround } from './landscape.ts';

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
        ...LANDSCAPE,
        background: { colour: '#f8fcff' },
        figures: [
          ...permitGround('#cfe0ee', { x: 148.5, y: 118, outer: 56 }),
          ...permitFrame(dark, '#86add0'),
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
