import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { PdfReference } from '../objects/index.ts';
import { numberText, textString } from '../writer/notation.ts';
import { addObject, type ObjectSink } from '../writer/sink.ts';
import { appearanceSize, createAppearances, writeAppearance, type AppearanceOptions, type SealAppearance } from './appearance.ts';
import { sealRectangle, type PageGeometry, type SealPlace } from './place.ts';
import { writeSignature, type SignatureEntries, type SignaturePlaces } from './signature.ts';

/** A seal to be put on a document. */
export interface SealRequest extends Omit<SignatureEntries, 'certify'> {
  /** Name of the signature field; `Seal1`, or the next number not in use, when absent. */
  readonly fieldName?: string;
  readonly place: SealPlace;
  /** Where else the same seal shows under the same signature. */
  readonly others?: readonly SealPlace[];
  readonly appearance: SealAppearance;
}

/** The page that a seal goes on. */
export interface SealedPage {
  readonly reference: Pick<PdfReference, 'number' | 'generation'>;
  readonly geometry: PageGeometry;
}

/** What has been written for a seal: the object numbers of its field and its signature dictionary, which is still to be written. */
export interface WrittenField {
  readonly field: number;
  readonly signature: number;
  readonly fieldName: string;
  /**
   * Writes the signature dictionary, once. The later it stands in the file, the more has the digest of what is signed in common with
   * that of the whole file.
   */
  writeSignature(): SignaturePlaces;
}

/** What writing a field needs besides the seal. */
export interface FieldOptions extends Omit<AppearanceOptions, 'pageRotation'> {
  readonly fieldName: string;
  readonly certify: SignatureEntries['certify'];
}

/** Print and Locked (ISO 32000-1 table 165): shown in print, not moved or deleted by hand. */
export const WIDGET_FLAGS = 4 | 128;

/**
 * Writes a signature field merged with its widget and the appearance, and reserves the signature dictionary (ISO 32000-1 §12.7.4.5).
 * @throws {YinzhengError} PDF_NOT_STAMPABLE, IMAGE_UNUSABLE, INPUT_INVALID
 */
export function writeSealField(sink: ObjectSink, seal: SealRequest, page: SealedPage, options: FieldOptions): WrittenField {
  const { geometry, reference } = page;
  requireFieldName(options.fieldName);
  const rectangle = sealRectangle(geometry, seal.place, appearanceSize(seal.appearance));
  const field = sink.reserve();
  const signature = sink.reserve();
  const appearance = writeAppearance(sink, seal.appearance, { ...options, pageRotation: geometry.rotation });
  const box = rectangle.map((value) => numberText(value)).join(' ');
  sink.object(
    field,
    `<</Type /Annot /Subtype /Widget /FT /Sig /T ${textString(options.fieldName)} /V ${signature} 0 R /F ${WIDGET_FLAGS}` +
      ` /Rect [${box}] /P ${reference.number} ${reference.generation} R /AP <</N ${appearance} 0 R>>>>`,
  );
  return {
    field,
    signature,
    fieldName: options.fieldName,
    writeSignature: () => writeSignature(sink, signature, { ...seal, certify: options.certify }),
  };
}

/** A field and the object numbers of its widgets, in the order of their places. */
export interface WrittenImpressions extends WrittenField {
  readonly widgets: readonly number[];
}

/**
 * Writes a signature field whose widgets show one seal in several places (ISO 32000-1 §12.7.3.1, §12.5.6.19: a field with kids). Each
 * has its page in `pages`, in the order of `place` and `others`. The kids name the value too, which they inherit: poppler does not look for it
 * in the field, and would show each place as one that nobody signed.
 * @throws {YinzhengError} PDF_NOT_STAMPABLE, IMAGE_UNUSABLE, INPUT_INVALID
 */
export function writeSealImpressions(
  sink: ObjectSink,
  seal: SealRequest,
  pages: readonly SealedPage[],
  options: FieldOptions,
): WrittenImpressions {
  const { fieldName, certify } = options;
  requireFieldName(fieldName);
  const field = sink.reserve();
  const signature = sink.reserve();
  const appearanceOn = createAppearances(sink, seal.appearance, options);
  const widgets = [seal.place, ...(seal.others ?? [])].flatMap((place, index) => {
    const page = pages[index];
    if (!page) return [];
    const { geometry, reference } = page;
    const box = sealRectangle(geometry, place, appearanceSize(seal.appearance)).map((value) => numberText(value));
    const widget = addObject(
      sink,
      `<</Type /Annot /Subtype /Widget /Parent ${field} 0 R /V ${signature} 0 R /F ${WIDGET_FLAGS} /Rect [${box.join(' ')}]` +
        ` /P ${reference.number} ${reference.generation} R /AP <</N ${appearanceOn(geometry.rotation, place.strip)} 0 R>>>>`,
    );
    return [widget];
  });
  const kids = widgets.map((widget) => `${widget} 0 R`).join(' ');
  sink.object(field, `<</FT /Sig /T ${textString(fieldName)} /V ${signature} 0 R /Kids [${kids}]>>`);
  return {
    ...{ field, signature, fieldName, widgets },
    writeSignature: () => writeSignature(sink, signature, { ...seal, certify }),
  };
}

/**
 * A field name has no full stop (§12.7.3.2).
 * @throws {YinzhengError} INPUT_INVALID
 */
export function requireFieldName(fieldName: string): void {
  if (/^[^.]+$/.test(fieldName)) return;
  throw new YinzhengError('INPUT_INVALID', {
    reason: bilingual('the name of a field must not be empty or contain a full stop', '签名域名称不得为空，也不得含有句点'),
  });
}

/** A signature field that shows nothing. */
export interface UnseenField {
  readonly fieldName: string;
  /** Object number of the signature dictionary. */
  readonly signature: number;
  readonly page: SealedPage['reference'];
}

/**
 * Writes a signature field merged with a widget that shows nothing: its rectangle is empty, since archives refuse hidden ones.
 * @returns its object number
 * @throws {YinzhengError} INPUT_INVALID
 */
export function writeUnseenField(sink: ObjectSink, { fieldName, signature, page }: UnseenField): number {
  requireFieldName(fieldName);
  return addObject(
    sink,
    `<</Type /Annot /Subtype /Widget /FT /Sig /T ${textString(fieldName)} /V ${signature} 0 R /F ${WIDGET_FLAGS}` +
      ` /Rect [0 0 0 0] /P ${page.number} ${page.generation} R>>`,
  );
}
