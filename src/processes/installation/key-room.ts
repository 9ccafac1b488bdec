import { existsSync } from 'node:fs';
import { readFileKey, saveFileKey } from '../../adapters/blobs/index.ts';
import { createAuditLog } from '../../adapters/custody/audit/index.ts';
import {
  createSoftwareCustody,
  openSoftwareCustody,
  readOrMakePassphrase,
  readPassphrase,
  type KeyRoom,
  type OpenedRoom,
  type SignerPlaces,
} from '../../adapters/custody/index.ts';
import { createSystemClock } from '../../adapters/platform/clock.ts';
import { createNativeProvider } from '../../crypto/native/index.ts';
import type { KeyUse } from '../../services/pki/index.ts';

/** A room of keys in this process: what a signer serves, and what stands in for one where none is started. */
export interface LocalRoomOptions {
  readonly places: Omit<SignerPlaces, 'audit'> & { readonly audit: string | null };
  readonly onKeyUse?: (use: KeyUse) => void;
}

/** Opens keystore and file key under one passphrase, each once. */
export function localKeyRoom({ places, onKeyUse }: LocalRoomOptions): KeyRoom {
  const crypto = createNativeProvider();
  const clock = createSystemClock();
  const log =
    places.audit === null
      ? null
      : createAuditLog({ folder: places.audit, sm3: (...parts) => crypto.digest('sm3', ...parts), clock });
  const onUse = async (use: KeyUse): Promise<void> => {
    await log?.record(use);
    onKeyUse?.(use);
  };
  const passphrase = once(() =>
    places.makePassphrase ? readOrMakePassphrase(places.passphrase) : readPassphrase(places.passphrase),
  );
  const keystore = async () => ({ path: places.keystore, passphrase: await passphrase(), clock, crypto, onUse });

  async function openWhatIsThere(): Promise<OpenedRoom> {
    const { fileKey, keystore: path } = places;
    const [key, custody] = await Promise.all([
      fileKey === null ? null : readFileKey(fileKey, await passphrase()),
      existsSync(path) ? openSoftwareCustody(await keystore()) : null,
    ]);
    return { custody, fileKey: key && key.secret };
  }

  let room = once(openWhatIsThere);
  return {
    open: () => room(),
    async make(fresh) {
      const present = await room();
      const custody = present.custody ?? (await createSoftwareCustody(await keystore()));
      const { fileKey: path } = places;
      if (fresh && !present.fileKey && path !== null) await saveFileKey(fresh, path, await passphrase());
      const full = { custody, fileKey: present.fileKey ?? fresh };
      room = () => Promise.resolve(full);
      return custody;
    },
    head: () => Promise.resolve(log?.head() ?? null),
    close: async () => log?.close(),
  };
}

/** Does a work once; one that failed is done again when asked for again. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | null = null;
  return () => {
    if (done) return done;
    const doing = work();
    done = doing;
    doing.catch(() => (done = null));
    return doing;
  };
}
