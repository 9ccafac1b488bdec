/** Licences (电子证照) as the register keeps them: one document with all editions, files and events of a licence. */
import type { EndDate, LocalDate } from '../../base/time.ts';
import type { Actor, Purpose } from '../access/index.ts';
import type { AdditionReference, AnnualReviewRule } from '../catalogue/index.ts';
import type { CollectedFrom } from '../collecting/model.ts';
import type { StatusEventKind } from './status-events.ts';
import type { DomainEvent } from '../journal/index.ts';
import type { AssociatedLicence, AttachmentKind, LicencePaper, LicenceReview } from './parts.ts';

/** How a licence came into the register: issued here, collected from its maker, digitised from paper. */
export type LicenceOrigin = 'issued' | 'collected' | 'digitised';

/** Kind of code that identifies a holder (GB/T 36903 Annex A): 001 organisations, 111 citizens, 099/999 others. */
export const HOLDER_CODE_TYPES = ['001', '099', '111', '414', '511', '516', '999'] as const;

/** One of them. */
export type HolderCodeType = (typeof HOLDER_CODE_TYPES)[number];

/** A holder (持证主体). */
export interface Holder {
  readonly name: string;
  readonly codeType: HolderCodeType;
  readonly code: string;
}

/** An organisation as named on a licence. */
export interface OrganisationReference {
  readonly code: string;
  readonly name: string;
}

/** The role of a file: the sealed original, a copy for a use, a preview, an attachment. */
export type FileRole = 'original' | 'copy' | 'preview' | 'attachment';

/**
 * How far a sealed file proves itself: by its seal alone; with a time stamp over the seal's signature; with everything a verifier needs
 * besides the anchors, under a time stamp over all of it.
 */
export const EVIDENCE_LEVELS = ['SES', 'SES-T', 'SES-LT'] as const;

/** One of them. */
export type EvidenceLevel = (typeof EVIDENCE_LEVELS)[number];

/** A file of an edition. The register keeps the digest of every file ever served. */
export interface LicenceFile {
  /** Of attachments, pictures too. */
  readonly format: 'pdf' | 'ofd' | 'png' | 'jpeg';
  readonly role: FileRole;
  /** SM3 of the file, hexadecimal. */
  readonly digest: string;
  /** Bytes. */
  readonly size: number;
  /** Where the file store keeps it; empty once it is erased. */
  readonly blob: string;
  /** The file's own key, wrapped by its organisation's; absent for a file from before files had keys of their own, and for one that is erased. */
  readonly key?: string;
  /** Of an attachment: what it is, and its name as it was told. */
  readonly attachment?: { readonly id: string; readonly kind: AttachmentKind };
  readonly name?: string;
  /** Of an original; absent in records from before there was evidence. */
  readonly evidence?: EvidenceLevel;
  readonly recordedAt: string;
}

/** What will be or was sealed, written before the key is used, so that a stamping can be settled after a crash. */
export interface StampingIntent {
  /** Id of the stamping record. */
  readonly stamping: string;
  readonly seal: string;
  readonly sealVersion: number;
  /** Claimed time of signing, ISO 8601 to the second. */
  readonly signingTime: string;
}

/** Where the status of an edition is in the published status lists (证照状态列表): which list, from 1, and which entry of it, from 0. */
export interface StatusPlace {
  readonly list: number;
  readonly index: number;
}

/** Why there is a further edition: 变更, 延续, 补发, 作废重发, 恢复（撤回或推翻此前的终止）. */
export const EDITION_ACTS = ['change', 'renew', 'reissue', 'correct', 'reinstate'] as const;

/** Why there is a further edition. */
export type EditionActKind = (typeof EDITION_ACTS)[number];

/** The act by which an edition took the place of the one before. */
export interface EditionAct {
  readonly kind: EditionActKind;
  /** Number of the decision or judgment that it rests on; null where it needs none. */
  readonly documentNumber: string | null;
  /** So many acts on the licence's status had been recorded; of one that reinstates, only those after them count. */
  readonly actsBefore: number;
}

/** How an edition was asked for, so that a repetition is told from another request with the same case number. */
export interface EditionOrder {
  readonly reason: string;
  readonly caseKey: string;
  /** SM3 of the canonical request, hexadecimal. */
  readonly requestDigest: string;
}

/** One edition (版本) of a licence. */
export interface LicenceEdition {
  /** `001`, `002`, … */
  readonly number: string;
  readonly identifier: string;
  readonly verificationCode: string;
  /** Of an edition after the first: why there is one, and how it was asked for. */
  readonly act?: EditionAct;
  readonly order?: EditionOrder;
  /** Of an earlier edition that had other holders than the licence has now. */
  readonly holders?: readonly Holder[];
  /** The number printed on it (证照编号); not the identifier's serial. */
  readonly licenceNumber: string;
  readonly typeVersion: number;
  /** What bodies beneath the type's had added when it was made, and the name of its face template; absent before there was either. */
  readonly typeAdditions?: readonly AdditionReference[];
  readonly template?: string;
  readonly issueDate: LocalDate;
  readonly validFrom: LocalDate;
  readonly validTo: EndDate;
  /** Rule of annual review of its type; absent where it has none, and in records from before it was kept. */
  readonly annualReview?: AnnualReviewRule;
  /** Face fields (照面信息) by name. */
  readonly fields: Readonly<Record<string, string>>;
  /** Other licences that it is associated with; absent for none. */
  readonly associated?: readonly AssociatedLicence[];
  /** Absent in records from before there were status lists, and where nothing signs claims. */
  readonly status?: StatusPlace;
  readonly intent: StampingIntent;
  readonly files: readonly LicenceFile[];
  readonly issuedBy: Actor;
  /** Accounts that had made it as a draft; absent where it was issued in one step. */
  readonly madeBy?: readonly string[];
  readonly purpose: Purpose;
  readonly recordedAt: string;
}

/** A further edition that is being made, with the holders that it will have: reserved, its intent written, not yet sealed. */
export interface ComingEdition {
  readonly edition: LicenceEdition;
  readonly holders: readonly Holder[];
}

/** One act on a licence's status, never changed afterwards. */
export interface StatusEvent {
  readonly kind: StatusEventKind;
  readonly reason: string;
  /** Number of the legal document. */
  readonly documentNumber: string;
  /** Since when it holds, and when it was recorded; ISO 8601. */
  readonly effectiveAt: string;
  readonly recordedAt: string;
  readonly actor: Actor;
  /** Application by which a second person approved it; absent where none had to. */
  readonly application?: string;
}

/** An act on a licence's status that waits for a second person, or was decided by one. */
export interface StatusApplication {
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly kind: StatusEventKind;
  readonly reason: string;
  readonly documentNumber: string;
  /** ISO 8601; null: from when it is approved. */
  readonly effectiveAt: string | null;
  readonly state: 'open' | 'approved' | 'refused' | 'withdrawn';
  readonly requestedAt: string;
  readonly requester: Actor;
  readonly decision: { readonly by: Actor; readonly at: string; readonly note: string | null } | null;
}

/** What keeps a licence from being destroyed (冻结处置), such as a lawsuit. */
export interface LegalHold {
  readonly reason: string;
  readonly documentNumber: string;
  readonly since: string;
  readonly actor: Actor;
}

/** That a licence was destroyed: it has no holders, face or files any more. */
export interface LicenceDestruction {
  readonly at: string;
  /** Destruction list that it was on. */
  readonly list: string;
  /** Addresses of files that are still to be removed; nothing opens them. */
  readonly blobs: readonly string[];
}

/** A licence, aggregate. `reserved` until its sealed file is stored; `abandoned` when that could not be done. */
export interface LicenceRecord {
  readonly _id: string;
  readonly schema: 1;
  /** Optimistic version of the document. */
  readonly version: number;
  readonly origin: LicenceOrigin;
  readonly state: 'reserved' | 'published' | 'abandoned';
  /** Key of the claim that makes issuing idempotent: issuer, type and case number. */
  readonly caseKey: string;
  /** SM3 of the canonical request, hexadecimal, so that a repetition is told from another request with the same case number. */
  readonly requestDigest: string;
  readonly typeCode: string;
  readonly typeName: string;
  readonly issuer: OrganisationReference;
  readonly responsible: OrganisationReference;
  readonly holders: readonly Holder[];
  readonly editions: readonly LicenceEdition[];
  readonly events: readonly StatusEvent[];
  /** Annual reviews in the order of their recording; absent before the first. */
  readonly reviews?: readonly LicenceReview[];
  /** Issuer and month in which the next is due, with a slash between; absent where there is none. */
  readonly reviewMonth?: string;
  /** Papers that it was printed on; absent before the first. */
  readonly papers?: readonly LicencePaper[];
  /** The issuer, as long as a paper is out. */
  readonly papersOut?: string;
  /** Absent unless a further edition is being made; then `makingEdition` is true. */
  readonly coming?: ComingEdition;
  readonly makingEdition?: boolean;
  /** Absent where there never was one. */
  readonly applications?: readonly StatusApplication[];
  /** True while an application is open. */
  readonly applying?: true;
  readonly demonstration: boolean;
  /** Absent in licences that were issued here. */
  readonly collected?: CollectedFrom;
  /** Keeps it from being destroyed; absent: nothing does. */
  readonly hold?: LegalHold;
  /** Absent as long as it is kept. */
  readonly destroyed?: LicenceDestruction;
  /** True while an original waits for evidence that was not to be had when it was sealed. */
  readonly evidencePending?: boolean;
  /**
   * When the certificate ends under which the last time stamp on the current original was made, ISO 8601: renewed before then. Absent where
   * there is none, and in records from before it was kept.
   */
  readonly proofEnds?: string;
  readonly outbox: readonly DomainEvent[];
  /** True while the outbox holds events that the journal may lack. */
  readonly pending: boolean;
}
