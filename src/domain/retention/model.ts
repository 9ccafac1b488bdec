/** How long records are kept, what keeps them longer, and how they are destroyed. */
import type { LocalDate } from '../../base/time.ts';
import type { Actor, Purpose } from '../access/index.ts';
import type { DomainEvent } from '../journal/index.ts';

/** What a rule is about: licences, of one type or of all that have no rule of their own; uses of seals and signatures on documents of others. */
export const RETAINED_KINDS = ['licences', 'stampings', 'signings'] as const;

/** What a rule is about. */
export type RetainedKind = (typeof RETAINED_KINDS)[number];

/**
 * From when a term counts: the day of issue, or of use; the last day of validity; the end of the licence, by its last day or by an act that
 * ended it, whichever came first. What never ends is never due.
 */
export const RETENTION_STARTS = ['recorded', 'validity-end', 'end'] as const;

/** From when a term counts. */
export type RetentionStart = (typeof RETENTION_STARTS)[number];

/** Longest term, years. */
export const MOST_YEARS = 200;

/** How long one kind of record is kept. Without a rule it is kept for ever. */
export interface RetentionRule {
  /** Kind, and type of licence or `*`, with a colon between. */
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly kind: RetainedKind;
  /** Type of licence; null for all that have no rule of their own. */
  readonly type: string | null;
  readonly start: RetentionStart;
  readonly years: number;
  /** Rule of law or of the archives that says so. */
  readonly basis: string;
  readonly recordedAt: string;
  readonly actor: Actor;
  readonly outbox: readonly DomainEvent[];
  readonly pending: boolean;
}

/** What is destroyed, and why it is due: the rule, and since which day. */
export interface DestructionItem {
  readonly collection: RetainedKind;
  readonly id: string;
  /** Identifier of a licence, null of other records. */
  readonly identifier: string | null;
  readonly type: string | null;
  readonly rule: string;
  readonly due: LocalDate;
}

/** Who decided what about a list. */
export interface DestructionDecision {
  readonly kind: 'reviewed' | 'approved' | 'refused';
  readonly at: string;
  readonly actor: Actor;
  readonly note: string;
}

/** Why something on a list was left. */
export type LeftReason = 'held' | 'not-due' | 'gone';

/** What came of a list: the certificate of its destruction. */
export interface DestructionOutcome {
  readonly at: string;
  readonly destroyed: number;
  readonly left: readonly { readonly id: string; readonly why: LeftReason }[];
  /** SM3 of the canonical JSON of items, decisions and what was left, hexadecimal: as the journal has it. */
  readonly digest: string;
}

/** A list of what is to be destroyed (销毁清册), aggregate. */
export interface DestructionList {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  /** Organisation whose records they are. */
  readonly organisation: string;
  readonly state: 'made' | 'reviewed' | 'approved' | 'running' | 'done' | 'refused';
  readonly madeAt: string;
  readonly madeBy: Actor;
  readonly purpose: Purpose;
  readonly items: readonly DestructionItem[];
  readonly decisions: readonly DestructionDecision[];
  readonly outcome: DestructionOutcome | null;
  readonly outbox: readonly DomainEvent[];
  readonly pending: boolean;
}
