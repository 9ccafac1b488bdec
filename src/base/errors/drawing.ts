import type { Messages } from './shape.ts';

/** Fonts, faces and page layout. */
export const drawingMessages = {
  GLYPH_MISSING: {
    en: 'No configured font has the character {character} ({codePoint})',
    zh: '所配置的字体都没有字符 {character}（{codePoint}）',
  },
  FONT_UNUSABLE: { en: 'The font cannot be used: {reason}', zh: '字体无法使用：{reason}' },
  TEMPLATE_INVALID: { en: 'The face template is not valid: {reason}', zh: '证照模板无效：{reason}' },
  TEXT_DOES_NOT_FIT: { en: 'The text of field {field} does not fit its place', zh: '字段 {field} 的文字超出版面' },
} as const satisfies Messages;
