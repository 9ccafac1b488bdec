/** Keyed digests by which sealed values are found, under keys that change: looked up under all that are in use, written under one. */
import { BLIND_CLAIMS, type BlindKind } from '../../services/storage/index.ts';
import type { Clock } from '../../services/platform.ts';
import { NOTICED_AFTER, type DataKey, type DataKeys } from './data-keys.ts';
import { keyedDigest } from './envelope.ts';

/** What keys of digests begin with among the keys of the data. */
export const SEARCH_KEYS = 'search';
/** Until then a process may have written under the key before, since it had not noticed the newer one, ms. */
export const SETTLED_AFTER = 3 * NOTICED_AFTER;
/** Digests that are remembered. */
const MOST_REMEMBERED = 2_048;

/** The keys of digests in use at a moment. */
export interface SearchKeys {
  /** Under which digests are written: the newest that every process looks up by now. */
  readonly writing: DataKey;
  /** Under which values are looked up, ascending. */
  readonly live: readonly DataKey[];
}

/** Digests of values, and the ids of claims that are digests. */
export interface SearchDigests {
  /** The keys in use. Rejects with STORE_UNAVAILABLE, STORE_DAMAGED. */
  keys(): Promise<SearchKeys>;
  /** The digest of a value under a key, 32 hexadecimal digits; equal for values that are equal in NFKC and capitals. */
  readonly of: (key: DataKey, kind: BlindKind, value: string) => string;
  /** The id that the store has for the id of a claim under a key; the id itself where it is not personal. */
  readonly claimId: (key: DataKey, id: string) => string;
}

/** Digests under keys of the data. */
export function createSearchDigests({ keys, clock }: { readonly keys: DataKeys; readonly clock: Clock }): SearchDigests {
  const digests = new Map<string, string>();

  function of(key: DataKey, kind: BlindKind, value: string): string {
    const text = value.normalize('NFKC').toUpperCase();
    const name = `${key.number}\0${kind}\0${text}`;
    const known = digests.get(name);
    if (known !== undefined) return known;
    if (digests.size >= MOST_REMEMBERED) digests.clear();
    const digest = keyedDigest(key.secret, kind, text);
    digests.set(name, digest);
    return digest;
  }

  return {
    of,
    async keys() {
      const live = await keys.live();
      const settled = live.filter(({ createdAt }) => createdAt === '' || clock.now() - Date.parse(createdAt) >= SETTLED_AFTER);
      const writing = settled.at(-1) ?? live[0] ?? (await keys.current());
      return { writing, live: live.length > 0 ? live : [writing] };
    },
    claimId(key, id) {
      const claim = BLIND_CLAIMS.find(({ prefix }) => id.startsWith(prefix));
      if (!claim) return id;
      const version = key.number === 1 ? '' : `${key.number}~`;
      return `${claim.kind}~${version}${of(key, claim.kind, id.slice(claim.prefix.length))}`;
    },
  };
}

/** Of a claim in the store whose id is a digest: of what, and by which key; null for any other. */
export function digestOfClaim(id: string): { readonly kind: BlindKind; readonly prefix: string; readonly key: number } | null {
  const [kind, ...rest] = id.split('~');
  const claim = BLIND_CLAIMS.find((each) => each.kind === kind);
  if (!claim || rest.length === 0 || rest.length > 2) return null;
  return { ...claim, key: rest.length === 1 ? 1 : Number(rest[0]) || 0 };
}
