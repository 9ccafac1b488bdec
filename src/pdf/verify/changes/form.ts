/** The interactive form (AcroForm, ISO 32000-1 §12.7.2): signature fields are appended or filled, nothing else. */
import { bilingual } from '../../../base/errors/index.ts';
import { equalObjects, integerValue, NULL, type PdfDictionary, type PdfObject } from '../../objects/index.ts';
import { signatureFields } from '../fields.ts';
import type { SignatureField } from '../model.ts';
import { compareEntries, enter, fault, within, type Comparison, type KeyRule, type Pair } from './context.ts';
import { explainFilledField, explainNewField } from './field.ts';
import { hasUnpaintedFields } from './unpainted.ts';

const FORM = bilingual('the form', '交互表单');

const EMPTY: PdfDictionary = { kind: 'dictionary', entries: new Map() };

/** Rule for the catalog's /AcroForm; `object` is the number it has, null when direct. */
export function explainForm(comparison: Comparison, { before, now }: Pair, object: number | null): void {
  if (before.kind === 'null' && now.kind === 'null') return;
  if ((before.kind !== 'dictionary' && before.kind !== 'null') || now.kind !== 'dictionary') {
    fault(comparison, object, bilingual('the form is gone', '交互表单已被删除'));
    return;
  }
  const unpainted = (): boolean => hasUnpaintedFields(comparison.document, before, comparison.revision - 1);
  const rules: Record<string, KeyRule> = {
    Fields: (raw) => explainFields(comparison, enter(comparison, raw.before, raw.now), object),
    SigFlags: (pair) => {
      const old = integerValue(pair.before) ?? 0;
      if (((integerValue(pair.now) ?? 0) & old) !== old)
        fault(comparison, object, within(FORM, '/SigFlags differs', '/SigFlags 不同'));
    },
    DA: (pair) => {
      if (equalObjects(pair.before, pair.now)) return;
      if (pair.before.kind !== 'null') fault(comparison, object, within(FORM, '/DA differs', '/DA 不同'));
      else if (unpainted()) fault(comparison, object, within(FORM, 'a new /DA shows fields', '新增的 /DA 使表单域显示内容'));
    },
    DR: (raw) => {
      const pair = enter(comparison, raw.before, raw.now);
      if (!equalObjects(pair.before, pair.now) && unpainted())
        fault(comparison, object, within(FORM, 'another /DR shows fields', '改动的 /DR 使表单域显示内容'));
      explainResources(comparison, pair, object);
    },
  };
  compareEntries(comparison, { before: before.kind === 'null' ? EMPTY : before, now }, { rules, where: FORM, object });
}

function explainFields(comparison: Comparison, { before, now }: Pair, object: number | null): void {
  const { document, revision } = comparison;
  const old = before.kind === 'array' ? before.items : [];
  const items = now.kind === 'array' ? now.items : [];
  if (items.length < old.length || !old.every((item, index) => equalObjects(item, items[index] ?? { kind: 'null' }))) {
    fault(comparison, object, within(FORM, 'earlier fields are gone or moved', '原有表单域被删除或移动'));
    return;
  }
  const earlier = signatureFields(document, revision - 1);
  const fields = signatureFields(document, revision);
  const byReference = new Map(fields.map((field) => [numberIn(field.reference ?? NULL), field]));
  const names = new Set(earlier.map((field) => field.name));
  for (const item of items.slice(old.length)) {
    const named = byReference.get(numberIn(item));
    const field = named?.reference && equalObjects(named.reference, item) ? named : undefined;
    if (field === undefined)
      fault(comparison, numberIn(item), within(FORM, 'a new field is not a signature field', '新增的表单域不是签名域'));
    else if (names.has(field.name))
      fault(comparison, numberIn(item), within(FORM, `a second field ${field.name}`, `签名域 ${field.name} 重名`));
    else {
      comparison.roots.push(item);
      explainNewField(comparison, field);
    }
  }
  fillEmpty(comparison, earlier, byReference);
}

/** Fields that were empty and have a signature now. */
function fillEmpty(
  comparison: Comparison,
  earlier: readonly SignatureField[],
  byReference: ReadonlyMap<number | null, SignatureField>,
): void {
  for (const before of earlier) {
    const number = before.reference === null ? null : before.reference.number;
    const now = number === null ? undefined : byReference.get(number);
    if (before.signature === null && now !== undefined && now.signature !== null) explainFilledField(comparison, before, now);
  }
}

/** Default resources may grow; forms in them are of no effect on fields, so those may be replaced too. */
function explainResources(comparison: Comparison, { before, now }: Pair, object: number | null): void {
  if (before.kind === 'null' && now.kind === 'null') return;
  const old = before.kind === 'dictionary' ? before : EMPTY;
  if (now.kind !== 'dictionary') {
    fault(comparison, object, within(FORM, '/DR is gone', '/DR 已被删除'));
    return;
  }
  comparison.roots.push(now);
  for (const [category, value] of old.entries) {
    if (category === 'XObject' || category === 'ProcSet') continue;
    const pair = enter(comparison, value, now.entries.get(category));
    const kept =
      pair.before.kind === 'dictionary' && pair.now.kind === 'dictionary'
        ? contains(pair.now, pair.before)
        : equalObjects(pair.before, pair.now);
    if (!kept) fault(comparison, object, within(FORM, `/DR /${category} differs`, `/DR /${category} 不同`));
  }
}

function contains(larger: PdfDictionary, smaller: PdfDictionary): boolean {
  for (const [key, value] of smaller.entries) {
    const other = larger.entries.get(key);
    if (other === undefined || !equalObjects(value, other)) return false;
  }
  return true;
}

function numberIn(object: PdfObject): number | null {
  return object.kind === 'reference' ? object.number : null;
}
