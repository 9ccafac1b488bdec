import type { Messages } from './shape.ts';

/** Cryptographic operations and encodings. */
export const cryptoMessages = {
  DER_MALFORMED: {
    en: 'Not valid DER at byte {offset}: {technical}',
    zh: 'DER 编码错误（第 {offset} 字节；技术细节：{technical}）',
  },
  DER_UNEXPECTED: {
    en: 'DER structure is not as expected in {structure}: {technical}',
    zh: '{structure} 的 DER 结构不符（技术细节：{technical}）',
  },
  CLAIM_MALFORMED: { en: 'This is no claim of a licence: {technical}', zh: '这不是证照声明（技术细节：{technical}）' },
  STATUS_LIST_MALFORMED: { en: 'This is no status list: {technical}', zh: '这不是证照状态列表（技术细节：{technical}）' },
  KEY_SET_MALFORMED: { en: 'This is no key set: {technical}', zh: '这不是签发密钥集（技术细节：{technical}）' },
  STATEMENT_MALFORMED: { en: 'This is no statement of this service', zh: '这不是本服务的声明' },
  STATEMENT_KEY_MISSING: {
    en: 'This installation has no key that signs what the service says; it is made when a CA in custody can certify it',
    zh: '本系统没有服务声明密钥；密钥库中有可签发证书的 CA 时自动生成',
  },
  ALGORITHM_UNSUPPORTED: { en: 'The algorithm is not supported: {algorithm}', zh: '不支持的算法：{algorithm}' },
  KEY_INVALID: { en: 'The key is not valid: {technical}', zh: '密钥无效（技术细节：{technical}）' },
  SELF_TEST_FAILED: { en: 'The cryptographic self-test failed: {technical}', zh: '密码算法自检失败（技术细节：{technical}）' },
} as const satisfies Messages;
