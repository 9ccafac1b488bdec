/** Where evidence for later comes from. Adapters: the installation's own time stamp authority and responder, or others' over HTTP. */
import type { Instant } from '../../base/time.ts';
import type { EvidenceEngine } from '../../documents/index.ts';
import type { PreparedTrust, Questioned, ValidationData, VerificationCache } from '../../pki/index.ts';
import type { TimeStamper } from '../pki/index.ts';

/** Knows whether certificates are revoked. */
export interface RevocationAnswers {
  /**
   * Lists or OCSP responses, DER, about each certificate, made at or after `since` where that can be had. Rejects with a typed error when
   * one of them cannot be answered for at all.
   */
  about(questioned: readonly Questioned[], since: Instant): Promise<Pick<ValidationData, 'revocationLists' | 'ocspResponses'>>;
}

/** What taking evidence takes. */
export interface EvidenceDependencies {
  readonly engine: EvidenceEngine;
  readonly timeStamps: TimeStamper;
  readonly revocation: RevocationAnswers;
  readonly trust: () => PreparedTrust;
  /** Opens the sources, where that waits for the first time stamp; for who needs trust before one. Rejects as they do. */
  readonly open?: (() => Promise<void>) | undefined;
  readonly cache?: VerificationCache | undefined;
  /** Told of what kept evidence from being taken. */
  readonly onError: (error: unknown) => void;
}
