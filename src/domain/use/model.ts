/** Uses of licences (用证记录) as their holders see them: who, when, what for, with which result. Made from the journal, which stays the proof. */
import type { Actor, Purpose } from '../access/index.ts';
import type { DomainEvent, EventKind } from '../journal/index.ts';

/** What kinds of events are uses. */
export const USE_KINDS = [
  'licence-read',
  'licence-copied',
  'licences-searched',
  'fields-verified',
  'document-verified',
  'presentation-used',
  'presentation-code-refused',
  'share-used',
  'duty-checked',
] as const satisfies readonly EventKind[];

/** What kind of use it was. */
export type UseKind = (typeof USE_KINDS)[number];

/** That a holder objects to a use (异议). */
export interface UseObjection {
  /** In the holder’s words. */
  readonly reason: string;
  /** Id of the holder, and ISO 8601. */
  readonly holder: string;
  readonly at: string;
}

/**
 * A use, aggregate; `_id` begins with what is left of time, 12 hexadecimal digits, so that the latest come first, and ends with the number of its
 * entry in the journal, 12 digits.
 */
export interface UseRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly kind: UseKind;
  /** Number of its entry in the journal, and the hash of that. */
  readonly sequence: number;
  readonly hash: string;
  /** ISO 8601. */
  readonly at: string;
  readonly actor: Actor;
  readonly purpose: Purpose | null;
  /** Record, edition and type of the licence; null where a person was asked about and none was found. */
  readonly licence: { readonly id: string; readonly identifier: string; readonly typeName: string } | null;
  /** Numbers of the licence's holders. */
  readonly holders: readonly { readonly code: string }[];
  /** Pseudonyms of whom it was about, where no licence says so. */
  readonly persons: readonly string[];
  /** What came of it, in a word of the domain: a status, a result, what was read. */
  readonly result: string | null;
  /** Names of face fields that were seen. */
  readonly fields: readonly string[];
  readonly objections: readonly UseObjection[];
  readonly outbox: readonly DomainEvent[];
  readonly pending: boolean;
}
