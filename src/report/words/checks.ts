import type { CheckId } from '../model.ts';
import type { Words } from './shape.ts';

/** Each check as the question it answers. */
export const CHECK_WORDS: Readonly<Record<CheckId, Words>> = {
  structure: { en: 'Are the signature’s data well formed?', zh: '签章数据的格式是否正确？' },
  coverage: { en: 'Does the signature cover the whole file?', zh: '签章是否覆盖整个文件？' },
  'data-hash': { en: 'Is the content the one that was sealed?', zh: '文件内容与盖章时是否一致？' },
  'signature-value': { en: 'Was it made with the signer’s key?', zh: '签名值是否由签章人的密钥产生？' },
  'signer-in-seal': { en: 'Does the seal name this signer?', zh: '签章人是否为该印章登记的签章人？' },
  'signer-chain': { en: 'Is the signer’s certificate trusted?', zh: '签章人的证书是否可信？' },
  'seal-signature': { en: 'Is the seal itself unaltered?', zh: '电子印章本身是否完好？' },
  'seal-maker': { en: 'Was the seal made by an authorised maker?', zh: '电子印章是否由获授权的机构制作？' },
  'seal-period': { en: 'Was the seal valid when it was used?', zh: '盖章时电子印章是否在有效期内？' },
  'signing-time': { en: 'Was the certificate valid when it was used?', zh: '盖章时签章人的证书是否在有效期内？' },
  revocation: { en: 'Is the certificate free of revocation?', zh: '签章人的证书是否未被撤销？' },
  changes: { en: 'Were only permitted changes made after sealing?', zh: '盖章之后是否只有允许的改动？' },
  appearance: { en: 'Does the page show the real face of the seal?', zh: '页面上显示的是否为真实的印章图形？' },
  register: { en: 'What does the register say of this licence?', zh: '登记簿中该证照的状态如何？' },
};
