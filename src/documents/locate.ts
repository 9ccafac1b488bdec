import { keywordPlaces, openPdf, type KeywordPlace } from '../pdf/index.ts';
import type { DocumentEngine } from './engine.ts';
import { requirePdf } from './recognise.ts';
import type { StampPlace } from './stamp.ts';

/** Where a seal is wanted: at a point, or on a text of the document. */
export type Placement = StampPlace | KeywordPlace;

/**
 * The place that is meant; of a keyword it is looked for in the document.
 * @throws {YinzhengError} KEYWORD_NOT_FOUND, DOCUMENT_UNRECOGNISED, DOCUMENT_TOO_COSTLY, PDF_NOT_STAMPABLE, PDF_ENCRYPTED, PDF_MALFORMED
 */
export function locateStamp(engine: Pick<DocumentEngine, 'zlib'>, document: Uint8Array, placement: Placement): StampPlace {
  if (!('keyword' in placement)) return placement;
  requirePdf(document);
  const [place] = keywordPlaces(openPdf(document, { zlib: engine.zlib }), placement);
  return place;
}
