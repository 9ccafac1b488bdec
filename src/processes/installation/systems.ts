/** By which systems prove themselves besides keys that are registered: sets of keys that they publish, and certificates of CAs that the operator believes. */
import { readFile } from 'node:fs/promises';
import { createKeySets } from '../../adapters/key-sets/index.ts';
import { createTrustFiles } from '../../adapters/trust/index.ts';
import type { Config } from '../../config/index.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import { utf8 } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import { prepareTrust, readCertificates } from '../../pki/index.ts';
import type { ClientTrust, OAuthDependencies } from '../../services/oauth/index.ts';
import type { Clock } from '../../services/platform.ts';

/** How soon a change of the folder counts, a new revocation list for instance, ms. */
const READ_AGAIN_AFTER = 60_000;

type Parts = { readonly crypto: CryptoProvider; readonly clock: Clock; readonly onError: (error: unknown) => void };

/** What the configuration says of it. Rejects with CONFIGURATION_INVALID where it leads to no certificates, and as the trust store does. */
export async function openSystems(
  { keySetHosts: hosts, keySetCaFile, clientTrustDirectory, mode }: Config,
  parts: Parts,
): Promise<Pick<OAuthDependencies, 'keySets' | 'clientTrust'>> {
  const authorities = keySetCaFile === null ? undefined : await readAuthorities(keySetCaFile);
  const rules = { hosts, authorities, plain: mode === 'demonstration', clock: parts.clock };
  return {
    ...(hosts.length > 0 && { keySets: createKeySets(rules) }),
    ...(clientTrustDirectory !== null && { clientTrust: await openClientTrust(clientTrustDirectory, parts) }),
  };
}

async function readAuthorities(file: string): Promise<string> {
  try {
    const text = await readFile(file, 'utf8');
    if (readCertificates(utf8(text)).length > 0) return text;
  } catch {
    // Said below, whatever it is.
  }
  throw wrong('YINZHENG_JWKS_CA_FILE', 'must be a file of certificates (PEM)', '必须是证书文件（PEM）');
}

function wrong(name: string, en: string, zh: string): YinzhengError {
  return new YinzhengError('CONFIGURATION_INVALID', { faults: [`${name}: ${en}（${zh}）`] });
}

/** A folder laid out as the trust folder, read again when it may have changed: later what cannot be read leaves what was there before. Rejects as the trust store does. */
export async function openClientTrust(folder: string, { crypto, clock, onError }: Parts): Promise<ClientTrust> {
  const files = createTrustFiles(folder, crypto);
  const first = await files.load();
  if (first.anchors.length === 0)
    throw wrong('YINZHENG_CLIENT_TRUST_DIR', 'has no certificates of CAs in anchors/', 'anchors/ 中没有 CA 证书');
  let trust = prepareTrust(first, crypto);
  let readAt = clock.now();
  let running: Promise<void> | null = null;
  async function readAgain(): Promise<void> {
    readAt = clock.now();
    try {
      trust = prepareTrust(await files.load(), crypto);
    } catch (error) {
      onError(error);
    }
  }
  return async () => {
    if (running === null && clock.now() - readAt >= READ_AGAIN_AFTER) running = readAgain().finally(() => (running = null));
    // Whoever asks meanwhile waits for the same reading.
    await running;
    return trust;
  };
}
