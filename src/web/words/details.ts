import type { SignatureReport, TrustClass } from '../../report/index.ts';
import type { Words } from '../../report/words/index.ts';

/** Texts of a result and its details. */
export const DETAIL_WORDS = {
  problems: { en: 'What to do', zh: '问题与建议' },
  provenBy: { en: 'Proven: {by}, {time}', zh: '时间证明：{by}，{time}' },
  because: { en: 'Reason: {reason}', zh: '具体原因：{reason}' },
  evidence: { en: 'Evidence', zh: '证据' },
  unknownSigner: { en: 'Unknown signer', zh: '签章人不明' },
  noOrganisation: { en: 'not stated', zh: '未注明' },
  sealNamed: { en: 'Seal: {name}', zh: '印章：{name}' },
  sealedAt: { en: 'Claimed time: {time}', zh: '声称的盖章时间：{time}' },
  licence: { en: 'Licence', zh: '证照信息' },
  type: { en: 'Type', zh: '证照类型' },
  typeCode: { en: 'Type code', zh: '证照类型代码' },
  issuer: { en: 'Issued by', zh: '颁发机构' },
  holder: { en: 'Holder (masked)', zh: '持证主体（已脱敏）' },
  validity: { en: 'Valid', zh: '有效期' },
  fromTo: { en: '{from} to {to}', zh: '{from} 至 {to}' },
  fromOn: { en: 'from {from}, no end', zh: '{from} 起长期有效' },
  identifier: { en: 'Licence identifier', zh: '证照标识' },
  since: { en: 'Status since', zh: '状态起始时间' },
  asOf: { en: 'Status as of', zh: '状态查询时间' },
  code: { en: 'Verification code', zh: '查验码' },
  codeOnly: {
    en: 'This is what the register says of the code. Compare type, issuer, holder and dates with the licence in front of you: a code can be copied onto a forged licence. To check a file itself, check the PDF.',
    zh: '以上是登记簿中该查验码的记录。查验码可能被抄印到伪造的证照上，请核对类型、颁发机构、持证主体和有效期是否与所持证照一致；如需查验文件本身，请上传 PDF 文件。',
  },
  signature: { en: 'Seal or signature {number}', zh: '签章 {number}' },
  allDetails: { en: 'All checks and details', zh: '全部检查项与详细信息' },
  signer: { en: 'Signer’s certificate', zh: '签章人证书' },
  organisation: { en: 'Organisation (O)', zh: '单位（O）' },
  commonName: { en: 'Name (CN)', zh: '名称（CN）' },
  certificateIssuer: { en: 'Certificate issued by', zh: '证书颁发者' },
  serialNumber: { en: 'Serial number', zh: '证书序列号' },
  certificatePeriod: { en: 'Certificate valid', zh: '证书有效期' },
  trust: { en: 'Trust', zh: '信任类别' },
  seal: { en: 'Seal', zh: '电子印章' },
  sealName: { en: 'Name of the seal', zh: '印章名称' },
  sealCode: { en: 'Seal code', zh: '印章编码' },
  sealPeriod: { en: 'Seal valid', zh: '印章有效期' },
  sealMaker: { en: 'Made by', zh: '制作者' },
  sealVersion: { en: 'Structure', zh: '印章结构' },
  format: { en: 'Format', zh: '签名格式' },
  field: { en: 'Field', zh: '签名域' },
  claimedTime: { en: 'Claimed time of signing', zh: '声称的签章时间' },
  place: { en: 'Place', zh: '位置' },
  onPage: { en: 'page {page}, {width} × {height} mm', zh: '第 {page} 页，{width} × {height} mm' },
  invisible: { en: 'not visible on a page', zh: '页面上不可见' },
  checks: { en: 'Checks', zh: '检查项' },
  documentChecks: { en: 'Checks of the whole document', zh: '整份文件的检查项' },
  clause: { en: 'Clause: {clause}', zh: '依据：{clause}' },
  deviations: { en: 'Tolerated departures from the standards', zh: '可容忍的标准偏差' },
  document: { en: 'File', zh: '文件' },
  fileName: { en: 'File name', zh: '文件名' },
  size: { en: 'Size', zh: '大小' },
  sm3: { en: 'Digest (SM3)', zh: '摘要（SM3）' },
  validatedAt: { en: 'Checked at', zh: '查验时间' },
  chinaTime: { en: 'All times are China Standard Time (UTC+8).', zh: '所有时间均为北京时间。' },
} as const satisfies Readonly<Record<string, Words>>;

/** Kinds of signatures. */
export const KIND_WORDS: Readonly<Record<SignatureReport['kind'], Words>> = {
  seal: { en: 'electronic seal', zh: '电子签章' },
  cms: { en: 'digital signature', zh: '数字签名' },
  'time-stamp': { en: 'time stamp', zh: '时间戳' },
  unknown: { en: 'unknown', zh: '未知类型' },
};

/** Classes of trust. */
export const TRUST_WORDS: Readonly<Record<TrustClass, Words>> = {
  production: { en: 'authority trusted by this service', zh: '本服务信任的机构' },
  demonstration: { en: 'demonstration authority, never valid', zh: '演示用机构，无效' },
  none: { en: 'no trusted authority', zh: '无可信机构' },
};
