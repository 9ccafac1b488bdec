import type { CheckCode } from '../codes.ts';
import type { CodeWords } from './shape.ts';

/** Reasons that are otherwise told of the signer, where they are the seal maker's. */
export const MAKER_CODE_WORDS: Readonly<Partial<Record<CheckCode, CodeWords>>> = {
  REVOKED: {
    title: { en: 'Seal maker’s certificate was revoked', zh: '制章证书已被撤销' },
    meaning: {
      en: 'The certificate of the seal’s maker had been revoked before the seal was used.',
      zh: '印章制作者的证书在印章使用之前已被撤销。',
    },
  },
  EXPIRED: {
    title: { en: 'Seal maker’s certificate had expired', zh: '制章证书已过期' },
    meaning: {
      en: 'The certificate of the seal’s maker had expired at the time at which the seal is judged.',
      zh: '在判定印章的时间点，印章制作者的证书已过期。',
    },
  },
  NOT_YET_VALID: {
    title: { en: 'Seal maker’s certificate not yet valid', zh: '制章证书尚未生效' },
    meaning: {
      en: 'The certificate of the seal’s maker was not yet valid at the time at which the seal is judged.',
      zh: '在判定印章的时间点，印章制作者的证书尚未生效。',
    },
  },
  CHAIN_CONSTRAINTS_FAILURE: {
    title: { en: 'Seal maker’s certificate not meant for this', zh: '制章证书用途不符' },
    meaning: {
      en: 'The certificate of the seal’s maker was found but may not be used for making seals.',
      zh: '找到了印章制作者的证书，但该证书不能用于制章。',
    },
  },
  CERTIFICATE_CHAIN_GENERAL_FAILURE: {
    title: { en: 'Seal maker’s certificates cannot be checked', zh: '制章证书链无法验证' },
    meaning: {
      en: 'The certificates that lead from the seal’s maker to a trusted authority could not be checked.',
      zh: '从印章制作者到可信机构的证书链无法完成验证。',
    },
  },
  NO_CERTIFICATE_CHAIN_FOUND: {
    title: { en: 'Seal maker not trusted here', zh: '制章者不在信任范围' },
    meaning: {
      en: 'The certificate of the seal’s maker does not come from an authority that this service trusts. Anybody can make such a certificate.',
      zh: '印章制作者的证书不是由本服务信任的机构颁发的；任何人都可以自制这样的证书。',
    },
  },
  REVOKED_NO_POE: {
    title: { en: 'Seal maker’s certificate revoked, time unproven', zh: '制章证书已撤销，用章时间无法证明' },
    meaning: {
      en: 'The certificate of the seal’s maker is revoked now, and nothing proves that the seal was used before that.',
      zh: '印章制作者的证书现已撤销，且无法证明印章是在撤销之前使用的。',
    },
  },
  REVOKED_CA_NO_POE: {
    title: { en: 'Authority of the seal maker revoked', zh: '制章者的发证机构证书已撤销' },
    meaning: {
      en: 'The certificate of an authority above the seal’s maker is revoked, and nothing proves that the seal was used before that.',
      zh: '印章制作者上级发证机构的证书已撤销，且无法证明印章是在撤销之前使用的。',
    },
  },
  OUT_OF_BOUNDS_NOT_REVOKED: {
    title: { en: 'Seal maker’s certificate out of its period', zh: '制章证书不在有效期（未撤销）' },
    meaning: {
      en: 'The certificate of the seal’s maker is outside its period now; it was not revoked.',
      zh: '印章制作者的证书目前不在有效期内，但未被撤销。',
    },
  },
  OUT_OF_BOUNDS_NO_POE: {
    title: { en: 'Seal maker’s certificate expired, time unproven', zh: '制章证书已过期，用章时间无法证明' },
    meaning: {
      en: 'The certificate of the seal’s maker is outside its period now, and nothing proves that the seal was used within it.',
      zh: '印章制作者的证书目前不在有效期内，且无法证明印章是在有效期内使用的。',
    },
  },
};
