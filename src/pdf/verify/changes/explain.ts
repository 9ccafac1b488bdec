/**
 * Explains what one revision does. Permitted are a signature added or an empty signature field filled, a document security store
 * added or grown, a document time stamp, and the traces every save leaves. Whatever no rule explains is a fault.
 */
import { equalObjects, integerValue, type PdfObject } from '../../objects/index.ts';
import type { PdfDocument } from '../../reader/index.ts';
import { undeclaredByte } from './bytes.ts';
import { beginComparison, compareEntries, enter, fault, numberOf, type Comparison, type Pair } from './context.ts';
import { objectAt } from './difference.ts';
import { explainForm } from './form.ts';
import { explainInformation, explainMetadata } from './metadata.ts';
import type { RevisionChanges } from './model.ts';
import { explainPages } from './page.ts';
import { reachableAdditions, usedByRevision } from './reach.ts';
import type { ReferenceIndex } from './references.ts';
import { explainSecurityStore } from './security-store.ts';

/**
 * What a revision (not the first) does to the one before.
 * @param references of the revisions before it
 * @throws {YinzhengError} PDF_MALFORMED when an object cannot be read
 */
export function explainRevision(document: PdfDocument, revision: number, references: ReferenceIndex): RevisionChanges {
  const comparison = beginComparison(document, revision, references);
  const { difference } = comparison;
  for (const number of difference.freed) fault(comparison, number, 'an object was freed');
  for (const number of difference.misplaced) fault(comparison, number, 'an object is taken from bytes of another revision');
  if (document.revisions[revision]?.form === 'hybrid') fault(comparison, null, 'a hybrid cross-reference was added');
  const stray = undeclaredByte(document, revision);
  if (stray !== null) fault(comparison, null, `bytes at offset ${stray} belong to no object`);

  explainTrailer(comparison);
  explainPages(comparison);
  explainRest(comparison);
  return {
    revision,
    added: [...difference.added],
    overridden: [...difference.overridden],
    signatures: comparison.signatures,
    securityStore: comparison.securityStore,
    faults: comparison.faults,
  };
}

function explainTrailer(comparison: Comparison): void {
  const { document, revision, difference, explained } = comparison;
  const before = document.revisions[revision - 1]?.trailer;
  const now = document.revisions[revision]?.trailer;
  const [oldRoot, root] = [before?.entries.get('Root'), now?.entries.get('Root')];
  if (oldRoot?.kind !== 'reference' || root === undefined || !equalObjects(oldRoot, root)) {
    fault(comparison, numberOf(root), 'the trailer names another catalog');
    return;
  }
  // Readers take objects beyond /Size for missing (§7.5.5), so that a smaller one takes content away.
  if ((integerValue(now?.entries.get('Size')) ?? 0) < (integerValue(before?.entries.get('Size')) ?? 0))
    fault(comparison, null, 'the trailer leaves out earlier objects');
  explainInformation(comparison, before?.entries.get('Info'), now?.entries.get('Info'));
  if (difference.overridden.has(oldRoot.number)) explained.add(oldRoot.number);
  const where = 'the catalog';
  const pair = { before: document.catalog(revision - 1), now: document.catalog(revision) };
  compareEntries(comparison, pair, {
    where,
    object: oldRoot.number,
    rules: {
      AcroForm: (raw) => explainForm(comparison, enter(comparison, raw.before, raw.now), numberOf(raw.now)),
      DSS: (raw) => explainSecurityStore(comparison, enter(comparison, raw.before, raw.now), numberOf(raw.now)),
      Metadata: (raw) => explainMetadata(comparison, enter(comparison, raw.before, raw.now), numberOf(raw.now)),
      Extensions: (raw) => explainExtensions(comparison, enter(comparison, raw.before, raw.now), oldRoot.number),
    },
  });
}

/** Developer extensions (ISO 32000-1 §7.12) may be added. */
function explainExtensions(comparison: Comparison, { before, now }: Pair, object: number): void {
  if (now.kind === 'dictionary') comparison.roots.push(now);
  if (before.kind !== 'dictionary') return;
  for (const [key, value] of before.entries) {
    const kept: PdfObject | undefined = now.kind === 'dictionary' ? now.entries.get(key) : undefined;
    if (kept === undefined || !equalObjects(value, kept)) fault(comparison, object, `the catalog: /Extensions /${key} differs`);
  }
}

function explainRest(comparison: Comparison): void {
  const { document, revision, difference, explained, references } = comparison;
  if (difference.added.size > 0 && references.unreadable() !== null) {
    fault(comparison, references.unreadable(), 'an earlier object cannot be read, so that it may refer to new ones');
  }
  for (const number of difference.overridden) {
    if (explained.has(number)) continue;
    const both = [objectAt(document, number, revision - 1), objectAt(document, number, revision)];
    if (references.isReferred(number) || !both.every((object) => isXref(object)))
      fault(comparison, number, 'an object was overridden');
  }
  const reached = reachableAdditions(comparison);
  const used = usedByRevision(comparison, reached);
  for (const number of difference.added) {
    // A new object that nothing refers to is without effect; writers leave such behind.
    if (!reached.has(number) && used.has(number)) fault(comparison, number, 'a new object belongs to no permitted addition');
    if (references.isReferred(number)) fault(comparison, number, 'an earlier object already referred to this new object');
  }
}

function isXref(object: PdfObject | null): boolean {
  const type = object?.kind === 'stream' ? object.dictionary.entries.get('Type') : undefined;
  return type?.kind === 'name' && type.value === 'XRef';
}
