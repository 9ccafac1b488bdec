/**
 * The words of verification. A report keeps its axes apart: is each signature intact, who made it and is that trusted, what does
 * the register say of the licence. Words are those of ETSI EN 319 102-1 §5.
 */
import type { Bilingual } from '../base/errors/index.ts';
import type { CheckCode } from './codes.ts';
import type { DeviationCode } from './deviations.ts';

/** Result of a question or of a whole signature (ETSI EN 319 102-1 §5.1.3). */
export type Conclusion = 'passed' | 'indeterminate' | 'failed';

/** Outcome of one check; `skipped` says that the question does not arise or was not asked, and why is in its code or evidence. */
export type Outcome = Conclusion | 'skipped';

/** The questions asked of a signature, in the order they are asked. */
export type CheckId =
  | 'structure'
  | 'coverage'
  | 'data-hash'
  | 'signature-value'
  | 'signer-in-seal'
  | 'signer-chain'
  | 'seal-signature'
  | 'seal-maker'
  | 'seal-period'
  | 'signing-time'
  | 'revocation'
  | 'changes'
  | 'appearance'
  | 'register';

/**
 * Serialisable facts behind an outcome; never personal data beyond what the certificate itself states. `reason` is a sentence for people,
 * here and in what is nested.
 */
export type Evidence = Readonly<Record<string, unknown>> & { readonly reason?: Bilingual };

/** One question and its answer. */
export interface Check {
  readonly id: CheckId;
  readonly outcome: Outcome;
  /** Why it is not simply `passed`; absent when there is nothing to add. */
  readonly code?: CheckCode;
  readonly evidence?: Evidence;
  /** Clause of the standard that asks the question. */
  readonly clause?: string;
}

/** What does not hold, for a check. */
export interface Fault {
  readonly outcome: 'failed' | 'indeterminate';
  readonly code: CheckCode;
  readonly evidence: Evidence;
}

/** A departure from a standard that is tolerated and reported. */
export interface Deviation {
  readonly code: DeviationCode;
  readonly evidence?: Evidence;
}

/** A certificate as a report names it. */
export interface CertificateSummary {
  /** O of the subject; null when absent. */
  readonly organisation: string | null;
  /** CN of the subject; null when absent. */
  readonly commonName: string | null;
  readonly issuer: string;
  /** Hexadecimal serial number. */
  readonly serialNumber: string;
  /** ISO 8601, UTC. */
  readonly notBefore: string;
  readonly notAfter: string;
  /** SM3 of the DER, hexadecimal. */
  readonly sm3: string;
}

/** A seal (电子印章) as a report names it. */
export interface SealSummary {
  readonly esId: string;
  readonly name: string;
  /** Version of the structure: 1 (GM/T 0031-2014), 4 (GB/T 38540-2020), 5 (GM/T 0031-2025). */
  readonly version: 1 | 4 | 5;
  readonly vendor: string;
  /** Of the seal, ISO 8601, UTC. */
  readonly createdAt: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly maker: CertificateSummary | null;
}

/** Class of the trust anchor a chain ends in; `demonstration` never counts in production. */
export type TrustClass = 'production' | 'demonstration' | 'none';

/**
 * What a signature that certifies the document lets happen after it (DocMDP, ISO 32000-1 §12.8.2.2): nothing (P 1), filling in fields and
 * signing (P 2), comments too (P 3).
 */
export type Certification = 'no-changes' | 'signing' | 'annotating';

/** What is known of one signature of a document. */
export interface SignatureReport {
  /** Position in the document, from 0, in signing order. */
  readonly index: number;
  /** Name of the signature field (PDF), path (OFD) or null. */
  readonly field: string | null;
  readonly kind: 'seal' | 'cms' | 'time-stamp' | 'unknown';
  /** /SubFilter or type as found. */
  readonly format: string | null;
  /** What it permits, where it certifies the document; absent where it does not. */
  readonly certification?: Certification | undefined;
  /** True: unaltered as signed; false: not; null: undecidable (ETSI: no signing certificate found, or unknown algorithm). */
  readonly intact: boolean | null;
  readonly conclusion: Conclusion;
  /** The code that decided the conclusion; null when passed. */
  readonly subIndication: CheckCode | null;
  readonly signer: CertificateSummary | null;
  readonly seal: SealSummary | null;
  readonly trustClass: TrustClass;
  /** Claimed time of signing, ISO 8601, or null. */
  readonly claimedTime: string | null;
  /** 1-based page and mm rectangle from the upper left corner of the crop box, or null when not visible. */
  readonly place: {
    readonly page: number;
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  } | null;
  /** The document as this signature found it: how many of its first bytes, and their SM3, hexadecimal; null when coverage is not right. */
  readonly signedDocument: { readonly size: number; readonly sm3: string } | null;
  readonly checks: readonly Check[];
  readonly deviations: readonly Deviation[];
}

/** What a document is that was made from the original of a licence: a use copy (加注件), or a rendition that says it has ended. */
export interface CopyReport {
  readonly number: string;
  readonly kind: 'use-copy' | 'cancelled-rendition';
  /** Good; its time is over; or the original is not in force. */
  readonly state: 'valid' | 'expired' | 'original-ended';
  readonly maker: string;
  /** What for and for whom; null in a rendition, and where whoever asked the register had no key to it. */
  readonly purpose: string | null;
  readonly user: string | null;
  /** ISO 8601; null in a rendition. */
  readonly expiresAt: string | null;
  /** Edition and SM3 (hexadecimal) of the original. */
  readonly original: { readonly edition: string; readonly sm3: string };
}
/** How a licence stands with its annual review. */
export type ReviewStateName = 'up-to-date' | 'due' | 'overdue' | 'failed';

/** What the register says of the licence that a document is, as far as the asker may know. */
export interface RegisterReport {
  readonly identifier: string;
  readonly status: string;
  readonly typeName: string;
  readonly issuer: string;
  /** Empty where whoever asked the register had no key to the holder. */
  readonly holderMasked: string;
  /** Legal dates `YYYY-MM-DD`; `long-term` for no end. */
  readonly validFrom: string;
  readonly validTo: string;
  /** How it stands with its annual review (年检); absent where its type has none, or it has ended. */
  readonly annualReview?: { readonly state: ReviewStateName; readonly dueOn: string };
  /** Since when the status holds, ISO 8601. */
  readonly since: string;
  /** The moments the answer is about: what was so (`asOf`), as known then (`knownAt`), ISO 8601. */
  readonly asOf: string;
  readonly knownAt: string;
  /** Of a licence that was not issued here: collected from its maker, or a scan of a paper one with its level of trust; absent otherwise. */
  readonly origin?: { readonly kind: 'collected' | 'digitised'; readonly trust: 'A' | 'B' | 'C' | 'D' | null };
  /** Of a copy; absent where the document, or the code, is that of the licence itself. */
  readonly copy?: CopyReport;
}

/** The report of one document. */
export interface VerificationReport {
  readonly schema: 1;
  /** The worst of its signatures and of the register's answer; `indeterminate` without signatures. */
  readonly conclusion: Conclusion;
  /** The code that decided the conclusion, null when passed. */
  readonly subIndication: CheckCode | null;
  readonly document: { readonly format: 'pdf' | 'ofd' | 'seal' | 'seal-signature'; readonly size: number; readonly sm3: string };
  /** Moment of validation, ISO 8601. */
  readonly validatedAt: string;
  readonly signatures: readonly SignatureReport[];
  /** Null when no register was asked or it does not know the document. */
  readonly register: RegisterReport | null;
  /** True when any trusted chain ends in the demonstration CA: the document proves nothing. */
  readonly demonstration: boolean;
  /** Checks about the whole document (the register). */
  readonly checks: readonly Check[];
}
