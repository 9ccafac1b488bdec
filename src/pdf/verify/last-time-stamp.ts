import { nameValue } from '../objects/index.ts';
import type { PdfDocument } from '../reader/index.ts';
import { readCoverage } from './coverage.ts';
import { findSignatures } from './find.ts';
import type { Coverage, FoundSignature } from './model.ts';

/** True for a document time stamp (ISO 32000-2 §12.8.5), by its names. */
export function isTimeStamp({ dictionary: { entries } }: FoundSignature): boolean {
  return nameValue(entries.get('SubFilter')) === 'ETSI.RFC3161' || nameValue(entries.get('Type')) === 'DocTimeStamp';
}

/**
 * The payload of the document time stamp that covers most; null where there is none.
 * @throws {YinzhengError} PDF_MALFORMED
 */
export function lastTimeStamp(document: PdfDocument): Uint8Array | null {
  let last: Coverage | null = null;
  for (const found of findSignatures(document).signatures.filter(isTimeStamp)) {
    const coverage = readCoverage(document, found);
    if ('revision' in coverage && coverage.end > (last?.end ?? 0)) last = coverage;
  }
  return last?.payload ?? null;
}
