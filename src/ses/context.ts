/** What every verification of seals and seal signatures is given, and what their steps share. */
import { bilingual, isYinzhengError } from '../base/errors/index.ts';
import { OID } from '../asn1/index.ts';
import type { CryptoProvider, DigestAlgorithm } from '../crypto/index.ts';
import {
  parseCertificate,
  verifySigned,
  type AlgorithmIdentifier,
  type Certificate,
  type PreparedTrust,
  type SignatureResult,
  type VerificationCache,
  type VerificationPolicy,
} from '../pki/index.ts';
import type { Check, CheckId, Deviation } from '../report/index.ts';
import type { SesVersion } from './seal/model.ts';

/** What a verification is told to trust and may use. */
export interface SesContext {
  readonly trust: PreparedTrust;
  readonly crypto: CryptoProvider;
  readonly policy: VerificationPolicy;
  /** Where signatures found right are remembered. */
  readonly cache?: VerificationCache | undefined;
  /** Certificates given besides those in the document, which may be missing links of a chain; untrusted. */
  readonly certificates?: readonly Certificate[] | undefined;
}

const STANDARDS = { 1: 'GM/T 0031-2014', 4: 'GB/T 38540-2020', 5: 'GM/T 0031-2025' } as const;

/** The standard of a version and, where the text was at hand, its clause. */
export function clauseOf(version: SesVersion, clause2014: string): string {
  return version === 1 ? `${STANDARDS[1]} §${clause2014}` : STANDARDS[version];
}

/** A certificate inside a seal or a seal signature; null when it is malformed. */
export function readEmbeddedCertificate(bytes: Uint8Array, { cache }: Pick<SesContext, 'cache'>): Certificate | null {
  try {
    return cache?.read('certificate', bytes, parseCertificate) ?? parseCertificate(bytes);
  } catch (error) {
    if (isYinzhengError(error)) return null;
    throw error;
  }
}

/** A signature of a seal or seal signature; `where` names it in deviations. */
export interface SesSignedBytes {
  readonly where: 'seal' | 'signature';
  readonly version: SesVersion;
  readonly tbs: Uint8Array;
  /** Dotted OID; RSA keys of version 1 may name only the key's algorithm. */
  readonly algorithm: string;
  readonly signature: Uint8Array;
  readonly certificate: Certificate;
  readonly digest: DigestAlgorithm;
}

const SM2 = new Set<string>([OID.sm2WithSm3, OID.sm2Sign]);
const RSA = new Set<string>([OID.sha1WithRsa, OID.sha256WithRsa, OID.rsaEncryption]);

/**
 * Verifies a signature value over received bytes: SM2 with SM3, in version 1 RSA too; every other algorithm is unsupported. It is not
 * remembered by its bytes: a document's signature hardly comes twice, and a seal's is known with its seal.
 */
export function verifyValue(signed: SesSignedBytes, { crypto }: Pick<SesContext, 'crypto'>): SignatureResult {
  const isAllowed = SM2.has(signed.algorithm) || (signed.version === 1 && RSA.has(signed.algorithm));
  if (!isAllowed) return { ok: false, unsupported: signed.algorithm, deviations: [] };
  const algorithm: AlgorithmIdentifier = { oid: signed.algorithm, parameters: null };
  const { tbs, signature, certificate, digest, where } = signed;
  const result = verifySigned({ tbs, algorithm, signature, publicKey: certificate.publicKey, digest, crypto });
  if (result.deviations.length === 0) return result;
  return { ...result, deviations: result.deviations.map((found) => ({ ...found, evidence: { ...found.evidence, where } })) };
}

/** The check about a signature value. */
export function valueCheck(
  id: CheckId,
  result: SignatureResult | null,
  { code, clause }: { readonly code: 'SIG_CRYPTO_FAILURE' | 'SEAL_SIGNATURE_INVALID'; readonly clause: string },
): Check {
  if (result === null) {
    const reason = bilingual('the certificate is malformed', '证书格式错误');
    return { id, outcome: 'failed', code: 'FORMAT_FAILURE', evidence: { reason }, clause };
  }
  if (result.ok) return { id, outcome: 'passed', clause };
  if (result.unsupported === null) return { id, outcome: 'failed', code, clause };
  return {
    id,
    outcome: 'indeterminate',
    code: 'CRYPTO_CONSTRAINTS_FAILURE',
    evidence: { algorithm: result.unsupported },
    clause,
  };
}

/** Digest of an original and of signed bytes: SM3 with SM2, else what the RSA algorithm of version 1 names. */
export function digestFor(algorithm: string, dataHashLength: number): DigestAlgorithm {
  switch (algorithm) {
    case OID.sm2WithSm3:
    case OID.sm2Sign:
      return 'sm3';
    case OID.sha1WithRsa:
      return 'sha1';
    case OID.sha256WithRsa:
      return 'sha256';
    case OID.rsaEncryption:
      return dataHashLength === 20 ? 'sha1' : 'sha256';
    default:
      return 'sm3';
  }
}

/** Deviations without those that say the same twice. */
export function distinct(deviations: readonly Deviation[]): readonly Deviation[] {
  const seen = new Set<string>();
  return deviations.filter((deviation) => {
    const text = JSON.stringify(deviation);
    return !seen.has(text) && seen.add(text);
  });
}
