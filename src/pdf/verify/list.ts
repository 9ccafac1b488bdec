/** The signatures of a document as they are written, nothing of them verified: what looking inside a PDF shows. */
import { readDerPrefix } from '../../asn1/index.ts';
import { isYinzhengError } from '../../base/errors/index.ts';
import type { SignatureReport } from '../../report/index.ts';
import { integerValue, nameValue, textValue, type PdfDictionary } from '../objects/index.ts';
import type { PdfDocument } from '../reader/index.ts';
import { readCoverage, type CoverageFault } from './coverage.ts';
import { dateValue } from './date.ts';
import { findSignatures } from './find.ts';
import type { Coverage } from './model.ts';
import { placeOf } from './place.ts';

/** A signature dictionary (ISO 32000-1 §12.8.1) as written. */
export interface ListedSignature {
  /** Name of its field; null when no field shows it. */
  readonly field: string | null;
  readonly filter: string | null;
  readonly subFilter: string | null;
  /** Offsets and lengths in bytes; empty when there is none, NaN for what is no integer. */
  readonly byteRange: readonly number[];
  readonly coverage: Coverage | CoverageFault;
  readonly place: SignatureReport['place'];
  /** /M, ISO 8601. */
  readonly statedTime: string | null;
  /** What the signer wrote of itself; null when absent. */
  readonly name: string | null;
  readonly reason: string | null;
  readonly location: string | null;
  /** What /Contents holds, without its padding where it is DER. */
  readonly payload: Uint8Array;
}

/**
 * The signatures of a document in signing order.
 * @throws {YinzhengError} PDF_MALFORMED
 */
export function listSignatures(document: PdfDocument): readonly ListedSignature[] {
  const listed = findSignatures(document).signatures.map((found): ListedSignature => {
    const { field, dictionary } = found;
    const coverage = readCoverage(document, found);
    const text = (key: string): string | null => textValue(document.get(dictionary, key)) ?? null;
    return {
      field: field?.name ?? null,
      filter: nameValue(dictionary.entries.get('Filter')) ?? null,
      subFilter: nameValue(dictionary.entries.get('SubFilter')) ?? null,
      byteRange: byteRangeOf(dictionary),
      coverage,
      place: field === null ? null : placeOf(document, field),
      statedTime: dateValue(dictionary.entries.get('M')),
      name: text('Name'),
      reason: text('Reason'),
      location: text('Location'),
      payload: 'revision' in coverage ? coverage.payload : contentsOf(dictionary),
    };
  });
  return listed.sort((left, right) => order(left) - order(right));
}

/** By the end of what is covered; what covers nothing comes last. */
function order({ coverage }: ListedSignature): number {
  return 'revision' in coverage ? coverage.revision : Number.MAX_SAFE_INTEGER;
}

function byteRangeOf({ entries }: PdfDictionary): readonly number[] {
  const array = entries.get('ByteRange');
  return array?.kind === 'array' ? array.items.map((item) => integerValue(item) ?? Number.NaN) : [];
}

function contentsOf({ entries }: PdfDictionary): Uint8Array {
  const contents = entries.get('Contents');
  if (contents?.kind !== 'string') return new Uint8Array(0);
  try {
    return readDerPrefix(contents.bytes).raw;
  } catch (error) {
    if (isYinzhengError(error)) return contents.bytes;
    throw error;
  }
}
