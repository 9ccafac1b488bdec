/** Putting a backup in place of an installation: written beside it first, then given its names. */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { createSmallFiles, openBackupFolder } from '../../adapters/backup/index.ts';
import { readFileKey, type FileKey } from '../../adapters/blobs/index.ts';
import { readPassphrase } from '../../adapters/custody/index.ts';
import { DATABASE_FOLDER, FILES_FOLDER } from '../../adapters/embedded/index.ts';
import { createMarkFile, replaceFile } from '../../adapters/files/index.ts';
import { bilingual, isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { RestoreOptions, RestoreSummary } from '../../cli/context.ts';
import type { Config } from '../../config/index.ts';
import { createNativeProvider } from '../../crypto/native/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { JournalHead } from '../../domain/journal/index.ts';
import { isServerRunning } from '../../services/journal/index.ts';
import {
  checkBackup,
  checkNotOlder,
  MANIFEST,
  restoreBackup,
  type BackupManifest,
  type BackupReader,
  type HighWaterMark,
} from '../../services/maintenance/index.ts';
import { openStore } from '../installation/ground.ts';
import { isPutAside, keyPlaces, restorePlaces } from '../installation/places.ts';
import { BACKUP_PASSPHRASE } from './backup.ts';
import { flushFolder, putAside } from './put-in-place.ts';

const FILE_KEY = 'keys/files.key';
const clock = { now: () => Date.now() };
const sm3 = (bytes: Uint8Array): Uint8Array => createNativeProvider().digest('sm3', bytes);

interface Restoring {
  readonly config: Config;
  readonly source: BackupReader;
  readonly manifest: BackupManifest;
  readonly fileKey: FileKey;
  readonly actor: Actor;
  readonly mark: HighWaterMark | null;
  /** Whether the keys folder holds keys of another installation. */
  readonly otherKeys: boolean;
  /** Where what was there before is now. */
  readonly aside: string[];
}

/**
 * Restores a backup to where the configuration says. Nothing is touched before the whole backup has been checked; what was there is put
 * aside, never removed. Keys and trust of the same installation stay as they are: they are never older than the backup. Killed in
 * between, it leaves what was there, or what no start opens. Rejects with INPUT_INVALID where there is no backup, BACKUP_DAMAGED, STORE_SCHEMA_NEWER, STORE_ROLLED_BACK,
 * STORE_NOT_EMPTY, SERVICE_RUNNING, FILE_UNWRITABLE.
 */
export async function restoreFrom(
  config: Config,
  options: RestoreOptions & { readonly folder: string; readonly actor: Actor },
): Promise<RestoreSummary> {
  const { folder, actor, replace, acceptOlder } = options;
  if ([MANIFEST, FILE_KEY].every((part) => !existsSync(join(folder, part))))
    throw new YinzhengError('INPUT_INVALID', { reason: bilingual(`there is no backup in ${folder}`, `${folder} 中没有备份`) });
  const source = openBackupFolder(folder);
  const { fileKey, passphrase } = await openFileKey(config, folder);
  const manifest = await checkBackup(source, { authenticate: fileKey.authenticate, sm3 });
  const mark = await createMarkFile(keyPlaces(config).mark).read();
  if (!acceptOlder) await checkNotOlder(source, manifest, mark);
  const otherKeys = await hasOtherKeys(config, fileKey);
  const restoring: Restoring = { config, source, manifest, fileKey, actor, mark, otherKeys, aside: [] };
  if (!replace && (otherKeys || hasData(config))) throw new YinzhengError('STORE_NOT_EMPTY');
  try {
    const complete = (head: JournalHead): Promise<void> => putKeysAndTrust(restoring, passphrase, head);
    const head = await (config.database.kind === 'lmdb'
      ? restoreFolder(restoring, config.database.path, complete)
      : fill(restoring, config, complete));
    return { backupOf: manifest.createdAt, head, records: manifest.records, files: manifest.files, aside: restoring.aside };
  } catch (cause) {
    const { code, path } = cause as NodeJS.ErrnoException;
    if (isYinzhengError(cause) || code === undefined) throw cause;
    throw new YinzhengError('FILE_UNWRITABLE', { path: path ?? config.dataDirectory }, { cause });
  }
}

/** Writes a store beside the one that is there, puts that aside, gives the new one its names. */
async function restoreFolder(
  restoring: Restoring,
  folder: string,
  complete: (head: JournalHead) => Promise<void>,
): Promise<JournalHead> {
  const { filling, filled } = restorePlaces(folder);
  await refuseWhileRunning(restoring, folder);
  await rm(filling, { recursive: true, force: true });
  await mkdir(filling, { recursive: true, mode: 0o700 });
  let head: JournalHead;
  try {
    head = await fill(restoring, { ...restoring.config, database: { kind: 'lmdb', path: filling } });
    await refuseWhileRunning(restoring, folder);
  } catch (error) {
    await rm(filling, { recursive: true, force: true });
    throw error;
  }
  // From here until it is removed again, this folder keeps every start from opening what is not all there.
  await rm(filled, { recursive: true, force: true });
  await rename(filling, filled);
  await flushFolder(folder);
  const aside = await putAside(folder, (name) => name !== DATABASE_FOLDER && name !== FILES_FOLDER);
  if (aside !== null) restoring.aside.push(aside);
  for (const name of [FILES_FOLDER, DATABASE_FOLDER]) await rename(join(filled, name), join(folder, name));
  await flushFolder(folder);
  await complete(head);
  await rm(filled, { recursive: true });
  await flushFolder(folder);
  return head;
}

async function fill(
  { source, manifest, fileKey, actor, mark }: Restoring,
  config: Config,
  complete?: (head: JournalHead) => Promise<void>,
): Promise<JournalHead> {
  const store = await openStore(config, fileKey.blobKeys);
  try {
    return await restoreBackup(source, manifest, { store, sm3, clock, actor, mark, ...(complete ? { complete } : {}) });
  } finally {
    await store.close();
  }
}

/** Keys and trust where there are none, or where they are another installation's; and the mark of the restored store. */
async function putKeysAndTrust(restoring: Restoring, passphrase: PassphrasePlace, head: JournalHead): Promise<void> {
  const { config, manifest, otherKeys, aside } = restoring;
  const { keysDirectory, trustDirectory } = config;
  if (otherKeys) {
    // The passphrase that opened the backup stays where it is.
    const kept = passphrase.inBackup || dirname(passphrase.path) !== resolve(keysDirectory) ? '' : basename(passphrase.path);
    const stays = (name: string): boolean => name === kept || name === 'README.md';
    for (const moved of [await putAside(keysDirectory, stays), await putAside(trustDirectory, () => false)]) {
      if (moved !== null) aside.push(moved);
    }
  }
  // Where the keys are whole, what is missing beside them was taken away, such as the keystore of the root.
  if (!hasKeys(config, passphrase)) await copyParts(restoring, 'keys/', keysDirectory);
  if (!(await hasTrust(restoring))) await copyParts(restoring, 'trust/', trustDirectory);
  const keeper = createMarkFile(keyPlaces(config).mark);
  await keeper.write({ store: manifest.store.id, ...head, at: isoInstant(clock.now()) });
}

function hasKeys(config: Config, { inBackup }: PassphrasePlace): boolean {
  const { fileKey, keystore } = keyPlaces(config);
  return [fileKey, keystore, ...(inBackup ? [join(config.keysDirectory, BACKUP_PASSPHRASE)] : [])].every((path) =>
    existsSync(path),
  );
}

/** Whether there is anything in the trust folder. */
async function hasTrust({ config }: Restoring): Promise<boolean> {
  return (await createSmallFiles(config.trustDirectory, isPutAside).list()).length > 0;
}

/** Writes the parts below a prefix that are not there. */
async function copyParts({ source, manifest }: Restoring, prefix: string, folder: string): Promise<void> {
  for (const { path } of manifest.parts) {
    const place = join(folder, path.slice(prefix.length));
    if (path.startsWith(prefix) && !existsSync(place)) await replaceFile(place, await source.file(path));
  }
}

interface PassphrasePlace {
  readonly path: string;
  readonly inBackup: boolean;
}

/** The file key of the backup, by the passphrase in the backup or, where there is none, by that of the configuration. */
async function openFileKey(
  config: Config,
  folder: string,
): Promise<{ readonly fileKey: FileKey; readonly passphrase: PassphrasePlace }> {
  const own = join(folder, 'keys', BACKUP_PASSPHRASE);
  const inBackup = existsSync(own);
  const path = inBackup ? own : keyPlaces(config).passphrase;
  const fileKey = await readFileKey(join(folder, FILE_KEY), await readPassphrase(path));
  if (!fileKey) throw new YinzhengError('BACKUP_DAMAGED', { path: FILE_KEY });
  return { fileKey, passphrase: { path, inBackup } };
}

/** Whether the keys folder holds keys that are not those of the backup. */
async function hasOtherKeys(config: Config, { fingerprint }: FileKey): Promise<boolean> {
  const { passphrase, fileKey, keystore } = keyPlaces(config);
  if (!existsSync(fileKey)) return existsSync(keystore);
  if (!existsSync(passphrase)) return true;
  try {
    const own = await readFileKey(fileKey, await readPassphrase(passphrase));
    // A backup from before a rotation is of this installation too.
    return ![own, ...(own?.earlier ?? [])].some((key) => key?.fingerprint === fingerprint);
  } catch (error) {
    if (isYinzhengError(error, 'KEYSTORE_PASSPHRASE_WRONG', 'KEYSTORE_MALFORMED')) return true;
    throw error;
  }
}

function hasData({ database }: Config): boolean {
  return database.kind === 'lmdb' && existsSync(join(database.path, DATABASE_FOLDER));
}

/** A server would go on writing into what is put aside. */
async function refuseWhileRunning({ config, fileKey }: Restoring, folder: string): Promise<void> {
  if (!existsSync(join(folder, DATABASE_FOLDER))) return;
  const store = await openStore(config, fileKey.blobKeys).catch((error: unknown) => {
    // What cannot be opened has no server; that may be why it is restored.
    if (isYinzhengError(error)) return null;
    throw error;
  });
  if (!store) return;
  const running = await isServerRunning(store.records, clock).finally(() => store.close());
  if (running) throw new YinzhengError('SERVICE_RUNNING');
}
