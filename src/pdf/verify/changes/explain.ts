/**
 * Explains what one revision does. Permitted are a signature added or an empty signature field filled, a document security store
 * added or grown, a document time stamp, and the traces every save leaves. Whatever no rule explains is a fault.
 */
import { bilingual } from '../../../base/errors/index.ts';
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
  for (const number of difference.freed) fault(comparison, number, bilingual('an object was freed', '有对象被标记为已释放'));
  for (const number of difference.misplaced)
    fault(comparison, number, bilingual('an object is taken from bytes of another revision', '有对象取自其他版本的字节'));
  if (document.revisions[revision]?.form === 'hybrid')
    fault(comparison, null, bilingual('a hybrid cross-reference was added', '增加了混合交叉引用'));
  const stray = undeclaredByte(document, revision);
  if (stray !== null)
    fault(comparison, null, bilingual(`bytes at offset ${stray} belong to no object`, `偏移 ${stray} 处的字节不属于任何对象`));

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
    fault(comparison, numberOf(root), bilingual('the trailer names another catalog', '文件尾（trailer）指向另一个文档目录'));
    return;
  }
  // Readers take objects beyond /Size for missing (§7.5.5), so that a smaller one takes content away.
  if ((integerValue(now?.entries.get('Size')) ?? 0) < (integerValue(before?.entries.get('Size')) ?? 0))
    fault(comparison, null, bilingual('the trailer leaves out earlier objects', '文件尾（trailer）略去了原有对象'));
  explainInformation(comparison, before?.entries.get('Info'), now?.entries.get('Info'));
  if (difference.overridden.has(oldRoot.number)) explained.add(oldRoot.number);
  const where = bilingual('the catalog', '文档目录');
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
    if (kept === undefined || !equalObjects(value, kept))
      fault(comparison, object, bilingual(`the catalog: /Extensions /${key} differs`, `文档目录：/Extensions /${key} 不同`));
  }
}

function explainRest(comparison: Comparison): void {
  const { document, revision, difference, explained, references } = comparison;
  if (difference.added.size > 0 && references.unreadable() !== null) {
    fault(
      comparison,
      references.unreadable(),
      bilingual('an earlier object cannot be read, so that it may refer to new ones', '原有对象无法读取，可能引用了新对象'),
    );
  }
  for (const number of difference.overridden) {
    if (explained.has(number)) continue;
    const both = [objectAt(document, number, revision - 1), objectAt(document, number, revision)];
    if (references.isReferred(number) || !both.every((object) => isXref(object)))
      fault(comparison, number, bilingual('an object was overridden', '原有对象被覆盖'));
  }
  const reached = reachableAdditions(comparison);
  const used = usedByRevision(comparison, reached);
  for (const number of difference.added) {
    // A new object that nothing refers to is without effect; writers leave such behind.
    if (!reached.has(number) && used.has(number))
      fault(comparison, number, bilingual('a new object belongs to no permitted addition', '新增对象不属于允许的增量更新内容'));
    if (references.isReferred(number))
      fault(comparison, number, bilingual('an earlier object already referred to this new object', '原有对象早已引用该新增对象'));
  }
}

function isXref(object: PdfObject | null): boolean {
  const type = object?.kind === 'stream' ? object.dictionary.entries.get('Type') : undefined;
  return type?.kind === 'name' && type.value === 'XRef';
}
