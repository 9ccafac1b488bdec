import { equalBytes, toHex } from '../../base/bytes.ts';
import { bilingual } from '../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import type { CryptoProvider, DigestAlgorithm } from '../../crypto/index.ts';
import {
  claimFault,
  existenceEvidence,
  judgeToken,
  settleExistence,
  summarise,
  type Certificate,
  type Existence,
  type ProofOfExistence,
  type TokenVerdict,
} from '../../pki/index.ts';
import {
  weakerTrust,
  type CertificateSummary,
  type Check,
  type Deviation,
  type Fault,
  type SealSummary,
  type TrustClass,
} from '../../report/index.ts';
import { faultAtSigning, findChain, judgeChain, mergeChecks, usageFault, type Chain } from '../chain.ts';
import {
  clauseOf,
  digestFor,
  distinct,
  readEmbeddedCertificate,
  valueCheck,
  verifyValue,
  type SesContext,
  type SesSignedBytes,
} from '../context.ts';
import type { Seal } from '../seal/model.ts';
import { verifySeal } from '../seal/verify.ts';
import type { SesSignature } from './model.ts';

/** A seal signature, the digest of what it is said to be over, and the times it is judged at. */
export interface SesSignatureVerification extends SesContext {
  readonly signature: SesSignature;
  /** Digest of the original by {@link dataHashAlgorithm}, computed by who read the document. */
  readonly dataHash: Uint8Array;
  /** Time of validation. */
  readonly at: Instant;
  /** Proofs that the signature existed, besides its own time stamp: each covers those before it. */
  readonly proofs?: readonly ProofOfExistence[] | undefined;
}

/** What is to be said of a seal signature. */
export interface SesSignatureVerdict {
  /** In the order asked: data-hash, signature-value, signer-in-seal, signer-chain, seal-signature, seal-maker, seal-period, signing-time, revocation. */
  readonly checks: readonly Check[];
  readonly deviations: readonly Deviation[];
  readonly digestRight: boolean;
  /** Null when undecidable: the certificate is malformed or the algorithm unknown. */
  readonly signatureRight: boolean | null;
  /** Null when the signer's certificate is malformed. */
  readonly signer: CertificateSummary | null;
  readonly seal: SealSummary;
  readonly trustClass: TrustClass;
  /** ISO 8601, or null. */
  readonly claimedTime: string | null;
}

/** The digest of the original that a signature's dataHash is: SM3 with SM2; SHA-1 or SHA-256 for RSA of version 1. */
export function dataHashAlgorithm({ signatureAlgorithm, dataHash }: SesSignature): DigestAlgorithm {
  return digestFor(signatureAlgorithm, dataHash.length);
}

/**
 * Verifies a seal signature by every step of the standard (GM/T 0031-2014 §6.2.3, GB/T 38540-2020, GM/T 0031-2025). The standard's
 * periods are judged at the claimed time; since that proves nothing, the chains are judged again at the earliest of
 * its proofs of existence, which are the signature's own time stamp and those given, or else at `at`.
 * Never throws for a bad signature.
 */
export function verifySesSignature(verification: SesSignatureVerification): SesSignatureVerdict {
  const { signature, crypto } = verification;
  const { version, claimedTime } = signature;
  const token = judgeSignatureToken(verification);
  const existence = settleExistence([...(token?.proof ? [token.proof] : []), ...(verification.proofs ?? [])], verification.at);
  const existing = existence.time;
  const signer = readEmbeddedCertificate(signature.signerCertificate, verification);
  const value = signer && verifyValue(signedPart(signature, signer), verification);
  const chain = signer && findChain(signer, verification);
  const judged = chain && judgeChain(chain, existing, verification);
  const seal = verifySeal({ seal: signature.seal, signingTime: claimedTime, ...verification, at: existing });
  const [sealSignature, sealMaker, sealPeriod, makerRevocation] = seal.checks;
  const digestRight = equalBytes(signature.dataHash, verification.dataHash);
  const unread: Check = { id: 'signer-chain', outcome: 'failed', code: 'FORMAT_FAILURE' };
  const signerRevocation: Check = judged?.checks[1] ?? { id: 'revocation', outcome: 'skipped', code: 'REVOCATION_NOT_CHECKED' };
  return {
    checks: [
      hashCheck(verification, digestRight),
      valueCheck('signature-value', value, { code: 'SIG_CRYPTO_FAILURE', clause: clauseOf(version, '6.2.3 b)') }),
      inSealCheck(signature, crypto),
      { ...(judged?.checks[0] ?? unread), ...(signer && usageFault(signer)), clause: clauseOf(version, '6.2.3 c)') },
      sealSignature,
      sealMaker,
      { ...sealPeriod, clause: clauseOf(version, '6.2.3 f)') },
      timeCheck(chain, { existence, token }, verification),
      mergeChecks(
        [
          ['signer', signerRevocation],
          ['maker', makerRevocation],
        ],
        clauseOf(version, '6.2.3 c)'),
      ),
    ],
    deviations: distinct([
      ...signature.deviations,
      ...(value?.deviations ?? []),
      ...(judged?.deviations ?? []),
      ...seal.deviations,
      ...(token?.deviations ?? []),
    ]),
    digestRight,
    signatureRight: value === null || value.unsupported !== null ? null : value.ok,
    signer: signer && summarise(signer, crypto),
    seal: seal.summary,
    trustClass: trustOf([judged?.trustClass ?? 'none', seal.trustClass], existence),
    claimedTime: claimedTime === null ? null : isoInstant(claimedTime),
  };
}

/** The token is covered by the other proofs, so that its authority is judged when it is known to exist by them. */
function judgeSignatureToken(verification: SesSignatureVerification): TokenVerdict | null {
  const { signature, at, proofs = [] } = verification;
  const covered = settleExistence(proofs, at).time;
  return judgeToken({ token: signature.timeStamp, signature: signature.signature, at: covered }, verification);
}

/** A proof of existence by a demonstration's authority demonstrates only. */
function trustOf([signer, maker]: readonly [TrustClass, TrustClass], { proof }: Existence): TrustClass {
  const both = weakerTrust(signer, maker);
  return proof === null ? both : weakerTrust(both, proof.trustClass);
}

/** True when a seal admits a signer: its certificate byte for byte, or the SM3 of it (GB/T 38540-2020, SES_CertList). */
export function isSignerInSeal({ certificateList }: Seal, signerCertificate: Uint8Array, crypto: CryptoProvider): boolean {
  if (certificateList.kind === 'certificates') {
    return certificateList.certificates.some((certificate) => equalBytes(certificate, signerCertificate));
  }
  const digest = crypto.digest('sm3', signerCertificate);
  return certificateList.digests.some(({ value }) => equalBytes(value, digest));
}

function signedPart(signature: SesSignature, certificate: Certificate): SesSignedBytes {
  const { tbs, signatureAlgorithm: algorithm, signature: value } = signature;
  return {
    where: 'signature',
    version: signature.version,
    tbs,
    algorithm,
    signature: value,
    certificate,
    digest: dataHashAlgorithm(signature),
  };
}

function hashCheck({ signature, dataHash }: SesSignatureVerification, right: boolean): Check {
  const id = 'data-hash';
  const clause = clauseOf(signature.version, '6.2.3 e)');
  if (right) return { id, outcome: 'passed', clause };
  const evidence = { signed: toHex(signature.dataHash.subarray(0, 64)), found: toHex(dataHash) };
  return { id, outcome: 'failed', code: 'HASH_FAILURE', evidence, clause };
}

function inSealCheck({ version, seal, signerCertificate }: SesSignature, crypto: CryptoProvider): Check {
  const id = 'signer-in-seal';
  const clause = clauseOf(version, '6.2.2');
  const listed = isSignerInSeal(seal, signerCertificate, crypto);
  return listed ? { id, outcome: 'passed', clause } : { id, outcome: 'failed', code: 'SIGNER_NOT_IN_SEAL', clause };
}

/** Since when a signature is known to exist, and what its own time stamp says. */
interface Times {
  readonly existence: Existence;
  readonly token: TokenVerdict | null;
}

function timeCheck(chain: Chain | null, { existence, token }: Times, verification: SesSignatureVerification): Check {
  const { claimedTime, version } = verification.signature;
  const evidence = {
    claimedTime: claimedTime === null ? null : isoInstant(claimedTime),
    timeStampPresent: token !== null,
    ...(token && { timeStamp: token.evidence }),
    ...existenceEvidence(existence),
  };
  const fault = token?.fault ?? timeFault(chain, existence, verification);
  const clause = clauseOf(version, '6.2.3 d)');
  return fault
    ? { id: 'signing-time', ...fault, evidence: { ...evidence, ...fault.evidence }, clause }
    : { id: 'signing-time', outcome: 'passed', evidence, clause };
}

function timeFault(chain: Chain | null, existence: Existence, verification: SesSignatureVerification): Fault | null {
  const { claimedTime } = verification.signature;
  if (claimedTime === null) {
    const reason = bilingual('no time of signing', '没有签名时间');
    return { outcome: 'indeterminate', code: 'SIG_CONSTRAINTS_FAILURE', evidence: { reason } };
  }
  return (
    (chain && faultAtSigning(chain, claimedTime, verification)) ?? existence.fault ?? claimFault(claimedTime, existence.time)
  );
}
