import { createNoticeSender } from '../../adapters/notices/index.ts';
import type { Instant } from '../../base/time.ts';
import { createLease } from '../../services/journal/index.ts';
import type { SharingDependencies } from '../../services/sharing/index.ts';
import { ensureStatementKey } from '../../services/statements/index.ts';
import { deliverNotices, type NoticeSender } from '../../services/webhooks/index.ts';
import { leaseOwner, type Ground } from './ground.ts';

/** A server that fell silent is replaced after this time, ms. */
const LEASE_DURATION = 30_000;

/** Notices of one server, and the key that signs them. */
export interface ServerNotices {
  readonly sender: NoticeSender;
  /** Sends what is due. Rejects as `deliverNotices`. */
  readonly round: () => Promise<number>;
  /** Makes the key for what the service says where it is due and a CA in custody can certify it. Rejects as custody does. */
  readonly renewKey: () => Promise<boolean>;
  readonly stop: () => Promise<void>;
}

/** Notices over an installation's store and keys; of several servers one sends. */
export function createServerNotices(
  ground: Pick<Ground, 'config' | 'store' | 'custody' | 'clock' | 'random' | 'crypto' | 'register'>,
  sharing: SharingDependencies,
): ServerNotices {
  const { config, store, custody, clock, random, crypto, register } = ground;
  const sender = createNoticeSender({ hosts: config.webhookHosts });
  const lease = createLease({
    records: store.records,
    clock,
    name: 'notices',
    owner: leaseOwner(config),
    duration: LEASE_DURATION,
  });
  const now = (): Instant => clock.now();
  return {
    sender,
    round: () => deliverNotices({ sharing, sender, lease, custody, signer: custody, crypto }),
    renewKey: () =>
      ensureStatementKey(
        { signer: custody, custody, crypto, random, register },
        { now: now(), authorisation: { actor: 'server', reference: 'certification of the key for statements' } },
      ),
    stop: () => lease.release(),
  };
}
