/** The interactive form (AcroForm, ISO 32000-1 §12.7.2): signature fields are appended or filled, nothing else. */
import { equalObjects, integerValue, NULL, type PdfDictionary, type PdfObject } from '../../objects/index.ts';
import { signatureFields } from '../fields.ts';
import type { SignatureField } from '../model.ts';
import { compareEntries, enter, fault, type Comparison, type KeyRule, type Pair } from './context.ts';
import { explainFilledField, explainNewField } from './field.ts';
import { hasUnpaintedFields } from './unpainted.ts';

const EMPTY: PdfDictionary = { kind: 'dictionary', entries: new Map() };

/** Rule for the catalog's /AcroForm; `object` is the number it has, null when direct. */
export function explainForm(comparison: Comparison, { before, now }: Pair, object: number | null): void {
  if (before.kind === 'null' && now.kind === 'null') return;
  if ((before.kind !== 'dictionary' && before.kind !== 'null') || now.kind !== 'dictionary') {
    fault(comparison, object, 'the form is gone');
    return;
  }
  const unpainted = (): boolean => hasUnpaintedFields(comparison.document, before, comparison.revision - 1);
  const rules: Record<string, KeyRule> = {
    Fields: (raw) => explainFields(comparison, enter(comparison, raw.before, raw.now), object),
    SigFlags: (pair) => {
      const old = integerValue(pair.before) ?? 0;
      if (((integerValue(pair.now) ?? 0) & old) !== old) fault(comparison, object, 'the form: /SigFlags differs');
    },
    DA: (pair) => {
      if (equalObjects(pair.before, pair.now)) return;
      if (pair.before.kind !== 'null') fault(comparison, object, 'the form: /DA differs');
      else if (unpainted()) fault(comparison, object, 'the form: a new /DA shows fields');
    },
    DR: (raw) => {
      const pair = enter(comparison, raw.before, raw.now);
      if (!equalObjects(pair.before, pair.now) && unpainted()) fault(comparison, object, 'the form: another /DR shows fields');
      explainResources(comparison, pair, object);
    },
  };
  compareEntries(comparison, { before: before.kind === 'null' ? EMPTY : before, now }, { rules, where: 'the form', object });
}

function explainFields(comparison: Comparison, { before, now }: Pair, object: number | null): void {
  const { document, revision } = comparison;
  const old = before.kind === 'array' ? before.items : [];
  const items = now.kind === 'array' ? now.items : [];
  if (items.length < old.length || !old.every((item, index) => equalObjects(item, items[index] ?? { kind: 'null' }))) {
    fault(comparison, object, 'the form: earlier fields are gone or moved');
    return;
  }
  const earlier = signatureFields(document, revision - 1);
  const fields = signatureFields(document, revision);
  const byReference = new Map(fields.map((field) => [numberIn(field.reference ?? NULL), field]));
  const names = new Set(earlier.map((field) => field.name));
  for (const item of items.slice(old.length)) {
    const named = byReference.get(numberIn(item));
    const field = named?.reference && equalObjects(named.reference, item) ? named : undefined;
    if (field === undefined) fault(comparison, numberIn(item), 'the form: a new field is not a signature field');
    else if (names.has(field.name)) fault(comparison, numberIn(item), `the form: a second field ${field.name}`);
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
    fault(comparison, object, 'the form: /DR is gone');
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
    if (!kept) fault(comparison, object, `the form: /DR /${category} differs`);
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
