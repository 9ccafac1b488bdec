/** Records of documents that organisations seal one after the other (会签): the plan with its steps, and what each stamping added. */
import type { Placement } from '../../documents/index.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import type { PlanState, StepState, StepTerms } from '../../domain/countersigning/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import type { EvidenceLevel } from '../../domain/licence/index.ts';

/** A step: one seal of one organisation. */
export interface CountersigningStep extends StepTerms {
  readonly state: StepState;
  readonly place: Placement;
  /** Who took it, or refused, and when, ISO 8601; null while it waits. */
  readonly by: Actor | null;
  readonly at: string | null;
  /** Why it was refused; null otherwise. */
  readonly reason: string | null;
  /** Number of the seal on the document, from 1, SM3 of the document before and after, hexadecimal, and its size after, bytes. */
  readonly result: {
    readonly order: number;
    readonly stamping: string;
    readonly digestBefore: string;
    readonly digestAfter: string;
    readonly size: number;
    readonly evidence: EvidenceLevel;
  } | null;
}

/** Who has the document in hand: nobody else stamps it until then, ISO 8601. */
export interface CountersigningHold {
  readonly step: number;
  readonly stamping: string;
  /** `client`: it waits for a signature by a key that its holder has. */
  readonly signer: 'custody' | 'client';
  readonly by: Actor;
  readonly until: string;
}

/** A plan. */
export interface CountersigningRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly state: PlanState;
  readonly title: string;
  readonly purpose: Purpose;
  /** Who began it, and his organisation. */
  readonly actor: Actor;
  readonly organisation: string;
  /** Account, or system, of whom it counts while it is a draft or open; null afterwards. */
  readonly openBy: string | null;
  /** Organisations that see it: those of the steps once it is open, and who began it. */
  readonly visibleTo: readonly string[];
  /** Organisations whose turn it is. */
  readonly waitingFor: readonly string[];
  readonly steps: readonly CountersigningStep[];
  /** SM3, hexadecimal, and size of the document as it came, bytes; null before. */
  readonly document: { readonly digest: string; readonly size: number } | null;
  /**
   * Address of the file that has the plan's id, 16 bytes, and then the document as it came, and the file's own key, wrapped; absent before it came and
   * after it was forgotten.
   */
  readonly blob?: string;
  readonly key?: string;
  readonly hold: CountersigningHold | null;
  /** True from when a step's result is written until its stamping says so too. */
  readonly unsettled: boolean;
  /** Why it was withdrawn; null otherwise. */
  readonly reason: string | null;
  /** ISO 8601: begun, opened, over; when the time to take its steps ends, and when its document is forgotten, null until it is over. */
  readonly createdAt: string;
  readonly openedAt: string | null;
  readonly endedAt: string | null;
  readonly expiresAt: string;
  readonly keptUntil: string | null;
  /** True until its document is forgotten. */
  readonly kept: boolean;
  readonly outbox: readonly DomainEvent[];
  readonly pending: boolean;
}

/** What stamping appended to the document of a plan; `_id` is the plan, a slash and the stamping. */
export interface CountersigningResultRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly plan: string;
  /** Base64. */
  readonly appended: string;
}
