/**
 * Evidence for later (ETSI EN 319 142-1 §5.4): a document security store with what proves the signatures of a document, and a document
 * time stamp that proves when all of it existed.
 */
import { equalBytes } from '../../base/bytes.ts';
import type { Zlib } from '../../base/zlib.ts';
import type { ValidationData } from '../../pki/index.ts';
import { array, asArray, asDictionary, dictionary, name, reference, withEntries, type PdfObject } from '../objects/index.ts';
import type { PaintCache } from '../paint/cache.ts';
import { packStream, type PackedStream } from '../paint/pack.ts';
import type { PdfDocument } from '../reader/index.ts';
import { beginUpdate, type IncrementalUpdate } from '../writer/incremental.ts';
import { objectText } from '../writer/object.ts';
import { addObject, addStream } from '../writer/sink.ts';
import { appendAnnotations, appendFields, existing, freeName, overrideCatalog, requireSound, rootFieldNames } from './append.ts';
import type { SealDraft } from './draft.ts';
import { writeUnseenField } from './field.ts';
import { refuse } from './refuse.ts';
import { completeDraft, TIME_STAMP_FORMAT, writeSignature } from './signature.ts';

/** What an update with evidence needs besides. */
export interface EvidenceOptions {
  /** 16 bytes that no other file has, for the changing file identifier (ISO 32000-1 §14.4). */
  readonly revisionId: Uint8Array;
  readonly zlib: Zlib;
  /** Remembers what was compressed, by the identity of the bytes. */
  readonly cache?: PaintCache | undefined;
}

const COMPRESSION = { level: 9, plainBelow: 512 } as const;
const LISTS = { Certs: 'certificates', OCSPs: 'ocspResponses', CRLs: 'revocationLists' } as const;

/**
 * Adds evidence to a document by an incremental update; what its store holds already is not added again.
 * @throws {YinzhengError} PDF_NOT_STAMPABLE when the structure does not allow it, PDF_ENCRYPTED, PDF_MALFORMED
 */
export function addSecurityStore(document: PdfDocument, items: ValidationData, options: EvidenceOptions): Uint8Array {
  requireSound(document);
  const update = beginUpdate(document, options.revisionId);
  overrideCatalog(update, document, storeEntry(update, document, items, options));
  return update.finish().view();
}

/**
 * Adds evidence and, in the same update, a document time stamp over everything (ETSI.RFC3161, ISO 32000-2 §12.8.5) that waits for its
 * token; `contentsSize` is the room for it in bytes. A certification does not forbid it (ISO 32000-2 §12.8.2.2).
 * @throws {YinzhengError} PDF_NOT_STAMPABLE when the structure does not allow it, PDF_ENCRYPTED, PDF_MALFORMED, INPUT_INVALID
 */
export function prepareTimeStamp(
  document: PdfDocument,
  items: ValidationData,
  options: EvidenceOptions & { readonly contentsSize: number },
): SealDraft {
  requireSound(document);
  const fieldName = freeName(rootFieldNames(document), 'TimeStamp');
  const pages = document.pages();
  const page = pages[0] ?? refuse('it has no page', '没有页面');

  const update = beginUpdate(document, options.revisionId);
  const more = storeEntry(update, document, items, options);
  const signature = update.reserve();
  const widgets = [reference(writeUnseenField(update, { fieldName, signature, page: page.reference }))];
  appendAnnotations(update, document, { page, pages, widgets });
  appendFields(update, document, widgets, more);
  const { contentsSize } = options;
  const places = writeSignature(update, signature, {
    format: TIME_STAMP_FORMAT,
    contentsSize,
    claimedTime: null,
    certify: 'none',
  });
  return completeDraft(update.finish(), places, fieldName);
}

/** The catalog's /DSS where it has to be written anew; a store that is an object of its own is overridden at once. */
function storeEntry(
  update: IncrementalUpdate,
  document: PdfDocument,
  items: ValidationData,
  options: EvidenceOptions,
): Readonly<Record<string, PdfObject>> {
  const entry = document.catalog().entries.get('DSS');
  const store = asDictionary(document.resolve(entry)) ?? dictionary({ Type: name('DSS') });
  const lists: Record<string, PdfObject> = {};
  for (const [key, kind] of Object.entries(LISTS)) {
    const present = asArray(document.get(store, key))?.items ?? [];
    const known = present.flatMap((item) => {
      const stream = document.resolve(item);
      return stream.kind === 'stream' ? [document.decode(stream)] : [];
    });
    const added = distinct(items[kind]).filter((value) => !known.some((other) => equalBytes(other, value)));
    if (added.length === 0) continue;
    const streams = added.map((value) => {
      const { data, filter } = packed(value, options);
      return reference(addStream(update, filter, data));
    });
    lists[key] = array([...present, ...streams]);
  }
  if (Object.keys(lists).length === 0) return {};
  const grown = withEntries(store, lists);
  if (entry?.kind !== 'reference') return { DSS: reference(addObject(update, objectText(grown))) };
  update.override(existing(document, entry), grown);
  return {};
}

function packed(value: Uint8Array, { zlib, cache }: EvidenceOptions): PackedStream {
  const known = cache?.evidence.get(value);
  if (known) return known;
  const made = packStream(value, zlib, COMPRESSION);
  cache?.evidence.set(value, made);
  return made;
}

function distinct(values: readonly Uint8Array[]): readonly Uint8Array[] {
  return values.filter((value, index) => values.findIndex((other) => equalBytes(other, value)) === index);
}
