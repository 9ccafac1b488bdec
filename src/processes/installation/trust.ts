import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CryptoProvider } from '../../crypto/index.ts';
import { prepareTrust, type PreparedTrust } from '../../pki/index.ts';
import type { TrustStore } from '../../services/pki/index.ts';

/** How often the trust folder is looked at for changes, ms. */
const LOOK_EVERY = 10_000;

/** The trust of an installation, always that of the folder. */
export interface LiveTrust {
  readonly current: () => PreparedTrust;
  /** Takes the folder as it is now. Rejects with TRUST_STORE_INVALID; what was current stays. */
  reload(): Promise<void>;
  stop(): void;
}

/**
 * Loads the trust folder and follows its changes. A folder that becomes unreadable is reported and what was loaded stays in use:
 * a file half copied must not stop every verification. Rejects with TRUST_STORE_INVALID.
 */
export async function followTrust(options: {
  readonly folder: string;
  readonly store: TrustStore;
  readonly crypto: CryptoProvider;
  readonly onError: (error: unknown) => void;
}): Promise<LiveTrust> {
  const { folder, store, crypto, onError } = options;
  const load = async (): Promise<PreparedTrust> => prepareTrust(await store.load(), crypto);
  let seen = await fingerprint(folder);
  let trust = await load();
  const reload = async (): Promise<void> => {
    const found = await fingerprint(folder);
    trust = await load();
    seen = found;
  };
  const timer = setInterval(() => {
    void fingerprint(folder)
      .then((found) => (found === seen ? undefined : reload()))
      .catch(onError);
  }, LOOK_EVERY);
  timer.unref();
  return { current: () => trust, reload, stop: () => clearInterval(timer) };
}

/** Names, sizes and times of all files of a folder; empty when there is none. */
async function fingerprint(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true }).catch(() => []);
  const parts = await Promise.all(
    entries.map(async (name) => {
      const found = await stat(join(folder, name)).catch(() => null);
      return found?.isFile() ? `${name}:${found.size}:${found.mtimeMs}` : '';
    }),
  );
  return parts.sort().join('\n');
}
