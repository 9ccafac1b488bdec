export {
  ATTACHMENT_KINDS,
  PAPER_STEPS,
  RELATIONS,
  type AssociatedLicence,
  type AttachmentKind,
  type LicencePaper,
  type LicenceReview,
  type PaperState,
  type PaperStep,
  type ReviewResult,
  type TakenPaperStep,
} from './parts.ts';
export { MOST_APPLICATIONS, openApplication, withApplications, type ApplicationStep } from './application.ts';
export {
  attachmentFormat,
  attachmentsOf,
  checkAssociated,
  LARGEST_ATTACHMENT,
  MOST_ATTACHMENTS,
  type AttachmentFile,
} from './attachments.ts';
export { originalFile } from './files.ts';
export { isReversible, nextState, outcomesOf, possibleEvents, stateFromEvents, type EventOutcome } from './acts.ts';
export { judgeEvent, type AskedEvent } from './judge.ts';
export {
  DRAFT_STATES,
  judgeDraftStep,
  possibleDraftSteps,
  refuseSelfIssue,
  type DraftContent,
  type DraftState,
  type DraftStep,
  type LicenceDraftRecord,
  type TakenDraftStep,
} from './draft.ts';
export { judgeReview, REVIEW_STATES, reviewMonthKey, reviewStanding, type ReviewStanding } from './review.ts';
export { judgePaperStep, judgePrinting, papersDue, possiblePaperSteps, withPapersOut } from './paper.ts';
export { agrees, FIELDS_RESULTS, isEnough, RESULT_OF, type FieldsResult, type StatedFields } from './fields-check.ts';
export { maskCode, maskName } from './mask.ts';
export { maskCitizenNumbers, maskHolders, maskPurpose } from './mask-purpose.ts';
export {
  EDITION_ACTS,
  EVIDENCE_LEVELS,
  HOLDER_CODE_TYPES,
  type ComingEdition,
  type EditionActKind,
  type EvidenceLevel,
  type FileRole,
  type Holder,
  type HolderCodeType,
  type LegalHold,
  type LicenceDestruction,
  type LicenceEdition,
  type LicenceFile,
  type LicenceOrigin,
  type LicenceRecord,
  type OrganisationReference,
  type StampingIntent,
  type StatusApplication,
  type StatusPlace,
  type StatusEvent,
} from './model.ts';
export {
  actsInForce,
  currentEdition,
  firstIssueDate,
  holdersOf,
  holdsCase,
  inMaking,
  livesOf,
  withIntent,
  withoutComing,
} from './editions.ts';
export { EDITION_WORDS, editionValidity, judgeEdition, possibleEditions } from './judge-edition.ts';
export { statusOf, type LicenceStatus, type StatusAnswer } from './status.ts';
export { checkHolders, MAX_HOLDERS, validityOf, type Validity } from './validate.ts';
export { effectOf, EVENT_WORDS, type EventEffect } from './words.ts';
export { STATUS_EVENTS, type StatusEventKind } from './status-events.ts';
