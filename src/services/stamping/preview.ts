import { previewMark, type FontSet, type MonoBitmap } from '../../drawing/index.ts';
import type { PageChoice } from '../../documents/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { LicenceDependencies } from '../licences/ports.ts';
import type { DocumentReader, StampPreview } from './reader.ts';
import { meantPlace } from './wanted-place.ts';
import { findUsable, type StampRequest } from './stamp.ts';

/** What previews take: no key and no custody. */
export type PreviewDependencies = Pick<LicenceDependencies, 'store' | 'engine' | 'clock' | 'demonstration'> & {
  readonly reader: DocumentReader;
};

/** A document, and where its seal would stand. */
export interface PreviewRequest extends Pick<StampRequest, 'document' | 'seal' | 'place'> {
  /** Pages to be shown; those with the seal when absent. */
  readonly show?: PageChoice | undefined;
}

const marks = new WeakMap<FontSet, MonoBitmap>();

/**
 * A picture of the pages on which a seal of the actor's organisation would stand, marked all over as not stamped. No key is used and nothing is
 * recorded, and neither grant nor approval is asked for; a seal that the actor may not know of is not shown.
 * @throws {YinzhengError} NOT_ALLOWED, SEAL_NOT_FOUND, SEAL_NOT_IN_USE, DEMONSTRATION_REFUSED, DOCUMENT_UNRECOGNISED,
 * KEYWORD_NOT_FOUND, PLACE_NOT_FOUND, PLACE_AMBIGUOUS, LICENCE_TYPE_NOT_FOUND, LICENCE_TYPE_UNUSABLE, DOCUMENT_TOO_COSTLY, DOCUMENT_NOT_PAINTABLE, PDF_NOT_STAMPABLE, PDF_ENCRYPTED, PDF_MALFORMED, SERVICE_BUSY
 */
export async function previewStamp(deps: PreviewDependencies, actor: Actor, request: PreviewRequest): Promise<StampPreview> {
  const { document, show } = request;
  const { seal, version } = await findUsable(deps, actor, request.seal);
  const place = await meantPlace(deps, actor, request.place);
  const { fonts } = deps.engine;
  const mark = marks.get(fonts) ?? previewMark(fonts);
  marks.set(fonts, mark);
  return deps.reader.preview({ document, place, seal: { record: seal, version }, show, mark });
}
