/** What new objects are part of an explained addition. */
import type { Comparison } from './context.ts';
import { objectAt } from './difference.ts';
import { eachReference } from './references.ts';

/** Added objects that are reachable from the explained additions through added objects. */
export function reachableAdditions({ document, revision, difference, roots }: Comparison): ReadonlySet<number> {
  const reached = new Set<number>();
  const queue: number[] = [];
  const note = (number: number): void => {
    if (!difference.added.has(number) || reached.has(number)) return;
    reached.add(number);
    queue.push(number);
  };
  for (const root of roots) eachReference(root, note);
  for (let number = queue.pop(); number !== undefined; number = queue.pop()) {
    const object = objectAt(document, number, revision);
    if (object !== null) eachReference(object, note);
  }
  return reached;
}

/** What the trailer, the overridden objects and the explained additions of a revision refer to. */
export function usedByRevision(
  { document, revision, difference }: Comparison,
  reached: ReadonlySet<number>,
): ReadonlySet<number> {
  const used = new Set<number>();
  const note = (number: number): void => void used.add(number);
  const trailer = document.revisions[revision]?.trailer;
  if (trailer !== undefined) eachReference(trailer, note);
  for (const numbers of [difference.overridden, reached]) {
    for (const number of numbers) {
      const object = objectAt(document, number, revision);
      if (object !== null) eachReference(object, note);
    }
  }
  return used;
}
