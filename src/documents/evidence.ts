/** Evidence for later: validation data go into a document, under a document time stamp over all of it (of a PDF: level SES-LT). */
import { finishSeal, openPdf, prepareTimeStamp, type SealDraft } from '../pdf/index.ts';
import type { BegunDigest } from '../crypto/index.ts';
import type { ValidationData } from '../pki/index.ts';
import type { DocumentEngine } from './engine.ts';
import { requirePdf } from './recognise.ts';
import { fileIdentity, sealedDocument, type SealedDocument } from './sealing.ts';

/** What is added. */
export interface EvidenceInput {
  readonly document: Uint8Array;
  readonly data: ValidationData;
  /** Largest token that is to find room, bytes. */
  readonly timeStampSize: number;
  /** A text that no other update has, ASCII. */
  readonly unique: string;
  /** Digest that the document time stamp is about; SM3 when absent. */
  readonly algorithm?: 'sm3' | 'sha256' | undefined;
  /** SM3 of the first bytes of the document, where it was worked out already, and how many they are. */
  readonly begun?: { readonly length: number; readonly digestWith: BegunDigest } | undefined;
}

/** What adding evidence takes of an engine. */
export type EvidenceEngine = Pick<DocumentEngine, 'crypto' | 'zlib'> & Partial<Pick<DocumentEngine, 'paintCache'>>;

/** A document that waits for its time stamp. */
export interface PreparedEvidence {
  /** Digest of the ByteRange bytes, 32 bytes: what the token is about. */
  readonly imprint: Uint8Array;
  readonly draft: SealDraft;
  readonly digestWith: BegunDigest;
}

/**
 * Adds validation data and prepares a document time stamp, by one incremental update; every signature stays intact.
 * @throws {YinzhengError} DOCUMENT_UNRECOGNISED, PDF_NOT_STAMPABLE, PDF_ENCRYPTED, PDF_MALFORMED
 */
export function prepareEvidence(engine: EvidenceEngine, input: EvidenceInput): PreparedEvidence {
  requirePdf(input.document);
  const draft = prepareTimeStamp(openPdf(input.document, { zlib: engine.zlib }), input.data, {
    revisionId: fileIdentity(engine, input.unique),
    zlib: engine.zlib,
    cache: engine.paintCache,
    contentsSize: input.timeStampSize,
  });
  const [before] = draft.covered;
  const { begun, algorithm = 'sm3' } = input;
  const digestWith = begun ? begun.digestWith.and(before.subarray(begun.length)) : engine.crypto.digestFrom('sm3', before);
  const imprint = algorithm === 'sm3' ? digestWith(draft.covered[1]) : engine.crypto.digest(algorithm, ...draft.covered);
  return { imprint, draft, digestWith };
}

/**
 * Puts the token (DER TimeStampToken over the imprint) into its document.
 * @throws {YinzhengError} SIGNATURE_TOO_LARGE
 */
export function finishEvidence({ draft, digestWith }: PreparedEvidence, token: Uint8Array): SealedDocument {
  const bytes = finishSeal(draft, token);
  return sealedDocument(bytes, () => digestWith(bytes.subarray(draft.covered[0].length)));
}
