/** Records of abnormal use: alarms, and what is usual. */
import type { Finding, Usage } from '../../domain/alarm/index.ts';
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

/** What is usual for an account or system; `_id` is how alarms name it. */
export interface UsageRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly usage: Usage;
}
