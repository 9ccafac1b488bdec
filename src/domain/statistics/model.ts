/** Statistics for supervision (监督统计): counts of what the journal tells, and how many licences stand in which status on which day. */
import type { LocalDate } from '../../base/time.ts';

/**
 * What is counted: first editions issued here; licences collected or digitised; further editions; acts that end, and that suspend; uses by an
 * organisation; uses by others of what an organisation issued; verifications; what was refused; licences in the register in time, and later; licences that
 * were missing when a case needed them, registered as missing, and answered; objections, answered, and passed on because they were overdue; licences in which something was found wrong, and whose findings were handled.
 */
export const MEASURES = [
  ...(['issued', 'collected', 'editions', 'ended', 'suspensions', 'used', 'usedElsewhere', 'verified', 'refused'] as const),
  ...([
    'inTime',
    'late',
    'missing',
    'demanded',
    'demandsAnswered',
    'objections',
    'objectionsAnswered',
    'objectionsOverdue',
    'faulty',
    'faultsHandled',
  ] as const),
] as const;

/** One of them. */
export type Measure = (typeof MEASURES)[number];

/** How often each was; what is absent was not. */
export type Counts = Readonly<Partial<Record<Measure, number>>>;

/** How many licences stand in a status: in force; past their last day with nothing done since; suspended. */
export const STANDINGS = ['valid', 'expired', 'suspended'] as const;

/** One of them. */
export type Standing = (typeof STANDINGS)[number];

/** Stands for the types or items of which there are too many to be told apart. */
export const OTHERS = '*';

/** One thing that happened. */
export interface Count {
  /** Code of the organisation that it counts for, empty where it is nobody’s. */
  readonly organisation: string;
  /** Code of the licence type, empty where none is known. */
  readonly type: string;
  /** What it was for (事项), empty where nothing was said. */
  readonly item: string;
  readonly measure: Measure;
  /** Why it was refused: what was asked for and a code, with a colon between. Of `refused` alone. */
  readonly reason?: string;
}

/** Counts of one type and item. */
export interface Cell {
  readonly type: string;
  readonly item: string;
  readonly counts: Counts;
  /** Why what was refused was. */
  readonly reasons: readonly (readonly [reason: string, count: number])[];
}

/** How long the time is that a bucket counts: a day, a month, a year. */
export const GRAINS = ['d', 'm', 'y'] as const;

/** One of them. */
export type Grain = (typeof GRAINS)[number];

/** Counts of one organisation in one day, month or year; `_id` as {@link bucketId} writes it. */
export interface StatisticsRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly organisation: string;
  readonly cells: readonly Cell[];
  /** Number of the last entry of the journal that is counted here. */
  readonly counted: number;
}

/**
 * By how many the licences of one organisation and type in a status become more or fewer on a day: the sum up to a day is how many there are at its
 * end. `_id` as {@link standingId} writes it.
 */
export interface StandingRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly organisation: string;
  readonly type: string;
  /** Days as numbers since 1970-01-01, ascending, each followed by the changes of {@link STANDINGS} in their order; one list, which is read quickest. */
  readonly days: readonly number[];
  readonly counted: number;
}

/** From the first to the last day of a time, both of them within it. */
export interface Period {
  readonly from: LocalDate;
  readonly to: LocalDate;
}
