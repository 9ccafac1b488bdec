/** What every process of an installation stands on: keys, store, journal, opened together because they belong together. */
import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileKeyOf, newFileKey, type BlobKeys, type FileKey, type SealBlob } from '../../adapters/blobs/index.ts';
import type { SigningCustody } from '../../adapters/custody/index.ts';
import { createEmbeddedStore } from '../../adapters/embedded/index.ts';
import { createErasureFile, createMarkFile } from '../../adapters/files/index.ts';
import { createSystemClock } from '../../adapters/platform/clock.ts';
import { protectStore, type ProtectedStore, type Pseudonyms } from '../../adapters/protection/index.ts';
import { createSystemRandom } from '../../adapters/platform/random.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import type { Config } from '../../config/index.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import { createNativeProvider } from '../../crypto/native/index.ts';
import { createRelay, type Relay } from '../../services/journal/index.ts';
import { checkHighWater, checkWhole, createMarkWriter, type MarkKeeper } from '../../services/maintenance/index.ts';
import { reapplyErasures, type ErasureKeeper, type RetentionDependencies } from '../../services/retention/index.ts';
import { createCertificateRegister, type CertificateRegister } from '../../services/pki/index.ts';
import type { Clock, Random } from '../../services/platform.ts';
import type { OpenStore } from '../../services/storage/index.ts';
import { bindInstallation, checkBinding, checkKeys, readBinding, rebindInstallation } from './binding.ts';
import { openKeys, type Keys, type KeysOptions } from './keys.ts';
import { keyPlaces, restorePlaces, type KeyPlaces } from './places.ts';

/** Keys, store and journal of an installation. */
export interface Ground {
  readonly config: Config;
  readonly places: KeyPlaces;
  readonly custody: SigningCustody;
  readonly keys: Keys;
  readonly store: ProtectedStore;
  readonly relay: Relay;
  /** Certificates that the CAs in custody issued. */
  readonly register: CertificateRegister;
  readonly mark: MarkKeeper;
  readonly clock: Clock;
  readonly random: Random;
  readonly crypto: CryptoProvider;
  /** Keyed pseudonyms of persons' numbers, as the journal has them. */
  readonly pseudonyms: Pseudonyms;
  /** What was destroyed, kept apart from the data. */
  readonly erasures: ErasureKeeper;
  /** Authentication code under the file key, for the manifests of backups. */
  readonly authenticate: FileKey['authenticate'];
  /** Brings the journal up to date and closes the store. */
  close(): Promise<void>;
}

/** How a ground is opened. */
export interface GroundOptions extends KeysOptions {
  /** `examined`: data older than what was seen are opened too, only to be looked at. */
  readonly older?: 'refused' | 'examined';
  /** Program of a thread that encrypts files; they are encrypted in this thread when absent. */
  readonly sealer?: string | undefined;
}

/**
 * Opens the keys and the data that a configuration names, and sees that they belong to each other, to this mode, and are not older
 * than what was seen last. Rejects with INSTALLATION_MISSING, KEYS_MISSING, DATA_MISSING, DEMONSTRATION_INSTALLATION,
 * PRODUCTION_INSTALLATION, STORE_ROLLED_BACK, RESTORE_UNFINISHED, and what keystore and store reject with.
 */
export async function openGround(config: Config, options: GroundOptions): Promise<Ground> {
  const places = keyPlaces(config);
  const crypto = createNativeProvider();
  const clock = createSystemClock();
  const random = createSystemRandom();
  const mark = createMarkFile(places.mark);
  const needed = options.keystore === 'elsewhere' ? [places.fileKey] : [places.keystore, places.fileKey];
  checkPresence(config, needed, { create: options.create, marked: (await mark.read()) !== null });
  const keys = await openKeys(config, options);
  try {
    return await openOn({ config, places, clock, random, crypto, mark, keys, options });
  } catch (error) {
    await keys.room.close();
    throw error;
  }
}

/** What a ground is opened with, before its store. */
interface Footing extends Pick<Ground, 'config' | 'places' | 'clock' | 'random' | 'crypto' | 'mark'> {
  readonly keys: Keys;
  readonly options: GroundOptions;
}

async function openOn(footing: Footing): Promise<Ground> {
  const { config, options, places, mark, clock, random, crypto, keys } = footing;
  const { room } = keys;
  const { custody: opened, fileKey: secret } = await room.open();
  // What is not here cannot be of the other mode.
  const looksAtKeys = options.keystore !== 'elsewhere' || config.custodyFile !== null;
  if (opened && looksAtKeys) await checkKeys(opened, config);
  const fileKey = secret ? fileKeyOf(secret) : newFileKey();
  const makeKeys = (): Promise<SigningCustody> => room.make(fileKey.secret);
  // Where the data are a folder, keys come first: data without keys would stop the next start, keys without data do not. A database
  // elsewhere may belong to other keys, which only it can tell.
  const made = config.database.kind === 'lmdb' ? await makeKeys() : null;
  const { store: stored, seal } = await openSealing(config, fileKey.blobKeys, options.sealer);
  try {
    await checkWhole(stored.records);
    const binding = await readBinding(stored.records);
    const bound = binding ? checkBinding(binding, { config, fileKey, keys: opened !== null }) : fileKey;
    const examined = options.older === 'examined';
    const use = examined ? 'examined' : 'served';
    // Before anything is written, such as what a store of an earlier schema lacks.
    if (!examined) await checkHighWater(stored, mark);
    const store = await protectStore(stored, { secrets: bound.protection, clock, use, seal });
    const custody = made ?? (await makeKeys());
    // Keys that are kept elsewhere may be older than this installation.
    if (!opened) await checkKeys(custody, config);
    if (!binding && !examined) await bindInstallation(store.records, { fileKey: fileKey.fingerprint, mode: config.mode });
    const writer = createMarkWriter({ keeper: mark, store, clock, onError: options.onError });
    const codes = [fileKey, ...fileKey.earlier].map(({ authenticate }) => authenticate);
    const erasures = createErasureFile(places.erasures, codes);
    // What a rotation of the file key, or the restore of a backup from before one, left to be done. The binding comes last: until then it is done again.
    if (!examined && bound.fingerprint !== fileKey.fingerprint) {
      await store.protection.followCustody();
      await rebindInstallation(stored.records, fileKey.fingerprint);
    }
    if (!examined) await erasures.renew();
    // A crash may have come between the last entry and its mark.
    if (!examined) writer.onHead();
    const { pseudonyms } = store;
    const pseudonym = pseudonyms.of;
    const relay = createRelay({
      store,
      digest: (bytes) => crypto.digest('sm3', bytes),
      clock,
      // One server has the lmdb file to itself and need not wait for the lease of its last run.
      leaseOwner: leaseOwner(config),
      onHead: writer.onHead,
      pseudonym,
      onError: options.onError,
    });
    const ground: Ground = {
      ...{ config, places, keys, custody, store, relay, mark, clock, random, crypto, erasures, pseudonyms },
      register: createCertificateRegister({ records: store.records, crypto, clock }),
      authenticate: fileKey.authenticate,
      async close() {
        await relay.stop();
        await writer.flush().catch(options.onError);
        await store.close();
        await room.close();
      },
    };
    if (!examined) await reapplyErasures(retentionDependencies(ground));
    return ground;
  } catch (error) {
    await stored.close();
    throw error;
  }
}

/** What the use cases of retention work with. */
export function retentionDependencies(
  ground: Pick<Ground, 'store' | 'relay' | 'clock' | 'random' | 'crypto' | 'erasures'>,
): RetentionDependencies {
  const { store, relay, clock, random, crypto, erasures } = ground;
  return { store, storeId: store.identity.id, journal: relay, clock, random, crypto, erasures };
}

/** The name under which this process holds leases; on an lmdb file always the same, since there is one server only. */
export function leaseOwner({ database }: Pick<Config, 'database'>): string {
  return database.kind === 'lmdb' ? 'server' : `${hostname()}/${process.pid}`;
}

/** What can be told from the folders alone, before anything is made in them. */
function checkPresence(
  config: Config,
  needed: readonly string[],
  { create, marked }: { readonly create: boolean; readonly marked: boolean },
): void {
  const keys = needed.every((path) => existsSync(path));
  const { database, keysDirectory, dataDirectory } = config;
  if (database.kind === 'lmdb') {
    if (existsSync(restorePlaces(database.path).filled)) throw new YinzhengError('RESTORE_UNFINISHED');
    const data = existsSync(join(database.path, 'store', 'data.mdb'));
    if (data && !keys) throw new YinzhengError('KEYS_MISSING', { path: keysDirectory });
    if (!data && marked) throw new YinzhengError('DATA_MISSING', { path: keysDirectory });
    if (!data && !create) throw new YinzhengError('INSTALLATION_MISSING', { path: database.path });
  } else if (!keys && !create) {
    throw new YinzhengError('INSTALLATION_MISSING', { path: dataDirectory });
  }
}

/** Opens the store that a configuration names, whatever it holds. Rejects with STORE_UNAVAILABLE, STORE_SCHEMA_NEWER. */
export async function openStore({ database }: Config, blobKeys: BlobKeys): Promise<OpenStore> {
  if (database.kind === 'lmdb') return createEmbeddedStore({ folder: database.path, blobKeys });
  const { createMongoStore } = await import('../../adapters/mongo/index.ts');
  return createMongoStore({ url: database.url.reveal(), blobKeys });
}

/** The store, and a thread that encrypts its files, which ends with it; without one they are encrypted in this thread. */
async function openSealing(
  config: Config,
  blobKeys: BlobKeys,
  program: string | undefined,
): Promise<{ readonly store: OpenStore; readonly seal: SealBlob | undefined }> {
  if (program === undefined) return { store: await openStore(config, blobKeys), seal: undefined };
  const { createSealingThread } = await import('../../adapters/blobs/sealing-thread.ts');
  const thread = createSealingThread({ program, keys: blobKeys });
  const { seal } = thread;
  const { database } = config;
  try {
    const store = await (database.kind === 'lmdb'
      ? createEmbeddedStore({ folder: database.path, blobKeys, sealBlob: seal })
      : openStore(config, blobKeys));
    return { store: { ...store, close: () => store.close().finally(() => thread.close()) }, seal };
  } catch (error) {
    await thread.close();
    throw error;
  }
}
