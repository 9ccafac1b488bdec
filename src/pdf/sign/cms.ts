/** Signatures without a seal: a detached CMS signature in a field that shows nothing. */
import { dictionary, reference, type PdfObject, type PdfReference } from '../objects/index.ts';
import type { Page, PdfDocument } from '../reader/index.ts';
import { signatureFields } from '../verify/fields.ts';
import { beginUpdate } from '../writer/incremental.ts';
import { appendAnnotations, appendFields, freeName, requireSound } from './append.ts';
import type { SealDraft } from './draft.ts';
import { writeUnseenField } from './field.ts';
import { requireStampable } from './permission.ts';
import type { StampOptions } from './stamp.ts';
import { writePreparedField, type PreparedField, type WrittenPreparedField } from './prepared.ts';
import { refuse } from './refuse.ts';
import { completeDraft, writeSignature, type SignatureEntries } from './signature.ts';

/** A CMS signature to be put on a document; see {@link SignatureEntries} for the rest. */
export interface CmsRequest extends Omit<SignatureEntries, 'references'> {
  readonly format: NonNullable<SignatureEntries['format']>;
  /** Name of the signature field; `Signature1`, or the next number not in use, when absent. */
  readonly fieldName?: string;
  /** Empty fields that come along with it, for the seals that are to follow. */
  readonly prepared?: readonly PreparedField[];
}

/**
 * Adds a CMS signature to a document by an incremental update; earlier signatures stay intact. Only the first signature of a document
 * may certify it (ISO 32000-1 §12.8.2.2.1).
 * @throws {YinzhengError} PDF_NOT_STAMPABLE when a signature forbids it or the structure does not allow it; PDF_ENCRYPTED, PDF_MALFORMED,
 * INPUT_INVALID
 */
export function prepareCmsSignature(document: PdfDocument, request: CmsRequest, options: StampOptions): SealDraft {
  requireSound(document);
  const names = requireStampable(document, request.fieldName);
  const fieldName = request.fieldName ?? freeName(names, 'Signature');
  if (request.certify !== 'none') requireUnsigned(document);
  const prepared = request.prepared ?? [];
  requireFreeNames([fieldName, ...prepared.map((field) => field.fieldName)], names);
  const pages = document.pages();
  const page = pages[0] ?? refuse('it has no page', '没有页面');

  const update = beginUpdate(document, options.revisionId);
  const signature = update.reserve();
  const own = writeUnseenField(update, { fieldName, signature, page: page.reference });
  const fields: readonly WrittenPreparedField[] = [
    { field: own, widgets: [{ page, widget: own }] },
    ...prepared.map((field) => writePreparedField(update, { document, pages, ...options }, field)),
  ];
  const onPage = new Map<Page, PdfReference[]>();
  for (const { page: of, widget } of fields.flatMap(({ widgets }) => widgets))
    onPage.set(of, [...(onPage.get(of) ?? []), reference(widget)]);
  for (const [of, widgets] of onPage) appendAnnotations(update, document, { page: of, pages, widgets });
  const more: Record<string, PdfObject> =
    request.certify === 'none' ? {} : { Perms: dictionary({ DocMDP: reference(signature) }) };
  const added = fields.map(({ field }) => reference(field));
  appendFields(update, document, added, more);
  const places = writeSignature(update, signature, request);
  return completeDraft(update.finish(), places, fieldName);
}

function requireFreeNames(wanted: readonly string[], taken: ReadonlySet<string>): void {
  const seen = new Set(taken);
  for (const name of wanted) {
    if (seen.has(name)) refuse(`it has a field ${name} already`, `已有名为 ${name} 的表单域`);
    seen.add(name);
  }
}

function requireUnsigned(document: PdfDocument): void {
  const isSigned = signatureFields(document, document.revisions.length - 1).some(({ signature }) => signature !== null);
  if (isSigned) refuse('it is signed already, and only the first signature certifies', '已有签名，只有首个签名才能作为认证签名');
}
