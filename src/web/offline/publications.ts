/** What is published for everybody, as this browser has it: fetched where there is a network, kept for where there is none. */

/** Octets as they were published. */
export interface Fetched {
  readonly bytes: Uint8Array;
  /** Whether the server said just now that they are the newest. */
  readonly fresh: boolean;
}

const KEPT = 'publications';
/** Somebody with a paper in his hand does not wait long for a network that is hardly there, ms. */
const PATIENCE = 5_000;
/** Where browsers keep nothing for pages, as without HTTPS, it is kept as long as the page. */
const memory = new Map<string, Uint8Array>();

/** The newest that can be had: of the server, else what is kept; null where there is neither. */
export async function fetchPublication(path: string): Promise<Fetched | null> {
  const bytes = await ask(path);
  if (bytes !== null) {
    await keep(path, bytes);
    return { bytes, fresh: true };
  }
  return keptPublication(path);
}

/** What is kept, without asking anybody. */
export async function keptPublication(path: string): Promise<Fetched | null> {
  const remembered = memory.get(path);
  if (remembered) return { bytes: remembered, fresh: false };
  try {
    const response = await (await caches.open(KEPT)).match(path);
    return response ? { bytes: new Uint8Array(await response.arrayBuffer()), fresh: false } : null;
  } catch {
    return null;
  }
}

/** How many status lists there are; null where the server cannot be asked. */
export async function countLists(path: string): Promise<number | null> {
  const bytes = await ask(path);
  try {
    const answer: unknown = bytes === null ? null : JSON.parse(new TextDecoder().decode(bytes));
    const lists = typeof answer === 'object' && answer !== null && 'lists' in answer ? answer.lists : null;
    return typeof lists === 'number' && Number.isSafeInteger(lists) && lists >= 1 ? lists : null;
  } catch {
    return null;
  }
}

async function ask(path: string): Promise<Uint8Array | null> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), PATIENCE);
  try {
    // Always asked, but not sent again where it is the same.
    const response = await fetch(path, { credentials: 'omit', cache: 'no-cache', signal: controller.signal });
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

async function keep(path: string, bytes: Uint8Array): Promise<void> {
  memory.set(path, bytes);
  try {
    await (await caches.open(KEPT)).put(path, new Response(Uint8Array.from(bytes)));
  } catch {
    // Storage may be switched off, or full.
  }
}
