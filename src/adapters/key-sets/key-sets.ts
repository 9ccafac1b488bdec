/** Fetches the key sets of systems from the hosts that the operator lists, and keeps them for a time. */
import type { Instant } from '../../base/time.ts';
import { MAX_KEY_SET_BYTES, readKeySet, type KeySets, type SetKey } from '../../services/oauth/index.ts';
import type { Clock } from '../../services/platform.ts';
import { createFetcher, urlPermission, type FetchRules } from '../revocation/fetch.ts';

/** How long a set is used without being fetched again, ms: a key that a system takes out is taken no longer than that. */
export const KEY_SET_LIFE = 5 * 60_000;
/** How soon a set is fetched again when a `kid` is not in it, or after a failure, ms. */
export const KEY_SET_RETRY = 30_000;
/** How long the last set that was had is used while the address fails, ms. */
export const KEY_SET_MAX_STALE = 60 * 60_000;
/** Most sets that are kept. */
const MOST_SETS = 1_000;

/** To whom requests may go, and whether without TLS, which a demonstration alone does. */
export interface KeySetRules extends FetchRules {
  readonly plain: boolean;
  readonly clock: Clock;
}

interface Kept {
  keys: readonly SetKey[] | null;
  goodAt: Instant;
  triedAt: Instant;
  running: Promise<void> | null;
}

/** Key sets by the rules of {@link createFetcher}: listed hosts, addresses checked after resolution, no redirects, bounded in size and time. */
export function createKeySets(rules: KeySetRules): KeySets {
  const { clock, plain } = rules;
  const fetcher = createFetcher(rules);
  const permission = urlPermission(rules.hosts);
  const sets = new Map<string, Kept>();

  const permits = (text: string): boolean => {
    const url = permission(text);
    return url !== null && url.hash === '' && (url.protocol === 'https:' || plain);
  };

  function keptOf(url: string): Kept {
    const kept = sets.get(url) ?? { keys: null, goodAt: 0, triedAt: Number.NEGATIVE_INFINITY, running: null };
    // What was least recently asked for goes first.
    sets.delete(url);
    sets.set(url, kept);
    const [oldest] = sets.keys();
    if (sets.size > MOST_SETS && oldest !== undefined) sets.delete(oldest);
    return kept;
  }

  async function fetchSet(url: string, kept: Kept): Promise<void> {
    kept.triedAt = clock.now();
    const bytes = await fetcher({ url, limit: MAX_KEY_SET_BYTES });
    const keys = bytes && readKeySet(bytes);
    if (keys === null) return;
    kept.keys = keys;
    kept.goodAt = clock.now();
  }

  /** Whoever asks at the same time waits for the same answer. */
  function refresh(url: string, kept: Kept): Promise<void> {
    kept.running ??= fetchSet(url, kept).finally(() => (kept.running = null));
    return kept.running;
  }

  return {
    permits,
    async find(url, keyId) {
      if (!permits(url)) return null;
      const kept = keptOf(url);
      const matching = () => (kept.keys ?? []).filter(({ id }) => keyId === null || id === null || id === keyId);
      const now = clock.now();
      const isFresh = kept.keys !== null && now - kept.goodAt < KEY_SET_LIFE;
      const isWanting = !isFresh || (keyId !== null && !matching().some(({ id }) => id === keyId));
      if (kept.running !== null || (isWanting && now - kept.triedAt >= KEY_SET_RETRY)) await refresh(url, kept);
      return kept.keys !== null && clock.now() - kept.goodAt < KEY_SET_MAX_STALE ? matching() : null;
    },
  };
}
