import type { Zlib } from '../../base/zlib.ts';
import { reference, type PdfReference } from '../objects/index.ts';
import type { PaintCache } from '../paint/cache.ts';
import type { Page, PdfDocument } from '../reader/index.ts';
import { beginUpdate } from '../writer/incremental.ts';
import { appendAnnotations, appendFields, freeName, requireSound } from './append.ts';
import type { SealDraft } from './draft.ts';
import { writeSealField, writeSealImpressions, type SealRequest, type WrittenField, type WrittenImpressions } from './field.ts';
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
  const sealed = [seal.place, ...(seal.others ?? [])].map((place) => {
    const page =
      pages[place.page - 1] ??
      refuse(`there is no page ${place.page}, only ${pages.length}`, `没有第 ${place.page} 页，共 ${pages.length} 页`);
    return { page, reference: page.reference, geometry: pageGeometry(document, page) };
  });
  const [target, ...others] = sealed;
  if (!target) refuse('there is no place for the seal', '没有盖章位置');

  const update = beginUpdate(document, options.revisionId);
  const how = { ...options, fieldName, certify: 'none' } as const;
  const isSingle = others.length === 0 && seal.place.strip === undefined;
  const field = isSingle
    ? ofOneWidget(writeSealField(update, seal, target, how))
    : writeSealImpressions(update, seal, sealed, how);
  const onPage = new Map<Page, PdfReference[]>();
  for (const [index, widget] of field.widgets.entries()) {
    const page = sealed[index]?.page ?? target.page;
    onPage.set(page, [...(onPage.get(page) ?? []), reference(widget)]);
  }
  for (const [page, added] of onPage) appendAnnotations(update, document, { page, pages, widgets: added });
  appendFields(update, document, [reference(field.field)]);
  const places = field.writeSignature();
  return completeDraft(update.finish(), places, fieldName);
}

function ofOneWidget(written: WrittenField): WrittenImpressions {
  return { ...written, widgets: [written.field] };
}
