/** Signature fields that stand empty until their seal comes, so that signatures made before it can allow it (ISO 32000-1 §12.7.4.5). */
import type { Page, PdfDocument } from '../reader/index.ts';
import type { IncrementalUpdate } from '../writer/incremental.ts';
import { numberText, textString } from '../writer/notation.ts';
import { addObject, addStream } from '../writer/sink.ts';
import { requireFieldName, WIDGET_FLAGS } from './field.ts';
import { pageGeometry } from './page.ts';
import { sealRectangle, type SealPlace, type SealSize } from './place.ts';
import { refuse } from './refuse.ts';

/** An empty field for one seal. */
export interface PreparedField {
  readonly fieldName: string;
  readonly place: SealPlace & { readonly size: SealSize };
  /** Whether the signature that fills it locks every field and forbids any later change (`/Lock`, P 1; ISO 32000-2 table 236). */
  readonly locks: boolean;
}

/** A prepared field that has been written. */
export interface WrittenPreparedField {
  readonly page: Page;
  /** Object number of the field, which is merged with its widget. */
  readonly field: number;
}

/**
 * Writes an empty signature field with an appearance that shows nothing, which archives ask of every widget of a size.
 * @throws {YinzhengError} PDF_NOT_STAMPABLE when page or place does not exist, INPUT_INVALID
 */
export function writePreparedField(
  update: IncrementalUpdate,
  { document, pages }: { readonly document: PdfDocument; readonly pages: readonly Page[] },
  prepared: PreparedField,
): WrittenPreparedField {
  const { fieldName, place, locks } = prepared;
  requireFieldName(fieldName);
  const page =
    pages[place.page - 1] ??
    refuse(`there is no page ${place.page}, only ${pages.length}`, `没有第 ${place.page} 页，共 ${pages.length} 页`);
  const [left, bottom, right, top] = sealRectangle(pageGeometry(document, page), place, place.size);
  const rectangle = [left, bottom, right, top].map((value) => numberText(value)).join(' ');
  const box = `[0 0 ${numberText(right - left)} ${numberText(top - bottom)}]`;
  const blank = addStream(update, `/Type /XObject /Subtype /Form /BBox ${box} /Resources <<>>`, new Uint8Array(0));
  const lock = locks ? ` /Lock ${addObject(update, '<</Type /SigFieldLock /Action /All /P 1>>')} 0 R` : '';
  const { number, generation } = page.reference;
  const field = addObject(
    update,
    `<</Type /Annot /Subtype /Widget /FT /Sig /T ${textString(fieldName)} /F ${WIDGET_FLAGS} /Rect [${rectangle}]` +
      ` /P ${number} ${generation} R /AP <</N ${blank} 0 R>>${lock}>>`,
  );
  return { page, field };
}
