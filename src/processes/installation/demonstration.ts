import { rm } from 'node:fs/promises';
import { createSoftwareCustody, readOrMakePassphrase } from '../../adapters/custody/index.ts';
import type { DocumentEngine } from '../../documents/index.ts';
import type { PasswordHasher } from '../../services/access/index.ts';
import { hasDemonstration, setUpDemonstration, type DemonstrationCredentials } from '../../services/demonstration/index.ts';
import type { TrustStore } from '../../services/pki/index.ts';
import type { Ground } from './ground.ts';

/**
 * Sets the demonstration up in a new installation; null where it is there already. The root's key is made in a keystore of its own,
 * which nothing opens again.
 */
export async function ensureDemonstration(
  ground: Ground,
  parts: { readonly engine: DocumentEngine; readonly trustStore: TrustStore; readonly hasher: PasswordHasher },
): Promise<DemonstrationCredentials | null> {
  const { config, store, places, custody, relay, clock, random, crypto } = ground;
  if (await hasDemonstration(store.records)) return null;
  // An interrupted set-up is begun anew: nothing was sealed under its root, whose key would only be in the way.
  await rm(places.rootKeystore, { force: true });
  const offline = await createSoftwareCustody({
    path: places.rootKeystore,
    passphrase: await readOrMakePassphrase(places.rootPassphrase),
    clock,
    crypto,
  });
  const { engine, trustStore, hasher } = parts;
  return setUpDemonstration({
    ...{ records: store.records, journal: relay, clock, random, crypto, hasher, online: custody, offline, trustStore },
    fonts: engine.fonts,
    zlib: engine.zlib,
    statusUrl: config.statusUrl,
  });
}
