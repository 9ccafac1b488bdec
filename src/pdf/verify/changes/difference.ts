/** Which objects a revision adds, overrides and frees, by value and not by offset. */
import { equalObjects, NULL, type PdfObject } from '../../objects/index.ts';
import type { CrossReference, PdfDocument } from '../../reader/index.ts';

/** Objects of a revision against the revision before. */
export interface Difference {
  readonly added: ReadonlySet<number>;
  readonly overridden: ReadonlySet<number>;
  readonly freed: readonly number[];
  /** Objects that the revision takes from bytes that are not its own. */
  readonly misplaced: readonly number[];
}

/**
 * The difference that a revision (not the first) makes.
 * @throws {YinzhengError} PDF_MALFORMED when an object cannot be read
 */
export function differenceOf(document: PdfDocument, revision: number): Difference {
  const added = new Set<number>();
  const overridden = new Set<number>();
  const freed: number[] = [];
  const misplaced: number[] = [];
  const current = document.revisions[revision];
  for (const [number, entry] of current?.entries ?? []) {
    const before = document.locate(number, revision - 1);
    if (before !== undefined && sameEntry(before.entry, entry)) {
      const bound = document.revisions[before.revision]?.end ?? 0;
      if (entry.kind !== 'offset' || entry.offset < bound) continue;
    }
    const old = objectAt(document, number, revision - 1);
    const now = objectAt(document, number, revision);
    if (now === null) {
      if (old !== null) freed.push(number);
      continue;
    }
    if (entry.kind === 'offset' && current !== undefined && (entry.offset < current.start || entry.offset >= current.end)) {
      misplaced.push(number);
    }
    if (old === null) added.add(number);
    else if (generationOf(before?.entry) !== generationOf(entry) || !equalObjects(old, now)) overridden.add(number);
  }
  return { added, overridden, freed, misplaced };
}

/** The object of a number in a revision's view, null when there is none. */
export function objectAt(document: PdfDocument, number: number, revision: number): PdfObject | null {
  const located = document.locate(number, revision);
  if (located === undefined || located.entry.kind === 'free') return null;
  const object = document.resolve({ kind: 'reference', number, generation: generationOf(located.entry) }, revision);
  return object === NULL || object.kind === 'null' ? null : object;
}

function generationOf(entry: CrossReference | undefined): number {
  return entry === undefined || entry.kind === 'compressed' ? 0 : entry.generation;
}

function sameEntry(left: CrossReference, right: CrossReference): boolean {
  if (left.kind === 'free') return right.kind === 'free';
  if (left.kind === 'offset')
    return right.kind === 'offset' && left.offset === right.offset && left.generation === right.generation;
  return right.kind === 'compressed' && left.container === right.container && left.index === right.index;
}
