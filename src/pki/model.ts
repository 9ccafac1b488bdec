/** X.509 objects as parsed: values beside the original slices, which are what is hashed and verified. */
import type { Instant } from '../base/time.ts';
import type { TrustClass } from '../report/index.ts';

/** AlgorithmIdentifier (RFC 5280 §4.1.1.2); `parameters` is the raw DER, null when absent. */
export interface AlgorithmIdentifier {
  readonly oid: string;
  readonly parameters: Uint8Array | null;
}

/** An attribute of a name; `rdn` is the position of its RelativeDistinguishedName, from 0. A value that is no string is `#` and its DER in hex. */
export interface NameAttribute {
  readonly oid: string;
  readonly value: string;
  readonly rdn: number;
}

/** A distinguished name: its DER and its attributes in order. */
export interface Name {
  readonly raw: Uint8Array;
  readonly attributes: readonly NameAttribute[];
}

/** SubjectPublicKeyInfo; `kind` from algorithm and curve. */
export interface PublicKeyInfo {
  readonly raw: Uint8Array;
  readonly kind: 'sm2' | 'ec' | 'rsa' | 'other';
  /** Dotted OID of the named curve, null for RSA. */
  readonly curve: string | null;
  /** Content of the BIT STRING: uncompressed point `04‖X‖Y`, or RSAPublicKey DER. */
  readonly key: Uint8Array;
}

/** One extension; `value` is the content of its OCTET STRING. */
export interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Uint8Array;
}

/** Names of the key usage bits in order (RFC 5280 §4.2.1.3). */
export type KeyUsageBit =
  | 'digitalSignature'
  | 'nonRepudiation'
  | 'keyEncipherment'
  | 'dataEncipherment'
  | 'keyAgreement'
  | 'keyCertSign'
  | 'cRLSign'
  | 'encipherOnly'
  | 'decipherOnly';

/** A certificate (RFC 5280, GB/T 20518), parsed, nothing of it verified. */
export interface Certificate {
  readonly raw: Uint8Array;
  readonly tbs: Uint8Array;
  /** 1, 2 or 3. */
  readonly version: number;
  /** Content octets of the serial number's INTEGER. */
  readonly serialNumber: Uint8Array;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly issuer: Name;
  readonly subject: Name;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly publicKey: PublicKeyInfo;
  readonly extensions: readonly Extension[];
  /** Content of the signature's BIT STRING. */
  readonly signature: Uint8Array;
}

/** A certificate revocation list (RFC 5280 §5), parsed, nothing of it verified. */
export interface CertificateList {
  readonly raw: Uint8Array;
  readonly tbs: Uint8Array;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly issuer: Name;
  readonly thisUpdate: Instant;
  readonly nextUpdate: Instant | null;
  readonly entries: readonly RevokedEntry[];
  readonly extensions: readonly Extension[];
  readonly signature: Uint8Array;
}

/** An entry of a revocation list. `reason` as in RFC 5280 §5.3.1, null when absent. */
export interface RevokedEntry {
  readonly serialNumber: Uint8Array;
  readonly revokedAt: Instant;
  readonly reason: number | null;
  readonly invalidityDate: Instant | null;
}

/** A trust anchor and the class it gives to chains that end in it. */
export interface TrustAnchor {
  readonly certificate: Certificate;
  readonly trustClass: Exclude<TrustClass, 'none'>;
}

/** Who may make seals: a certificate itself, or every certificate issued under a CA with a policy. */
export type AuthorisedSealMaker =
  | { readonly kind: 'certificate'; readonly sm3: string }
  | { readonly kind: 'policy'; readonly issuerSm3: string; readonly policy: string };

/** What a verifier is told to trust; all of it arguments, none of it read from documents. */
export interface TrustMaterial {
  readonly anchors: readonly TrustAnchor[];
  readonly intermediates: readonly Certificate[];
  readonly revocationLists: readonly CertificateList[];
  /** OCSPResponse (RFC 6960 §4.2.1), DER; what cannot be read stays without effect. */
  readonly ocspResponses?: readonly Uint8Array[];
  readonly sealMakers: readonly AuthorisedSealMaker[];
}

/** What who verifies asks of policies (RFC 5280 §6.1.1 c, e, f, g); everything that is absent is not asked for. */
export interface PolicyTerms {
  /** Policies of which one must be valid for the path, in the words of the anchor's domain; any when absent (user-initial-policy-set). */
  readonly acceptable?: readonly string[] | undefined;
  /** The path must be valid for a policy even if no certificate demands it (initial-explicit-policy). */
  readonly explicit?: boolean | undefined;
  /** Policies are not mapped (initial-policy-mapping-inhibit). */
  readonly withoutMapping?: boolean | undefined;
  /** anyPolicy in certificates does not count (initial-any-policy-inhibit). */
  readonly withoutAny?: boolean | undefined;
}

/** How strict a verification is. */
export interface VerificationPolicy {
  /** `require`: unknown revocation is indeterminate; `if-known`: it is reported as not checked. */
  readonly revocation: 'require' | 'if-known';
  /** Whether chains of the demonstration CA may pass; never true in production. */
  readonly acceptDemonstration: boolean;
}

/**
 * Validation data (验证数据; ETSI EN 319 142-1 §5.4): what proves a signature later on, DER of each. None of it is believed before its own
 * signature is verified.
 */
export interface ValidationData {
  readonly certificates: readonly Uint8Array[];
  /** CertificateList (RFC 5280 §5). */
  readonly revocationLists: readonly Uint8Array[];
  /** OCSPResponse (RFC 6960 §4.2.1). */
  readonly ocspResponses: readonly Uint8Array[];
}
