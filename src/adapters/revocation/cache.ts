/** What was fetched, kept for as long as it serves, bounded in number and size. */
import type { Instant } from '../../base/time.ts';

/** Something kept; null: it could not be had. */
export interface Fetched {
  readonly bytes: Uint8Array | null;
  /** From then on it is fetched anew. */
  readonly until: Instant;
}

/** A memory of fetched things by address. */
export interface FetchCache {
  get(key: string, now: Instant): Fetched | null;
  set(key: string, fetched: Fetched): void;
}

/** A cache in this process; what was least recently asked for goes first. */
export function createFetchCache({ entries, bytes }: { readonly entries: number; readonly bytes: number }): FetchCache {
  const kept = new Map<string, Fetched>();
  let size = 0;
  const remove = (key: string): void => {
    size -= kept.get(key)?.bytes?.length ?? 0;
    kept.delete(key);
  };
  return {
    get(key, now) {
      const found = kept.get(key);
      if (!found) return null;
      kept.delete(key);
      kept.set(key, found);
      if (now < found.until) return found;
      remove(key);
      return null;
    },
    set(key, fetched) {
      const length = fetched.bytes?.length ?? 0;
      remove(key);
      if (length > bytes) return;
      kept.set(key, fetched);
      size += length;
      for (const oldest of kept.keys()) {
        if (kept.size <= entries && size <= bytes) return;
        remove(oldest);
      }
    },
  };
}
