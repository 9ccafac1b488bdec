/** An electronic seal signature (电子签章数据, SES_Signature) as read: values beside the received slices, nothing of it verified. */
import type { Instant } from '../../base/time.ts';
import type { Deviation } from '../../report/index.ts';
import type { Seal, SesExtension, SesVersion } from '../seal/model.ts';

/** A seal signature as parsed. */
export interface SesSignature {
  readonly raw: Uint8Array;
  readonly version: SesVersion;
  /** TBS_Sign as received: the bytes that the signer (签章人) signed. */
  readonly tbs: Uint8Array;
  readonly seal: Seal;
  /** The time the signer claims; null when version 1 carries a time stamp token or an unreadable text in its place. */
  readonly claimedTime: Instant | null;
  /** Digest of the original: SM3, 32 bytes (RSA signatures of version 1: SHA-1 or SHA-256). */
  readonly dataHash: Uint8Array;
  /** What the signer says is protected; free text, never relied on. */
  readonly propertyInfo: string;
  readonly extensions: readonly SesExtension[];
  /** Certificate of the signer, DER as received. */
  readonly signerCertificate: Uint8Array;
  /** Dotted OID of the signature algorithm. */
  readonly signatureAlgorithm: string;
  readonly signature: Uint8Array;
  /** Time stamp token over `signature`, DER. */
  readonly timeStamp: Uint8Array | null;
  /** Departures of the signature and of the seal in it. */
  readonly deviations: readonly Deviation[];
}
