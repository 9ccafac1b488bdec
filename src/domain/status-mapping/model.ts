/** How systems outside name the statuses of licences: a table for each exchange. */
import type { DomainEvent } from '../journal/index.ts';
import type { LicenceStatus } from '../licence/index.ts';

/** A code of an exchange. */
export interface MappedCode {
  readonly code: string;
  /** What the exchange calls it. */
  readonly name: string;
  /** Our status that a licence with this code has; null where the code says nothing of that. */
  readonly status: LicenceStatus | null;
  /** Whether the exchange wants a description beside it. */
  readonly described?: true;
}

/** A table. */
export interface StatusMapping {
  /** Lower case letters, digits and hyphens. */
  readonly id: string;
  readonly name: string;
  /** Document that it is taken from. */
  readonly source: string;
  readonly codes: readonly MappedCode[];
  /** Code that each of our statuses is sent as. */
  readonly sent: Readonly<Record<LicenceStatus, string>>;
}

/** A table that was imported; `_id` is its id. */
export interface StatusMappingRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly mapping: StatusMapping;
  readonly outbox: readonly DomainEvent[];
  readonly pending: boolean;
}
