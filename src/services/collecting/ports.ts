/** What collecting takes. */
import type { CryptoProvider } from '../../crypto/index.ts';
import type { Clock, JournalDesk, Random } from '../platform.ts';
import type { Store } from '../storage/index.ts';
import type { VerificationDependencies } from '../verification/index.ts';

/** Fetches from sources, within the rules of what may be asked; adapter: `adapters/revocation`. Never rejects: null is no answer. */
export type SourceFetcher = (order: { readonly url: string; readonly limit: number }) => Promise<Uint8Array | null>;

/** Everything that collecting takes. */
export interface CollectingDependencies {
  readonly store: Store;
  readonly journal: JournalDesk;
  readonly clock: Clock;
  readonly random: Random;
  readonly crypto: Pick<CryptoProvider, 'digest'>;
  /** Whether licences of demonstration types may be taken. */
  readonly demonstration: boolean;
  /** By what files are verified. */
  readonly verification: VerificationDependencies;
}

/** A batch in the folder of a source, in hand of this process. */
export interface ExchangeBatch {
  readonly name: string;
  /** A file of it. Rejects with INPUT_UNREADABLE, INPUT_TOO_LARGE. */
  read(name: string, limit: number): Promise<Uint8Array>;
  /** Writes a result beside the files, then moves the batch to where it is done, or refused. Rejects with FILE_UNWRITABLE. */
  finish(outcome: 'done' | 'refused', result: Uint8Array): Promise<void>;
}

/** The folder of sources; adapter: `adapters/exchange`. */
export interface ExchangeFolder {
  /**
   * Takes the batches of a source that are complete into hand, each by one atomic move, and those that were in hand when a process ended, at
   * most so many. Rejects with INPUT_UNREADABLE.
   */
  take(source: string, most: number): Promise<readonly ExchangeBatch[]>;
}
