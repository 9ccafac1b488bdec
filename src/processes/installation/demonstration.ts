import { rm } from 'node:fs/promises';
import type { DocumentEngine } from '../../documents/index.ts';
import type { PasswordHasher } from '../../services/access/index.ts';
import { hasDemonstration, setUpDemonstration, type DemonstrationCredentials } from '../../services/demonstration/index.ts';
import type { TrustStore } from '../../services/pki/index.ts';
import type { Ground } from './ground.ts';
import { openRoom, type KeysOptions } from './keys.ts';

/**
 * Sets the demonstration up in a new installation; null where it is there already. The root's key is made in a keystore of its own,
 * which nothing opens again.
 */
export async function ensureDemonstration(
  ground: Ground,
  parts: { readonly engine: DocumentEngine; readonly trustStore: TrustStore; readonly hasher: PasswordHasher },
  options: Pick<KeysOptions, 'signer' | 'onError'>,
): Promise<DemonstrationCredentials | null> {
  const { config, store, places, custody, relay, clock, random, crypto, register } = ground;
  if (await hasDemonstration(store.records)) return null;
  // An interrupted set-up is begun anew: nothing was sealed under its root, whose key would only be in the way.
  await rm(places.rootKeystore, { force: true });
  const root = {
    keystore: places.rootKeystore,
    passphrase: places.rootPassphrase,
    makePassphrase: true,
    fileKey: null,
    custodyFile: null,
    grants: null,
  };
  const { room } = await openRoom({ ...root, audit: places.rootAudit }, options);
  try {
    const { engine, trustStore, hasher } = parts;
    return await setUpDemonstration({
      ...{ records: store.records, journal: relay, clock, random, crypto, hasher, online: custody, trustStore, register },
      grants: ground.keys.room.grants,
      offline: await room.make(null),
      fonts: engine.fonts,
      zlib: engine.zlib,
      statusUrl: config.statusUrl,
    });
  } finally {
    await room.close();
  }
}
