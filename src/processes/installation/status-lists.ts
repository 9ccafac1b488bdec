import { createStatusPublisher, ensureClaimKeys, type StatusPublisher } from '../../services/claims/index.ts';
import { createLease } from '../../services/journal/index.ts';
import type { PreparedTrust } from '../../pki/index.ts';
import { leaseOwner, type Ground } from './ground.ts';

/** A server that fell silent is replaced after this time, so that a change is published within a minute all the same, ms. */
const LEASE_DURATION = 20_000;

/** Publishing status lists, and the keys that it takes. */
export interface ServerStatusLists extends StatusPublisher {
  /** Makes the keys for claims and lists where they are due and a CA in custody can certify them. Rejects as custody does. */
  readonly renewKeys: () => Promise<boolean>;
}

/** Publishing over an installation's store and keys; of several servers one does. */
export function createServerStatusLists(
  ground: Pick<Ground, 'config' | 'store' | 'custody' | 'clock' | 'random' | 'crypto' | 'register'>,
  { trust }: { readonly trust: () => PreparedTrust },
): ServerStatusLists {
  const { config, store, custody, clock, random, crypto, register } = ground;
  const owner = leaseOwner(config);
  const lease = createLease({ records: store.records, clock, name: 'status-lists', owner, duration: LEASE_DURATION });
  return {
    ...createStatusPublisher({ store, custody, signer: custody, crypto, clock, lease, trust }),
    renewKeys: () =>
      ensureClaimKeys(
        { signer: custody, custody, crypto, random, register },
        { now: clock.now(), authorisation: { actor: 'server', reference: 'certification of the keys for claims' } },
      ),
  };
}
