/** Uses of seals and keys, as they are kept. */
import type { Certification, StampPlace } from '../../documents/index.ts';
import type { Bilingual } from '../../base/errors/index.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import type { EvidenceLevel } from '../../domain/licence/index.ts';
import type { SignatureForm, SignatureLevel } from '../../domain/signature/index.ts';

/** A document that waits for a signature by a key that its holder has, and then for being fetched; afterwards it is forgotten. */
export interface StampDraft {
  readonly kept: true;
  /** Account, or system, for which it waits; null when it waits no more. */
  readonly openBy: string | null;
  /**
   * Address of the file that has the stamping's id, 16 bytes, and then the document, and the file's own key, wrapped, which is destroyed with this. No key
   * in records of before.
   */
  readonly blob: string;
  readonly key?: string;
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
  /** Plan of countersigning, and number of its step; absent: none. */
  readonly plan?: string;
  readonly planStep?: number;
  /** Error code of a failure. */
  readonly failure: string | null;
  /** Why it was refused or failed, in words; absent where the code says all. */
  readonly reason?: Bilingual;
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

/** That a seal is stopped (停用), for all servers and signers at once, whether in an emergency or by its keeper; `_id` is its code. */
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
  /** Since when it is stopped, where that is told; ISO 8601. */
  readonly since?: string;
  /** Whether the stop is filed (备案), as far as there was a version in use; absent: not yet. */
  readonly filed?: true;
  /** ISO 8601: when somebody began to resume it; custody is not told of the stop again meanwhile. */
  readonly resumingAt?: string;
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
