export type { Seal, SealCertificateList, SealPicture, SesExtension, SesVersion } from './seal/model.ts';
export { parseSeal, parseSealInfo, type SealInfo } from './seal/parse.ts';
export { assembleSeal, sealInfo, type SealSpecification } from './seal/write.ts';
export { summariseSeal, verifySeal, type SealVerdict, type SealVerification } from './seal/verify.ts';
export type { SesContext } from './context.ts';
export type { SesSignature } from './signature/model.ts';
export { parseSesSignature, parseTbsSign, type TbsSign } from './signature/parse.ts';
export { assembleSesSignature, tbsSign, type SesSignatureParts, type TbsSignSpecification } from './signature/write.ts';
export {
  dataHashAlgorithm,
  isSignerInSeal,
  verifySesSignature,
  type SesSignatureVerdict,
  type SesSignatureVerification,
} from './signature/verify.ts';
