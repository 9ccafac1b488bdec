/** OCSP messages as parsed (RFC 6960 §4): values beside the original slices, which are what is hashed and verified. */
import type { Instant } from '../../base/time.ts';
import type { AlgorithmIdentifier, Certificate, Extension, Name } from '../model.ts';

/** CertID (RFC 6960 §4.1.1): a certificate by digests of its issuer's name and key, and its serial number. */
export interface CertificateId {
  readonly raw: Uint8Array;
  readonly hashAlgorithm: AlgorithmIdentifier;
  /** Digest of the DER of the issuer's name. */
  readonly issuerNameHash: Uint8Array;
  /** Digest of the content of the issuer's key's BIT STRING. */
  readonly issuerKeyHash: Uint8Array;
  /** Content octets of the INTEGER. */
  readonly serialNumber: Uint8Array;
}

/** OCSPRequest; a signature that it may carry is not looked at. */
export interface OcspRequest {
  readonly raw: Uint8Array;
  readonly certificates: readonly CertificateId[];
  /** Nonce of 1 to 128 octets (RFC 9654 §2.1), null when absent. */
  readonly nonce: Uint8Array | null;
}

/** Who answers: by name, or by the SHA-1 of the key's BIT STRING content. */
export type ResponderId = { readonly kind: 'name'; readonly name: Name } | { readonly kind: 'key'; readonly keyHash: Uint8Array };

/** CertStatus; the reason is a number of RFC 5280 §5.3.1. */
export type CertificateStatus =
  | { readonly kind: 'good' }
  | { readonly kind: 'revoked'; readonly revokedAt: Instant; readonly reason: number | null }
  | { readonly kind: 'unknown' };

/** SingleResponse (RFC 6960 §4.2.1): what is said of one certificate. */
export interface SingleResponse {
  readonly certificate: CertificateId;
  readonly status: CertificateStatus;
  readonly thisUpdate: Instant;
  readonly nextUpdate: Instant | null;
  /** Certificates that expired since then are still answered for (RFC 6960 §4.4.4); null when nothing is said. */
  readonly archiveCutoff: Instant | null;
  /** When the key came into other hands, as far as known (RFC 6960 §4.4.5, RFC 5280 §5.3.2). */
  readonly invalidityDate: Instant | null;
}

/** ResponseData: the part of an answer that is signed. */
export interface OcspResponseData {
  readonly raw: Uint8Array;
  readonly responder: ResponderId;
  readonly producedAt: Instant;
  readonly responses: readonly SingleResponse[];
  readonly nonce: Uint8Array | null;
  readonly extensions: readonly Extension[];
}

/** BasicOCSPResponse, parsed, nothing of it verified. */
export interface BasicOcspResponse {
  readonly raw: Uint8Array;
  readonly data: OcspResponseData;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
  /** Certificates that came with it; untrusted. */
  readonly certificates: readonly Certificate[];
}

/** OCSPResponseStatus by number (RFC 6960 §4.2.1); 4 is not used. */
export const OCSP_STATUSES = {
  successful: 0,
  malformedRequest: 1,
  internalError: 2,
  tryLater: 3,
  sigRequired: 5,
  unauthorized: 6,
} as const;

/** How a responder took a request. */
export type OcspStatus = keyof typeof OCSP_STATUSES;
