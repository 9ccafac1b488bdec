/** Is the signature where a signature has to be: the value of one signature field, in the newest revision and in the signed one? */
import { bilingual, type Bilingual } from '../../base/errors/index.ts';
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
export function structureFault(document: PdfDocument, found: FoundSignature, signed: number | null): Bilingual | null {
  if (found.field === null) {
    return bilingual(
      'the signature is not the value of a field in the newest revision',
      '在最新版本中，该签名不是任何签名域的值',
    );
  }
  if (!TYPES.has(nameValue(document.get(found.dictionary, 'Type')))) {
    return bilingual('the signature dictionary is of another type', '签名字典的类型不符');
  }
  if (signed === null) return null;
  const { name } = found.field;
  const shown = signatureFields(document, signed).some((field) => field.signature === found.dictionary && field.name === name);
  return shown
    ? null
    : bilingual('the signed revision does not show the signature in this field', '所签版本的该签名域中没有这个签名');
}
