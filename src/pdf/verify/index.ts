export { signatureFields } from './fields.ts';
export { findSignatures } from './find.ts';
export { lastTimeStamp } from './last-time-stamp.ts';
export { listSignatures, type ListedSignature } from './list.ts';
export type { FoundSignature, SignatureField, Widget } from './model.ts';
export type { PdfVerification } from './options.ts';
export { readSecurityStore } from './security-store.ts';
export { verifyPdf } from './verify.ts';
