import type { Messages } from './shape.ts';

/** Cryptographic operations and encodings. */
export const cryptoMessages = {
  DER_MALFORMED: { en: 'Not valid DER at byte {offset}: {reason}', zh: 'DER 编码错误（第 {offset} 字节）：{reason}' },
  DER_UNEXPECTED: {
    en: 'DER structure is not as expected in {structure}: {reason}',
    zh: '{structure} 的 DER 结构不符：{reason}',
  },
  ALGORITHM_UNSUPPORTED: { en: 'The algorithm is not supported: {algorithm}', zh: '不支持的算法：{algorithm}' },
  KEY_INVALID: { en: 'The key is not valid: {reason}', zh: '密钥无效：{reason}' },
  SELF_TEST_FAILED: { en: 'The cryptographic self-test failed: {test}', zh: '密码算法自检失败：{test}' },
} as const satisfies Messages;
