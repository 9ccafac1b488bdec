import type { Messages } from './shape.ts';

/** Input that cannot be read or is not allowed, whatever its subject. */
export const inputMessages = {
  DATE_INVALID: { en: 'Not a calendar date (YYYY-MM-DD): {text}', zh: '不是有效日期（YYYY-MM-DD）：{text}' },
  INPUT_INVALID: { en: 'The input is not valid: {reason}', zh: '输入无效：{reason}' },
  INPUT_TOO_LARGE: { en: 'The input is larger than allowed ({limit} bytes)', zh: '输入超过允许的大小（{limit} 字节）' },
  INPUT_UNREADABLE: { en: 'The file cannot be read: {path}', zh: '文件无法读取：{path}' },
  DEFLATE_MALFORMED: { en: 'The compressed data are damaged: {reason}', zh: '压缩数据已损坏：{reason}' },
} as const satisfies Messages;
