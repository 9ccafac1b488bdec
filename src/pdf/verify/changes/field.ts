/** Signature fields that a revision adds or fills. */
import { bilingual, type Bilingual } from '../../../base/errors/index.ts';
import {
  equalObjects,
  integerValue,
  nameValue,
  numberValue,
  type PdfDictionary,
  type PdfObject,
  type PdfReference,
} from '../../objects/index.ts';
import type { SignatureField, Widget } from '../model.ts';
import { compareEntries, fault, numberOf, within, type Comparison } from './context.ts';

/** What a new field or widget may hold: nothing that acts (A, AA) or hides by optional content (OC). */
const FIELD_KEYS = new Set(
  ['Type', 'Subtype', 'FT', 'T', 'TU', 'TM', 'Ff', 'V', 'Lock', 'SV', 'F', 'P', 'Rect', 'AP', 'MK', 'DA', 'DR', 'Q', 'BS'].concat(
    [...['Border', 'NM', 'M', 'C', 'H', 'Kids', 'Parent', 'Contents', 'StructParent']],
  ),
);
const HIDDEN = 2;
const PRINT = 4;
const NO_VIEW = 32;
/** NoZoom, NoRotate and ToggleNoView: the widget would show elsewhere than it says, or at some times only (ISO 32000-1 table 165). */
const RESTLESS = 8 | 16 | 256;
/** Print, Locked and LockedContents: they change nothing that is seen on the screen. */
const HARMLESS_FLAGS = 4 | 128 | 512;

/** Accepts a field that was not in the form before, when it is nothing but a signature field with its signature. */
export function explainNewField(comparison: Comparison, field: SignatureField): void {
  const number = numberOf(field.reference);
  const where = bilingual(`new field ${field.name}`, `新增签名域 ${field.name}`);
  if (number === null || !comparison.difference.added.has(number))
    fault(comparison, number, within(where, 'its object is not new', '其对象不是新增的'));
  if (nameValue(field.dictionary.entries.get('FT')) !== 'Sig')
    fault(comparison, number, within(where, 'not a signature field', '不是签名域'));
  if (field.dictionary.entries.has('Parent')) fault(comparison, number, within(where, 'it has a parent', '它有上级域'));
  checkKeys(comparison, field.dictionary, { number, where });
  for (const widget of field.widgets) explainNewWidget(comparison, widget, where);
  addSignature(comparison, field, { filled: false, where });
}

function explainNewWidget(comparison: Comparison, widget: Widget, where: Bilingual): void {
  const number = numberOf(widget.reference);
  if (number === null || !comparison.difference.added.has(number))
    fault(comparison, number, within(where, 'its widget is not new', '其控件不是新增的'));
  else comparison.widgets.add(number);
  checkKeys(comparison, widget.dictionary, { number, where });
  const flags = integerValue(comparison.document.get(widget.dictionary, 'F', comparison.revision)) ?? 0;
  if ((flags & RESTLESS) !== 0)
    fault(comparison, number, within(where, 'its flags move or toggle it', '其标志使控件移位或时显时隐'));
  checkAppearance(comparison, widget.dictionary.entries.get('AP'), { number, where });
}

function checkKeys(
  comparison: Comparison,
  dictionary: PdfDictionary,
  { number, where }: { readonly number: number | null; readonly where: Bilingual },
): void {
  for (const key of dictionary.entries.keys()) {
    if (!FIELD_KEYS.has(key)) fault(comparison, number, within(where, `/${key} is not allowed`, `不允许出现 /${key}`));
  }
}

/** Accepts what filling an empty field does: its value, its appearance, and flags that change nothing visible. */
export function explainFilledField(comparison: Comparison, before: SignatureField, now: SignatureField): void {
  const where = bilingual(`field ${now.name}`, `签名域 ${now.name}`);
  const parts: { readonly before: PdfDictionary; readonly now: PdfDictionary; readonly reference: PdfReference | null }[] = [
    { before: before.dictionary, now: now.dictionary, reference: now.reference },
  ];
  if (before.widgets.length !== now.widgets.length)
    fault(comparison, numberOf(now.reference), within(where, 'its widgets differ', '其控件不同'));
  for (const [index, widget] of now.widgets.entries()) {
    const old = before.widgets[index];
    if (old === undefined || numberOf(old.reference) !== numberOf(widget.reference)) {
      fault(comparison, numberOf(widget.reference), within(where, 'its widgets differ', '其控件不同'));
    } else if (widget.dictionary !== now.dictionary) {
      parts.push({ before: old.dictionary, now: widget.dictionary, reference: widget.reference });
    }
  }
  for (const part of parts) {
    const object = numberOf(part.reference);
    if (object !== null && comparison.difference.overridden.has(object)) comparison.explained.add(object);
    compareEntries(comparison, part, {
      where,
      object,
      rules: {
        V: () => undefined,
        M: () => undefined,
        AP: (raw) => {
          if (!equalObjects(raw.before, raw.now)) checkAppearance(comparison, raw.now, { number: object, where });
        },
        F: ({ before: old, now: flags }) => {
          const difference = (integerValue(old) ?? 0) ^ (integerValue(flags) ?? 0);
          if ((difference & ~HARMLESS_FLAGS) !== 0) fault(comparison, object, within(where, '/F differs', '/F 不同'));
        },
      },
    });
  }
  addSignature(comparison, now, { filled: true, where });
}

/** A new appearance must be made of new objects: showing older ones anew is how hidden content comes to light. */
function checkAppearance(
  comparison: Comparison,
  appearance: PdfObject | undefined,
  { number, where }: { readonly number: number | null; readonly where: Bilingual },
): void {
  if (appearance === undefined) return;
  const { document, revision, difference } = comparison;
  const isNew = (object: PdfObject): boolean => object.kind === 'reference' && difference.added.has(object.number);
  const dictionary = document.resolve(appearance, revision);
  if (dictionary.kind === 'null') return;
  if (dictionary.kind !== 'dictionary' || (appearance.kind === 'reference' && !isNew(appearance))) {
    fault(comparison, number, within(where, 'its appearance is not new', '其外观不是新增的'));
    return;
  }
  comparison.roots.push(appearance);
  for (const value of dictionary.entries.values()) {
    if (!isNew(value)) fault(comparison, number, within(where, 'its appearance is not new', '其外观不是新增的'));
  }
}

function addSignature(
  comparison: Comparison,
  field: SignatureField,
  { filled, where }: { readonly filled: boolean; readonly where: Bilingual },
): void {
  const { difference, signatures, roots } = comparison;
  const number = numberOf(field.reference);
  if (field.signature === null) {
    fault(comparison, number, within(where, 'it has no signature', '没有签名'));
    return;
  }
  if (field.value.kind === 'reference' && !difference.added.has(field.value.number)) {
    fault(comparison, number, within(where, 'its signature is not new', '其签名不是新增的'));
    return;
  }
  roots.push(field.value);
  const { entries } = field.signature;
  const isTimeStamp = nameValue(entries.get('SubFilter')) === 'ETSI.RFC3161' || nameValue(entries.get('Type')) === 'DocTimeStamp';
  const visible = field.widgets.some((widget) => isVisible(comparison, widget.dictionary));
  if (isTimeStamp && visible)
    fault(comparison, number, within(where, 'a document time stamp must not be visible', '文档时间戳不得可见'));
  signatures.push({
    field: field.name,
    dictionary: field.signature,
    kind: isTimeStamp ? 'time-stamp' : 'signature',
    visible,
    filled,
  });
}

function isVisible({ document, revision }: Comparison, widget: PdfDictionary): boolean {
  const flags = integerValue(document.get(widget, 'F', revision)) ?? 0;
  // Not viewed but printed is seen all the same.
  if ((flags & HIDDEN) !== 0 || (flags & (NO_VIEW | PRINT)) === NO_VIEW) return false;
  const rectangle = document.get(widget, 'Rect', revision);
  if (rectangle.kind !== 'array') return false;
  const [left = 0, bottom = 0, right = 0, top = 0] = rectangle.items.map(
    (item) => numberValue(document.resolve(item, revision)) ?? 0,
  );
  return left !== right && bottom !== top;
}
