/** Reading of foreign documents that are to be stamped, apart from the thread that serves. Adapter: `adapters/isolation`. */
import type { MonoBitmap } from '../../drawing/index.ts';
import {
  isCostlyPlace,
  locateStamp,
  prepareStamp,
  type DocumentEngine,
  type Placement,
  type PreparedDocument,
  type PreviewInput,
  type StampInput,
  type StampPlaces,
} from '../../documents/index.ts';

/** A document and where a seal is wanted on it. */
export type WantedStamp = Omit<StampInput, 'place' | 'others'> & { readonly place: Placement };

/** A document prepared, and where the seal shows. */
export interface PlacedDocument {
  readonly places: StampPlaces;
  readonly prepared: PreparedDocument;
}

/** A picture of pages with a seal on them that nobody signed. */
export interface StampPreview {
  /** PNG. */
  readonly picture: Uint8Array;
  /** Pages that it shows, one below the other, 1 for the first. */
  readonly pages: readonly number[];
  /** How many were asked for. */
  readonly of: number;
}

/** Reads documents, each within limits of time and memory. All methods reject with DOCUMENT_TOO_COSTLY, SERVICE_BUSY, and what reading rejects with. */
export interface DocumentReader {
  prepare(input: WantedStamp): Promise<PlacedDocument>;
  /** `mark`: the words that are laid over the pages. */
  preview(input: PreviewInput & { readonly mark: MonoBitmap }): Promise<StampPreview>;
}

/** Larger documents are read apart, bytes: copying them costs less than the wait of everybody else may. */
const LARGE = 256 * 1024;

/** What preparing takes. */
export interface PreparingDependencies {
  readonly engine: DocumentEngine;
  /** Absent: documents are read where they are asked for. */
  readonly reader?: DocumentReader | undefined;
}

/**
 * Finds the place of a seal and prepares the document: apart, where the document is large or its text is searched. Rejects as `locateStamp`, `prepareStamp`
 * and the reader do.
 */
export async function prepareApart({ engine, reader }: PreparingDependencies, wanted: WantedStamp): Promise<PlacedDocument> {
  if (reader && isCostly(wanted)) return reader.prepare(wanted);
  const places = locateStamp(engine, wanted);
  return { places, prepared: prepareStamp(engine, { ...wanted, ...places }) };
}

/**
 * Finds the place of a seal in a document that something else is written into first; where that may take long, it is read whole within the
 * limits of the reader before anybody reads it elsewhere. Rejects as {@link prepareApart} does.
 */
export async function locateApart({ engine, reader }: PreparingDependencies, wanted: WantedStamp): Promise<StampPlaces> {
  return reader && isCostly(wanted) ? (await reader.prepare(wanted)).places : locateStamp(engine, wanted);
}

function isCostly({ document, place }: Pick<WantedStamp, 'document' | 'place'>): boolean {
  return document.length > LARGE || isCostlyPlace(place);
}
