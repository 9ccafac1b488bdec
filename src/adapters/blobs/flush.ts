import { open } from 'node:fs/promises';

/**
 * Flushes the names in a folder to disk. Calls for the same folder that come while one flush runs share the next one, which begins
 * after all of their changes were made.
 */
export function createFolderFlusher(flush: boolean): (folder: string) => Promise<void> {
  const running = new Map<string, Promise<void>>();
  const next = new Map<string, Promise<void>>();

  function begin(folder: string): Promise<void> {
    const work = flushFolder(folder).finally(() => running.delete(folder));
    running.set(folder, work);
    return work;
  }

  return (folder) => {
    if (!flush) return Promise.resolve();
    const current = running.get(folder);
    if (!current) return begin(folder);
    const waiting = next.get(folder);
    if (waiting) return waiting;
    const following = current
      .catch(() => undefined)
      .then(() => {
        next.delete(folder);
        return begin(folder);
      });
    next.set(folder, following);
    return following;
  };
}

async function flushFolder(folder: string): Promise<void> {
  const directory = await open(folder, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
