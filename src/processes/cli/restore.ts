/** Putting a backup in place of an installation: beside it first, then by its name. */
import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { openBackupFolder } from '../../adapters/backup/index.ts';
import { readFileKey, type FileKey } from '../../adapters/blobs/index.ts';
import { readPassphrase } from '../../adapters/custody/index.ts';
import { createMarkFile, replaceFile } from '../../adapters/files/index.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import type { RestoreOptions, RestoreSummary } from '../../cli/context.ts';
import type { Config } from '../../config/index.ts';
import { createNativeProvider } from '../../crypto/native/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { JournalHead } from '../../domain/journal/index.ts';
import { isServerRunning } from '../../services/journal/index.ts';
import {
  checkBackup,
  checkNotOlder,
  restoreBackup,
  type BackupManifest,
  type BackupReader,
  type HighWaterMark,
} from '../../services/maintenance/index.ts';
import { isoInstant } from '../../base/time.ts';
import { openStore } from '../installation/ground.ts';
import { keyPlaces } from '../installation/places.ts';

const clock = { now: () => Date.now() };

interface Restoring {
  readonly config: Config;
  readonly source: BackupReader;
  readonly manifest: BackupManifest;
  readonly fileKey: FileKey;
  readonly actor: Actor;
  readonly mark: HighWaterMark | null;
}

/**
 * Restores a backup to where the configuration says. Nothing is touched before the whole backup has been checked; data that were there
 * are put aside, never removed. Rejects with BACKUP_DAMAGED, STORE_SCHEMA_NEWER, STORE_ROLLED_BACK, STORE_NOT_EMPTY, SERVICE_RUNNING.
 */
export async function restoreFrom(
  config: Config,
  options: RestoreOptions & { readonly folder: string; readonly actor: Actor },
): Promise<RestoreSummary> {
  const { folder, actor, replace, acceptOlder } = options;
  const crypto = createNativeProvider();
  const sm3 = (bytes: Uint8Array): Uint8Array => crypto.digest('sm3', bytes);
  const places = keyPlaces(config);
  const source = openBackupFolder(folder);
  const fileKey = await openFileKey(config, folder);
  const manifest = await checkBackup(source, { authenticate: fileKey.authenticate, sm3 });
  const keeper = createMarkFile(places.mark);
  const mark = await keeper.read();
  if (!acceptOlder) checkNotOlder(manifest, mark);
  const stamp = isoInstant(clock.now()).replace(/[-:]|\.\d+/g, '');
  const aside: string[] = [];
  const putAside = async (path: string): Promise<void> => {
    if (!existsSync(path)) return;
    const name = `${path}.before-${stamp}`;
    await rename(path, name);
    await flush(dirname(path));
    aside.push(name);
  };
  const restoring: Restoring = { config, source, manifest, fileKey, actor, mark };
  const otherKeys = await hasOtherKeys(config, fileKey);
  const { database } = config;
  let head: JournalHead;
  if (database.kind === 'lmdb') {
    const occupied = existsSync(join(database.path, 'store'));
    if ((occupied || otherKeys) && !replace) throw new YinzhengError('STORE_NOT_EMPTY');
    const beside = `${database.path}.restoring`;
    await rm(beside, { recursive: true, force: true });
    await mkdir(beside, { recursive: true, mode: 0o700 });
    head = await fill(restoring, { ...config, database: { kind: 'lmdb', path: beside } });
    const trust = relative(database.path, config.trustDirectory);
    if (!trust.startsWith('..')) await copyParts(restoring, 'trust/', join(beside, trust));
    if (occupied) await refuseWhileRunning(restoring);
    if (otherKeys) await putAside(config.keysDirectory);
    await putAside(database.path);
    await rename(beside, database.path);
    await flush(dirname(database.path));
  } else {
    if (otherKeys && !replace) throw new YinzhengError('STORE_NOT_EMPTY');
    head = await fill(restoring, config);
    if (otherKeys) await putAside(config.keysDirectory);
  }
  if (!existsSync(places.fileKey)) await copyParts(restoring, 'keys/', config.keysDirectory);
  if (!existsSync(config.trustDirectory)) await copyParts(restoring, 'trust/', config.trustDirectory);
  await keeper.write({ store: manifest.store.id, ...head, at: isoInstant(clock.now()) });
  return { backupOf: manifest.createdAt, head, records: manifest.records, files: manifest.files, aside };
}

/** The file key of the backup, by the passphrase of the configuration or, where there is none, of the backup itself. */
async function openFileKey(config: Config, folder: string): Promise<FileKey> {
  const { passphrase } = keyPlaces(config);
  const own = join(folder, 'keys', 'passphrase');
  const secret = await readPassphrase(existsSync(passphrase) || !existsSync(own) ? passphrase : own);
  const fileKey = await readFileKey(join(folder, 'keys', 'files.key'), secret);
  if (!fileKey) throw new YinzhengError('BACKUP_DAMAGED', { path: 'keys/files.key' });
  return fileKey;
}

/** Whether the keys folder holds keys that are not those of the backup. */
async function hasOtherKeys(config: Config, { fingerprint }: FileKey): Promise<boolean> {
  const { passphrase, fileKey } = keyPlaces(config);
  if (!existsSync(fileKey)) return false;
  if (!existsSync(passphrase)) return true;
  const present = await readFileKey(fileKey, await readPassphrase(passphrase));
  return present?.fingerprint !== fingerprint;
}

async function fill({ source, manifest, fileKey, actor, mark }: Restoring, config: Config): Promise<JournalHead> {
  const store = await openStore(config, fileKey.blobKeys);
  const crypto = createNativeProvider();
  try {
    const sm3 = (bytes: Uint8Array): Uint8Array => crypto.digest('sm3', bytes);
    return await restoreBackup(source, manifest, { store, sm3, clock, actor, mark });
  } finally {
    await store.close();
  }
}

/** A server would go on writing into what is put aside. */
async function refuseWhileRunning({ config, fileKey }: Restoring): Promise<void> {
  const store = await openStore(config, fileKey.blobKeys).catch((error: unknown) => {
    // What cannot be opened has no server; that may be why it is restored.
    if (error instanceof YinzhengError) return null;
    throw error;
  });
  if (!store) return;
  const running = await isServerRunning(store.records, clock).finally(() => store.close());
  if (running) throw new YinzhengError('SERVICE_RUNNING');
}

async function copyParts({ source, manifest }: Restoring, prefix: string, folder: string): Promise<void> {
  for (const { path } of manifest.parts) {
    if (path.startsWith(prefix)) await replaceFile(join(folder, path.slice(prefix.length)), await source.file(path));
  }
}

async function flush(folder: string): Promise<void> {
  const directory = await open(folder, 'r');
  await directory.sync().finally(() => directory.close());
}
