import type { Revision } from './model.ts';

/** So few revisions are searched one after the other; an index would cost more than it saves. */
const FEW = 4;

/** Answers the latest revision up to a given one whose cross-reference has an entry for an object number; undefined for none. */
export type EntryHistory = (number: number, revision: number) => number | undefined;

/** The history of all entries, indexed on the first question where there are many revisions. */
export function createEntryHistory(revisions: readonly Revision[]): EntryHistory {
  if (revisions.length <= FEW) {
    return (number, revision) => {
      for (let index = Math.min(revision, revisions.length - 1); index >= 0; index--) {
        if (revisions[index]?.entries.has(number)) return index;
      }
      return undefined;
    };
  }
  let index: ReadonlyMap<number, number | readonly number[]> | undefined;
  return (number, revision) => {
    index ??= indexEntries(revisions);
    const found = index.get(number);
    if (typeof found !== 'object') return found !== undefined && found <= revision ? found : undefined;
    return latestUpTo(found, revision);
  };
}

/** Each number with the revision that has it, or with all of them in order. */
function indexEntries(revisions: readonly Revision[]): ReadonlyMap<number, number | readonly number[]> {
  const index = new Map<number, number | number[]>();
  for (const { index: revision, entries } of revisions) {
    for (const number of entries.keys()) {
      const known = index.get(number);
      if (known === undefined) index.set(number, revision);
      else if (typeof known === 'number') index.set(number, [known, revision]);
      else known.push(revision);
    }
  }
  return index;
}

function latestUpTo(ascending: readonly number[], revision: number): number | undefined {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) <= revision) low = middle + 1;
    else high = middle;
  }
  return ascending[low - 1];
}
