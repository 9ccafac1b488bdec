import {
  bookmarkPlace,
  destinationPlace,
  keywordPlaces,
  namedPlaces,
  openPdf,
  repeatedPlaces,
  straddlePlaces,
  type BookmarkPlace,
  type DestinationPlace,
  type KeywordPlace,
  type NamedPlace,
  type PdfDocument,
  type RepeatedPlace,
  type SealSize,
  type StraddlePlace,
} from '../pdf/index.ts';
import type { DocumentEngine } from './engine.ts';
import { requirePdf } from './recognise.ts';
import { readySeal, type SealInUse } from './seal.ts';
import type { StampPlace, StampPlaces } from './stamp.ts';

/**
 * Where a seal is wanted: at a point, at it on several pages, on a text of the document, in a field of its form, where a bookmark or a named destination
 * leads, or over the edges of pages.
 */
export type Placement = StampPlace | RepeatedPlace | KeywordPlace | NamedPlace | BookmarkPlace | DestinationPlace | StraddlePlace;

/** Whether finding the place means to read the text of the document. */
export function isCostlyPlace(place: Placement): boolean {
  return 'keyword' in place;
}

/**
 * The places that are meant, looked for in the document; the first one comes first in it.
 * @throws {YinzhengError} KEYWORD_NOT_FOUND, PLACE_NOT_FOUND, PLACE_AMBIGUOUS, DOCUMENT_UNRECOGNISED, DOCUMENT_TOO_COSTLY, PDF_NOT_STAMPABLE, PDF_ENCRYPTED,
 * PDF_MALFORMED, SEAL_MALFORMED
 */
export function locateStamp(
  engine: Pick<DocumentEngine, 'zlib' | 'seals'>,
  { document, place, seal }: { readonly document: Uint8Array; readonly place: Placement; readonly seal: SealInUse },
): StampPlaces {
  if ('page' in place) return { place };
  requirePdf(document);
  const pdf = openPdf(document, { zlib: engine.zlib });
  const [first, ...others] = placesIn(pdf, place, () => readySeal(engine.seals, seal).seal.picture);
  return others.length === 0 ? { place: first } : { place: first, others };
}

function placesIn(
  pdf: PdfDocument,
  place: Exclude<Placement, StampPlace>,
  size: () => SealSize,
): readonly [StampPlace, ...StampPlace[]] {
  if ('keyword' in place) return keywordPlaces(pdf, place);
  if ('field' in place) return namedPlaces(pdf, place);
  if ('bookmark' in place) return [bookmarkPlace(pdf, place)];
  if ('destination' in place) return [destinationPlace(pdf, place)];
  if ('edge' in place) return straddlePlaces(pdf, place, size());
  return repeatedPlaces(pdf, place);
}
