export { originalFile } from './files.ts';
export { maskCode, maskName } from './mask.ts';
export type {
  EvidenceLevel,
  FileRole,
  Holder,
  HolderCodeType,
  LicenceEdition,
  LicenceFile,
  LicenceOrigin,
  LicenceRecord,
  OrganisationReference,
  StampingIntent,
  StatusEvent,
  StatusEventKind,
} from './model.ts';
export {
  currentEdition,
  nextState,
  possibleEvents,
  stateFromEvents,
  statusOf,
  type LicenceStatus,
  type StatusAnswer,
} from './status.ts';
export type { FaceSource, FieldDefinition, LicenceTypeRecord } from './type.ts';
export { checkFields, checkHolders, MAX_HOLDERS, validityOf, type Validity } from './validate.ts';
export { EVENT_WORDS, STATE_WORDS } from './words.ts';
