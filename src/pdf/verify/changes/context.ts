/** The comparison of one revision with the one before: rules note here what they explain and what they cannot. */
import { bilingual, type Bilingual } from '../../../base/errors/index.ts';
import { equalObjects, NULL, type PdfDictionary, type PdfObject } from '../../objects/index.ts';
import type { PdfDocument } from '../../reader/index.ts';
import { differenceOf, type Difference } from './difference.ts';
import type { AddedSignature, ChangeFault } from './model.ts';
import type { ReferenceIndex } from './references.ts';

/** A value of the revision before beside the same value now; NULL where absent. */
export interface Pair {
  readonly before: PdfObject;
  readonly now: PdfObject;
}

/** How the value of one key may differ; it is given the values as written, NULL where absent. */
export type KeyRule = (raw: Pair) => void;

/** A comparison under way. */
export interface Comparison {
  readonly document: PdfDocument;
  readonly revision: number;
  readonly difference: Difference;
  readonly references: ReferenceIndex;
  /** Overridden objects that a rule has looked at. */
  readonly explained: Set<number>;
  /** New values; what is reachable from them through added objects is explained. */
  readonly roots: PdfObject[];
  readonly faults: ChangeFault[];
  readonly signatures: AddedSignature[];
  /** Widgets of signatures added here, which pages may list. */
  readonly widgets: Set<number>;
  securityStore: boolean;
}

/** Begins a comparison. */
export function beginComparison(document: PdfDocument, revision: number, references: ReferenceIndex): Comparison {
  const difference = differenceOf(document, revision);
  return {
    document,
    references,
    revision,
    difference,
    explained: new Set(),
    roots: [],
    faults: [],
    signatures: [],
    widgets: new Set(),
    securityStore: false,
  };
}

/** A fault of something that has a name. */
export function within(where: Bilingual, en: string, zh: string): Bilingual {
  return bilingual(`${where.en}: ${en}`, `${where.zh}：${zh}`);
}

/** Notes something unexplained. */
export function fault(comparison: Comparison, object: number | null, reason: Bilingual): void {
  comparison.faults.push({ revision: comparison.revision, object, reason });
}

/**
 * Resolves a value in both views, and notes that a rule looks at the object that now holds it. An overridden object that is used in a
 * second place has a second meaning there, so it is a fault.
 */
export function enter(comparison: Comparison, before: PdfObject | undefined, now: PdfObject | undefined): Pair {
  const { document, revision, difference, explained, references } = comparison;
  if (now?.kind === 'reference') {
    const { number } = now;
    if (difference.overridden.has(number) && !explained.has(number)) {
      explained.add(number);
      if (references.isShared(number))
        fault(comparison, number, bilingual('an overridden object is used in other places too', '被覆盖的对象还在别处使用'));
    }
    if (difference.added.has(number)) comparison.roots.push(now);
  }
  return { before: document.resolve(before, revision - 1), now: document.resolve(now, revision) };
}

/** Compares two dictionaries: keys with a rule by their rule, all others must be equal. `where` names the place in faults. */
export function compareEntries(
  comparison: Comparison,
  { before, now }: { readonly before: PdfDictionary; readonly now: PdfDictionary },
  {
    rules,
    where,
    object,
  }: { readonly rules: Readonly<Record<string, KeyRule>>; readonly where: Bilingual; readonly object: number | null },
): void {
  for (const key of new Set([...before.entries.keys(), ...now.entries.keys()])) {
    const raw = { before: before.entries.get(key) ?? NULL, now: now.entries.get(key) ?? NULL };
    const rule = Object.hasOwn(rules, key) ? rules[key] : undefined;
    if (rule !== undefined) rule(raw);
    else if (!equalObjects(raw.before, raw.now)) fault(comparison, object, within(where, `/${key} differs`, `/${key} 不同`));
  }
}

/** The object number of a reference, null for anything else. */
export function numberOf(object: PdfObject | undefined | null): number | null {
  return object?.kind === 'reference' ? object.number : null;
}
