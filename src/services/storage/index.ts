export { NO_OWNER } from './ports.ts';
export { establishIdentity, raiseSchema, readIdentity, STORE_IDENTITY, STORE_SCHEMA } from './identity.ts';
export type { AlarmRecord, KeptWindow, UsageRecord } from './alarm-records.ts';
export type {
  RecordedFailure,
  StampBatchItemRecord,
  StampBatchItemState,
  StampBatchRecord,
  StampBatchResultRecord,
  StampBatchState,
} from './batch-records.ts';
export type { ObjectionFileRecord } from './objection-records.ts';
export type { IssueBatchPartRecord, IssueBatchRecord, IssueBatchState, IssueRow, IssueRowResult } from './issue-batch-records.ts';
export type {
  CountersigningHold,
  CountersigningRecord,
  CountersigningResultRecord,
  CountersigningStep,
} from './countersigning-records.ts';
export type {
  BlobStore,
  IndexQuery,
  IndexValue,
  JournalStore,
  KeptFile,
  OpenStore,
  ProtectionSurvey,
  RecordStore,
  RecordWrite,
  SealedFiles,
  Store,
  StoreIdentity,
  DataKeyUse,
  StoreProtection,
  StoreSnapshot,
} from './ports.ts';
export {
  checkRecordId,
  indexEntries,
  isRecordId,
  MAX_APPEND_BYTES,
  MAX_ID_BYTES,
  MAX_PAGE,
  MAX_RECORD_BYTES,
  pageLimit,
} from './rules.ts';
export {
  INDEXES,
  OUTBOX_COLLECTIONS,
  type ClaimRecord,
  type CollectionName,
  type Collections,
  type DataKeyRecord,
  type IndexName,
  type IssuedCertificateRecord,
  type PublicationRecord,
  type ReportRecord,
  type SettingRecord,
  type StatusPlanRecord,
} from './records.ts';
export type {
  AccountRecord,
  ApiKeyRecord,
  SecondFactor,
  HolderSessionRecord,
  SessionIdentity,
  SessionRecord,
} from './access-records.ts';
export type {
  NoticeRecord,
  SealCompromiseRecord,
  SealStopRecord,
  SigningRecord,
  StampDraft,
  StampingRecord,
} from './stamping-records.ts';
export type { DirectoryErrorRecord, EvidencePackageRecord, LicenceChangeRecord, WebhookRecord } from './sharing-records.ts';
export type { TransientContent, TransientRecord } from './transient.ts';
export {
  BLIND_CLAIMS,
  PROTECTED,
  PROTECTED_COLLECTIONS,
  protectedMembers,
  type BlindKind,
  type ProtectedMembers,
} from './protected.ts';
