import type { CryptoProvider } from '../../crypto/index.ts';
import type { SealRecord } from '../../domain/seal/index.ts';
import type { KeyCustody, TrustStore } from '../pki/index.ts';
import type { RecordStore } from '../storage/index.ts';
import { forecast, type ForecastInput } from './forecast.ts';
import type { Expiry } from './model.ts';
import { usedUnits } from './units-used.ts';

/** Where a forecast finds what it looks at. */
export interface ForecastDependencies {
  readonly custody: Pick<KeyCustody, 'list'>;
  readonly trustStore: Pick<TrustStore, 'load'>;
  readonly records: Pick<RecordStore, 'list'>;
  readonly crypto: CryptoProvider;
  readonly mode: ForecastInput['mode'];
}

const PAGE = 500;

/** Everything of an installation that ends, the soonest first. Rejects as custody, trust store and record store do. */
export async function takeForecast(deps: ForecastDependencies): Promise<readonly Expiry[]> {
  const { custody, trustStore, records, crypto, mode } = deps;
  const [keys, material, seals, units] = await Promise.all([
    custody.list(),
    trustStore.load(),
    allSeals(records),
    usedUnits(records),
  ]);
  return forecast({ keys, material, seals, units, mode, crypto });
}

async function allSeals(records: Pick<RecordStore, 'list'>): Promise<readonly SealRecord[]> {
  const found: SealRecord[] = [];
  for (;;) {
    const after = found.at(-1)?._id;
    const page = await records.list('seals', { limit: PAGE, ...(after !== undefined && { after }) });
    found.push(...page);
    if (page.length < PAGE) return found;
  }
}
