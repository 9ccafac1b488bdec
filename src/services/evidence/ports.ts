/** Where evidence for later comes from. Adapters: the installation's own time stamp authority and responder, or others' over HTTP. */
import type { Instant } from '../../base/time.ts';
import type { DocumentEngine } from '../../documents/index.ts';
import type { PreparedTrust, Questioned, ValidationData, VerificationCache } from '../../pki/index.ts';

/** Gives time stamps. */
export interface TimeStamps {
  /** A TimeStampToken (RFC 3161, GM/T 0033), DER, over an SM3 digest. Rejects with a typed error when there is none to be had. */
  stamp(imprint: { readonly algorithm: 'sm3'; readonly digest: Uint8Array }): Promise<Uint8Array>;
}

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
  readonly engine: Pick<DocumentEngine, 'crypto' | 'zlib'>;
  readonly timeStamps: TimeStamps;
  readonly revocation: RevocationAnswers;
  readonly trust: () => PreparedTrust;
  readonly cache?: VerificationCache | undefined;
  /** Told of what kept evidence from being taken. */
  readonly onError: (error: unknown) => void;
}
