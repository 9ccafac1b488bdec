export { encodeAlgorithm, parseAlgorithm, parsePublicKey, sameAlgorithm, SM2_WITH_SM3 } from './algorithm.ts';
export * from './certificate/extensions.ts';
export type { GeneralName, GeneralNameKind } from './certificate/general-name.ts';
export { nameKeyOfText } from './certificate/name-from-text.ts';
export { nameAttribute, nameKey, nameText, parseName, sameName } from './certificate/name.ts';
export { MAX_CERTIFICATE_BYTES, parseCertificate } from './certificate/parse.ts';
export { certificateDigest, summarise } from './certificate/summary.ts';
export type * from './model.ts';
export { MAX_PEM_BYTES, readCertificates, readDerOrPem, readPem, writePem } from './pem.ts';
export { MAX_CRL_BYTES, parseCertificateList, revocationListNumber } from './crl/parse.ts';
export { buildPath } from './path/build.ts';
export type { CertificateUsage } from './path/usage.ts';
export { findPaths, MAX_PATH_LENGTH, type FoundPath, type PathSearch, type PathSources } from './path/find.ts';
export { gatherPaths, gatherRevocationLists, type GatheredPaths, type Questioned } from './path/gather.ts';
export { isDemonstrationCertificate, judgePaths, type PathResult, type PathTerms } from './path/judge.ts';
export { nameConstraints, type NameConstraints } from './path/name-constraints.ts';
export { revocationStatus, type RevocationStatus } from './path/revocation.ts';
export { policyExtensions, type PolicyExtensions } from './path/policies/read.ts';
export { processPolicies, type PolicyResult } from './path/policies/walk.ts';
export { createVerificationCache, type VerificationCache } from './signature/cache.ts';
export { RSA_PADDINGS, schemeDigest, schemeIdentifier, usualScheme, type RsaPadding } from './signature/identifier.ts';
export { digestOf, signatureScheme } from './signature/scheme.ts';
export { verifySigned, type SignatureResult, type SignedBytes } from './signature/verify.ts';
export { prepareTrust, type PreparedTrust } from './trust/prepare.ts';
export { recordTrust, type RecordedTrust } from './trust/record.ts';
export type { OcspSigner, PreparedOcspResponse } from './trust/ocsp-response.ts';
export type { PreparedRevocationList } from './trust/revocation-list.ts';
export { authorisedSealMaker } from './trust/seal-maker.ts';
export { certificatesOf, withValidationData } from './trust/validation-data.ts';
export { profileExtensions, type CertificateProfile, type ProfileFields } from './certificate/profile.ts';
export * from './certificate/write-extensions.ts';
export { encodeName, type NameFields } from './certificate/write-name.ts';
export { assembleSigned, encodeSerialNumber, tbsCertificate, type CertificateSpec } from './certificate/write.ts';
export { encodeCertificateId, isIssuedBy, namesIssuer, type CertificateIdDigest } from './ocsp/certificate-id.ts';
export type * from './ocsp/model.ts';
export {
  MAX_OCSP_RESPONSE_BYTES,
  parseBasicOcspResponse,
  parseOcspResponse,
  parseOcspResponseData,
  type OcspResponse,
} from './ocsp/parse.ts';
export { encodeOcspRequest, MAX_OCSP_QUESTIONS, MAX_OCSP_REQUEST_BYTES, parseOcspRequest } from './ocsp/request.ts';
export {
  assembleOcspResponse,
  encodeOcspResponse,
  ocspResponseData,
  responderKeyHash,
  type OcspResponseSpec,
  type SingleResponseSpec,
} from './ocsp/write.ts';
export { tbsCertificateList, type CertificateListSpec } from './crl/write.ts';
export { parseRequest, type CertificateRequest } from './csr/parse.ts';
export { tbsRequest, type RequestSpec } from './csr/write.ts';
export { encodeExtension, parseExtensions } from './extension.ts';
export { parseSignedAttributes, readSignedAttributes, type SignedAttributes } from './cms/attributes.ts';
export { convertBer } from './cms/ber.ts';
export { MAX_CMS_BYTES, parseSignedData, type Attribute, type SignedData, type SignerInfo } from './cms/parse.ts';
export { addSignatureTimeStamp, addUnsignedAttribute } from './cms/unsigned.ts';
export { addValidationValues, validationValuesOf } from './cms/validation-values.ts';
export { verifyDetachedCms, type CmsResult, type DetachedCms } from './cms/verify.ts';
export {
  finishSignedData,
  prepareSignedData,
  signedDataSize,
  type CmsForm,
  type CmsSigner,
  type PreparedSignedData,
} from './cms/write.ts';
export type * from './pkcs12/model.ts';
export { MAX_PKCS12_BYTES, parseAuthenticatedSafe, parsePkcs12, parseSafeContents } from './pkcs12/parse.ts';
export { MAX_PKCS12_ITERATIONS } from './pkcs12/read.ts';
export { evidenceRecordData, judgeEvidenceRecord, type EvidenceRecordVerdict } from './ers/judge.ts';
export { namedDigest, renewedContent } from './ers/covered.ts';
export {
  archiveTimeStamp,
  encodeEvidenceRecord,
  evidenceRecordOf,
  MAX_EVIDENCE_RECORD_BYTES,
  parseEvidenceRecord,
  type EvidenceRecord,
} from './ers/record.ts';
export { lastTimeStamp, withChain, withLastToken, withTimeStamp } from './ers/renew.ts';
export { readTimeStampAnswer, type AnsweredTimeStamp, type TimeStampAnswer } from './tsp/answer.ts';
export { DIGEST_OCTETS, knownImprint, type Imprint } from './tsp/imprint.ts';
export { encodeTimeStampInfo, parseTimeStampInfo, type TimeStampInfo, type TimeStampInfoSpec } from './tsp/info.ts';
export {
  encodeTimeStampRequest,
  MAX_TIME_STAMP_REQUEST_BYTES,
  parseTimeStampRequest,
  type TimeStampRequest,
  type TimeStampRequestSpec,
} from './tsp/request.ts';
export {
  grantTimeStamp,
  MAX_TIME_STAMP_RESPONSE_BYTES,
  parseTimeStampResponse,
  refuseTimeStamp,
  type TimeStampFailure,
  type TimeStampResponse,
} from './tsp/response.ts';
export { finishToken, prepareToken, type PreparedToken } from './tsp/token.ts';
export { verifyTimeStamp, verifyTimeStampOf, type TimeStampResult } from './tsp/verify.ts';
export {
  claimFault,
  CLOCK_TOLERANCE,
  existenceEvidence,
  registerProof,
  settleExistence,
  type Existence,
  type ProofOfExistence,
  type RegisterEntry,
} from './existence/existence.ts';
export { judgeToken, type TokenContext, type TokenVerdict } from './existence/token.ts';
