/** A store whose personal data are sealed, over the store of any adapter. */
import type { Clock } from '../../services/platform.ts';
import { STORE_SCHEMA, type DataKeyUse, type OpenStore, type StoreProtection } from '../../services/storage/index.ts';
import { joinBlobKeys, splitBlobKeys, type ProtectionSecrets, type SealBlob } from '../blobs/index.ts';
import { createDataKeys, listDataKeys, rewrapDataKeys, type DataKeys } from './data-keys.ts';
import { keyedDigest } from './envelope.ts';
import { createFileKeys, keepFiles } from './files.ts';
import { createPseudonyms, newestOf, PERSON_KEYS, type Pseudonyms } from './pseudonyms.ts';
import { createRecordSealing, sealRecords } from './records.ts';
import { keepFileKeys } from './rekey.ts';
import { resealSome, sealNames, surveyRecords } from './reseal.ts';
import { createSearchDigests, SEARCH_KEYS } from './search-digests.ts';

/** A store as use cases see it. Copies of it, for backups, are of what is stored: sealed. */
export interface ProtectedStore extends OpenStore {
  readonly protection: StoreProtection;
  readonly pseudonyms: Pseudonyms;
}

/** What the keys of files without a key of their own are called among the keys of the data. */
const COMMON_FILE_KEYS = 'common-files';

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
  const { wrapping } = secrets;
  const keysFor = (purpose: string, first?: Uint8Array): DataKeys =>
    createDataKeys({ records, wrapping, purpose, clock, ...(first && { first }) });
  const keys = keysFor('records');
  const search = keysFor(SEARCH_KEYS, secrets.index);
  const persons = keysFor(PERSON_KEYS, secrets.pseudonyms);
  const files = keysFor(COMMON_FILE_KEYS, joinBlobKeys(secrets.files));
  const sealing = createRecordSealing({ keys, digests: createSearchDigests({ keys: search, clock }) });
  const fileKeys = createFileKeys({ records, wrapping, clock });
  const [common] = await files.live();
  const blobs = keepFiles(store, { fileKeys, common: common ? splitBlobKeys(common.secret) : secrets.files, seal: options.seal });
  const deps = { records, sealing, keys, files: keepFileKeys({ fileKeys, blobs }), clock };
  let { identity } = store;
  if (identity.schema < STORE_SCHEMA && use === 'served') {
    await sealNames(deps);
    identity = { ...identity, schema: STORE_SCHEMA };
  }
  const [pseudonyms, addressKey] = await Promise.all([createPseudonyms({ keys: persons, clock }), newestOf(search, clock)]);
  const rotated = (of: DataKeyUse): DataKeys => {
    if (typeof of === 'object') return fileKeys.ofOrganisation(of.organisation);
    return { records: keys, search, persons }[of];
  };
  return {
    ...store,
    identity,
    records: sealRecords(records, sealing),
    blobs,
    pseudonyms,
    protection: {
      addressPseudonym: (address) => keyedDigest(addressKey().secret, 'address', networkOf(address)),
      survey: () => surveyRecords(deps),
      reseal: (limit) => resealSome(deps, limit),
      rotate: async (of) => (await rotated(of).renew()).number,
      keys: () => listDataKeys(records),
      async followCustody() {
        // What custody's first secret gave is from now on a key of the data like any other.
        for (const each of [search, persons, files]) await each.current();
        await rewrapDataKeys(records, wrapping);
      },
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
