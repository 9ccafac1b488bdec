import { createFolderStamp } from '../../adapters/files/index.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import { prepareTrust, type PreparedTrust } from '../../pki/index.ts';
import type { TrustStore } from '../../services/pki/index.ts';

/** How often the trust folder is looked at for changes, ms. */
const LOOK_EVERY = 2_000;

/** The trust of an installation, always that of the folder. */
export interface LiveTrust {
  readonly current: () => PreparedTrust;
  /** The folder as it is now, or, where that cannot be read, as it was last; never rejects. What asks at the same time looks once. */
  readonly latest: () => Promise<PreparedTrust>;
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
  const stamp = createFolderStamp(folder);
  let seen = stamp.now();
  let trust = await load();
  const reload = async (): Promise<void> => {
    const found = stamp.now();
    trust = await load();
    seen = found;
  };
  let unusable: string | null = null;
  const look = inOneGo(async () => {
    const found = stamp.now();
    // What could not be used is tried again by the timer, and told as often.
    if (found === seen || found === unusable) return;
    try {
      await reload();
      unusable = null;
    } catch (error) {
      unusable = found;
      onError(error);
    }
  });
  const timer = setInterval(() => {
    unusable = null;
    stamp.relist();
    void look();
  }, LOOK_EVERY);
  timer.unref();
  return {
    current: () => trust,
    async latest() {
      await look();
      return trust;
    },
    reload,
    stop: () => clearInterval(timer),
  };
}

/** Does a work once for all who ask in a turn of the loop, or while it is done for those before: it begins after each of them asked. */
function inOneGo(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | null = null;
  const turn = async (): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    next = null;
    return (running = work());
  };
  // A turn that failed does not keep the next one from its own.
  return () => (next ??= running.then(turn, turn));
}
