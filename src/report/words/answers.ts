import type { CodeWords } from './shape.ts';

/** Answers that no code of a report stands for. */
export const ANSWER_WORDS = {
  genuine: {
    title: { en: 'Genuine and in force', zh: '真实有效' },
    meaning: {
      en: 'The file is unaltered, its seal is trusted, and the licence is in force.',
      zh: '文件未被改动，签章可信，证照当前有效。',
    },
  },
  sealGenuine: {
    title: { en: 'Seal genuine, status unknown', zh: '签章真实，状态未知' },
    meaning: {
      en: 'The file is unaltered and its seal is trusted, but the register has no status for it: if it is a licence, ask the body named on it.',
      zh: '文件未被改动，签章可信，但登记簿中没有该文件的状态。如为证照，请向颁发机构核实。',
    },
  },
  specimenOtherwisePassed: {
    title: { en: 'Specimen, not valid', zh: '样本，无效' },
    meaning: {
      en: 'All checks passed, but the file was made for demonstration and proves nothing.',
      zh: '各项检查均通过，但此文件仅供演示，不具有任何效力。',
    },
  },
  specimenInForce: {
    title: { en: 'Specimen, not valid', zh: '样本，无效' },
    meaning: {
      en: 'The register has this code as that of a demonstration licence, which proves nothing.',
      zh: '登记簿中该查验码对应的是演示用证照，不具有任何效力。',
    },
  },
  failed: {
    title: { en: 'Not to be relied on', zh: '查验不通过' },
    meaning: { en: 'At least one check failed; see the problems named.', zh: '至少一项检查不通过，详见所列问题。' },
  },
  undecided: {
    title: { en: 'Cannot be decided', zh: '无法确定' },
    meaning: {
      en: 'At least one check could not be decided; see the problems named.',
      zh: '至少一项检查无法得出结论，详见所列问题。',
    },
  },
  unaltered: {
    title: { en: 'Unaltered', zh: '未被改动' },
    meaning: { en: 'The content is exactly what was sealed.', zh: '文件内容与盖章时完全一致。' },
  },
  sealUnaltered: {
    title: { en: 'Seal unaltered', zh: '印章完好' },
    meaning: { en: 'The seal is exactly what its maker made.', zh: '电子印章与制作时完全一致。' },
  },
  sealAltered: {
    title: { en: 'Seal altered', zh: '印章已被改动' },
    meaning: { en: 'The seal is not what its maker made.', zh: '电子印章与制作时不一致。' },
  },
  altered: {
    title: { en: 'Altered', zh: '已被改动' },
    meaning: { en: 'The content is not what was sealed.', zh: '文件内容与盖章时不一致。' },
  },
  alteredUnknown: {
    title: { en: 'Cannot be told', zh: '无法判断' },
    meaning: { en: 'It cannot be decided whether the file was altered.', zh: '无法判断文件是否被改动。' },
  },
  nobody: {
    title: { en: 'Nobody', zh: '无人签章' },
    meaning: { en: 'The file carries no seal and no signature.', zh: '文件上没有印章，也没有签名。' },
  },
  trusted: {
    title: { en: 'Trusted', zh: '可信' },
    meaning: {
      en: 'Signer and seal maker are trusted, and both were entitled when the seal was used.',
      zh: '签章人和印章制作者均可信，盖章时均在有效期内。',
    },
  },
  untrusted: {
    title: { en: 'Not trusted', zh: '不可信' },
    meaning: { en: 'The seal or its signer cannot be trusted.', zh: '印章或签章人不可信。' },
  },
  trustUnknown: {
    title: { en: 'Trust not established', zh: '无法确认是否可信' },
    meaning: { en: 'Whether signer and seal can be trusted could not be decided.', zh: '无法确认签章人和印章是否可信。' },
  },
  sealOfOtherContent: {
    title: { en: 'Seal does not vouch for this content', zh: '签章不能证明现有内容' },
    meaning: {
      en: 'The certificates may be sound, but the seal was not put on what the file contains now.',
      zh: '即使证书可信，该签章也不是对文件现有内容作出的。',
    },
  },
  registerNotAsked: {
    title: { en: 'Not asked', zh: '未查询' },
    meaning: { en: 'No register was asked about this file.', zh: '未就此文件查询登记簿。' },
  },
  statusUnknown: {
    title: { en: 'Unknown status', zh: '状态未知' },
    meaning: { en: 'The register names a status that is not known here.', zh: '登记簿返回了无法识别的状态。' },
  },
  timeProven: {
    title: { en: 'Proven', zh: '有证明' },
    meaning: {
      en: 'For every seal or signature there is a proof, besides its own word, that it existed at a certain time.',
      zh: '每个签章除自身声称的时间外，均另有证据证明其存在的时间。',
    },
  },
  timeClaimed: {
    title: { en: 'Claimed only', zh: '仅为自称' },
    meaning: {
      en: 'The time of at least one seal or signature is only what its signer claims.',
      zh: '至少一个签章的时间仅为签章人自称，没有其他证明。',
    },
  },
  notUsed: {
    title: { en: 'Nothing sealed', zh: '未用于盖章' },
    meaning: {
      en: 'The file is a seal by itself; nothing was sealed with it.',
      zh: '文件只是一枚电子印章，没有用它盖章的内容。',
    },
  },
  noTime: {
    title: { en: 'No time', zh: '没有时间' },
    meaning: { en: 'Nothing in the file was sealed or signed at any time.', zh: '文件中没有签章，也就没有签章时间。' },
  },
} as const satisfies Readonly<Record<string, CodeWords>>;
