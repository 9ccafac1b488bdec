import type { Actor } from '../../domain/access/index.ts';
import type { SealRecord } from '../../domain/seal/index.ts';
import type { Clock, JournalDesk } from '../platform.ts';
import type { RecordStore } from '../storage/index.ts';

/** What administering organisations takes. */
export interface OrganisationDependencies {
  readonly records: RecordStore;
  readonly journal: Pick<JournalDesk, 'poke'>;
  readonly clock: Clock;
  /** Whether this is a demonstration: then so is every organisation that is made. */
  readonly demonstration: boolean;
  /** Done to each seal that is cancelled with its owner: what CAs here issued for it is revoked. Repeated, it changes nothing. */
  readonly retireSeal?: (actor: Actor, seal: SealRecord) => Promise<void>;
}
