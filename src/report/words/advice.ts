import type { CheckCode } from '../codes.ts';
import type { Check } from '../model.ts';
import { aroseAtMakerAlone } from './codes.ts';
import type { Words } from './shape.ts';

const ASK_FOR_THE_ORIGINAL: Words = {
  en: 'Do not accept this file; ask the holder for the original as it was issued.',
  zh: '请勿采信此文件，请持证人提供签发时的原文件。',
};
const ASK_THE_ISSUER: Words = {
  en: 'Ask the body that is named on the file, by a way you know yourself, before you rely on it.',
  zh: '采信之前，请通过自行查到的联系方式向文件上载明的机构核实。',
};
const REFUSE_AND_REPORT: Words = {
  en: 'Do not accept this file, keep a copy of it, and tell the body whose name it bears.',
  zh: '请勿采信此文件，保留副本，并告知文件所载明的机构。',
};
const SIGN_AGAIN: Words = {
  en: 'Ask the signer to seal the document again with a certificate in force.',
  zh: '请签章人使用有效证书重新盖章。',
};
const REMAKE_THE_SEAL: Words = {
  en: 'Ask the body that owns the seal to have it made again, and to seal with that.',
  zh: '请印章所属单位重新制作印章，并用新印章盖章。',
};
const FRESH_EVIDENCE: Words = {
  en: 'Check again later; the operator of this service can see to newer revocation information.',
  zh: '请稍后再次查验，或请本服务的管理员更新证书撤销信息。',
};
const NO_LONGER: Words = {
  en: 'Do not accept the licence; ask the holder what has taken its place.',
  zh: '请勿采信此证照，请持证人出示现行有效的证照。',
};

/** What the reader of a report had best do about each problem, in one sentence. */
export const ADVICE_WORDS: Readonly<Record<CheckCode, Words>> = {
  FORMAT_FAILURE: ASK_FOR_THE_ORIGINAL,
  HASH_FAILURE: REFUSE_AND_REPORT,
  SIG_CRYPTO_FAILURE: REFUSE_AND_REPORT,
  REVOKED: REFUSE_AND_REPORT,
  EXPIRED: SIGN_AGAIN,
  NOT_YET_VALID: SIGN_AGAIN,
  SIG_CONSTRAINTS_FAILURE: ASK_THE_ISSUER,
  CHAIN_CONSTRAINTS_FAILURE: SIGN_AGAIN,
  CERTIFICATE_CHAIN_GENERAL_FAILURE: ASK_THE_ISSUER,
  CRYPTO_CONSTRAINTS_FAILURE: SIGN_AGAIN,
  TIMESTAMP_ORDER_FAILURE: ASK_THE_ISSUER,
  NO_SIGNING_CERTIFICATE_FOUND: ASK_FOR_THE_ORIGINAL,
  NO_CERTIFICATE_CHAIN_FOUND: ASK_THE_ISSUER,
  REVOKED_NO_POE: SIGN_AGAIN,
  REVOKED_CA_NO_POE: ASK_THE_ISSUER,
  OUT_OF_BOUNDS_NOT_REVOKED: ASK_THE_ISSUER,
  OUT_OF_BOUNDS_NO_POE: SIGN_AGAIN,
  TRY_LATER: FRESH_EVIDENCE,
  SIGNED_DATA_NOT_FOUND: ASK_FOR_THE_ORIGINAL,
  COVERAGE_INCOMPLETE: ASK_FOR_THE_ORIGINAL,
  CHANGES_NOT_EXPLAINED: ASK_FOR_THE_ORIGINAL,
  SIGNER_NOT_IN_SEAL: REFUSE_AND_REPORT,
  SEAL_SIGNATURE_INVALID: REFUSE_AND_REPORT,
  SEAL_MAKER_NOT_AUTHORISED: REFUSE_AND_REPORT,
  SEAL_OUT_OF_PERIOD: REMAKE_THE_SEAL,
  SEAL_APPEARANCE_DIFFERS: REFUSE_AND_REPORT,
  SEAL_APPEARANCE_NOT_COMPARED: {
    en: 'Go by the name of the seal in this report, not by the picture on the page.',
    zh: '请以本报告所列的印章名称为准，不要以页面上的图形为准。',
  },
  DEMONSTRATION_TRUST: {
    en: 'Use the file for trying out only, and never as a proof.',
    zh: '此文件仅可用于试用，不得作为证明使用。',
  },
  REVOCATION_NOT_CHECKED: FRESH_EVIDENCE,
  NO_SIGNATURE: {
    en: 'Ask for the sealed PDF itself: a print, a scan or a copy saved by a viewer has lost its seal.',
    zh: '请提供带有电子签章的 PDF 原文件；打印件、扫描件或另存的副本不含签章。',
  },
  REGISTER_NOT_ASKED: {
    en: 'Check the file on the public page of the service that issued it to learn its present status.',
    zh: '如需了解当前状态，请在签发该文件的服务的公众页面上查验。',
  },
  NOT_IN_REGISTER: ASK_THE_ISSUER,
  REGISTER_UNAVAILABLE: {
    en: 'Check again later, and do not take the licence for valid until then.',
    zh: '请稍后再次查验；在此之前请勿视为有效。',
  },
  LICENCE_SUSPENDED: {
    en: 'Do not accept the licence while it is suspended; ask the issuing body when it is restored.',
    zh: '暂停期间请勿采信此证照，恢复时间请向颁发机构了解。',
  },
  LICENCE_TRANSFERRED_OUT: {
    en: 'Do not accept the licence; ask the holder for the one of the region it was transferred to.',
    zh: '请勿采信此证照，请持证人出示转入地颁发的证照。',
  },
  LICENCE_EXPIRED: {
    en: 'Do not accept the licence; ask the holder for the renewed one.',
    zh: '请勿采信此证照，请持证人出示延续后的证照。',
  },
  LICENCE_NOT_YET_VALID: {
    en: 'Accept the licence only from the first day of its validity on.',
    zh: '请在证照生效之日起再予采信。',
  },
  COPY_EXPIRED: {
    en: 'Do not accept the copy; ask the holder for the licence itself or a new copy.',
    zh: '请勿采信此加注件，请持证人出示证照原件或重新制作加注件。',
  },
  LICENCE_CANCELLED: NO_LONGER,
  LICENCE_RESCINDED: NO_LONGER,
  LICENCE_REVOKED: NO_LONGER,
  LICENCE_VOID: NO_LONGER,
  LICENCE_REPLACED: {
    en: 'Ask the holder for the newer edition.',
    zh: '请持证人出示新版本的证照。',
  },
};

/** What to do about a code as it arose in these checks: another certificate of the signer mends nothing where it is the seal maker's. */
export function adviceOf(code: CheckCode, checks: readonly Pick<Check, 'id' | 'code' | 'outcome'>[]): Words {
  const advice = ADVICE_WORDS[code];
  return advice === SIGN_AGAIN && aroseAtMakerAlone(code, checks) ? REMAKE_THE_SEAL : advice;
}
