/** Records of licences that are issued as one task from a table (批量签发): the batch, and its rows with what became of each. */
import type { ErrorCode } from '../../base/errors/index.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import type { RecordedFailure } from './batch-records.ts';

/**
 * How a batch stands: `receiving` until all of its rows are kept; `checking` while they are looked at; `refused` when one of them could not be
 * issued; `ready` to be started; `running`; `stopped` by a fault of the seal or of the right to use it, and may go on; `cancelled`; `done` with a
 * result of every row; `forgotten`, without rows.
 */
export type IssueBatchState =
  'receiving' | 'checking' | 'refused' | 'ready' | 'running' | 'stopped' | 'cancelled' | 'done' | 'forgotten';

/** A batch. */
export interface IssueBatchRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly organisation: string;
  readonly typeCode: string;
  readonly state: IssueBatchState;
  /** Name of the file, as it was told. */
  readonly name: string;
  /** Names of the table's columns, in its order. */
  readonly columns: readonly string[];
  /** What all of its licences are issued for; each row has its case number. */
  readonly purpose: Purpose;
  /** Who made it, and who started it, in whose name all of it is issued. */
  readonly maker: Actor;
  readonly starter: Actor | null;
  readonly rows: number;
  readonly parts: number;
  /** The next part to be looked at, or issued. */
  readonly next: number;
  /** Rows that were looked at; found wrong; issued; failed. */
  readonly counts: { readonly checked: number; readonly wrong: number; readonly issued: number; readonly failed: number };
  /** What stopped it; null otherwise. */
  readonly fault: RecordedFailure | null;
  /** Which server has it in hand, and until when others leave it alone, ISO 8601. */
  readonly lease: { readonly owner: string; readonly until: string } | null;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** ISO 8601: when its rows are forgotten, unless it is worked on then. */
  readonly expiresAt: string;
  readonly outbox: readonly DomainEvent[];
  readonly pending: boolean;
}

/** A row of the table: the number of its line, and its cells in the order of the columns. */
export interface IssueRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** What became of a row. */
export type IssueRowResult =
  | { readonly identifier: string; readonly verificationCode: string }
  | { readonly code: ErrorCode; readonly en: string; readonly zh: string };

/** Some rows of a batch; `_id` is the batch, a slash and the number of the part in five digits. */
export interface IssueBatchPartRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly batch: string;
  readonly rows: readonly IssueRow[];
  /** For each row; null where there is none yet. */
  readonly results: readonly (IssueRowResult | null)[];
}
