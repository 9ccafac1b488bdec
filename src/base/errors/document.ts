import type { Messages } from './shape.ts';

/** Documents: reading, stamping, verifying. */
export const documentMessages = {
  DOCUMENT_UNRECOGNISED: { en: 'The file is not a document of a supported format', zh: '不是受支持格式的文件' },
  PDF_MALFORMED: {
    en: 'The PDF is malformed at byte {offset}: {technical}',
    zh: 'PDF 已损坏或不符合规范，无法读取（第 {offset} 字节；技术细节：{technical}）',
  },
  PDF_ENCRYPTED: { en: 'The PDF is encrypted and cannot be processed', zh: 'PDF 已加密，无法处理' },
  PDF_FILTER_UNSUPPORTED: {
    en: 'A stream of the PDF uses a filter that is not supported: {filter}',
    zh: 'PDF 数据流使用了不支持的过滤器：{filter}',
  },
  PDF_NOT_STAMPABLE: { en: 'The PDF cannot be stamped: {reason}', zh: '该 PDF 不能盖章：{reason}' },
  KEYWORD_NOT_FOUND: {
    en: 'The keyword is not found as asked for ({reason}): it occurs {found} times in the text of {pages} pages, of which {unread} could not be read whole',
    zh: '未按要求（{reason}）找到关键字：共检查 {pages} 页文字，出现 {found} 次，其中 {unread} 页无法完整读取',
  },
  PLACE_NOT_FOUND: { en: 'There is no such place for the seal: {reason}', zh: '找不到所指的盖章位置：{reason}' },
  PLACE_AMBIGUOUS: {
    en: 'The place for the seal is not clear: there are {found} ({reason})',
    zh: '盖章位置不明确：共有 {found} 处（{reason}）',
  },
  DOCUMENT_TOO_COSTLY: {
    en: 'Reading this file takes more time or memory than any file may',
    zh: '读取该文件所需的时间或内存超出允许范围',
  },
  DOCUMENT_NOT_PAINTABLE: { en: 'The pages of the file cannot be painted: {reason}', zh: '无法渲染文件页面：{reason}' },
  SIGNATURE_TOO_LARGE: {
    en: 'The signature has {needed} bytes, and only {available} were kept for it',
    zh: '签名值为 {needed} 字节，预留空间仅 {available} 字节',
  },
} as const satisfies Messages;
