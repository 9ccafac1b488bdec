import type { TrustStore } from '../../services/pki/index.ts';
import {
  dueExpiries,
  firstExpiries,
  takeForecast,
  untold,
  type DueExpiry,
  type Expiry,
  type FirstExpiry,
} from '../../services/forecast/index.ts';
import type { Ground } from './ground.ts';

/** The forecast of a server. */
export interface LiveForecast {
  /** Looks again, and tells what was not told today. Rejects as custody, trust store and record store do. */
  readonly look: () => Promise<void>;
  /** By the last look; empty before the first. */
  readonly first: () => readonly FirstExpiry[];
}

/** A forecast that has not looked yet. */
export function createForecast(
  {
    config: { mode },
    custody,
    store: { records },
    clock,
    crypto,
  }: Pick<Ground, 'config' | 'custody' | 'store' | 'clock' | 'crypto'>,
  { trustStore, tell }: { readonly trustStore: Pick<TrustStore, 'load'>; readonly tell: (due: DueExpiry) => void },
): LiveForecast {
  let expiries: readonly Expiry[] = [];
  return {
    async look() {
      expiries = await takeForecast({ custody, trustStore, records, crypto, mode });
      const now = clock.now();
      for (const due of await untold(records, dueExpiries(expiries, now), now)) tell(due);
    },
    first: () => firstExpiries(expiries, clock.now()),
  };
}
