import { lastTimeStamp, openPdf } from '../pdf/index.ts';
import type { DocumentEngine } from './engine.ts';
import { requirePdf } from './recognise.ts';

/**
 * The token (DER TimeStampToken) of the last document time stamp on a document; null where it has none. Nothing is verified.
 * @throws {YinzhengError} DOCUMENT_UNRECOGNISED, PDF_MALFORMED, PDF_ENCRYPTED
 */
export function lastDocumentTimeStamp({ zlib }: Pick<DocumentEngine, 'zlib'>, document: Uint8Array): Uint8Array | null {
  requirePdf(document);
  return lastTimeStamp(openPdf(document, { zlib }));
}
