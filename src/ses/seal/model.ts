/** An electronic seal (电子印章, SESeal) as read: values beside the received slices, nothing of it verified. */
import type { Instant } from '../../base/time.ts';
import type { Deviation } from '../../report/index.ts';

/** Version of the structure: 1 (GM/T 0031-2014), 4 (GB/T 38540-2020), 5 (GM/T 0031-2025). */
export type SesVersion = 1 | 4 | 5;

/** The signers a seal admits: their certificates, or digests of them (GB/T 38540, SES_CertList). */
export type SealCertificateList =
  | { readonly kind: 'certificates'; readonly certificates: readonly Uint8Array[] }
  | { readonly kind: 'digests'; readonly digests: readonly { readonly type: string; readonly value: Uint8Array }[] };

/** The seal's picture; `type` in lower case (`png`, `gif`, `svg`, `ofd` …), width and height in mm. */
export interface SealPicture {
  readonly type: string;
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** One ExtData; `value` is the content of its OCTET STRING. */
export interface SesExtension {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Uint8Array;
}

/** A seal as parsed. */
export interface Seal {
  readonly raw: Uint8Array;
  readonly version: SesVersion;
  /** Manufacturer of the sealing system (Vid). */
  readonly vendor: string;
  /** Identifier of the seal (esID). */
  readonly esId: string;
  readonly name: string;
  /** Kind of seal, free in practice; nothing is derived from it. */
  readonly type: number;
  readonly certificateList: SealCertificateList;
  readonly createdAt: Instant;
  readonly validFrom: Instant;
  readonly validTo: Instant;
  readonly picture: SealPicture;
  readonly extensions: readonly SesExtension[];
  /** Certificate of the seal maker (制章人), DER as received. */
  readonly makerCertificate: Uint8Array;
  /** Dotted OID of the maker's signature algorithm. */
  readonly signatureAlgorithm: string;
  /** The bytes that the maker signed: received slices. */
  readonly signedBytes: Uint8Array;
  /** The maker's signature value. */
  readonly signature: Uint8Array;
  /** Version 5: time stamp token over `signature`, DER. */
  readonly timeStamp: Uint8Array | null;
  readonly deviations: readonly Deviation[];
}
