/** Whether the signatures a document has allow a further one (ISO 32000-1 §12.8.2, §12.7.4.5; ISO 32000-2 table 236). */
import {
  asArray,
  asDictionary,
  booleanValue,
  integerValue,
  nameValue,
  textValue,
  type PdfDictionary,
  type PdfObject,
} from '../objects/index.ts';
import type { PdfDocument } from '../reader/index.ts';
import { refuse } from './refuse.ts';

/** Form fields looked at; a document with more is refused. */
const FIELD_LIMIT = 100_000;

/**
 * Answers with the partial names of the form's root fields where a signature field named `fieldName` (any new name when
 * undefined) may be added.
 * @throws {YinzhengError} PDF_NOT_STAMPABLE when a certification or a field lock forbids it
 */
export function requireStampable(document: PdfDocument, fieldName: string | undefined): ReadonlySet<string> {
  const catalog = document.catalog();
  const permissions = asDictionary(document.get(catalog, 'Perms'));
  if (permissions) requireChangeable(document, document.get(permissions, 'DocMDP'), fieldName);
  const form = asDictionary(document.get(catalog, 'AcroForm'));
  if (form && booleanValue(document.get(catalog, 'NeedsRendering')) === true && document.get(form, 'XFA').kind !== 'null') {
    refuse('it is a dynamic XFA form', '它是动态 XFA 表单');
  }
  const names = new Set<string>();
  const queue: PdfObject[] = form ? [...(asArray(document.get(form, 'Fields'))?.items ?? [])] : [];
  const roots = queue.length;
  const seen = new Set<number>();
  for (let index = 0; index < queue.length; index++) {
    if (queue.length > FIELD_LIMIT) refuse('its form has too many fields', '表单域过多');
    const entry = queue[index];
    if (entry?.kind === 'reference') {
      if (seen.has(entry.number)) continue;
      seen.add(entry.number);
    }
    const field = asDictionary(document.resolve(entry));
    if (!field) continue;
    if (index < roots) names.add(textValue(document.get(field, 'T')) ?? '');
    queue.push(...(asArray(document.get(field, 'Kids'))?.items ?? []));
    const signature = asDictionary(document.get(field, 'V'));
    if (!signature || (nameValue(document.get(field, 'FT')) ?? 'Sig') !== 'Sig') continue;
    const lock = asDictionary(document.get(field, 'Lock'));
    if (lock) requireUnlocked(document, lock, fieldName);
    requireChangeable(document, signature, fieldName);
  }
  return names;
}

/** Goes through the transforms of a signature's references. */
function requireChangeable(document: PdfDocument, signature: PdfObject, fieldName: string | undefined): void {
  if (signature.kind !== 'dictionary') return;
  for (const item of asArray(document.get(signature, 'Reference'))?.items ?? []) {
    const reference = asDictionary(document.resolve(item));
    const parameters = reference && asDictionary(document.get(reference, 'TransformParams'));
    if (!reference || !parameters) continue;
    const method = nameValue(document.get(reference, 'TransformMethod'));
    if (method === 'DocMDP' && integerValue(document.get(parameters, 'P')) === 1)
      refuse('it is certified and must not be changed', '该文件已被认证签名锁定，不允许任何更改');
    if (method === 'FieldMDP') requireUnlocked(document, parameters, fieldName);
  }
}

function requireUnlocked(document: PdfDocument, lock: PdfDictionary, fieldName: string | undefined): void {
  if (integerValue(document.get(lock, 'P')) === 1) refuse('a signature locks the document', '已有签名锁定了整个文件');
  const named = (asArray(document.get(lock, 'Fields'))?.items ?? []).map((item) => textValue(document.resolve(item)));
  const isNamed = fieldName !== undefined && named.includes(fieldName);
  const action = nameValue(document.get(lock, 'Action'));
  if (action === 'All' || (action === 'Exclude' && !isNamed) || (action === 'Include' && isNamed)) {
    refuse('a signature locks the fields of its form', '已有签名锁定了表单域');
  }
}
