export { encodeAlgorithm, parseAlgorithm, parsePublicKey, sameAlgorithm, SM2_WITH_SM3 } from './algorithm.ts';
export * from './certificate/extensions.ts';
export { nameAttribute, nameKey, nameText, parseName, sameName } from './certificate/name.ts';
export { MAX_CERTIFICATE_BYTES, parseCertificate } from './certificate/parse.ts';
export { certificateDigest, summarise } from './certificate/summary.ts';
export type * from './model.ts';
export { MAX_PEM_BYTES, readCertificates, readDerOrPem, readPem, writePem } from './pem.ts';
