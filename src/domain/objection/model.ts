/** Objections (纠错、异议): that a licence, a use of it, or the want of one is wrong, said by its holder or by a counter, answered by the issuing body. */
import type { Actor } from '../access/index.ts';
import type { DomainEvent } from '../journal/index.ts';

/** What an objection is about. */
export const OBJECTION_SUBJECTS = ['licence', 'use', 'missing'] as const;

/** What is said to be wrong: the content, the status, the holder, a use, that there is none, something else. */
export const OBJECTION_CAUSES = ['wrong-content', 'wrong-status', 'wrong-holder', 'misuse', 'missing', 'other'] as const;

/** What is said to be wrong. */
export type ObjectionCause = (typeof OBJECTION_CAUSES)[number];

/** Where an objection stands; `refused`, `withdrawn` and `closed` are ends. */
export const OBJECTION_STATES = ['filed', 'accepted', 'refused', 'answered', 'withdrawn', 'closed'] as const;

/** Where an objection stands. */
export type ObjectionState = (typeof OBJECTION_STATES)[number];

/** What is done with an objection. */
export const OBJECTION_STEPS = ['file', 'attach', 'accept', 'refuse', 'answer', 'escalate', 'withdraw', 'close'] as const;

/** What is done with an objection. */
export type ObjectionStepKind = (typeof OBJECTION_STEPS)[number];

/** What the body found: it was wrong and is corrected; it stays as it is. */
export const OBJECTION_OUTCOMES = ['corrected', 'upheld'] as const;

/** What the body found. */
export type ObjectionOutcome = (typeof OBJECTION_OUTCOMES)[number];

/** What is objected to. */
export interface ObjectionSubject {
  readonly kind: (typeof OBJECTION_SUBJECTS)[number];
  /** Record and edition of the licence; null where there is none. */
  readonly licence: { readonly id: string; readonly identifier: string } | null;
  /** Id of the use; null where it is about none. */
  readonly use: string | null;
  /** Code and name of the licence type; null of a use that found no licence. */
  readonly type: { readonly code: string | null; readonly name: string } | null;
}

/** Whom it concerns. */
export interface ObjectionPerson {
  readonly name: string;
  readonly code: string;
}

/** One step, never changed afterwards. */
export interface ObjectionStep {
  readonly step: ObjectionStepKind;
  /** ISO 8601. */
  readonly at: string;
  /** Organisation that took it, or to which it was escalated; null for a holder and for the service. */
  readonly organisation: string | null;
  /** In people's words; null where nothing was said. */
  readonly note: string | null;
}

/** A piece of evidence (佐证材料); its bytes are kept apart, encrypted. */
export interface ObjectionAttachment {
  readonly id: string;
  readonly name: string;
  /** Media type, as the bytes say. */
  readonly type: AttachmentType;
  /** Bytes. */
  readonly size: number;
  /** SM3, hexadecimal. */
  readonly digest: string;
}

/** What evidence may be. */
export const ATTACHMENT_TYPES = ['application/pdf', 'image/png', 'image/jpeg'] as const;

/** What evidence may be. */
export type AttachmentType = (typeof ATTACHMENT_TYPES)[number];

/** Most pieces of evidence of one objection. */
export const MOST_ATTACHMENTS = 5;
/** Largest piece of evidence, bytes. */
export const MOST_ATTACHMENT_BYTES = 10 * 1024 * 1024;
/** Most times that one is passed on to the organisation above. */
export const MOST_ESCALATIONS = 5;

/** Who has to answer, and since when, the first being the issuing body. */
export interface ObjectionHandler {
  readonly organisation: string;
  /** ISO 8601: when it had it. */
  readonly since: string;
}

/** What the body answered. */
export interface ObjectionAnswer {
  readonly outcome: ObjectionOutcome;
  readonly reason: string;
  /** Edition that takes the place of what was wrong; null where nothing was issued again. */
  readonly correctedBy: string | null;
  readonly organisation: string;
  /** ISO 8601. */
  readonly at: string;
}

/** An objection, aggregate; `_id` begins with what is left of time, so that the latest come first. */
export interface ObjectionRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly subject: ObjectionSubject;
  readonly cause: ObjectionCause;
  /** In the words of who objects. */
  readonly statement: string;
  /** Whom the licence is, or should be; null where a counter does not say. */
  readonly person: ObjectionPerson | null;
  /** Who objects: `holder:` and an id, or `organisation:` and a code. */
  readonly filer: string;
  /** The same while it is open, so that nobody has too many. */
  readonly openBy: string | null;
  readonly filedBy: Actor;
  /** ISO 8601. */
  readonly filedAt: string;
  /** Working days in which each handler answers. */
  readonly workingDays: number;
  readonly handlers: readonly ObjectionHandler[];
  /** The last of them while it is open. */
  readonly waitingFor: string | null;
  /** True once the last handler is overdue and nobody is above it. */
  readonly stuck: boolean;
  readonly state: ObjectionState;
  readonly steps: readonly ObjectionStep[];
  readonly attachments: readonly ObjectionAttachment[];
  readonly answer: ObjectionAnswer | null;
  readonly outbox: readonly DomainEvent[];
  readonly pending: boolean;
}
