/** Records of abnormal use: alarms, and what is usual. */
import type { CountedRule, Finding, Usage } from '../../domain/alarm/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';

/**
 * An alarm of abnormal use; `_id` begins with what is left of time, 12 hexadecimal digits, so that the latest come first, and goes on with rule and
 * subject, so that within the rule's time there is one.
 */
export interface AlarmRecord extends Omit<Finding, 'at'> {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  /** When the use was recorded, and when the alarm was raised, ISO 8601. */
  readonly usedAt: string;
  readonly raisedAt: string;
  readonly outbox: readonly DomainEvent[];
  readonly pending: boolean;
}

/** A counter of a rule as it is kept: pairs of what a {@link Window} has. */
export interface KeptWindow {
  readonly counts: readonly (readonly [number, number])[];
  readonly members: readonly (readonly [string, number])[];
}

/** What is counted of a subject of alarms: an account, a system, an address or a seal; `_id` is how alarms name it. */
export interface UsageRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  /** What is usual for an account or system; absent for others. */
  readonly usage?: Usage;
  /** Counters of the rules; absent where none was kept. */
  readonly windows?: Readonly<Partial<Record<CountedRule, KeptWindow>>>;
  /** Number of the last entry of the journal that was counted; absent in records from before counters were kept. */
  readonly counted?: number;
}
