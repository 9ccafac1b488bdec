/** What sharing keeps besides licences: the feed of changes, who is told of them, and what was wrong with directory records. */
import type { Purpose, Actor } from '../../domain/access/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import type { SharingChange } from '../../domain/sharing/index.ts';

/** That something happened to a licence; `_id` is the number of its entry in the journal, in 16 digits. */
export interface LicenceChangeRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly change: SharingChange;
  /** Id of the licence, and its current edition's identifier. */
  readonly licence: string;
  readonly identifier: string;
  readonly edition: string;
  readonly typeCode: string;
  readonly issuer: string;
  /** ISO 8601. */
  readonly effectiveAt: string;
  readonly recordedAt: string;
}

/** Where a system is told of changes (通知订阅). */
export interface WebhookRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly client: string;
  readonly organisation: string;
  readonly url: string;
  /** `active`: it is told; `stopped`: it failed for too long, and waits for a replay; `ended`: for good. */
  readonly state: 'active' | 'stopped' | 'ended';
  /** Number of the last change that it took. */
  readonly cursor: number;
  /** Tries of the next notice that failed. */
  readonly failures: number;
  /** ISO 8601: when it is tried next, since when it fails, and when it took something last; null: at once, it does not, never. */
  readonly nextAt: string | null;
  readonly failingSince: string | null;
  readonly takenAt: string | null;
  readonly createdAt: string;
  readonly outbox: readonly DomainEvent[];
  readonly pending: boolean;
}

/** What is wrong with a directory record (上报错误); `_id` is the system, the number of the change, and who found it, with slashes between. */
export interface DirectoryErrorRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly client: string;
  /** Organisation that issued the licence. */
  readonly organisation: string;
  readonly licence: string;
  readonly identifier: string;
  readonly sequence: number;
  /** `here`: the record was not given out; `above`: who takes them refused it. */
  readonly foundBy: 'here' | 'above';
  /** In the words of who found it. */
  readonly remark: string;
  readonly state: 'open' | 'resolved';
  readonly recordedAt: string;
  readonly resolved: { readonly at: string; readonly by: Actor; readonly purpose: Purpose } | null;
  readonly outbox: readonly DomainEvent[];
  readonly pending: boolean;
}

/** That a package of evidence was made, and what an archive answered; `_id` is the SM3 of the package, hexadecimal. */
export interface EvidencePackageRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly licence: string;
  /** Organisation that issued the licence. */
  readonly organisation: string;
  readonly identifier: string;
  /** Bytes. */
  readonly size: number;
  readonly madeAt: string;
  readonly madeBy: Actor;
  readonly purpose: Purpose;
  /** Null before there is one. */
  readonly receipt: {
    readonly archive: string;
    readonly number: string;
    readonly checked: 'passed' | 'failed';
    readonly receivedAt: string;
    readonly recordedAt: string;
    readonly by: Actor;
  } | null;
  readonly outbox: readonly DomainEvent[];
  readonly pending: boolean;
}
