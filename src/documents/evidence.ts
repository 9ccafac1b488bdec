/** Evidence for later: validation data go into a document, under a document time stamp over all of it (of a PDF: level SES-LT). */
import { finishSeal, openPdf, prepareTimeStamp, type SealDraft } from '../pdf/index.ts';
import type { ValidationData } from '../pki/index.ts';
import type { DocumentEngine } from './engine.ts';
import { requirePdf } from './recognise.ts';
import { fileIdentity, type SealedDocument } from './sealing.ts';

/** What is added. */
export interface EvidenceInput {
  readonly document: Uint8Array;
  readonly data: ValidationData;
  /** Largest token that is to find room, bytes. */
  readonly timeStampSize: number;
  /** A text that no other update has, ASCII. */
  readonly unique: string;
}

/** A document that waits for its time stamp. */
export interface PreparedEvidence {
  /** SM3 of the ByteRange bytes, 32 bytes: what the token is about. */
  readonly imprint: Uint8Array;
  readonly draft: SealDraft;
  readonly digestWith: (...behind: readonly Uint8Array[]) => Uint8Array;
}

/**
 * Adds validation data and prepares a document time stamp, by one incremental update; every signature stays intact.
 * @throws {YinzhengError} DOCUMENT_UNRECOGNISED, PDF_NOT_STAMPABLE, PDF_ENCRYPTED, PDF_MALFORMED
 */
export function prepareEvidence(engine: Pick<DocumentEngine, 'crypto' | 'zlib'>, input: EvidenceInput): PreparedEvidence {
  requirePdf(input.document);
  const draft = prepareTimeStamp(openPdf(input.document, { zlib: engine.zlib }), input.data, {
    revisionId: fileIdentity(engine, input.unique),
    zlib: engine.zlib,
    contentsSize: input.timeStampSize,
  });
  const digestWith = engine.crypto.digestFrom('sm3', draft.covered[0]);
  return { imprint: digestWith(draft.covered[1]), draft, digestWith };
}

/**
 * Puts the token (DER TimeStampToken over the imprint) into its document.
 * @throws {YinzhengError} SIGNATURE_TOO_LARGE
 */
export function finishEvidence({ draft, digestWith }: PreparedEvidence, token: Uint8Array): SealedDocument {
  const bytes = finishSeal(draft, token);
  return { bytes, sm3: digestWith(bytes.subarray(draft.covered[0].length)) };
}
