/** Changing the file key, from which everything is opened that is sealed: with no server running, since each has it in its memory. */
import { readFileKey, renewedFileKey, saveFileKey, withoutEarlier, type FileKey } from '../../adapters/blobs/index.ts';
import { readPassphrase } from '../../adapters/custody/index.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Config } from '../../config/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import { isServerRunning } from '../../services/journal/index.ts';
import { keyPlaces } from '../installation/places.ts';
import { withGround, type Opening } from './installation.ts';

/**
 * Makes a file key in the place of the present one, which is remembered for backups from before. The key is written first, then everything under it
 * is brought under the new one; where that was interrupted, whoever opens the installation next does it. Resolves to how many are remembered.
 * Rejects with SERVICE_RUNNING, and as opening the installation does.
 */
export function rotateFileKey(config: Config, opening: Opening, actor: Actor): Promise<number> {
  return change(config, opening, { actor, next: renewedFileKey, kind: 'custody-secret-renewed' });
}

/**
 * Forgets the file keys from before: backups from before the last rotation are opened by the copy of the key in them, and can take the place of this
 * installation only as another one. Resolves to 0. Rejects as {@link rotateFileKey}.
 */
export function forgetFileKeys(config: Config, opening: Opening, actor: Actor): Promise<number> {
  return change(config, opening, { actor, next: withoutEarlier, kind: 'custody-secrets-forgotten' });
}

async function change(
  config: Config,
  opening: Opening,
  { actor, next, kind }: { readonly actor: Actor; readonly next: (key: FileKey) => FileKey; readonly kind: ChangeKind },
): Promise<number> {
  await withGround(config, opening, async ({ store, clock }) => {
    if (await isServerRunning(store.records, clock)) throw new YinzhengError('SERVICE_RUNNING');
  });
  const { fileKey: path, passphrase: place } = keyPlaces(config);
  const passphrase = await readPassphrase(place);
  const present = await readFileKey(path, passphrase);
  if (!present) throw new YinzhengError('KEYS_MISSING', { path: config.keysDirectory });
  const changed = next(present);
  await saveFileKey(changed.secret, path, passphrase);
  return withGround(config, opening, async ({ relay, clock }) => {
    const at = isoInstant(clock.now());
    const remembered = changed.earlier.length;
    await relay.record([
      {
        ...{ id: `file-key/${changed.fingerprint}/${kind}/${at}`, kind, subject: `file-key/${changed.fingerprint}` },
        ...{ effectiveAt: at, recordedAt: at, actor, purpose: null, facts: { remembered } },
      },
    ]);
    return remembered;
  });
}

type ChangeKind = 'custody-secret-renewed' | 'custody-secrets-forgotten';
