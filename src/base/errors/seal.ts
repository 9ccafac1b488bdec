import type { Messages } from './shape.ts';

/** Electronic seals and their signatures. */
export const sealMessages = {
  SEAL_MALFORMED: { en: 'The electronic seal is malformed: {technical}', zh: '电子印章格式错误（技术细节：{technical}）' },
  SEAL_NOT_REMAKABLE: { en: 'Seal {seal} cannot be made again here: {reason}', zh: '电子印章 {seal} 无法在此重新制作：{reason}' },
  SEAL_SIGNATURE_MALFORMED: {
    en: 'The seal signature is malformed: {technical}',
    zh: '电子签章格式错误（技术细节：{technical}）',
  },
  SEAL_PICTURE_NOT_FOUND: { en: 'There is no seal picture in signature {signature}', zh: '第 {signature} 个签名中没有印章图像' },
} as const satisfies Messages;
