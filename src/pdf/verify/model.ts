/** What the questions about a PDF signature share. */
import type { ProofOfExistence } from '../../pki/index.ts';
import type { CertificateSummary, Check, Deviation, SealSummary, SignatureReport, TrustClass } from '../../report/index.ts';
import type { SealPicture } from '../../ses/index.ts';
import type { PdfDictionary, PdfObject, PdfReference } from '../objects/index.ts';
import type { CoverageDigests } from './digests.ts';
import type { PdfVerification } from './options.ts';

/** A widget annotation of a field; `reference` is null when the dictionary is direct. */
export interface Widget {
  readonly reference: PdfReference | null;
  readonly dictionary: PdfDictionary;
}

/** A signature field (ISO 32000-1 §12.7.4.5) as one revision shows it. */
export interface SignatureField {
  /** Fully qualified name (§12.7.3.2). */
  readonly name: string;
  readonly reference: PdfReference | null;
  readonly dictionary: PdfDictionary;
  /** The field itself where they are merged, else its kids. */
  readonly widgets: readonly Widget[];
  /** /V as written: a reference, a direct dictionary, or null for an empty field. */
  readonly value: PdfObject;
  /** The signature dictionary that /V gives; null for an empty field. */
  readonly signature: PdfDictionary | null;
}

/** A signature dictionary found in a document. */
export interface FoundSignature {
  readonly dictionary: PdfDictionary;
  /** Object number and the revision that holds this very dictionary; null when it is direct in its field. */
  readonly object: { readonly number: number; readonly revision: number } | null;
  /** The field of the newest revision whose value it is; null when there is none. */
  readonly field: SignatureField | null;
}

/** What a signature covers, once that is known to be right. Offsets in bytes. */
export interface Coverage {
  /** The revision that is signed, whole but for the hole. */
  readonly revision: number;
  /** Where that revision ends, bytes from the beginning of the file. */
  readonly end: number;
  /** The signed bytes: before the hole and after it. */
  readonly signed: readonly [Uint8Array, Uint8Array];
  /** The DER (or BER) of /Contents without its padding. */
  readonly payload: Uint8Array;
  /** True when the gap of /ByteRange leaves out the delimiters of /Contents. */
  readonly gapWithoutDelimiters: boolean;
}

/** What is known of a signature from its payload alone. */
export interface PayloadVerdict {
  readonly kind: SignatureReport['kind'];
  readonly checks: readonly Check[];
  readonly deviations: readonly Deviation[];
  /** Digest and signature value: right, wrong, or undecidable. */
  readonly intact: boolean | null;
  readonly signer: CertificateSummary | null;
  readonly seal: SealSummary | null;
  readonly picture: SealPicture | null;
  readonly trustClass: TrustClass;
  /** ISO 8601, or null when the payload claims none. */
  readonly claimedTime: string | null;
  /** What a document time stamp proves; null for every other payload, and for one that does not hold. */
  readonly proof: ProofOfExistence | null;
}

/** What a payload is judged with: besides the usual, the proofs over the whole signature, from the inside out. */
export interface PayloadContext extends Omit<PdfVerification, 'registered' | 'limits'> {
  readonly proofs: readonly ProofOfExistence[];
  readonly digests: CoverageDigests;
}
