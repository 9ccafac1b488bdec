/** What keeping and destroying records takes. */
import type { CryptoProvider } from '../../crypto/index.ts';
import type { RetainedKind } from '../../domain/retention/index.ts';
import type { Clock, JournalDesk, Random } from '../platform.ts';
import type { Store } from '../storage/index.ts';

/** Something that was decided to be erased, for good. */
export interface Erasure {
  /** Identity of the store. */
  readonly store: string;
  readonly collection: RetainedKind;
  readonly id: string;
  /** Destruction list that it was on. */
  readonly list: string;
  /** ISO 8601. */
  readonly at: string;
}

/** The list of what was erased, kept apart from the data, so that it outlives the restore of an older backup. */
export interface ErasureKeeper {
  /** Where that is, for people. */
  readonly place: string;
  /** Adds to the list; durable when resolved. Rejects with FILE_UNWRITABLE. */
  append(erasures: readonly Erasure[]): Promise<void>;
  /** All of it, the oldest first. Rejects with INPUT_UNREADABLE, STORE_DAMAGED when a line was not written here. */
  read(): Promise<readonly Erasure[]>;
}

/** What the use cases of retention work with. */
export interface RetentionDependencies {
  readonly store: Pick<Store, 'records' | 'blobs'>;
  /** Identity of the store. */
  readonly storeId: string;
  readonly journal: Pick<JournalDesk, 'poke' | 'pseudonym'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly crypto: CryptoProvider;
  readonly erasures: ErasureKeeper;
}
