/** What checking by duty takes. */
import type { Instant } from '../../base/time.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import type { Clock, JournalDesk, Random } from '../platform.ts';
import type { RecordStore } from '../storage/index.ts';
import type { Quota } from '../transients/index.ts';

/** A use copy (加注件) that was made of a licence. */
export interface MadeCopy {
  readonly identifier: string;
  /** By which it is had afterwards. */
  readonly copy: string;
}

/** Makes use copies of licences that a check found, in the same act; what makes them implements this. */
export interface UseCopyMaker {
  /**
   * One copy of each licence for one purpose, good until a time, ms. Rejects when one cannot be made; those made before stay recorded.
   */
  make(
    actor: Actor,
    order: { readonly identifiers: readonly string[]; readonly purpose: Purpose; readonly until: Instant },
  ): Promise<readonly MadeCopy[]>;
}

/** Everything that checking by duty takes. */
export interface DutyDependencies {
  readonly records: RecordStore;
  readonly journal: JournalDesk;
  readonly quota: Quota;
  readonly crypto: Pick<CryptoProvider, 'digest'>;
  readonly clock: Clock;
  readonly random: Random;
  /** Absent where nothing makes use copies. */
  readonly copies?: UseCopyMaker | undefined;
}
