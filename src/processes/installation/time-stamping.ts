import { createClockSynchronisation } from '../../adapters/platform/clock-synchronisation.ts';
import { createClockWatch } from '../../adapters/platform/clock-watch.ts';
import { createTsaClient } from '../../adapters/tsa/index.ts';
import { OID } from '../../asn1/index.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import type { PreparedTrust } from '../../pki/index.ts';
import type { TimeStamper, TrustStore } from '../../services/pki/index.ts';
import {
  CLOCK_FAULT_WORDS,
  createTimeStampAuthority,
  createTrustedTime,
  ensureTimeStampUnits,
  findTimeStampUnits,
  type TimeStampAuthority,
  type TimeStampUnit,
} from '../../services/time-stamping/index.ts';
import type { Ground } from './ground.ts';
import { verificationPolicy } from './use-cases.ts';

/** Time stamping of a server: the authority that answers others, and whoever stamps what the server makes. */
export interface TimeStamping {
  readonly authority: TimeStampAuthority;
  /** The authorities that the configuration names, or the one within. */
  readonly stamper: TimeStamper;
  /** Makes a unit where one is due, and takes those into service that are in custody. Rejects as custody and trust store do. */
  readonly renew: () => Promise<void>;
  /** Takes the units into service that are in custody, and makes none. Rejects as custody and trust store do. */
  readonly find: () => Promise<void>;
  /** Asks whether the machine's clock is synchronised; never rejects. */
  readonly askAboutClock: () => Promise<void>;
}

/** One second, in microseconds: the clock is watched to as much. */
const ACCURACY = 1_000_000;

/** Time stamping without units; `renew` takes them into service. */
export function createTimeStamping(
  ground: Pick<Ground, 'config' | 'custody' | 'store' | 'clock' | 'random' | 'crypto' | 'register'>,
  parts: {
    readonly trust: () => PreparedTrust;
    readonly trustStore: Pick<TrustStore, 'load'>;
    readonly onError: (error: unknown) => void;
    /** How far ahead of the time the durable bound is raised, ms. */
    readonly lead?: number;
  },
): TimeStamping {
  const { config, custody, store, clock, random, crypto, register } = ground;
  const { trust, trustStore, onError } = parts;
  let units: readonly TimeStampUnit[] = [];
  const synchronisation = createClockSynchronisation(config.clockSync);
  const watch = createClockWatch({
    synchronised: synchronisation.synchronised,
    onFault: (fault) => onError(new YinzhengError('TIME_NOT_AVAILABLE', { reason: CLOCK_FAULT_WORDS[fault] })),
  });
  const authority = createTimeStampAuthority({
    ...{ signer: custody, crypto, random, onError },
    time: createTrustedTime({ watch, records: store.records, ...(parts.lead !== undefined && { lead: parts.lead }) }),
    units: () => units,
    policy: OID.timeStampPolicy,
    accuracy: ACCURACY,
  });
  const client = (): TimeStamper =>
    createTsaClient({
      ...{ urls: config.tsaUrls, crypto, random, clock, trust },
      verification: verificationPolicy(config),
      onFailure: ({ error }) => onError(error),
    });
  const find = async (): Promise<void> => {
    const { intermediates } = await trustStore.load();
    units = await findTimeStampUnits(custody, { now: clock.now(), intermediates });
  };
  return {
    authority,
    stamper: config.tsaUrls.length > 0 ? client() : authority,
    askAboutClock: synchronisation.ask,
    find,
    async renew() {
      const now = clock.now();
      const authorisation = { actor: 'server', reference: 'certification of a time stamping unit' };
      // Of several servers that share the keys one makes it; the others hear of it within a second.
      await ensureTimeStampUnits({ signer: custody, custody, crypto, random, register }, { now, authorisation }).catch(onError);
      await find();
    },
  };
}
