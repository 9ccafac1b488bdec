import type { Messages } from './shape.ts';

/** Certificates, revocation lists, trust stores and key custody. */
export const pkiMessages = {
  CERTIFICATE_MALFORMED: { en: 'The certificate is malformed: {reason}', zh: '证书格式错误：{reason}' },
  CRL_MALFORMED: { en: 'The certificate revocation list is malformed: {reason}', zh: '证书撤销列表格式错误：{reason}' },
  CSR_MALFORMED: { en: 'The certificate request is malformed: {reason}', zh: '证书请求格式错误：{reason}' },
  CMS_MALFORMED: { en: 'The CMS structure is malformed: {reason}', zh: 'CMS 结构错误：{reason}' },
} as const satisfies Messages;
