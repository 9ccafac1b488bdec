/** Records of documents that are stamped as one task (批量用印): the batch, its documents, and what stamping added to each. */
import type { ErrorCode, ErrorDetails } from '../../base/errors/index.ts';
import type { Placement } from '../../documents/index.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import type { EvidenceLevel } from '../../domain/licence/index.ts';
import type { CertifyingForm } from '../../domain/signature/index.ts';

/** Why something was not done: an error by its code, with what it was about. */
export interface RecordedFailure {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
}

/**
 * How a batch stands: `open` takes documents, `running` is worked on, `stopped` was ended by a fault of the seal or of the right to use it and may
 * go on, `cancelled` was ended by its owner, `done` has a result of every document, `forgotten` has no documents any more.
 */
export type StampBatchState = 'open' | 'running' | 'stopped' | 'cancelled' | 'done' | 'forgotten';

/** A batch. */
export interface StampBatchRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly state: StampBatchState;
  /** Account or system whose batch it is; see `holderOf`. */
  readonly holder: string;
  /** The same while its documents are kept, else null. */
  readonly keptFor: string | null;
  /** Who began it, and in whose name all of it is stamped. */
  readonly actor: Actor;
  /** Seal, place and purpose of every document that names no other. */
  readonly seal: string;
  readonly place: Placement;
  readonly purpose: Purpose;
  /** Whether less than all evidence (SES-LT) makes a document fail. */
  readonly requireEvidence: boolean;
  /** Approval of its documents; absent where the grant asks for none. */
  readonly approval?: string;
  /** Form in which a key of the seal's owner certifies each document before its seal; absent: the seal is alone. */
  readonly certifyAs?: CertifyingForm;
  /** Keys of its documents, in the order in which they came; what is not among them was never acknowledged. */
  readonly members: readonly string[];
  /** Bytes of them together. */
  readonly bytes: number;
  /** Results, once it is over. */
  readonly counts: { readonly documents: number; readonly stamped: number; readonly failed: number } | null;
  /** What stopped it; null otherwise. */
  readonly stop: RecordedFailure | null;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** ISO 8601: when its documents are forgotten, unless it is running then. */
  readonly expiresAt: string;
  readonly outbox: readonly DomainEvent[];
  readonly pending: boolean;
}

/** How a document of a batch stands. `working`: a server has it in hand, or had when it died. */
export type StampBatchItemState = 'waiting' | 'working' | 'stamped' | 'failed';

/** A document of a batch; `_id` is the batch, a slash and the key: 32 hexadecimal digits of the SM3 of its name. */
export interface StampBatchItemRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly batch: string;
  readonly state: StampBatchItemState;
  /** Batch and state, with a slash between. */
  readonly standing: string;
  /** File name, unique in its batch. */
  readonly name: string;
  /** Bytes, and their SM3, hexadecimal. */
  readonly size: number;
  readonly digest: string;
  /**
   * Address of the file that has 16 bytes of its own, and then the document, and the file's own key, wrapped, which is destroyed with the record. No key
   * in records of before.
   */
  readonly blob: string;
  readonly key?: string;
  /** Where this one differs from the batch. */
  readonly seal: string | null;
  readonly place: Placement | null;
  readonly purpose: Purpose | null;
  /** How often it was begun. */
  readonly attempts: number;
  /** Id of the stamping record of the last attempt. */
  readonly stamping: string | null;
  /** Which server has it in hand, and until when others leave it alone, ISO 8601. */
  readonly lease: { readonly owner: string; readonly until: string } | null;
  /** SM3 of the stamped document, hexadecimal, how far it proves itself, and the record of the certification where there was one. */
  readonly result: { readonly digestAfter: string; readonly evidence: EvidenceLevel; readonly signing?: string } | null;
  readonly failure: RecordedFailure | null;
  readonly recordedAt: string;
}

/** What stamping appended to a document of a batch; `_id` is the item, a slash and the stamping. */
export interface StampBatchResultRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly batch: string;
  /** Base64. */
  readonly appended: string;
}
