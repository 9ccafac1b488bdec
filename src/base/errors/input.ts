import type { Messages } from './shape.ts';

/** Input that cannot be read or is not allowed, whatever its subject. */
export const inputMessages = {
  TAR_MALFORMED: {
    en: 'The archive is not as this software writes it: it was altered',
    zh: '归档文件不是本软件所写，或已被改动',
  },
  DATE_INVALID: { en: 'Not a calendar date (YYYY-MM-DD): {text}', zh: '不是有效日期（YYYY-MM-DD）：{text}' },
  INPUT_INVALID: { en: 'The input is not valid: {reason}', zh: '输入无效：{reason}' },
  INPUT_TOO_LARGE: { en: 'The input is larger than allowed ({limit} bytes)', zh: '输入超过允许的大小（{limit} 字节）' },
  INPUT_UNREADABLE: { en: 'The file cannot be read: {path}', zh: '文件无法读取：{path}' },
  DEFLATE_MALFORMED: { en: 'The compressed data are damaged: {technical}', zh: '压缩数据已损坏（技术细节：{technical}）' },
  REQUEST_INVALID: { en: 'The request has {count} fault(s), listed in errors', zh: '请求有 {count} 处错误，见 errors' },
  BODY_MALFORMED: { en: 'The body of the request cannot be read: {reason}', zh: '请求体无法解析：{reason}' },
  MEDIA_TYPE_UNSUPPORTED: {
    en: 'This content type is not accepted here; use {expected}',
    zh: '不接受该内容类型，请使用 {expected}',
  },
  REQUEST_ABORTED: { en: 'The request ended before its body was complete', zh: '请求在传输完成前中断' },
  ROUTE_NOT_FOUND: { en: 'There is nothing at this address', zh: '该地址不存在' },
  METHOD_NOT_ALLOWED: { en: 'This address answers only {allowed}', zh: '该地址仅支持 {allowed}' },
} as const satisfies Messages;
