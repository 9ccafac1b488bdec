import type { DeviationCode } from '../deviations.ts';
import type { Words } from './shape.ts';

/** Each tolerated departure from a standard as a sentence. */
export const DEVIATION_WORDS: Readonly<Record<DeviationCode, Words>> = {
  RAW_SM2_SIGNATURE: {
    en: 'The SM2 signature is 64 plain bytes instead of a DER structure.',
    zh: 'SM2 签名值为 64 字节原始格式，而非 DER 结构。',
  },
  EMPTY_SM2_USER_ID: { en: 'The SM2 signature uses an empty user ID.', zh: 'SM2 签名使用了空的用户标识。' },
  DIGEST_ALGORITHM_MISMATCH: {
    en: 'The digest algorithm is named differently in different places.',
    zh: '不同位置标明的摘要算法不一致。',
  },
  GAP_WITHOUT_DELIMITERS: {
    en: 'The unsigned gap leaves out the delimiters of the signature value.',
    zh: '未签名的空档没有包含签名值的定界符。',
  },
  WRONG_STREAM_LENGTH: { en: 'A stream states a wrong length.', zh: '某个数据流标明的长度有误。' },
  HYBRID_CROSS_REFERENCE: {
    en: 'The file has a hybrid cross-reference; old and new readers may see different documents.',
    zh: '文件含混合交叉引用，新旧阅读器可能看到不同的内容。',
  },
  HEADER_NOT_AT_START: { en: 'Bytes stand before the header of the file.', zh: '文件头之前另有字节。' },
  MALFORMED_OBJECT: { en: 'The file has an object that cannot be read.', zh: '文件含有无法读取的对象。' },
  DANGLING_CROSS_REFERENCE: {
    en: 'An entry of the cross-reference table points to nothing.',
    zh: '交叉引用表中有条目指向不存在的对象。',
  },
  CMS_WITHOUT_SIGNED_ATTRIBUTES: { en: 'The signature has no signed attributes.', zh: '签名数据没有签名属性。' },
  CMS_WITH_EMBEDDED_CONTENT: {
    en: 'The detached signature carries content of its own.',
    zh: '分离式签名中带有内嵌内容。',
  },
  CMS_DIGEST_AS_CONTENT: {
    en: 'The signature carries the digest of what is signed as its content.',
    zh: '签名数据以被签内容的摘要作为内嵌内容。',
  },
  CMS_NOT_DER: { en: 'The signature is encoded in BER, not in DER.', zh: '签名数据采用 BER 编码，而非 DER 编码。' },
  MIXED_CMS_OIDS: {
    en: 'Identifiers of GB/T 35275 and of PKCS #7 are mixed.',
    zh: '混用了 GB/T 35275 与 PKCS #7 的对象标识符。',
  },
  SIGNER_BY_KEY_IDENTIFIER: {
    en: 'The signer is named by key identifier instead of by issuer and serial number.',
    zh: '以密钥标识符而非颁发者和序列号指明签名者。',
  },
  IMPLICIT_TAGGING: { en: 'A field is tagged implicitly instead of explicitly.', zh: '某个字段使用了隐式标签，而非显式标签。' },
  SEAL_CREATED_OUTSIDE_PERIOD: {
    en: 'The seal was created outside its own period of validity.',
    zh: '印章的制作时间不在其有效期之内。',
  },
  SEAL_TIME_TYPE: { en: 'A time in the seal has an unexpected type.', zh: '印章中的时间类型与标准不符。' },
  OCTET_STRING_FOR_BIT_STRING: {
    en: 'An octet string stands where a bit string is required.',
    zh: '应为比特串的位置使用了八位组串。',
  },
  CERT_LIST_WITHOUT_CERTIFICATES: {
    en: 'The certificate list of the seal has entries that are no certificates.',
    zh: '印章的签章人证书列表中有不是证书的条目。',
  },
  UNKNOWN_CRITICAL_EXTENSION: {
    en: 'An extension marked critical is not known here.',
    zh: '存在无法识别的关键扩展项。',
  },
  SHA1_DIGEST: { en: 'The digest is SHA-1, which is no longer considered safe.', zh: '使用了不再安全的 SHA-1 摘要算法。' },
  CLAIMED_TIME_DIFFERS: { en: 'The file states different times of signing.', zh: '文件中标明的签章时间不一致。' },
  WRAPPED_STRUCTURE: { en: 'The structure is wrapped in another one.', zh: '数据结构外多了一层封装。' },
  EXPLICIT_DEFAULT: { en: 'A default value is written out.', zh: '写出了本应省略的缺省值。' },
  SIGNING_TIME_TEXT: { en: 'The time of signing is written as free text.', zh: '签章时间以自由文本书写。' },
  SES_VERSION_NUMBER: {
    en: 'The version numbers inside the seal signature do not belong together.',
    zh: '电子签章中的版本号与标准不符。',
  },
};
