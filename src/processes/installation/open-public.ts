import type { Logger } from 'pino';
import { createVerifierPool } from '../../adapters/isolation/index.ts';
import { createSystemClock } from '../../adapters/platform/clock.ts';
import { createSystemRandom } from '../../adapters/platform/random.ts';
import { createZlib } from '../../adapters/platform/zlib.ts';
import { createRevocationClient } from '../../adapters/revocation/index.ts';
import { createTrustFiles } from '../../adapters/trust/index.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import type { Config } from '../../config/index.ts';
import { createNativeProvider } from '../../crypto/native/index.ts';
import { createVerificationCache, type TrustMaterial } from '../../pki/index.ts';
import { createAppender } from '../../services/journal/index.ts';
import { getTrustedRevocationList } from '../../services/pki/index.ts';
import type { PublicInstallation } from '../server/installation.ts';
import { checkMode, readBinding } from './binding.ts';
import { backgroundErrors } from './background.ts';
import { followTrust } from './trust.ts';
import { REMEMBERED_SIGNATURES, verificationPolicy } from './use-cases.ts';

/**
 * Opens what a server for the public alone works with: the trust folder, and of a shared database the register without what is personal, and the
 * journal. The keys folder is not looked at; no signer is started; no chore runs. Rejects with STORE_UNAVAILABLE, STORE_SCHEMA_NEWER,
 * INSTALLATION_MISSING, DEMONSTRATION_INSTALLATION, PRODUCTION_INSTALLATION, TRUST_STORE_INVALID.
 */
export async function openPublicInstallation(
  config: Config,
  log: Logger,
  programs: { readonly verifier: string },
): Promise<PublicInstallation> {
  const { database } = config;
  // The configuration refuses an embedded store for a zone.
  if (database.kind === 'lmdb') throw new YinzhengError('INSTALLATION_MISSING', { path: database.path });
  const { openMongoPublicStore } = await import('../../adapters/mongo/index.ts');
  const store = await openMongoPublicStore({ url: database.url.reveal() });
  try {
    const { records, journal } = store;
    const binding = await readBinding(records);
    if (!binding) throw new YinzhengError('INSTALLATION_MISSING', { path: 'MongoDB' });
    checkMode(binding, config);
    const crypto = createNativeProvider();
    const clock = createSystemClock();
    const files = createTrustFiles(config.trustDirectory, crypto);
    let material: TrustMaterial = { anchors: [], intermediates: [], revocationLists: [], sealMakers: [] };
    const trust = await followTrust({
      folder: config.trustDirectory,
      store: { ...files, load: async () => (material = await files.load()) },
      crypto,
      onError: backgroundErrors(log),
    });
    const policy = verificationPolicy(config);
    const isolated = createVerifierPool({
      program: programs.verifier,
      settings: { trustFolder: config.trustDirectory, policy },
    });
    const appender = createAppender({ journal, digest: (bytes) => crypto.digest('sm3', bytes) });
    return {
      kind: 'public',
      credentials: null,
      dependencies: {
        verification: {
          ...{ engine: { crypto, zlib: createZlib() }, clock, random: createSystemRandom(), policy, isolated },
          store: { records },
          journal: { record: (events) => appender.append(events) },
          trust: trust.current,
          cache: createVerificationCache(REMEMBERED_SIGNATURES),
          ...(config.revocationHosts.length > 0 && {
            revocation: createRevocationClient({ hosts: config.revocationHosts, clock }),
          }),
        },
        // Not async: what it throws must reject.
        revocationList: (name) =>
          new Promise((resolve) => resolve(getTrustedRevocationList({ trust: trust.current(), crypto }, material, name))),
        storeReady: () => store.healthy(),
      },
      async stop() {
        trust.stop();
        await isolated.close();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}
