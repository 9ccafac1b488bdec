/** A store whose personal data are sealed, over the store of any adapter. */
import type { Clock } from '../../services/platform.ts';
import { STORE_SCHEMA, type OpenStore, type StoreProtection } from '../../services/storage/index.ts';
import type { ProtectionSecrets } from '../blobs/index.ts';
import { createDataKeys } from './data-keys.ts';
import { createRecordSealing, sealRecords } from './records.ts';
import { resealSome, sealNames, surveyRecords } from './reseal.ts';

/** A store as use cases see it. Copies of it, for backups, are of what is stored: sealed. */
export interface ProtectedStore extends OpenStore {
  readonly protection: StoreProtection;
}

/** What sealing works with. */
export interface ProtectionOptions {
  readonly secrets: ProtectionSecrets;
  readonly clock: Clock;
  /** `examined`: nothing is written, not even what an earlier schema lacks. */
  readonly use: 'served' | 'examined';
}

/**
 * Puts sealing over a store. A store of an earlier schema gets its names sealed first. Rejects with STORE_UNAVAILABLE, STORE_DAMAGED
 * when the keys of its data are not of this custody.
 */
export async function protectStore(store: OpenStore, { secrets, clock, use }: ProtectionOptions): Promise<ProtectedStore> {
  const { records } = store;
  const keys = createDataKeys({ records, wrapping: secrets.wrapping, purpose: 'records', clock });
  const sealing = createRecordSealing({ keys, index: secrets.index });
  const deps = { records, sealing, keys, clock };
  let { identity } = store;
  if (identity.schema < STORE_SCHEMA && use === 'served') {
    await sealNames(deps);
    identity = { ...identity, schema: STORE_SCHEMA };
  }
  return {
    ...store,
    identity,
    records: sealRecords(records, sealing),
    protection: {
      survey: () => surveyRecords(deps),
      reseal: (limit) => resealSome(deps, limit),
      rotate: async () => (await keys.renew()).number,
      keys: () => keys.list(),
    },
  };
}
