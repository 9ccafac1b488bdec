/** A seal in a signature field that was prepared for it. */
import {
  asArray,
  asDictionary,
  dictionary,
  nameValue,
  reference,
  textValue,
  withEntries,
  type PdfDictionary,
  type PdfObject,
  type PdfReference,
} from '../objects/index.ts';
import { POINTS_PER_MM } from '../paint/content.ts';
import type { PdfDocument } from '../reader/index.ts';
import { signatureFields } from '../verify/fields.ts';
import type { Widget } from '../verify/model.ts';
import { pageOf, readRectangle } from '../verify/place.ts';
import { beginUpdate, type IncrementalUpdate } from '../writer/incremental.ts';
import { textString } from '../writer/notation.ts';
import { appearanceSize, writeAppearance } from './appearance.ts';
import { existing, requireSound } from './append.ts';
import type { SealDraft } from './draft.ts';
import type { SealRequest } from './field.ts';
import { pageGeometry } from './page.ts';
import { requireStampable } from './permission.ts';
import type { SealSize } from './place.ts';
import { refuse } from './refuse.ts';
import { completeDraft, writeSignature } from './signature.ts';
import type { StampOptions } from './stamp.ts';

/** A seal to be put into an empty field, whose place and size are the field's. */
export type FillRequest = Omit<SealRequest, 'place' | 'fieldName' | 'references'> & {
  /** Fully qualified name of the field. */
  readonly fieldName: string;
};

/** How far field and seal may differ in width and height, mm. */
const TOLERANCE = 0.5;

/**
 * Puts a seal into an empty signature field by an incremental update in which nothing but that field changes; one with several widgets shows
 * the seal already. What the field's `/Lock` says becomes part of what is signed (FieldMDP; ISO 32000-1 §12.8.2.4).
 * @throws {YinzhengError} PDF_NOT_STAMPABLE when a signature forbids it, or there is no such field of the seal's size; PDF_ENCRYPTED,
 * PDF_MALFORMED, IMAGE_UNUSABLE, INPUT_INVALID
 */
export function prepareFill(document: PdfDocument, seal: FillRequest, options: StampOptions): SealDraft {
  requireSound(document);
  requireStampable(document, seal.fieldName);
  const field = emptyField(document, seal.fieldName);
  const shown = field.isMerged ? newAppearance(document, field, { seal, options }) : () => ({});
  const update = beginUpdate(document, options.revisionId);
  const signature = update.reserve();
  update.override(
    existing(document, field.reference),
    withEntries(field.dictionary, { V: reference(signature), ...shown(update) }),
  );
  const references = lockReference(document, field.dictionary);
  const places = writeSignature(update, signature, { ...seal, certify: 'none', references });
  return completeDraft(update.finish(), places, seal.fieldName);
}

interface EmptyField extends Widget {
  readonly reference: PdfReference;
  /** Whether it is its own widget; another shows in its kids what it was prepared with. */
  readonly isMerged: boolean;
}

/** Writes the appearance that a field of the seal's size is given, as an entry of the field. */
function newAppearance(
  document: PdfDocument,
  field: EmptyField,
  { seal, options }: { readonly seal: FillRequest; readonly options: StampOptions },
): (update: IncrementalUpdate) => Readonly<Record<string, PdfObject>> {
  requireSize(document, field, appearanceSize(seal.appearance));
  const page =
    pageOf(document, field) ?? refuse(`field ${seal.fieldName} is on no page`, `表单域 ${seal.fieldName} 不在任何页面上`);
  const { rotation: pageRotation } = pageGeometry(document, page);
  return (update) => {
    const appearance = writeAppearance(update, seal.appearance, { ...options, pageRotation });
    return { AP: dictionary({ N: reference(appearance) }) };
  };
}

function emptyField(document: PdfDocument, fieldName: string): EmptyField {
  const field =
    signatureFields(document, document.revisions.length - 1).find(({ name }) => name === fieldName) ??
    refuse(`it has no signature field ${fieldName}`, `没有名为 ${fieldName} 的签名域`);
  if (field.signature !== null) refuse(`field ${fieldName} is signed already`, `签名域 ${fieldName} 已有签名`);
  const { reference: own, dictionary: entries, widgets } = field;
  const isMerged = widgets.length === 1 && widgets[0]?.dictionary === entries;
  const isShown = isMerged || (widgets.length > 0 && widgets.every(({ dictionary: widget }) => widget.entries.has('AP')));
  if (own === null || !isShown || entries.entries.has('SV'))
    refuse(`field ${fieldName} is not a plain one`, `签名域 ${fieldName} 的结构不受支持`);
  return { reference: own, dictionary: entries, isMerged };
}

function requireSize(document: PdfDocument, field: EmptyField, { width, height }: SealSize): void {
  const rectangle = readRectangle(document, field.dictionary.entries.get('Rect'));
  const page = pageOf(document, field);
  if (rectangle === null || page === undefined) refuse('its field has no place', '签名域没有位置');
  const { rotation, userUnit } = pageGeometry(document, page);
  const across = ((rectangle[2] - rectangle[0]) * userUnit) / POINTS_PER_MM;
  const up = ((rectangle[3] - rectangle[1]) * userUnit) / POINTS_PER_MM;
  const [wide, high] = rotation === 90 || rotation === 270 ? [up, across] : [across, up];
  if (Math.abs(wide - width) > TOLERANCE || Math.abs(high - height) > TOLERANCE) {
    const size = `${wide.toFixed(1)} × ${high.toFixed(1)} mm`;
    refuse(`the field is of ${size}, the seal of ${width} × ${height} mm`, `签名域为 ${size}，印章为 ${width} × ${height} mm`);
  }
}

/** The field's lock as a signature reference over the catalog (table 253); none without a lock. */
function lockReference(document: PdfDocument, field: PdfDictionary): readonly string[] {
  const lock = asDictionary(document.get(field, 'Lock'));
  const root = document.trailer.entries.get('Root');
  if (!lock || root?.kind !== 'reference') return [];
  const action = nameValue(document.get(lock, 'Action'));
  if (action !== 'All' && action !== 'Include' && action !== 'Exclude')
    refuse('the lock of its field is malformed', '签名域的锁定字典（Lock）有误');
  const names = (asArray(document.get(lock, 'Fields'))?.items ?? []).map((item) => textValue(document.resolve(item)) ?? '');
  const fields = action === 'All' ? '' : ` /Fields [${names.map(textString).join(' ')}]`;
  const parameters = `<</Type /TransformParams /Action /${action}${fields} /V /1.2>>`;
  const data = `${root.number} ${root.generation} R`;
  return [`<</Type /SigRef /TransformMethod /FieldMDP /TransformParams ${parameters} /Data ${data}>>`];
}
