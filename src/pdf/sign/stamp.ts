import type { Zlib } from '../../base/zlib.ts';
import { reference } from '../objects/index.ts';
import type { PaintCache } from '../paint/cache.ts';
import type { PdfDocument } from '../reader/index.ts';
import { beginUpdate } from '../writer/incremental.ts';
import { appendAnnotations, appendFields, freeName, requireSound } from './append.ts';
import type { SealDraft } from './draft.ts';
import { writeSealField, type SealRequest } from './field.ts';
import { pageGeometry } from './page.ts';
import { requireStampable } from './permission.ts';
import { refuse } from './refuse.ts';
import { completeDraft } from './signature.ts';

/** What stamping needs besides document and seal. */
export interface StampOptions {
  /** 16 bytes that no other file has, for the changing file identifier (ISO 32000-1 §14.4). */
  readonly revisionId: Uint8Array;
  readonly zlib: Zlib;
  readonly cache?: PaintCache;
}

/**
 * Puts a seal on an existing document as an approval signature, by an incremental update: earlier signatures stay intact. Of the
 * original only the catalog or its form, and the page or its list of annotations, get a new value, by appending.
 * @throws {YinzhengError} PDF_NOT_STAMPABLE when a signature forbids it, the page or place does not exist or the structure does
 * not allow it; PDF_ENCRYPTED, PDF_MALFORMED, IMAGE_UNUSABLE, INPUT_INVALID
 */
export function prepareStamp(document: PdfDocument, seal: SealRequest, options: StampOptions): SealDraft {
  requireSound(document);
  const names = requireStampable(document, seal.fieldName);
  const fieldName = seal.fieldName ?? freeName(names, 'Seal');
  if (names.has(fieldName)) refuse(`it has a field ${fieldName} already`, `已有名为 ${fieldName} 的表单域`);
  const pages = document.pages();
  const page =
    pages[seal.place.page - 1] ??
    refuse(`there is no page ${seal.place.page}, only ${pages.length}`, `没有第 ${seal.place.page} 页，共 ${pages.length} 页`);

  const update = beginUpdate(document, options.revisionId);
  const target = { reference: page.reference, geometry: pageGeometry(document, page) };
  const field = writeSealField(update, seal, target, { ...options, fieldName, certify: 'none' });
  const widgets = [reference(field.field)];
  appendAnnotations(update, document, { page, pages, widgets });
  appendFields(update, document, widgets);
  const places = field.writeSignature();
  return completeDraft(update.finish(), places, fieldName);
}
