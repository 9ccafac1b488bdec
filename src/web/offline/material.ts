/** Key set and status lists that were found genuine, newest first. */
import { acceptsKeySet, acceptsStatusList, readKeySet, readStatusList, type KeySet, type StatusList } from '../../claim/index.ts';
import { browserCrypto as crypto } from './crypto.ts';
import { countLists, fetchPublication, keptPublication } from './publications.ts';

const KEY_SET = '/api/v1/key-set';
const LISTS = '/api/v1/status-lists';

const listPath = (number: number): string => `${LISTS}/${number}`;

/** The keys that claims and lists are checked with; null where none can be had. */
export async function keySetAtHand(): Promise<KeySet | null> {
  const before = readSet((await keptPublication(KEY_SET))?.bytes ?? null, null);
  // Who was away for longer than a set is good for begins anew, as on the first day, with what the server gives over TLS.
  const known = before !== null && before.nextUpdate > Date.now() ? before : null;
  const now = readSet((await fetchPublication(KEY_SET))?.bytes ?? null, known);
  return now ?? before;
}

/** A status list; null where none can be had that is genuine. */
export async function statusListAtHand(
  number: number,
  keySet: KeySet | null,
): Promise<{ readonly list: StatusList; readonly fresh: boolean } | null> {
  if (keySet === null) return null;
  const kept = await keptPublication(listPath(number));
  for (const found of [await fetchPublication(listPath(number)), kept]) {
    const list = found && readList(found.bytes, keySet);
    if (list?.list === number) return { list, fresh: found?.fresh === true };
  }
  return null;
}

/** Fetches everything that checking takes later, without a network. */
export async function prepareOffline(): Promise<{ readonly lists: number; readonly oldest: number } | null> {
  const keySet = await keySetAtHand();
  const count = await countLists(LISTS);
  if (keySet === null || count === null) return null;
  let oldest = Infinity;
  for (let number = 1; number <= count; number++) {
    const found = await statusListAtHand(number, keySet);
    if (!found?.fresh) return null;
    oldest = Math.min(oldest, found.list.issuedAt);
  }
  return { lists: count, oldest };
}

function readSet(bytes: Uint8Array | null, known: KeySet | null): KeySet | null {
  try {
    const read = bytes && readKeySet(bytes);
    return read && acceptsKeySet(read, { known, crypto }) ? read.keySet : null;
  } catch {
    return null;
  }
}

function readList(bytes: Uint8Array, keySet: KeySet): StatusList | null {
  try {
    const read = readStatusList(bytes, crypto.sm3);
    return acceptsStatusList(read, { keySet, crypto }) ? read.list : null;
  } catch {
    return null;
  }
}
