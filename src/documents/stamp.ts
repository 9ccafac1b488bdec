import type { Instant } from '../base/time.ts';
import { openPdf, prepareStamp as preparePdfStamp, type SealSize, type SealStrip } from '../pdf/index.ts';
import type { DocumentEngine } from './engine.ts';
import { requirePdf } from './recognise.ts';
import { readySeal, type SealInUse } from './seal.ts';
import { contentsSize, fileIdentity, prepareSealing, type PreparedDocument } from './sealing.ts';

/** Centre of a seal: page from 1, mm from the upper left corner of the page as it is shown. */
export interface StampPlace {
  readonly page: number;
  readonly x: number;
  readonly y: number;
  /** Of a straddling seal: the strip that shows, and its size in mm. */
  readonly size?: SealSize;
  readonly strip?: SealStrip;
}

/** Where one signature shows its seal. */
export interface StampPlaces {
  readonly place: StampPlace;
  readonly others?: readonly StampPlace[];
}

/** A document to be stamped. `unique` is a text that no other stamping has, ASCII. */
export interface StampInput extends StampPlaces {
  readonly document: Uint8Array;
  readonly seal: SealInUse;
  readonly signingTime: Instant;
  /** Largest time stamp token that is to find room beside the signature value, bytes; none when absent. */
  readonly timeStampSize?: number;
  readonly unique: string;
}

/**
 * Prepares a seal on an existing document; earlier signatures stay intact.
 * @throws {YinzhengError} DOCUMENT_UNRECOGNISED, PDF_NOT_STAMPABLE, PDF_ENCRYPTED, PDF_MALFORMED
 */
export function prepareStamp(engine: DocumentEngine, input: StampInput): PreparedDocument {
  requirePdf(input.document);
  const ready = readySeal(engine.seals, input.seal);
  const { picture, name } = ready.seal;
  const draft = preparePdfStamp(
    openPdf(input.document, { zlib: engine.zlib }),
    {
      place: input.place,
      ...(input.others && { others: input.others }),
      appearance: { kind: 'picture', picture },
      contentsSize: contentsSize(ready, input.timeStampSize),
      claimedTime: input.signingTime,
      signerName: name,
    },
    { revisionId: fileIdentity(engine, input.unique), zlib: engine.zlib, cache: engine.paintCache },
  );
  return prepareSealing(engine, { draft, seal: ready, time: input.signingTime });
}

/** Puts the signature value into a stamped document; see {@link prepareStamp}. */
export { finishSealing as finishStamp } from './sealing.ts';
