/** What signatures forbid: modification detection (DocMDP, FieldMDP; ISO 32000-1 §12.8.2) and the lock of a field (§12.7.4.5). */
import { integerValue, nameValue, textValue, type PdfDictionary, type PdfObject } from '../../objects/index.ts';
import type { Certification } from '../../../report/index.ts';
import type { PdfDocument } from '../../reader/index.ts';

/** What one signature forbids to later revisions. */
export interface Permission {
  /** 1: only a security store and document time stamps; 2: signing and filling; 3: annotations too; null: nothing said. */
  readonly level: 1 | 2 | 3 | null;
  /** True for a field name that must not change any more. */
  locks(field: string): boolean;
}

/** What a signature permits after it, where it certifies the document by a DocMDP transform; null where it does not. */
export function certificationOf(document: PdfDocument, signature: PdfDictionary): Certification | null {
  const references = document.get(signature, 'Reference');
  for (const item of references.kind === 'array' ? references.items : []) {
    const reference = document.resolve(item);
    if (reference.kind !== 'dictionary' || nameValue(document.get(reference, 'TransformMethod')) !== 'DocMDP') continue;
    const parameters = document.get(reference, 'TransformParams');
    const level = parameters.kind === 'dictionary' ? integerValue(document.get(parameters, 'P')) : undefined;
    return level === 1 ? 'no-changes' : level === 3 ? 'annotating' : 'signing';
  }
  return null;
}

/** Reads the transforms of a signature dictionary, and its field's /Lock as the signed revision has it. */
export function readPermission(
  document: PdfDocument,
  {
    signature,
    field,
    revision,
  }: { readonly signature: PdfDictionary; readonly field: PdfDictionary | null; readonly revision: number },
): Permission {
  const get = (dictionary: PdfDictionary, key: string): PdfObject => document.get(dictionary, key, revision);
  const levels: number[] = [];
  const locks: ((field: string) => boolean)[] = [];
  const references = get(signature, 'Reference');
  for (const item of references.kind === 'array' ? references.items : []) {
    const reference = document.resolve(item, revision);
    if (reference.kind !== 'dictionary') continue;
    const given = get(reference, 'TransformParams');
    const parameters: PdfDictionary = given.kind === 'dictionary' ? given : { kind: 'dictionary', entries: new Map() };
    const method = nameValue(get(reference, 'TransformMethod'));
    if (method === 'DocMDP') levels.push(integerValue(get(parameters, 'P')) ?? 2);
    if (method === 'FieldMDP') locks.push(lockOf(document, parameters, revision));
  }
  const lock = field === null ? undefined : get(field, 'Lock');
  if (lock?.kind === 'dictionary') {
    const level = integerValue(get(lock, 'P'));
    if (level !== undefined) levels.push(level);
    locks.push(lockOf(document, lock, revision));
  }
  const least = Math.min(...levels);
  return {
    level: levels.length === 0 ? null : least <= 1 ? 1 : least === 2 ? 2 : 3,
    locks: (name) => locks.some((isLocked) => isLocked(name)),
  };
}

function lockOf(document: PdfDocument, parameters: PdfDictionary, revision: number): (field: string) => boolean {
  const fields = document.get(parameters, 'Fields', revision);
  const names = fields.kind === 'array' ? fields.items.map((item) => textValue(document.resolve(item, revision)) ?? '') : [];
  const isNamed = (field: string): boolean => names.some((name) => field === name || field.startsWith(`${name}.`));
  switch (nameValue(document.get(parameters, 'Action', revision))) {
    case 'All':
      return () => true;
    case 'Include':
      return isNamed;
    case 'Exclude':
      return (field) => !isNamed(field);
    default:
      return () => false;
  }
}
