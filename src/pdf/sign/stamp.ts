import { YinzhengError } from '../../base/errors/index.ts';
import type { Zlib } from '../../base/zlib.ts';
import {
  array,
  asArray,
  asDictionary,
  dictionary,
  integer,
  integerValue,
  reference,
  withEntries,
  type PdfDictionary,
  type PdfObject,
  type PdfReference,
} from '../objects/index.ts';
import type { PaintCache } from '../paint/cache.ts';
import type { Page, PdfDocument } from '../reader/index.ts';
import { MAX_OBJECT_NUMBER } from '../syntax/index.ts';
import { beginUpdate, type IncrementalUpdate } from '../writer/incremental.ts';
import { objectText } from '../writer/object.ts';
import { addObject } from '../writer/sink.ts';
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

/** Signatures exist, and the file may only be appended to (ISO 32000-1 table 219). */
const SIGNATURE_FLAGS = 3;

/**
 * Puts a seal on an existing document as an approval signature, by an incremental update: earlier signatures stay intact. Of the
 * original only the catalog or its form, and the page or its list of annotations, get a new value, by appending.
 * @throws {YinzhengError} PDF_NOT_STAMPABLE when a signature forbids it, the page or place does not exist or the structure does
 * not allow it; PDF_ENCRYPTED, PDF_MALFORMED, IMAGE_UNUSABLE, INPUT_INVALID
 */
export function prepareStamp(document: PdfDocument, seal: SealRequest, options: StampOptions): SealDraft {
  if (document.trailer.entries.has('Encrypt')) throw new YinzhengError('PDF_ENCRYPTED');
  requireSound(document);
  const names = requireStampable(document, seal.fieldName);
  const fieldName = seal.fieldName ?? freeName(names);
  if (names.has(fieldName)) refuse(`it has a field ${fieldName} already`, `已有名为 ${fieldName} 的表单域`);
  const pages = document.pages();
  const page =
    pages[seal.place.page - 1] ??
    refuse(`there is no page ${seal.place.page}, only ${pages.length}`, `没有第 ${seal.place.page} 页，共 ${pages.length} 页`);

  const update = beginUpdate(document, options.revisionId);
  const target = { reference: page.reference, geometry: pageGeometry(document, page) };
  const field = writeSealField(update, seal, target, { ...options, fieldName, certify: 'none' });
  const widget = reference(field.field);
  appendAnnotation(update, document, { page, pages, widget });
  appendField(update, document, widget);
  const places = field.writeSignature();
  return completeDraft(update.finish(), places, fieldName);
}

/** A file whose offsets readers may count differently, or whose numbering is exhausted, is left alone. */
function requireSound(document: PdfDocument): void {
  if (document.anomalies.some(({ code }) => code === 'HEADER_NOT_AT_START'))
    refuse('it does not begin with its header', '文件头之前有多余字节');
  if (document.size >= MAX_OBJECT_NUMBER - document.revisions.length)
    refuse('its object numbers are exhausted', '对象编号已用尽');
}

function freeName(names: ReadonlySet<string>): string {
  let number = 1;
  while (names.has(`Seal${number}`)) number++;
  return `Seal${number}`;
}

interface Annotation {
  readonly page: Page;
  readonly pages: readonly Page[];
  readonly widget: PdfReference;
}

function appendAnnotation(update: IncrementalUpdate, document: PdfDocument, { page, pages, widget }: Annotation): void {
  const entry = page.dictionary.entries.get('Annots');
  const present = document.resolve(entry);
  if (present.kind !== 'array' && present.kind !== 'null')
    refuse(`the annotations of page ${page.number} are not an array`, `第 ${page.number} 页的注释（Annots）不是数组`);
  const annotations = array([...(asArray(present)?.items ?? []), widget]);
  const shared = (own: PdfReference): boolean =>
    pages.some((other) => {
      const annots = other.dictionary.entries.get('Annots');
      return other !== page && annots?.kind === 'reference' && annots.number === own.number;
    });
  if (entry?.kind === 'reference' && present.kind === 'array' && !shared(entry)) {
    update.override(existing(document, entry), annotations);
  } else {
    update.override(page.reference, withEntries(page.dictionary, { Annots: annotations }));
  }
}

function appendField(update: IncrementalUpdate, document: PdfDocument, widget: PdfReference): void {
  const root = document.trailer.entries.get('Root');
  if (root?.kind !== 'reference') refuse('the trailer does not refer to the catalog', '文件尾没有指向文档目录');
  const catalog = document.catalog();
  const entry = catalog.entries.get('AcroForm');
  const form = asDictionary(document.resolve(entry));
  if (!form) {
    const made = dictionary({ Fields: array([widget]), SigFlags: integer(SIGNATURE_FLAGS) });
    const added = reference(addObject(update, objectText(made)));
    update.override(existing(document, root), withEntries(catalog, { AcroForm: added }));
    return;
  }
  const changes = formChanges(update, document, { form, widget });
  if (Object.keys(changes).length === 0) return;
  const changed = withEntries(form, changes);
  if (entry?.kind === 'reference') update.override(existing(document, entry), changed);
  else update.override(existing(document, root), withEntries(catalog, { AcroForm: changed }));
}

/** What changes in the form dictionary itself; a list of fields that is an object of its own is overridden at once. */
function formChanges(
  update: IncrementalUpdate,
  document: PdfDocument,
  { form, widget }: { readonly form: PdfDictionary; readonly widget: PdfReference },
): Readonly<Record<string, PdfObject>> {
  const changes: Record<string, PdfObject> = {};
  const fields = form.entries.get('Fields');
  const present = document.resolve(fields);
  if (present.kind !== 'array' && present.kind !== 'null')
    refuse('the fields of its form are not an array', '表单的域列表（Fields）不是数组');
  const appended = array([...(asArray(present)?.items ?? []), widget]);
  if (fields?.kind === 'reference' && present.kind === 'array') update.override(existing(document, fields), appended);
  else changes.Fields = appended;
  const flags = integerValue(document.get(form, 'SigFlags')) ?? 0;
  if ((flags & SIGNATURE_FLAGS) !== SIGNATURE_FLAGS) changes.SigFlags = integer(flags | SIGNATURE_FLAGS);
  return changes;
}

/** A reference whose object the file has, and which can therefore be overridden. */
function existing(document: PdfDocument, given: PdfReference): PdfReference {
  const located = document.locate(given.number);
  if (!located || located.entry.kind === 'free') refuse(`object ${given.number} is missing`, `缺少对象 ${given.number}`);
  return given;
}
