/** Copying an installation, while a server runs on it or not. */
import { relative } from 'node:path';
import { createBackupFolder, createSmallFiles } from '../../adapters/backup/index.ts';
import type { Config } from '../../config/index.ts';
import { makeBackup, type BackupDependencies, type BackupSummary } from '../../services/maintenance/index.ts';
import type { Ground } from '../installation/ground.ts';
import { keyPlaces } from '../installation/places.ts';

/** Copies an installation into a new folder. Rejects with BACKUP_EXISTS and as `makeBackup` does. */
export async function backupTo(
  ground: Pick<Ground, 'config' | 'store' | 'clock' | 'authenticate'>,
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
  const keys = createSmallFiles(config.keysDirectory, (path) => isLeftOut(config, path, withPassphrase));
  return { store, keys, trust: createSmallFiles(config.trustDirectory), authenticate, clock };
}

function isLeftOut(config: Config, path: string, withPassphrase: boolean): boolean {
  const { mark, passphrase, rootPassphrase } = keyPlaces(config);
  const named = (place: string): string => relative(config.keysDirectory, place);
  // The mark is of the installation and not of its data: a copy of it would say what the data are anyway.
  return path === named(mark) || (!withPassphrase && [passphrase, rootPassphrase].map(named).includes(path));
}
