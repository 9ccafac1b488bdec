import type { Messages } from './shape.ts';

/** Fonts, faces and page layout. */
export const drawingMessages = {
  GLYPH_MISSING: {
    en: 'No configured font has the character {character} ({codePoint})',
    zh: '所配置的字体都没有字符 {character}（{codePoint}）',
  },
  FONT_UNUSABLE: { en: 'The font cannot be used: {reason}', zh: '字体无法使用：{reason}' },
  IMAGE_UNUSABLE: { en: 'The image cannot be used: {reason}', zh: '图像无法使用：{reason}' },
  TEMPLATE_INVALID: { en: 'The face template is not valid: {reason}', zh: '证照模板无效：{reason}' },
  TEXT_DOES_NOT_FIT: { en: 'The text of field {field} does not fit its place', zh: '字段 {field} 的文字超出版面' },
  EMBLEM_UNUSABLE: { en: 'The emblem cannot be engraved: {reason}', zh: '徽记图形无法用于印章：{reason}' },
  SEAL_FACE_INVALID: { en: 'The seal face cannot be drawn: {reason}', zh: '印章图形无法绘制：{reason}' },
  DRAWING_UNSUPPORTED: { en: 'The drawing cannot be painted here: {reason}', zh: '该图形无法在此输出：{reason}' },
  PNG_MALFORMED: { en: 'The PNG image is malformed: {technical}', zh: 'PNG 图像格式错误（技术细节：{technical}）' },
  PNG_UNSUPPORTED: {
    en: 'The PNG image uses a feature that is not supported: {technical}',
    zh: 'PNG 图像使用了不支持的特性（技术细节：{technical}）',
  },
} as const satisfies Messages;
