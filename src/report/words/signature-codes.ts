import type { CheckCode } from '../codes.ts';
import type { CodeWords } from './shape.ts';

/** Reasons that ETSI EN 319 102-1 names: about the signature and its certificates. */
export const SIGNATURE_CODE_WORDS = {
  FORMAT_FAILURE: {
    title: { en: 'Signature malformed', zh: '签章格式错误' },
    meaning: {
      en: 'The data of the signature do not have the form that the standard requires. Do not rely on this file.',
      zh: '签章数据不符合标准规定的格式，请勿采信此文件。',
    },
  },
  HASH_FAILURE: {
    title: { en: 'Altered after sealing', zh: '文件被改动' },
    meaning: {
      en: 'The content is not the one that was sealed: the file was altered afterwards.',
      zh: '文件内容与盖章时不一致，盖章之后被改动过。',
    },
  },
  SIG_CRYPTO_FAILURE: {
    title: { en: 'Signature wrong', zh: '签名无效' },
    meaning: {
      en: 'The signature was not made with the key of the named signer: it is forged or damaged.',
      zh: '签名值不是由所称签章人的密钥产生的，可能是伪造的或已损坏。',
    },
  },
  REVOKED: {
    title: { en: 'Signed with a revoked certificate', zh: '签章证书已被撤销' },
    meaning: {
      en: 'Before the seal was used, the certificate of the signer had been revoked, or its key had come into other hands.',
      zh: '在盖章之前，签章人的证书已被撤销，或其密钥已失控。',
    },
  },
  EXPIRED: {
    title: { en: 'Signed with an expired certificate', zh: '签章证书已过期' },
    meaning: {
      en: 'The certificate of the signer had expired before the seal was used.',
      zh: '签章人的证书在盖章之前已过期。',
    },
  },
  NOT_YET_VALID: {
    title: { en: 'Signed before the certificate was valid', zh: '签章证书尚未生效' },
    meaning: {
      en: 'The certificate of the signer was not yet valid when the seal was used.',
      zh: '盖章时签章人的证书尚未生效。',
    },
  },
  SIG_CONSTRAINTS_FAILURE: {
    title: { en: 'Signature breaks a rule', zh: '签章不符合规定' },
    meaning: {
      en: 'The signature is right in itself but does not meet a rule that it has to keep.',
      zh: '签名值本身正确，但不满足应遵守的规定。',
    },
  },
  CHAIN_CONSTRAINTS_FAILURE: {
    title: { en: 'Certificate not meant for this', zh: '证书用途不符' },
    meaning: {
      en: 'The certificate of the signer was found but may not be used for this purpose.',
      zh: '找到了签章人的证书，但该证书不能用于此用途。',
    },
  },
  CERTIFICATE_CHAIN_GENERAL_FAILURE: {
    title: { en: 'Certificates cannot be checked', zh: '证书链无法验证' },
    meaning: {
      en: 'The certificates that lead from the signer to a trusted authority could not be checked.',
      zh: '从签章人到可信机构的证书链无法完成验证。',
    },
  },
  CRYPTO_CONSTRAINTS_FAILURE: {
    title: { en: 'Cryptography too weak', zh: '密码算法强度不足' },
    meaning: {
      en: 'The signature uses an algorithm or key that is no longer considered safe.',
      zh: '签章使用的算法或密钥已不再安全。',
    },
  },
  TIMESTAMP_ORDER_FAILURE: {
    title: { en: 'Time stamps contradict each other', zh: '时间戳先后矛盾' },
    meaning: {
      en: 'A proof of time is later than another one that was made over it, so none of them can be relied on.',
      zh: '一个时间证明晚于覆盖它的另一个时间证明，先后矛盾，均不能采信。',
    },
  },
  NO_SIGNING_CERTIFICATE_FOUND: {
    title: { en: 'Signer unknown', zh: '缺少签章人证书' },
    meaning: {
      en: 'The file does not contain the certificate of the signer, so nobody can tell who signed.',
      zh: '文件中没有签章人的证书，无法得知由谁签章。',
    },
  },
  NO_CERTIFICATE_CHAIN_FOUND: {
    title: { en: 'Signer not trusted here', zh: '签章人不在信任范围' },
    meaning: {
      en: 'The certificate of the signer does not come from an authority that this service trusts. Anybody can make such a certificate.',
      zh: '签章人的证书不是由本服务信任的机构颁发的；任何人都可以自制这样的证书。',
    },
  },
  REVOKED_NO_POE: {
    title: { en: 'Certificate revoked, time unproven', zh: '证书已撤销，盖章时间无法证明' },
    meaning: {
      en: 'The certificate of the signer is revoked now, and nothing proves that the seal was used before that, or before its key came into other hands.',
      zh: '签章人的证书现已撤销，且无法证明盖章发生在撤销或密钥失控之前。',
    },
  },
  REVOKED_CA_NO_POE: {
    title: { en: 'Issuing authority revoked', zh: '发证机构证书已撤销' },
    meaning: {
      en: 'The certificate of an authority above the signer is revoked, and nothing proves that the seal was used before that.',
      zh: '签章人上级发证机构的证书已撤销，且无法证明盖章发生在撤销之前。',
    },
  },
  OUT_OF_BOUNDS_NOT_REVOKED: {
    title: { en: 'Certificate out of its period', zh: '证书不在有效期（未撤销）' },
    meaning: {
      en: 'The certificate of the signer is outside its period now; it was not revoked.',
      zh: '签章人的证书目前不在有效期内，但未被撤销。',
    },
  },
  OUT_OF_BOUNDS_NO_POE: {
    title: { en: 'Certificate expired, time unproven', zh: '证书已过期，盖章时间无法证明' },
    meaning: {
      en: 'The certificate of the signer is outside its period now, and nothing proves that the seal was used within it.',
      zh: '签章人的证书目前不在有效期内，且无法证明盖章发生在有效期内。',
    },
  },
  TRY_LATER: {
    title: { en: 'Cannot be decided yet', zh: '暂时无法确定' },
    meaning: {
      en: 'Newer information on revoked certificates is needed. Try again later.',
      zh: '需要更新的证书撤销信息，请稍后再查。',
    },
  },
  SIGNED_DATA_NOT_FOUND: {
    title: { en: 'Signed data missing', zh: '缺少被签署的数据' },
    meaning: {
      en: 'What was signed is not in the file, so the signature cannot be compared with it.',
      zh: '文件中找不到被签署的内容，无法核对签名。',
    },
  },
} as const satisfies Partial<Record<CheckCode, CodeWords>>;
