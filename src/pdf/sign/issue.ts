import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { Drawing } from '../../drawing/index.ts';
import { POINTS_PER_MM } from '../paint/content.ts';
import { writeDocument, type LayeredPage, type PaintOptions } from '../paint/document.ts';
import type { SealDraft } from './draft.ts';
import { writeSealField, type SealRequest } from './field.ts';
import { refuse } from './refuse.ts';
import { completeDraft, type SignaturePlaces } from './signature.ts';

/**
 * Paints a document with its one seal, certified so that nothing may be changed afterwards (DocMDP, P 1; ISO 32000-1 §12.8.2.2).
 * Field and signature dictionary go into the only revision, instead of a second one: the file is written once, nothing of it has
 * to be read back, and a verifier finds no update to explain.
 * @throws {YinzhengError} PDF_NOT_STAMPABLE, IMAGE_UNUSABLE, PNG_MALFORMED, FONT_UNUSABLE, GLYPH_MISSING, INPUT_INVALID
 */
export function prepareIssue(pages: readonly (Drawing | LayeredPage)[], options: PaintOptions, seal: SealRequest): SealDraft {
  const index = seal.place.page - 1;
  const page = pages[index];
  if (!page)
    refuse(`there is no page ${seal.place.page}, only ${pages.length}`, `没有第 ${seal.place.page} 页，共 ${pages.length} 页`);
  const { width, height } = 'items' in page ? page : page.drawing;
  const geometry = { box: [0, 0, width * POINTS_PER_MM, height * POINTS_PER_MM], rotation: 0, userUnit: 1 } as const;
  const fieldName = seal.fieldName ?? 'Seal1';

  const written: SignaturePlaces[] = [];
  const file = writeDocument(pages, options, (sink, pageNumbers) => {
    const reference = { number: pageNumbers[index] ?? 0, generation: 0 };
    const field = writeSealField(sink, seal, { reference, geometry }, { ...options, fieldName, certify: 'no-changes' });
    return {
      annotations: new Map([[index, [field.field]]]),
      catalog: ` /AcroForm <</Fields [${field.field} 0 R] /SigFlags 3>> /Perms <</DocMDP ${field.signature} 0 R>>`,
      last: () => written.push(field.writeSignature()),
    };
  });
  const [places] = written;
  if (!places)
    throw new YinzhengError('INPUT_INVALID', {
      reason: bilingual('the document was written without its seal', '文件写出时缺少印章'),
    });
  return completeDraft(file, places, fieldName);
}
