/** The collections of the store and their indexes, for every adapter alike. */
import type { Verification } from '../../documents/index.ts';
import type {
  DictionaryRecord,
  FaceTemplateRecord,
  StoredLicenceType,
  TypeAdditionRecord,
} from '../../domain/catalogue/index.ts';
import type { CalendarRecord } from '../../domain/calendar/index.ts';
import type { ClientRecord } from '../../domain/client/index.ts';
import type { DemandRecord } from '../../domain/demand/index.ts';
import type { CollectedItemRecord, CollectingSource, ReturnFlowRecord } from '../../domain/collecting/index.ts';
import type { LicenceCopyRecord } from '../../domain/copy/index.ts';
import type { ApprovalRecord, GrantRecord } from '../../domain/grant/index.ts';
import type { HolderRecord, IdentifierLink, Representation } from '../../domain/holder/index.ts';
import type { LicenceDraftRecord, LicenceRecord } from '../../domain/licence/index.ts';
import type { InboxNotice } from '../../domain/notice/index.ts';
import type { ObjectionRecord } from '../../domain/objection/index.ts';
import type { OrganisationRecord, PlaceRecord } from '../../domain/organisation/index.ts';
import type { Presentation, ShareGrant } from '../../domain/presentation/index.ts';
import type { DestructionList, RetentionRule } from '../../domain/retention/index.ts';
import type { FiledSealRecord, SealApplication, SealRecord } from '../../domain/seal/index.ts';
import type { StatusMappingRecord } from '../../domain/status-mapping/index.ts';
import type { SignatureKeyRecord } from '../../domain/signature/index.ts';
import type { QualityRecord } from '../../domain/quality/index.ts';
import type { StandingRecord, StatisticsRecord } from '../../domain/statistics/index.ts';
import type { UseRecord } from '../../domain/use/index.ts';
import type { AccountRecord, ApiKeyRecord, HolderSessionRecord, SessionRecord } from './access-records.ts';
import type { AlarmRecord, UsageRecord } from './alarm-records.ts';
import type { CountersigningRecord, CountersigningResultRecord } from './countersigning-records.ts';
import type { StampBatchItemRecord, StampBatchRecord, StampBatchResultRecord } from './batch-records.ts';
import type { NoticeRecord, SealCompromiseRecord, SealStopRecord, SigningRecord, StampingRecord } from './stamping-records.ts';
import type { ObjectionFileRecord } from './objection-records.ts';
import type { IssueBatchPartRecord, IssueBatchRecord } from './issue-batch-records.ts';
import type { DirectoryErrorRecord, EvidencePackageRecord, LicenceChangeRecord, WebhookRecord } from './sharing-records.ts';
import type { TransientRecord } from './transient.ts';

/** A value that must be unique; `_id` is the value itself, prefixed by its kind. */
export interface ClaimRecord {
  readonly _id: string;
  readonly schema: 1;
  /** Rises when the value is passed on. */
  readonly version: number;
  /** Id of the aggregate that has the value. */
  readonly owner: string;
  readonly claimedAt: string;
}

/**
 * A certificate that a CA of this installation issued; `_id` is the CA (SM3 of its SubjectPublicKeyInfo) and the serial number, both
 * hexadecimal, with a slash between. The certificate itself is not kept.
 */
export interface IssuedCertificateRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  /** SM3 of the certificate, and of its SubjectPublicKeyInfo, hexadecimal. */
  readonly certificateSm3: string;
  readonly publicKeySm3: string;
  /** Names as RFC 4514 writes them. */
  readonly issuer: string;
  readonly subject: string;
  /** ISO 8601, as the time of entry. */
  readonly notBefore: string;
  readonly notAfter: string;
  readonly enteredAt: string;
  /** Who asked for it and what for, as custody's log has it; null where it was issued before there was a register. */
  readonly issuedBy: string | null;
  readonly purpose: string | null;
}

/**
 * A verification kept for a time, never its document; `_id` begins with the moment it was made and ends with 128 random bits, so that the
 * oldest come first and none can be guessed.
 */
export interface ReportRecord extends Verification {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly createdAt: string;
}

/** A head of the journal that was anchored; `_id` is its sequence number in 16 digits. */
export interface JournalHeadRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  /** The line that was written outside of the store as well. */
  readonly line: string;
}

/**
 * A key by which data of the store are sealed, itself sealed under a key of custody; `_id` is what it is for and its number in four digits,
 * with a slash between.
 */
export interface DataKeyRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  /** The key, 32 bytes, in its envelope, Base64. */
  readonly wrapped: string;
  readonly createdAt: string;
  /** ISO 8601: since when nothing is sealed under it any more; null while something is. */
  readonly retiredAt: string | null;
}

/** What is published for everybody, signed; `_id` is `key-set`, or `status-list/` and the number of the list in five digits. */
export interface PublicationRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  /** Base64 of the bytes, and their SM3, hexadecimal. */
  readonly content: string;
  readonly sm3: string;
  /** ISO 8601. */
  readonly publishedAt: string;
}

/** That the status of a licence changes at a time by what is recorded already; `_id` is the licence's. */
export interface StatusPlanRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  /** ISO 8601. */
  readonly dueAt: string;
}

/** A single fact of the installation, such as the store's identity or a lease. */
export interface SettingRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly value: Readonly<Record<string, string | number | boolean | null>>;
}

/** Record type of each collection. */
export interface Collections {
  readonly licences: LicenceRecord;
  readonly 'licence-drafts': LicenceDraftRecord;
  readonly 'issue-batches': IssueBatchRecord;
  readonly 'issue-batch-parts': IssueBatchPartRecord;
  readonly 'licence-copies': LicenceCopyRecord;
  readonly 'licence-types': StoredLicenceType;
  readonly 'licence-type-additions': TypeAdditionRecord;
  readonly dictionaries: DictionaryRecord;
  readonly 'face-templates': FaceTemplateRecord;
  readonly organisations: OrganisationRecord;
  readonly places: PlaceRecord;
  readonly seals: SealRecord;
  readonly grants: GrantRecord;
  readonly approvals: ApprovalRecord;
  readonly 'seal-stops': SealStopRecord;
  readonly 'seal-applications': SealApplication;
  readonly 'filed-seals': FiledSealRecord;
  readonly 'seal-compromises': SealCompromiseRecord;
  readonly notices: NoticeRecord;
  readonly stampings: StampingRecord;
  readonly signings: SigningRecord;
  readonly 'stamp-batches': StampBatchRecord;
  readonly 'stamp-batch-items': StampBatchItemRecord;
  readonly 'stamp-batch-results': StampBatchResultRecord;
  readonly 'countersigning-plans': CountersigningRecord;
  readonly 'countersigning-results': CountersigningResultRecord;
  readonly 'signature-keys': SignatureKeyRecord;
  readonly 'issued-certificates': IssuedCertificateRecord;
  readonly claims: ClaimRecord;
  readonly accounts: AccountRecord;
  readonly sessions: SessionRecord;
  readonly 'holder-sessions': HolderSessionRecord;
  readonly holders: HolderRecord;
  readonly 'holder-links': IdentifierLink;
  readonly representations: Representation;
  readonly presentations: Presentation;
  readonly shares: ShareGrant;
  readonly uses: UseRecord;
  readonly statistics: StatisticsRecord;
  readonly 'quality-findings': QualityRecord;
  readonly 'licence-standings': StandingRecord;
  readonly demands: DemandRecord;
  readonly objections: ObjectionRecord;
  readonly 'objection-files': ObjectionFileRecord;
  readonly 'working-calendars': CalendarRecord;
  readonly inbox: InboxNotice;
  readonly 'api-keys': ApiKeyRecord;
  readonly clients: ClientRecord;
  readonly transients: TransientRecord;
  readonly reports: ReportRecord;
  readonly 'journal-heads': JournalHeadRecord;
  readonly 'retention-rules': RetentionRule;
  readonly 'destruction-lists': DestructionList;
  readonly 'data-keys': DataKeyRecord;
  readonly alarms: AlarmRecord;
  readonly usages: UsageRecord;
  readonly publications: PublicationRecord;
  readonly 'status-plans': StatusPlanRecord;
  readonly 'status-mappings': StatusMappingRecord;
  readonly 'collecting-sources': CollectingSource;
  readonly 'collected-items': CollectedItemRecord;
  readonly 'return-flow': ReturnFlowRecord;
  readonly 'licence-changes': LicenceChangeRecord;
  readonly webhooks: WebhookRecord;
  readonly 'directory-errors': DirectoryErrorRecord;
  readonly 'evidence-packages': EvidencePackageRecord;
  readonly settings: SettingRecord;
}

/** Name of a collection. */
export type CollectionName = keyof Collections;

/**
 * Indexes of each collection: index name → dotted path of the field, through arrays too (multikey). Values are strings or booleans;
 * only `true` is indexed of booleans. Queries are equality on one index, in order of `_id`.
 */
export const INDEXES = {
  licences: {
    identifier: 'editions.identifier',
    verificationCode: 'editions.verificationCode',
    fileDigest: 'editions.files.digest',
    issuer: 'issuer.code',
    caseKey: 'caseKey',
    holderName: 'holders.name',
    holderCode: 'holders.code',
    state: 'state',
    makingEdition: 'makingEdition',
    applying: 'applying',
    reviewMonth: 'reviewMonth',
    papersOut: 'papersOut',
    pending: 'pending',
    evidencePending: 'evidencePending',
    proofEnds: 'proofEnds',
  },
  'licence-drafts': {
    organisation: 'organisation',
    standing: 'standing',
    state: 'state',
    caseKey: 'caseKey',
    pending: 'pending',
  },
  'issue-batches': { organisation: 'organisation', state: 'state', pending: 'pending' },
  'issue-batch-parts': { batch: 'batch' },
  'licence-copies': {
    licence: 'licence',
    verificationCode: 'verificationCode',
    fileDigest: 'file.digest',
    pending: 'pending',
  },
  'licence-types': { pending: 'pending' },
  'licence-type-additions': { type: 'type', pending: 'pending' },
  dictionaries: { pending: 'pending' },
  'face-templates': {},
  organisations: { place: 'placeKeys', ending: 'end.planned', renaming: 'nextName.planned', pending: 'pending' },
  places: { parent: 'parent', pending: 'pending' },
  grants: { seal: 'seal', owner: 'owner', pending: 'pending' },
  approvals: { grant: 'grant', owner: 'owner', applicant: 'applicantName', pending: 'pending' },
  'seal-stops': { state: 'state', pending: 'pending' },
  seals: { owner: 'owner', state: 'versions.state', filedOn: 'filings.day', untold: 'untold', pending: 'pending' },
  'seal-applications': { owner: 'owner', state: 'state', pending: 'pending' },
  'filed-seals': { owner: 'owner', digest: 'versions.digest', pending: 'pending' },
  'seal-compromises': { work: 'work', pending: 'pending' },
  notices: { seal: 'seal', organisation: 'organisation' },
  stampings: {
    state: 'state',
    seal: 'seal',
    organisation: 'organisation',
    applicant: 'applicant',
    caseNumber: 'caseNumber',
    subject: 'subject',
    plan: 'plan',
    pending: 'pending',
    openBy: 'draft.openBy',
    kept: 'draft.kept',
  },
  signings: { state: 'state', subject: 'subject', pending: 'pending' },
  'stamp-batches': { state: 'state', keptFor: 'keptFor', pending: 'pending' },
  'stamp-batch-items': { batch: 'batch', standing: 'standing' },
  'stamp-batch-results': { batch: 'batch' },
  'countersigning-plans': {
    visibleTo: 'visibleTo',
    waitingFor: 'waitingFor',
    openBy: 'openBy',
    kept: 'kept',
    unsettled: 'unsettled',
    pending: 'pending',
  },
  'countersigning-results': { plan: 'plan' },
  'signature-keys': { organisation: 'organisation', pending: 'pending' },
  'issued-certificates': {},
  claims: { owner: 'owner' },
  accounts: { userName: 'userName', disabled: 'disabled', pending: 'pending' },
  sessions: { account: 'account', subject: 'identity.subject', sid: 'identity.sid' },
  'holder-sessions': { subject: 'identity.subject', sid: 'identity.sid' },
  holders: { pending: 'pending' },
  'holder-links': { holder: 'holder', state: 'state', pending: 'pending' },
  representations: { representative: 'representative', principal: 'principal', state: 'state', pending: 'pending' },
  presentations: { holder: 'holder', day: 'day', pending: 'pending' },
  shares: { holder: 'holder', grantee: 'grantee.code', pending: 'pending' },
  uses: { holder: 'holders.code', person: 'persons', licence: 'licence.id', pending: 'pending' },
  statistics: {},
  'quality-findings': { organisation: 'organisation', open: 'open', pending: 'pending' },
  'licence-standings': {},
  demands: { type: 'typeCode', pending: 'pending' },
  objections: {
    filer: 'filer',
    openBy: 'openBy',
    handler: 'handlers.organisation',
    waitingFor: 'waitingFor',
    state: 'state',
    pending: 'pending',
  },
  'objection-files': { objection: 'objection' },
  'working-calendars': { pending: 'pending' },
  inbox: { code: 'code', holder: 'holder', licence: 'licence.id' },
  'api-keys': {},
  clients: {
    organisation: 'organisation',
    thumbprint: 'keys.proof.thumbprint',
    tlsSubject: 'keys.proof.subject',
    pending: 'pending',
  },
  transients: { slot: 'slot' },
  reports: {},
  'journal-heads': {},
  'retention-rules': { pending: 'pending' },
  'destruction-lists': { state: 'state', pending: 'pending' },
  'data-keys': {},
  alarms: { pending: 'pending' },
  usages: {},
  publications: {},
  'status-plans': {},
  'status-mappings': { pending: 'pending' },
  'collecting-sources': { organisation: 'organisation', mode: 'mode', pending: 'pending' },
  'collected-items': { source: 'source', faultOf: 'faultOf' },
  'return-flow': { area: 'areas' },
  'licence-changes': {},
  webhooks: { client: 'client', state: 'state', pending: 'pending' },
  'evidence-packages': { licence: 'licence', pending: 'pending' },
  'directory-errors': { organisation: 'organisation', state: 'state', pending: 'pending' },
  settings: {},
} as const satisfies Readonly<Record<CollectionName, Readonly<Record<string, string>>>>;

/** Name of an index of a collection. */
export type IndexName<C extends CollectionName> = keyof (typeof INDEXES)[C] & string;

/** Collections whose records carry an outbox for the journal. */
export const OUTBOX_COLLECTIONS = [
  'licences',
  'licence-drafts',
  'issue-batches',
  'licence-copies',
  'status-mappings',
  'collecting-sources',
  'licence-types',
  'licence-type-additions',
  'dictionaries',
  'seals',
  'seal-applications',
  'filed-seals',
  'stampings',
  'signings',
  'stamp-batches',
  'countersigning-plans',
  'signature-keys',
  'accounts',
  'clients',
  'organisations',
  'places',
  'grants',
  'approvals',
  'seal-stops',
  'seal-compromises',
  'retention-rules',
  'destruction-lists',
  'alarms',
  'holders',
  'holder-links',
  'representations',
  'presentations',
  'shares',
  'uses',
  'demands',
  'quality-findings',
  'webhooks',
  'directory-errors',
  'evidence-packages',
  'objections',
  'working-calendars',
] as const;
