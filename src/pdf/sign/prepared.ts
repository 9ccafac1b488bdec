/** Signature fields that stand empty until their seal comes, so that signatures made before it can allow it (ISO 32000-1 §12.7.4.5). */
import type { Page, PdfDocument } from '../reader/index.ts';
import type { IncrementalUpdate } from '../writer/incremental.ts';
import { numberText, textString } from '../writer/notation.ts';
import { addObject, addStream } from '../writer/sink.ts';
import { requireFieldName, WIDGET_FLAGS } from './field.ts';
import { pageGeometry } from './page.ts';
import { createAppearances, type SealAppearance, type AppearanceOptions } from './appearance.ts';
import { sealRectangle, type PageGeometry, type Rectangle, type SealPlace, type SealSize } from './place.ts';
import { refuse } from './refuse.ts';

/** A place of known size. */
export type SizedPlace = SealPlace & { readonly size: SealSize };

/** An empty field for one seal. */
export interface PreparedField {
  readonly fieldName: string;
  readonly place: SizedPlace;
  /** Where else the same seal will show under the same signature. */
  readonly others?: readonly SizedPlace[];
  /** The seal, where it is to show in several places or by strips. */
  readonly appearance?: SealAppearance;
  /** Whether the signature that fills it locks every field and forbids any later change (`/Lock`, P 1; ISO 32000-2 table 236). */
  readonly locks: boolean;
}

/** A prepared field that has been written. */
export interface WrittenPreparedField {
  /** Object number of the field. */
  readonly field: number;
  /** Its widgets with their pages, in the order of the places; of one whole seal the field itself. */
  readonly widgets: readonly { readonly page: Page; readonly widget: number }[];
}

/** The document that fields are written into, and what drawing a seal takes. */
interface PreparingOptions extends Omit<AppearanceOptions, 'pageRotation'> {
  readonly document: PdfDocument;
  readonly pages: readonly Page[];
}

/**
 * Writes an empty signature field. For one whole seal the field is its own widget, with an appearance that shows nothing, which archives
 * ask of every widget of a size; filling it gives it another. Several impressions and strips are kids of the field, and have their appearance
 * from the beginning: of a kid that is changed when its field is filled, validators of certified documents do not all see that it belongs to
 * what is permitted.
 * @throws {YinzhengError} PDF_NOT_STAMPABLE when page or place does not exist, INPUT_INVALID, IMAGE_UNUSABLE
 */
export function writePreparedField(
  update: IncrementalUpdate,
  { document, pages, ...options }: PreparingOptions,
  prepared: PreparedField,
): WrittenPreparedField {
  const { fieldName, place, others = [], appearance, locks } = prepared;
  requireFieldName(fieldName);
  const lock = locks ? ` /Lock ${addObject(update, '<</Type /SigFieldLock /Action /All /P 1>>')} 0 R` : '';
  const own = `/FT /Sig /T ${textString(fieldName)}${lock}`;
  const widgetIn = (at: SizedPlace, kinship: string, shows: Shows): WrittenPreparedField['widgets'][number] => {
    const page =
      pages[at.page - 1] ??
      refuse(`there is no page ${at.page}, only ${pages.length}`, `没有第 ${at.page} 页，共 ${pages.length} 页`);
    const geometry = pageGeometry(document, page);
    const rectangle = sealRectangle(geometry, at, at.size);
    const box = rectangle.map((value) => numberText(value)).join(' ');
    const { number, generation } = page.reference;
    const entries = `${kinship} /F ${WIDGET_FLAGS} /Rect [${box}] /P ${number} ${generation} R /AP <</N ${shows(geometry, rectangle)} 0 R>>`;
    return { page, widget: addObject(update, `<</Type /Annot /Subtype /Widget ${entries}>>`) };
  };
  if (appearance === undefined) {
    const only = widgetIn(place, own, (_, [left, bottom, right, top]) => {
      const box = `[0 0 ${numberText(right - left)} ${numberText(top - bottom)}]`;
      return addStream(update, `/Type /XObject /Subtype /Form /BBox ${box} /Resources <<>>`, new Uint8Array(0));
    });
    return { field: only.widget, widgets: [only] };
  }
  const field = update.reserve();
  const appearanceOn = createAppearances(update, appearance, options);
  const widgets = [place, ...others].map((at) =>
    widgetIn(at, `/Parent ${field} 0 R`, ({ rotation }) => appearanceOn(rotation, at.strip)),
  );
  update.object(field, `<<${own} /Kids [${widgets.map(({ widget }) => `${widget} 0 R`).join(' ')}]>>`);
  return { field, widgets };
}

/** Writes what a widget shows; answers with its object number. */
type Shows = (geometry: PageGeometry, rectangle: Rectangle) => number;
