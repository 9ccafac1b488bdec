/** A store whose personal data are sealed, over the store of any adapter. */
import type { Clock } from '../../services/platform.ts';
import { STORE_SCHEMA, type OpenStore, type StoreProtection } from '../../services/storage/index.ts';
import type { ProtectionSecrets, SealBlob } from '../blobs/index.ts';
import { createDataKeys, listDataKeys } from './data-keys.ts';
import { keyedDigest } from './envelope.ts';
import { createFileKeys, keepFiles } from './files.ts';
import { createRecordSealing, sealRecords } from './records.ts';
import { keepFileKeys } from './rekey.ts';
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
  /** Encrypts a file; in this thread when absent. */
  readonly seal?: SealBlob | undefined;
}

/**
 * Puts sealing over a store. A store of an earlier schema gets its names sealed first. Rejects with STORE_UNAVAILABLE, STORE_DAMAGED
 * when the keys of its data are not of this custody.
 */
export async function protectStore(store: OpenStore, options: ProtectionOptions): Promise<ProtectedStore> {
  const { secrets, clock, use } = options;
  const { records } = store;
  const keys = createDataKeys({ records, wrapping: secrets.wrapping, purpose: 'records', clock });
  const sealing = createRecordSealing({ keys, index: secrets.index });
  const fileKeys = createFileKeys({ records, wrapping: secrets.wrapping, clock });
  const blobs = keepFiles(store, { fileKeys, seal: options.seal });
  const deps = { records, sealing, keys, files: keepFileKeys({ fileKeys, blobs }), clock };
  let { identity } = store;
  if (identity.schema < STORE_SCHEMA && use === 'served') {
    await sealNames(deps);
    identity = { ...identity, schema: STORE_SCHEMA };
  }
  return {
    ...store,
    identity,
    records: sealRecords(records, sealing),
    blobs,
    protection: {
      addressPseudonym: (address) => keyedDigest(options.secrets.index, 'address', networkOf(address)),
      survey: () => surveyRecords(deps),
      reseal: (limit) => resealSome(deps, limit),
      rotate: async (organisation) =>
        (await (organisation === undefined ? keys : fileKeys.ofOrganisation(organisation)).renew()).number,
      keys: () => listDataKeys(records),
    },
  };
}

/** An IPv4 address, mapped into IPv6 or not, or the /64 network of an IPv6 address: whoever has one has all of it. */
function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').toLowerCase();
  if (!plain.includes(':')) return plain;
  const [head = '', tail = ''] = plain.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === '' ? [] : tail.split(':');
  const zeros = plain.includes('::') ? Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0') : [];
  return [...before, ...zeros, ...after]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
