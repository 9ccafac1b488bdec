import type { Instant } from '../../base/time.ts';
import type { Clock } from '../platform.ts';
import type { KeyCustody, KeyDescription } from './ports.ts';

/** How long a list of keys serves, ms. */
const SERVES = 1_000;

/**
 * The keys in custody as they were listed within the last second, for those who ask again and again: custody may be in another process, and
 * a list of its keys has all their certificates.
 */
export function recentKeys(custody: Pick<KeyCustody, 'list'>, clock: Clock): Pick<KeyCustody, 'list'> {
  let recent: { readonly at: Instant; readonly keys: Promise<readonly KeyDescription[]> } | null = null;
  return {
    list() {
      const now = clock.now();
      if (recent && now >= recent.at && now < recent.at + SERVES) return recent.keys;
      const asked = { at: now, keys: custody.list() };
      recent = asked;
      asked.keys.catch(() => {
        if (recent === asked) recent = null;
      });
      return asked.keys;
    },
  };
}
