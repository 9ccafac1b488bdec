import type { Clock } from '../../services/platform.ts';
import { NOTICED_AFTER, type DataKey, type DataKeys } from './data-keys.ts';
import { keyedDigest } from './envelope.ts';

/** What keys of pseudonyms begin with among the keys of the data. */
export const PERSON_KEYS = 'persons';

/** Pseudonyms of persons in the journal: HMAC-SM3 of the number in NFKC and capitals, 128 bits, hexadecimal. */
export interface Pseudonyms {
  /** By the newest key that this process knows. */
  readonly of: (number: string) => string;
  /** By every key there was, the newest first: the journal has the person under one or several of them. Rejects with STORE_UNAVAILABLE. */
  readonly everyOf: (number: string) => Promise<readonly string[]>;
}

/** The pseudonym that a key gives. */
export function pseudonymOf({ secret }: Pick<DataKey, 'secret'>, number: string): string {
  return keyedDigest(secret, 'person', number.normalize('NFKC').trim().toUpperCase());
}

/** Pseudonyms by keys of the data. None is ever destroyed. Rejects with STORE_UNAVAILABLE, STORE_DAMAGED. */
export async function createPseudonyms({ keys, clock }: { readonly keys: DataKeys; readonly clock: Clock }): Promise<Pseudonyms> {
  const newestKey = await newestOf(keys, clock);
  return {
    of: (number) => pseudonymOf(newestKey(), number),
    everyOf: async (number) => [...(await keys.live())].reverse().map((key) => pseudonymOf(key, number)),
  };
}

/**
 * The newest live key as this process knows it. It is asked for anew beside what asks; what is written under the key before until then is found as
 * well. Rejects with STORE_UNAVAILABLE, STORE_DAMAGED.
 */
export async function newestOf(keys: Pick<DataKeys, 'live' | 'current'>, clock: Clock): Promise<() => DataKey> {
  const ask = async (): Promise<DataKey> => (await keys.live()).at(-1) ?? (await keys.current());
  let known = await ask();
  let askedAt = clock.now();
  return () => {
    if (Math.abs(clock.now() - askedAt) >= NOTICED_AFTER) {
      askedAt = clock.now();
      void ask().then(
        (key) => (known = key),
        () => undefined,
      );
    }
    return known;
  };
}
