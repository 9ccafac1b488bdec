/** Finds every signature dictionary of a document: those that fields show, and those that no field shows (any more). */
import { isYinzhengError } from '../../base/errors/index.ts';
import { nameValue, type PdfDictionary } from '../objects/index.ts';
import type { PdfDocument } from '../reader/index.ts';
import { malformedPdf } from '../syntax/index.ts';
import { signatureFields } from './fields.ts';
import type { FoundSignature, SignatureField } from './model.ts';

/** More signatures than this are refused. */
const MAX_SIGNATURES = 256;

/**
 * Every signature dictionary in any revision. All objects outside object streams are read on the way, so the document's anomalies are
 * known afterwards; an object that cannot be read is left out, unless something asks for it later.
 * @throws {YinzhengError} PDF_MALFORMED
 */
export function findSignatures(document: PdfDocument): {
  readonly signatures: readonly FoundSignature[];
  /** Numbers of objects that cannot be read. */
  readonly unreadable: readonly number[];
} {
  const newest = document.revisions.length - 1;
  const found = new Map<PdfDictionary, FoundSignature>();
  const add = (signature: FoundSignature): void => {
    if (!found.has(signature.dictionary)) found.set(signature.dictionary, signature);
    if (found.size > MAX_SIGNATURES) throw malformedPdf(0, 'the document has too many signatures');
  };
  const shown = new Map<PdfDictionary, SignatureField>();
  for (const field of signatureFields(document, newest)) {
    if (field.signature === null) continue;
    if (shown.has(field.signature)) throw malformedPdf(0, 'two fields share a signature');
    shown.set(field.signature, field);
    add({ dictionary: field.signature, object: placeOf(document, field), field });
  }
  const unreadable = survey(document, (dictionary, object) => add({ dictionary, object, field: shown.get(dictionary) ?? null }));
  return { signatures: [...found.values()], unreadable };
}

function placeOf(document: PdfDocument, field: SignatureField): FoundSignature['object'] {
  if (field.value.kind !== 'reference') return null;
  const located = document.locate(field.value.number);
  return located === undefined ? null : { number: field.value.number, revision: located.revision };
}

function survey(
  document: PdfDocument,
  add: (dictionary: PdfDictionary, object: FoundSignature['object']) => void,
): readonly number[] {
  const unreadable: number[] = [];
  for (const { index, entries } of document.revisions) {
    for (const [number, entry] of entries) {
      if (entry.kind !== 'offset') continue;
      try {
        const object = document.resolve({ kind: 'reference', number, generation: entry.generation }, index);
        if (object.kind !== 'dictionary') continue;
        if (looksLikeSignature(object)) add(object, { number, revision: index });
        const value = object.entries.get('V');
        if (value?.kind === 'dictionary' && looksLikeSignature(value)) add(value, null);
      } catch (error) {
        if (!isYinzhengError(error)) throw error;
        unreadable.push(number);
      }
    }
  }
  return unreadable;
}

function looksLikeSignature({ entries }: PdfDictionary): boolean {
  if (entries.has('ByteRange')) return true;
  const type = nameValue(entries.get('Type'));
  return entries.has('Contents') && (type === 'Sig' || type === 'DocTimeStamp');
}
