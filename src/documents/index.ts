export {
  finishCmsSigning,
  prepareCmsSigning,
  type CmsProfile,
  type CmsSigningInput,
  type DocumentSigner,
  type PreparedCmsDocument,
  type SealField,
} from './cms-signing.ts';
export type { Certification } from '../pdf/index.ts';
export { documentDigest } from './digest.ts';
export { createDocumentEngine, type DocumentEngine } from './engine.ts';
export {
  answeredBy,
  verifyAgain,
  verifyWithDiagnostic,
  type Verification,
  type VerificationDiagnostic,
} from './diagnostic/index.ts';
export { finishEvidence, prepareEvidence, type EvidenceEngine, type EvidenceInput, type PreparedEvidence } from './evidence.ts';
export { finishFilling, prepareFilling, type FillingInput } from './fill.ts';
export {
  finishLicence,
  paintLicence,
  prepareLicence,
  type FaceContent,
  type LicencePainting,
  type LicenceInput,
  type PaintedLicence,
} from './issue.ts';
export { isCostlyPlace, locateStamp, type Placement } from './locate.ts';
export { PAGE_LIST, readPageChoice } from './pages.ts';
export { readPicture } from './pictures.ts';
export { STRADDLE_GROUP, type PageChoice } from '../pdf/index.ts';
export { preparePreview, type PreparedPreview, type PreviewInput, type PreviewPage } from './preview.ts';
export { recognise, type DocumentFormat } from './recognise.ts';
export { finishReport, prepareReport, type PrintedReportInput, type ReportMaker } from './report/index.ts';
export type { SealInUse } from './seal.ts';
export { carried, revived, type CarriedDocument, type PreparedDocument, type SealedDocument } from './sealing.ts';
export { finishStamp, prepareStamp, type StampInput, type StampPlace, type StampPlaces } from './stamp.ts';
export { templateSeals } from './template-seals.ts';
export { verifyDocument, type DocumentVerification } from './verify.ts';
export { lastDocumentTimeStamp } from './time-stamp.ts';
