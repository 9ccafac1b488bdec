/** Copying an installation, while a server runs on it or not. */
import { relative } from 'node:path';
import { createBackupFolder, createSmallFiles } from '../../adapters/backup/index.ts';
import { makeBackup, type BackupDependencies, type BackupSummary } from '../../services/maintenance/index.ts';
import type { OpenStore } from '../../services/storage/index.ts';
import type { Ground } from '../installation/ground.ts';
import { isPutAside, keyPlaces } from '../installation/places.ts';
import { readWhole } from './files.ts';

/** Name of the passphrase in the keys of a backup. */
export const BACKUP_PASSPHRASE = 'passphrase';

/** Copies an installation into a new folder. Rejects with BACKUP_EXISTS and as `makeBackup` does. */
export async function backupTo(
  ground: Pick<Ground, 'config' | 'clock' | 'authenticate'> & { readonly store: OpenStore },
  folder: string,
  options: { readonly withPassphrase: boolean },
): Promise<BackupSummary> {
  return makeBackup(backupDependencies(ground, options), await createBackupFolder(folder));
}

/** What a backup of an installation is made of; without the passphrases unless they are asked for. */
function backupDependencies(
  { config, store, clock, authenticate }: Parameters<typeof backupTo>[0],
  { withPassphrase }: { readonly withPassphrase: boolean },
): BackupDependencies {
  const { mark, passphrase, rootPassphrase, audit } = keyPlaces(config);
  const named = (place: string): string => relative(config.keysDirectory, place);
  const used = `${named(audit)}/`;
  // What a key was used for stays where it is used. The mark is of the installation and not of its data: a copy of it would say what the data are anyway.
  // Heads of the journal are there to be held against the data: restored together with them they would prove nothing.
  const leftOut = new Set([mark, config.journalHeadFile, passphrase, ...(withPassphrase ? [] : [rootPassphrase])].map(named));
  const keys = createSmallFiles(config.keysDirectory, (path) => leftOut.has(path) || path.startsWith(used) || isPutAside(path));
  return {
    store,
    keys: {
      async list() {
        const files = await keys.list();
        // Wherever it lies, in a backup it lies beside the keystore.
        return withPassphrase ? [...files, { path: BACKUP_PASSPHRASE, bytes: await readWhole(passphrase) }] : files;
      },
    },
    trust: createSmallFiles(config.trustDirectory, isPutAside),
    authenticate,
    clock,
  };
}
