import type { Certification, SignatureReport } from '../model.ts';
import type { Words } from './shape.ts';

/** Kinds of signatures. */
export const KIND_WORDS: Readonly<Record<SignatureReport['kind'], Words>> = {
  seal: { en: 'electronic seal', zh: '电子签章' },
  cms: { en: 'digital signature', zh: '数字签名' },
  'time-stamp': { en: 'time stamp', zh: '时间戳' },
  unknown: { en: 'unknown', zh: '未知类型' },
};

/** Forms of signatures by their /SubFilter, as their standards call them. */
export const FORM_WORDS: ReadonlyMap<string, Words> = new Map([
  ['ETSI.CAdES.detached', { en: 'PAdES (ETSI EN 319 142)', zh: 'PAdES（ETSI EN 319 142）' }],
  ['adbe.pkcs7.detached', { en: 'PKCS #7 (ISO 32000-1)', zh: 'PKCS #7（ISO 32000-1）' }],
  ['GM.sm2cms.detached', { en: 'GM CMS (GM/T 0010)', zh: '国密 CMS（GM/T 0010）' }],
  ['ETSI.RFC3161', { en: 'RFC 3161', zh: 'RFC 3161' }],
]);

/** What a certification lets happen to the document after it (DocMDP, ISO 32000-1 §12.8.2.2). */
export const CERTIFICATION_WORDS: Readonly<Record<Certification, Words>> = {
  'no-changes': { en: 'certifies the document: no change is permitted after it', zh: '认证文件：此后不允许任何更改' },
  signing: {
    en: 'certifies the document: only filling in fields and signing are permitted after it',
    zh: '认证文件：此后仅允许填写表单和签名、签章',
  },
  annotating: {
    en: 'certifies the document: only comments, filling in fields and signing are permitted after it',
    zh: '认证文件：此后仅允许批注、填写表单和签名、签章',
  },
};

/** Who stands behind a signature of each kind, and when it claims to have been made. */
export const SIGNER_WORDS: Readonly<Record<SignatureReport['kind'], { readonly signer: Words; readonly claimed: Words }>> = {
  seal: {
    signer: { en: 'Signer', zh: '签章人' },
    claimed: { en: 'Claimed time of sealing', zh: '声称的盖章时间' },
  },
  cms: {
    signer: { en: 'Signer', zh: '签名人' },
    claimed: { en: 'Claimed time of signing', zh: '声称的签名时间' },
  },
  'time-stamp': {
    signer: { en: 'Time stamp authority', zh: '时间戳机构' },
    claimed: { en: 'Time stated', zh: '时间戳时间' },
  },
  unknown: {
    signer: { en: 'Signer', zh: '签章人' },
    claimed: { en: 'Claimed time', zh: '声称的时间' },
  },
};
