/** The collections of the store and their indexes, for every adapter alike. */
import type { Actor, Purpose, Role, StaffRole } from '../../domain/access/index.ts';
import type { ClientRecord } from '../../domain/client/index.ts';
import type { ApprovalRecord, GrantRecord } from '../../domain/grant/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import type { EvidenceLevel, LicenceRecord, LicenceTypeRecord } from '../../domain/licence/index.ts';
import type { Certification, StampPlace, Verification } from '../../documents/index.ts';
import type { OrganisationRecord } from '../../domain/organisation/index.ts';
import type { DestructionList, RetentionRule } from '../../domain/retention/index.ts';
import type { FiledSealRecord, SealApplication, SealRecord } from '../../domain/seal/index.ts';
import type { SignatureForm, SignatureKeyRecord, SignatureLevel } from '../../domain/signature/index.ts';
import type { AlarmRecord, UsageRecord } from './alarm-records.ts';
import type { TransientRecord } from './transient.ts';
import type { StampBatchItemRecord, StampBatchRecord, StampBatchResultRecord } from './batch-records.ts';

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

/** A document that waits for a signature by a key that its holder has, and then for being fetched; afterwards it is forgotten. */
export interface StampDraft {
  readonly kept: true;
  /** Account, or system, for which it waits; null when it waits no more. */
  readonly openBy: string | null;
  /** Key of the file that has the stamping's id, 16 bytes, and then the document, so that no other file is the same. */
  readonly blob: string;
  readonly place: StampPlace;
  /** Where else the same seal shows. */
  readonly others?: readonly StampPlace[];
  /** SM3 of the TBS_Sign that was given out, hexadecimal. */
  readonly tbsSm3: string;
  /** Room that was prepared for a time stamp token, bytes; absent: none. */
  readonly timeStampSize?: number;
  /**
   * Where the document that is kept was certified before: the empty field that the seal fills, and the id of the record of the certification.
   * The digest before is that of the document without it.
   */
  readonly certified?: { readonly fieldName: string; readonly signing: string };
  readonly expiresAt: string;
  /** The signature (DER) and the bytes that sealing appended to the document, Base64; null while it waits. */
  readonly result: { readonly signature: string; readonly appended: string } | null;
}

/** One use of a seal: written before the key is used, completed with the result. `refused`: nobody got so far as to be about to use it. */
export interface StampingRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  /** `prepared`: a holder of the key was given the bytes to be signed. */
  readonly state: 'intended' | 'prepared' | 'done' | 'failed' | 'outcome-unknown' | 'refused';
  readonly seal: string;
  readonly sealVersion: number;
  /** Organisation that owns the seal. */
  readonly organisation: string;
  /** `licences/<id>` when a licence is sealed, null for another document. */
  readonly subject: string | null;
  /** Grant by which it is used, and approval where the grant asks for one; absent in records from before there were grants. */
  readonly grant?: string;
  readonly approval?: string;
  /** Accounts that approved it. */
  readonly approvers?: readonly string[];
  /** Account, or id of the key of a system, that used the seal, and the case number; absent in records from before there was a log of stampings. */
  readonly applicant?: string;
  readonly caseNumber?: string;
  /** Where a document was sealed. */
  readonly places?: readonly StampPlace[];
  /** SM3 of the document before and after, hexadecimal; null while unknown. */
  readonly digestBefore: string | null;
  readonly digestAfter: string | null;
  /** How far the document proves itself; only where it is none of the register's, and since such documents are given evidence. */
  readonly evidence?: EvidenceLevel;
  readonly signingTime: string;
  readonly recordedAt: string;
  readonly actor: Actor;
  readonly purpose: Purpose;
  /** Batch that it belongs to; absent: none. */
  readonly batch?: string;
  /** Error code of a failure. */
  readonly failure: string | null;
  /** What it was emptied of purpose and person by: `licence`, with which it went, or a destruction list; absent as long as it is kept. */
  readonly destroyedBy?: string;
  /** The document itself, as long as it is kept; only where a holder of the key signs. */
  readonly draft?: StampDraft | null;
  readonly outbox: readonly DomainEvent[];
  readonly pending: boolean;
}

/** One signature without a seal: written before the key is used, completed with the result. */
export interface SigningRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly state: 'intended' | 'done' | 'failed' | 'outcome-unknown';
  readonly form: SignatureForm;
  readonly certify: Certification;
  /** Key in custody, and its certificate as it was then, DER in Base64. */
  readonly keyId: string;
  readonly certificate: string;
  /** Organisation that signs. */
  readonly organisation: string;
  /** `licences/<id>` where a licence is certified, `stampings/<id>` where a seal follows at once, null for another document. */
  readonly subject: string | null;
  /** SM3 of the document before and after, hexadecimal; null while unknown. */
  readonly digestBefore: string | null;
  readonly digestAfter: string | null;
  /** How far the document proves itself; null while unknown. */
  readonly evidence: SignatureLevel | null;
  readonly signingTime: string;
  readonly recordedAt: string;
  readonly actor: Actor;
  readonly purpose: Purpose;
  /** Error code of a failure. */
  readonly failure: string | null;
  /** As of a stamping. */
  readonly destroyedBy?: string;
  readonly outbox: readonly DomainEvent[];
  readonly pending: boolean;
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

/** An authenticator that makes one-time passwords (RFC 6238). */
export interface SecondFactor {
  /** Key of the encrypted file that has its secret, 20 bytes. */
  readonly blob: string;
  /** Whether its holder has shown a code of it. */
  readonly confirmed: boolean;
  /** Time step of the last code that was taken; it and those before are taken no more. */
  readonly lastStep: number;
  /** SM3 of the recovery codes that are left, hexadecimal. */
  readonly recovery: readonly string[];
}

/** A person who signs in. */
export interface AccountRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  /** What is typed at sign-in, lower case, unique by claim. */
  readonly userName: string;
  readonly displayName: string;
  /** scrypt in PHC string format. */
  readonly passwordHash: string;
  readonly organisation: string | null;
  /** The only role; written before accounts could have several, absent where there are `roles`. */
  readonly role?: StaffRole;
  /** Roles, the first is the one that a session begins with. */
  readonly roles?: readonly StaffRole[];
  readonly demonstration: boolean;
  /** Locked or closed: nobody signs in. */
  readonly disabled: boolean;
  /** ISO 8601: closed for good. */
  readonly closedAt?: string;
  /** ISO 8601: the password is one that somebody else gave out, good until then and only for choosing another. */
  readonly initialUntil?: string;
  /** Absent: none. */
  readonly secondFactor?: SecondFactor;
  /** Digest of who it is at the identity provider (issuer and subject); absent: not bound yet. */
  readonly linked?: string;
  /** Sessions begun under another number are over; absent: 0. */
  readonly sessionEpoch?: number;
  readonly outbox: readonly DomainEvent[];
  readonly pending: boolean;
}

/** Who somebody is at an identity provider, as digests (SM3, hexadecimal). */
export interface SessionIdentity {
  readonly provider: 'staff' | 'holders';
  /** Of issuer and subject. */
  readonly subject: string;
  /** Of issuer and session there; null where it told none. */
  readonly sid: string | null;
}

/** A session of a holder; `_id` is the SM3 of its secret. Name and number are in the file alone. */
export interface HolderSessionRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  /** Pseudonym of the citizen, and of the enterprise that he acts for; null for none. */
  readonly pseudonym: string;
  readonly enterprise: string | null;
  /** How well he was identified, in the provider's words. */
  readonly assurance: string | null;
  /** Key of the encrypted file with what he is told of himself; removed with the session. */
  readonly blob: string;
  readonly identity: SessionIdentity;
  readonly createdAt: string;
  readonly usedAt: string;
  /** ISO 8601: absolute end. */
  readonly expiresAt: string;
}

/** A session; `_id` is the SM3 of its secret, so that the store alone cannot impersonate anybody. */
export interface SessionRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly account: string;
  readonly createdAt: string;
  readonly usedAt: string;
  /** ISO 8601: absolute end. */
  readonly expiresAt: string;
  /** `sessionEpoch` of the account when it began; absent: 0. */
  readonly epoch?: number;
  /** Whether the second factor was proved in it. */
  readonly secondFactor?: true;
  /** ISO 8601: when it was proved last. */
  readonly provedAt?: string;
  /** Name of the device, where its holder had signed in on it before. */
  readonly device?: string;
  /** Where it began at an identity provider. */
  readonly identity?: SessionIdentity;
  /** Role that its person acts in, of those the account has; absent: the first. */
  readonly role?: StaffRole;
}

/** A key by which another system calls; `_id` is its public part. */
export interface ApiKeyRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly name: string;
  /** SM3 of the secret part (256 random bits), hexadecimal. */
  readonly secretDigest: string;
  readonly organisation: string;
  readonly role: Role;
  readonly disabled: boolean;
  readonly createdAt: string;
  readonly demonstration: boolean;
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

/** Emergency stop of a seal (紧急停用); `_id` is its code. */
export interface SealStopRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly state: 'stopped' | 'resumed';
  /** Organisation that owns the seal. */
  readonly owner: string;
  /** Who stopped or resumed it, when, ISO 8601, and why. */
  readonly by: Actor;
  readonly at: string;
  readonly purpose: Purpose;
  readonly outbox: readonly DomainEvent[];
  readonly pending: boolean;
}

/** That a seal's key is in other hands, and the work that follows from it; `_id` is the seal's code. */
export interface SealCompromiseRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly owner: string;
  /** Since when, as is suspected, and when that was reported; ISO 8601. */
  readonly since: string;
  readonly reportedAt: string;
  readonly by: Actor;
  readonly purpose: Purpose;
  /** SM3 of the certificates that were revoked for it, and of those that another CA has to revoke. */
  readonly revoked: readonly string[];
  readonly notOurs: readonly string[];
  /** How far its stampings were looked through, and holders noted. */
  readonly noting: { readonly after: string; readonly documents: number; readonly holders: number; readonly done: boolean };
  /** Licences being sealed again with another seal; ids of those that could not be. */
  readonly reseal: {
    readonly seal: string;
    readonly actor: Actor;
    readonly purpose: Purpose;
    readonly after: string;
    readonly resealed: number;
    readonly failed: readonly string[];
    readonly done: boolean;
  } | null;
  /** True while there is work left. */
  readonly work: boolean;
  readonly outbox: readonly DomainEvent[];
  readonly pending: boolean;
}

/** Something that a holder of a licence is to be told; `holder` is his number in the licence, from 0. */
export interface NoticeRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly kind: 'seal-compromised';
  readonly seal: string;
  readonly since: string;
  readonly organisation: string;
  readonly licence: string;
  readonly holder: number;
  readonly stamping: string;
  /** How far the licence proves when it was sealed, and when the register recorded it. */
  readonly evidence: EvidenceLevel | null;
  readonly recordedAt: string | null;
  readonly notedAt: string;
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
  readonly 'licence-types': LicenceTypeRecord;
  readonly organisations: OrganisationRecord;
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
  readonly 'signature-keys': SignatureKeyRecord;
  readonly 'issued-certificates': IssuedCertificateRecord;
  readonly claims: ClaimRecord;
  readonly accounts: AccountRecord;
  readonly sessions: SessionRecord;
  readonly 'holder-sessions': HolderSessionRecord;
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
    pending: 'pending',
    evidencePending: 'evidencePending',
    proofEnds: 'proofEnds',
  },
  'licence-types': {},
  organisations: { place: 'placeKeys', pending: 'pending' },
  grants: { seal: 'seal', owner: 'owner', pending: 'pending' },
  approvals: { grant: 'grant', owner: 'owner', applicant: 'applicantName', pending: 'pending' },
  'seal-stops': { state: 'state', pending: 'pending' },
  seals: { owner: 'owner', filedOn: 'filings.day', pending: 'pending' },
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
    pending: 'pending',
    openBy: 'draft.openBy',
    kept: 'draft.kept',
  },
  signings: { state: 'state', subject: 'subject', pending: 'pending' },
  'stamp-batches': { state: 'state', keptFor: 'keptFor', pending: 'pending' },
  'stamp-batch-items': { batch: 'batch', standing: 'standing' },
  'stamp-batch-results': { batch: 'batch' },
  'signature-keys': { organisation: 'organisation', pending: 'pending' },
  'issued-certificates': {},
  claims: { owner: 'owner' },
  accounts: { userName: 'userName', pending: 'pending' },
  sessions: { account: 'account', subject: 'identity.subject', sid: 'identity.sid' },
  'holder-sessions': { subject: 'identity.subject', sid: 'identity.sid' },
  'api-keys': {},
  clients: { organisation: 'organisation', thumbprint: 'keys.proof.thumbprint', pending: 'pending' },
  transients: { slot: 'slot' },
  reports: {},
  'journal-heads': {},
  'retention-rules': { pending: 'pending' },
  'destruction-lists': { state: 'state', pending: 'pending' },
  'data-keys': {},
  alarms: { pending: 'pending' },
  usages: {},
  settings: {},
} as const satisfies Readonly<Record<CollectionName, Readonly<Record<string, string>>>>;

/** Name of an index of a collection. */
export type IndexName<C extends CollectionName> = keyof (typeof INDEXES)[C] & string;

/** Collections whose records carry an outbox for the journal. */
export const OUTBOX_COLLECTIONS = [
  'licences',
  'seals',
  'seal-applications',
  'filed-seals',
  'stampings',
  'signings',
  'stamp-batches',
  'signature-keys',
  'accounts',
  'clients',
  'organisations',
  'grants',
  'approvals',
  'seal-stops',
  'seal-compromises',
  'retention-rules',
  'destruction-lists',
  'alarms',
] as const;
