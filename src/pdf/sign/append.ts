/** What an incremental update appends to an existing document: a widget to a page, a field to the form. Nothing else of it changes. */
import { YinzhengError } from '../../base/errors/index.ts';
import {
  array,
  asArray,
  asDictionary,
  dictionary,
  integer,
  integerValue,
  reference,
  textValue,
  withEntries,
  type PdfDictionary,
  type PdfObject,
  type PdfReference,
} from '../objects/index.ts';
import type { Page, PdfDocument } from '../reader/index.ts';
import { MAX_OBJECT_NUMBER } from '../syntax/index.ts';
import type { IncrementalUpdate } from '../writer/incremental.ts';
import { objectText } from '../writer/object.ts';
import { addObject } from '../writer/sink.ts';
import { refuse } from './refuse.ts';

/** Signatures exist, and the file may only be appended to (ISO 32000-1 table 219). */
const SIGNATURE_FLAGS = 3;

/**
 * A file whose offsets readers may count differently, or whose numbering is exhausted, is left alone; an encrypted one would need what is
 * appended encrypted.
 * @throws {YinzhengError} PDF_NOT_STAMPABLE, PDF_ENCRYPTED
 */
export function requireSound(document: PdfDocument): void {
  if (document.trailer.entries.has('Encrypt')) throw new YinzhengError('PDF_ENCRYPTED');
  if (document.anomalies.some(({ code }) => code === 'HEADER_NOT_AT_START'))
    refuse('it does not begin with its header', '文件头之前有多余字节');
  if (document.size >= MAX_OBJECT_NUMBER - document.revisions.length)
    refuse('its object numbers are exhausted', '对象编号已用尽');
}

/** The partial names of the form's root fields. */
export function rootFieldNames(document: PdfDocument): ReadonlySet<string> {
  const form = asDictionary(document.get(document.catalog(), 'AcroForm'));
  const items = (form && asArray(document.get(form, 'Fields'))?.items) ?? [];
  return new Set(
    items.flatMap((item) => {
      const field = asDictionary(document.resolve(item));
      return field ? [textValue(document.get(field, 'T')) ?? ''] : [];
    }),
  );
}

/** The first name of a field with this beginning and a number that no root field of the form has. */
export function freeName(names: ReadonlySet<string>, beginning: string): string {
  let number = 1;
  while (names.has(`${beginning}${number}`)) number++;
  return `${beginning}${number}`;
}

/** Widgets to be appended to the annotations of a page. */
export interface Annotations {
  readonly page: Page;
  readonly pages: readonly Page[];
  readonly widgets: readonly PdfReference[];
}

/**
 * Appends widgets to the annotations of their page, once in an update.
 * @throws {YinzhengError} PDF_NOT_STAMPABLE when they are no array
 */
export function appendAnnotations(update: IncrementalUpdate, document: PdfDocument, { page, pages, widgets }: Annotations): void {
  const entry = page.dictionary.entries.get('Annots');
  const present = document.resolve(entry);
  if (present.kind !== 'array' && present.kind !== 'null')
    refuse(`the annotations of page ${page.number} are not an array`, `第 ${page.number} 页的注释（Annots）不是数组`);
  const annotations = array([...(asArray(present)?.items ?? []), ...widgets]);
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

/**
 * Appends fields to the form, once in an update; it is made when there is none. `more` are catalog entries to be set along with it.
 * @throws {YinzhengError} PDF_NOT_STAMPABLE when the form is not of the standard's structure
 */
export function appendFields(
  update: IncrementalUpdate,
  document: PdfDocument,
  widgets: readonly PdfReference[],
  more: Readonly<Record<string, PdfObject>> = {},
): void {
  overrideCatalog(update, document, { ...formEntry(update, document, widgets), ...more });
}

/**
 * Sets entries of the catalog; nothing is written without any.
 * @throws {YinzhengError} PDF_NOT_STAMPABLE when the trailer does not refer to a catalog
 */
export function overrideCatalog(
  update: IncrementalUpdate,
  document: PdfDocument,
  entries: Readonly<Record<string, PdfObject>>,
): void {
  const root = document.trailer.entries.get('Root');
  if (root?.kind !== 'reference') refuse('the trailer does not refer to the catalog', '文件尾没有指向文档目录');
  if (Object.keys(entries).length > 0) update.override(existing(document, root), withEntries(document.catalog(), entries));
}

/** The catalog's /AcroForm where it has to be written anew; a form that is an object of its own is overridden at once. */
function formEntry(
  update: IncrementalUpdate,
  document: PdfDocument,
  widgets: readonly PdfReference[],
): Readonly<Record<string, PdfObject>> {
  const entry = document.catalog().entries.get('AcroForm');
  const form = asDictionary(document.resolve(entry));
  if (!form) {
    const made = dictionary({ Fields: array(widgets), SigFlags: integer(SIGNATURE_FLAGS) });
    return { AcroForm: reference(addObject(update, objectText(made))) };
  }
  const changes = formChanges(update, document, { form, widgets });
  if (Object.keys(changes).length === 0) return {};
  const changed = withEntries(form, changes);
  if (entry?.kind !== 'reference') return { AcroForm: changed };
  update.override(existing(document, entry), changed);
  return {};
}

/** What changes in the form dictionary itself; a list of fields that is an object of its own is overridden at once. */
function formChanges(
  update: IncrementalUpdate,
  document: PdfDocument,
  { form, widgets }: { readonly form: PdfDictionary; readonly widgets: readonly PdfReference[] },
): Readonly<Record<string, PdfObject>> {
  const changes: Record<string, PdfObject> = {};
  const fields = form.entries.get('Fields');
  const present = document.resolve(fields);
  if (present.kind !== 'array' && present.kind !== 'null')
    refuse('the fields of its form are not an array', '表单的域列表（Fields）不是数组');
  const appended = array([...(asArray(present)?.items ?? []), ...widgets]);
  if (fields?.kind === 'reference' && present.kind === 'array') update.override(existing(document, fields), appended);
  else changes.Fields = appended;
  const flags = integerValue(document.get(form, 'SigFlags')) ?? 0;
  if ((flags & SIGNATURE_FLAGS) !== SIGNATURE_FLAGS) changes.SigFlags = integer(flags | SIGNATURE_FLAGS);
  return changes;
}

/**
 * A reference whose object the file has, and which can therefore be overridden.
 * @throws {YinzhengError} PDF_NOT_STAMPABLE
 */
export function existing(document: PdfDocument, given: PdfReference): PdfReference {
  const located = document.locate(given.number);
  if (!located || located.entry.kind === 'free') refuse(`object ${given.number} is missing`, `缺少对象 ${given.number}`);
  return given;
}
