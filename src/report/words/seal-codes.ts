import type { CheckCode } from '../codes.ts';
import type { CodeWords } from './shape.ts';

/** Reasons of our own: about the file, the seal and the trust in it. */
export const SEAL_CODE_WORDS = {
  COVERAGE_INCOMPLETE: {
    title: { en: 'Not wholly covered by the seal', zh: '签章未覆盖整个文件' },
    meaning: {
      en: 'A part of the file is outside the signature and could be anything.',
      zh: '文件中有一部分不在签章保护范围内，其内容可能是任意添加的。',
    },
  },
  CHANGES_NOT_EXPLAINED: {
    title: { en: 'Changed after sealing', zh: '盖章后有不允许的改动' },
    meaning: {
      en: 'After the seal was used, the file was changed in a way that is not permitted.',
      zh: '盖章之后，文件发生了不被允许的改动。',
    },
  },
  SIGNER_NOT_IN_SEAL: {
    title: { en: 'Signer may not use this seal', zh: '签章人无权使用该印章' },
    meaning: {
      en: 'The seal does not name this signer among those who may use it.',
      zh: '该电子印章登记的签章人中没有此签章人。',
    },
  },
  SEAL_SIGNATURE_INVALID: {
    title: { en: 'Seal forged or damaged', zh: '印章系伪造或已损坏' },
    meaning: {
      en: 'The signature of the seal’s maker is wrong: the seal was altered or is not the maker’s.',
      zh: '印章制作者的签名不正确：印章被改动过，或并非该制作者所制。',
    },
  },
  SEAL_MAKER_NOT_AUTHORISED: {
    title: { en: 'Seal maker not authorised', zh: '印章制作者未获授权' },
    meaning: {
      en: 'The seal was made by somebody who is not authorised to make seals, whatever name it shows.',
      zh: '无论印章上显示什么名称，它都不是由获授权的制章机构制作的。',
    },
  },
  SEAL_OUT_OF_PERIOD: {
    title: { en: 'Seal used outside its period', zh: '印章不在有效期内' },
    meaning: {
      en: 'The seal was used before or after the period in which it is valid.',
      zh: '盖章时间不在电子印章的有效期之内。',
    },
  },
  SEAL_APPEARANCE_DIFFERS: {
    title: { en: 'Shown seal is not the real one', zh: '显示的印章与真实印章不符' },
    meaning: {
      en: 'The picture on the page is not the picture inside the seal.',
      zh: '页面上显示的印章图形与电子印章中的图形不一致。',
    },
  },
  SEAL_APPEARANCE_NOT_COMPARED: {
    title: { en: 'Shown seal not compared', zh: '印章图形未能比对' },
    meaning: {
      en: 'The picture on the page could not be compared with the picture inside the seal.',
      zh: '页面上的印章图形无法与电子印章中的图形比对。',
    },
  },
  DEMONSTRATION_TRUST: {
    title: { en: 'Specimen, not valid', zh: '样本，无效' },
    meaning: {
      en: 'The seal comes from the demonstration authority. The file is a specimen and proves nothing.',
      zh: '该印章由演示用机构制作，文件仅为样本，不具有任何效力。',
    },
  },
  REVOCATION_NOT_CHECKED: {
    title: { en: 'Revocation not checked', zh: '未能检查证书是否撤销' },
    meaning: {
      en: 'There was no information on whether the certificate has been revoked.',
      zh: '没有可用的证书撤销信息，无法确认证书是否已被撤销。',
    },
  },
  NO_SIGNATURE: {
    title: { en: 'No seal in the file', zh: '文件没有签章' },
    meaning: {
      en: 'The file has no electronic seal or signature, so its origin cannot be checked.',
      zh: '文件中没有电子签章或电子签名，无法确认其来源。',
    },
  },
} as const satisfies Partial<Record<CheckCode, CodeWords>>;
