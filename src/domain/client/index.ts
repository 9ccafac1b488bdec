export type {
  ClientActor,
  ClientKey,
  ClientKeyType,
  ClientProof,
  ClientRecord,
  ClientState,
  ClientTerms,
  TlsSubjectName,
} from './model.ts';
export { awaitsAuthorisation, clientActor, clientState, isKeyTaken, isScope, isWaiting, sameTerms } from './rules.ts';
