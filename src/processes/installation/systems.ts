/** By which systems prove themselves besides keys that are registered: sets of keys that they publish, and certificates of CAs that the operator believes. */
import { readFile } from 'node:fs/promises';
import { createKeySets } from '../../adapters/key-sets/index.ts';
import { createTrustFiles } from '../../adapters/trust/index.ts';
import type { Config } from '../../config/index.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import { prepareTrust } from '../../pki/index.ts';
import type { ClientTrust, OAuthDependencies } from '../../services/oauth/index.ts';
import type { Clock } from '../../services/platform.ts';

/** How soon a change of the folder counts, a new revocation list for instance, ms. */
const READ_AGAIN_AFTER = 60_000;

type Parts = { readonly crypto: CryptoProvider; readonly clock: Clock; readonly onError: (error: unknown) => void };

/** What the configuration says of it. Rejects where a file cannot be read, and as the trust store does. */
export async function openSystems(
  { keySetHosts: hosts, keySetCaFile, clientTrustDirectory, mode }: Config,
  parts: Parts,
): Promise<Pick<OAuthDependencies, 'keySets' | 'clientTrust'>> {
  const authorities = keySetCaFile === null ? undefined : await readFile(keySetCaFile, 'utf8');
  const rules = { hosts, authorities, plain: mode === 'demonstration', clock: parts.clock };
  return {
    ...(hosts.length > 0 && { keySets: createKeySets(rules) }),
    ...(clientTrustDirectory !== null && { clientTrust: await openClientTrust(clientTrustDirectory, parts) }),
  };
}

/** A folder laid out as the trust folder, read again when it may have changed: later what cannot be read leaves what was there before. Rejects as the trust store does. */
export async function openClientTrust(folder: string, { crypto, clock, onError }: Parts): Promise<ClientTrust> {
  const files = createTrustFiles(folder, crypto);
  let trust = prepareTrust(await files.load(), crypto);
  let readAt = clock.now();
  return async () => {
    if (clock.now() - readAt < READ_AGAIN_AFTER) return trust;
    readAt = clock.now();
    try {
      trust = prepareTrust(await files.load(), crypto);
    } catch (error) {
      onError(error);
    }
    return trust;
  };
}
