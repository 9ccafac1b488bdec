/** Is the signature where a signature has to be: the value of one signature field, in the newest revision and in the signed one? */
import { nameValue } from '../objects/index.ts';
import type { PdfDocument } from '../reader/index.ts';
import { signatureFields } from './fields.ts';
import type { FoundSignature } from './model.ts';

const TYPES = new Set([undefined, 'Sig', 'DocTimeStamp']);

/**
 * Why a signature has no proper place, or null when it has.
 * @param signed the revision it covers, null when that is not known
 * @throws {YinzhengError} PDF_MALFORMED
 */
export function structureFault(document: PdfDocument, found: FoundSignature, signed: number | null): string | null {
  if (found.field === null) return 'the signature is not the value of a field in the newest revision';
  if (!TYPES.has(nameValue(document.get(found.dictionary, 'Type')))) return 'the signature dictionary is of another type';
  if (signed === null) return null;
  const { name } = found.field;
  const shown = signatureFields(document, signed).some((field) => field.signature === found.dictionary && field.name === name);
  return shown ? null : 'the signed revision does not show the signature in this field';
}
