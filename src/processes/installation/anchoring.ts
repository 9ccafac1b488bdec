import { createHeadFile } from '../../adapters/files/index.ts';
import { createLease } from '../../services/journal/index.ts';
import { createAnchoring, ensureJournalKey, renewHeads, type Anchoring } from '../../services/journal/heads/index.ts';
import type { TimeStamper } from '../../services/pki/index.ts';
import { leaseOwner, type Ground } from './ground.ts';

/** A server that fell silent is replaced after three rounds, or this time, ms. */
const SHORTEST_LEASE = 30_000;

/** The anchoring of a server, and the key that it takes. */
export interface ServerAnchoring extends Anchoring {
  /** Makes an audit key where one is due and a CA in custody can certify it. Rejects as custody does. */
  readonly renewKey: () => Promise<boolean>;
  /** Renews the proof of earlier heads before their stamps end. Rejects as `renewHeads` does. */
  readonly renewHeads: () => Promise<number>;
}

/** Anchoring over an installation's store and keys, into the file that its configuration names. */
export function createServerAnchoring(
  ground: Pick<Ground, 'config' | 'store' | 'relay' | 'custody' | 'clock' | 'random' | 'crypto' | 'register'>,
  { timeStamper, onError }: { readonly timeStamper: TimeStamper; readonly onError: (error: unknown) => void },
): ServerAnchoring {
  const { config, store, relay, custody, clock, random, crypto, register } = ground;
  const lease = createLease({
    ...{ records: store.records, clock, name: 'journal-head', owner: leaseOwner(config) },
    duration: Math.max(SHORTEST_LEASE, config.journalHeadInterval * 3),
  });
  const anchoring = createAnchoring({
    ...{ store, custody, signer: custody, timeStamper, crypto, clock, lease, onError },
    keeper: createHeadFile(config.journalHeadFile),
  });
  return {
    ...anchoring,
    renewHeads: () => renewHeads({ records: store.records, desk: relay, timeStamper, crypto, clock }),
    renewKey: () =>
      ensureJournalKey(
        { signer: custody, custody, crypto, random, register },
        { now: clock.now(), authorisation: { actor: 'server', reference: 'certification of the audit key' } },
      ),
  };
}
