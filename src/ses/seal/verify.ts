import { bilingual } from '../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import {
  authorisedSealMaker,
  CLOCK_TOLERANCE,
  judgeToken,
  summarise,
  type Certificate,
  type PathResult,
  type SignatureResult,
  type TokenVerdict,
} from '../../pki/index.ts';
import type { CertificateSummary, Check, Deviation, Fault, SealSummary, TrustClass } from '../../report/index.ts';
import { faultAtSigning, findChain, judgeChain, usageFault, type Chain } from '../chain.ts';
import { clauseOf, digestFor, distinct, readEmbeddedCertificate, valueCheck, verifyValue, type SesContext } from '../context.ts';
import type { Seal } from './model.ts';

/** A seal and the times it is judged at. */
export interface SealVerification extends SesContext {
  readonly seal: Seal;
  /** When the seal, or the signature made with it, is known to exist. */
  readonly at: Instant;
  /** When it was used, as claimed; `at` when absent, null when not known. */
  readonly signingTime?: Instant | null | undefined;
}

/** What is to be said of a seal. */
export interface SealVerdict {
  /** seal-signature, seal-maker, seal-period, revocation (of the maker), in this order. */
  readonly checks: readonly [Check, Check, Check, Check];
  readonly deviations: readonly Deviation[];
  /** Null when the maker's certificate is malformed. */
  readonly makerSummary: CertificateSummary | null;
  readonly summary: SealSummary;
  /** Of the maker's chain. */
  readonly trustClass: TrustClass;
}

/**
 * Verifies a seal: the maker's signature, the maker's chain, whether this maker may make seals at all, and the seal's period
 * (GM/T 0031-2014 §6.1.2; version 5 judges the maker at createDate). Never throws for a bad seal.
 */
export function verifySeal(verification: SealVerification): SealVerdict {
  const { seal, crypto } = verification;
  const maker = readEmbeddedCertificate(seal.makerCertificate, verification);
  const clause = clauseOf(seal.version, '6.1.2 b)');
  const value = maker && makerSignature(maker, verification);
  const chain = maker && findMakerChain(maker, verification);
  const token = judgeToken({ token: seal.timeStamp, signature: seal.signature, at: verification.at }, verification);
  const judged = chain && judgeMaker(chain, token, verification);
  const makerSummary = maker && summarise(maker, crypto);
  return {
    checks: [
      valueCheck('seal-signature', value, { code: 'SEAL_SIGNATURE_INVALID', clause }),
      makerCheck(chain, judged, verification),
      periodCheck(token, verification),
      makerRevocation(judged),
    ],
    deviations: distinct([
      ...seal.deviations,
      ...(value?.deviations ?? []),
      ...(judged?.deviations ?? []),
      ...(token?.deviations ?? []),
    ]),
    makerSummary,
    summary: summariseSeal(seal, makerSummary),
    trustClass: judged?.trustClass ?? 'none',
  };
}

/** Whether the maker signed the seal, which its bytes alone decide. */
function makerSignature(maker: Certificate, verification: SealVerification): SignatureResult {
  const { seal, cache } = verification;
  const verify = (): SignatureResult =>
    verifyValue(
      {
        where: 'seal',
        version: seal.version,
        tbs: seal.signedBytes,
        algorithm: seal.signatureAlgorithm,
        signature: seal.signature,
        certificate: maker,
        digest: digestFor(seal.signatureAlgorithm, 0),
      },
      verification,
    );
  return cache?.recall(seal, 'maker signature', verify) ?? verify();
}

/** A seal as reports name it. */
export function summariseSeal(seal: Seal, maker: CertificateSummary | null): SealSummary {
  return {
    esId: seal.esId,
    name: seal.name,
    version: seal.version,
    vendor: seal.vendor,
    createdAt: isoInstant(seal.createdAt),
    validFrom: isoInstant(seal.validFrom),
    validTo: isoInstant(seal.validTo),
    maker,
  };
}

interface MakerChain extends Chain {
  readonly authorised: boolean;
}

/** The paths of a maker; where some of them authorise it, only those. */
function findMakerChain(maker: Certificate, verification: SealVerification): MakerChain {
  const { trust, crypto } = verification;
  const { certificate, search } = findChain(maker, verification);
  const paths = search.paths.filter(({ certificates }) => authorisedSealMaker(certificates, trust.sealMakers, crypto) !== null);
  const authorised = paths.length > 0;
  return { certificate, search: authorised ? { ...search, paths } : search, authorised };
}

/** RFC 5280 §5.3.1: keyCompromise, cACompromise, aACompromise. */
const COMPROMISES = new Set<number | null>([1, 2, 10]);

/**
 * GM/T 0031-2025: what happens to the maker's certificate after createDate is a note only. createDate is the maker's own claim, however,
 * and proves nothing once the key, or the CA that vouches for it, is in other hands: then only the seal's existence before counts.
 */
function judgeMaker(chain: Chain, token: TokenVerdict | null, verification: SealVerification): PathResult {
  const { seal, at } = verification;
  if (seal.version !== 5) return judgeChain(chain, at, verification);
  const judged = judgeChain(chain, seal.createdAt, verification);
  const existing = judgeChain(chain, Math.min(token?.proof?.time ?? at, at), verification);
  const { code } = existing.checks[1];
  const isOpen =
    code === 'REVOKED_CA_NO_POE' || (code === 'REVOKED_NO_POE' && COMPROMISES.has(existing.revocation?.reason ?? null));
  return isOpen ? { ...judged, checks: [judged.checks[0], existing.checks[1]] } : judged;
}

function makerCheck(chain: MakerChain | null, judged: PathResult | null, verification: SealVerification): Check {
  const { seal } = verification;
  const id = 'seal-maker';
  const clause = clauseOf(seal.version, '6.1.2 c)');
  if (chain === null || judged === null) return { id, outcome: 'failed', code: 'FORMAT_FAILURE', clause };
  const unusable = usageFault(chain.certificate);
  if (unusable) return { id, ...unusable, clause };
  if (judged.path.length > 0 && !chain.authorised) {
    return { id, outcome: 'failed', code: 'SEAL_MAKER_NOT_AUTHORISED', evidence: judged.checks[0].evidence ?? {}, clause };
  }
  const used = verification.signingTime === undefined ? verification.at : verification.signingTime;
  const claimed = seal.version === 5 ? seal.createdAt : used;
  const fault = claimed === null ? null : faultAtSigning(chain, claimed, verification);
  return { ...judged.checks[0], id, ...fault, clause };
}

function makerRevocation(judged: PathResult | null): Check {
  return judged?.checks[1] ?? { id: 'revocation', outcome: 'skipped', code: 'REVOCATION_NOT_CHECKED' };
}

function periodCheck(token: TokenVerdict | null, { seal, at, signingTime = at }: SealVerification): Check {
  const id = 'seal-period';
  const clause = clauseOf(seal.version, '6.1.2 d)');
  const { validFrom, validTo } = seal;
  const evidence = {
    validFrom: isoInstant(validFrom),
    validTo: isoInstant(validTo),
    signingTime: signingTime === null ? null : isoInstant(signingTime),
    ...(token && { timeStamp: token.evidence }),
  };
  const fault = token?.fault ?? creationFault(seal, token?.proof?.time ?? null, at) ?? periodFault(seal, { at, signingTime });
  return fault
    ? { id, ...fault, evidence: { ...evidence, ...fault.evidence }, clause }
    : { id, outcome: 'passed', evidence, clause };
}

/** GM/T 0031-2025: the seal's time stamp is not earlier than createDate, at which the maker is judged; nor can the seal be known earlier. */
function creationFault({ version, createdAt }: Seal, proven: Instant | null, at: Instant): Fault | null {
  if (version !== 5) return null;
  if (proven !== null && proven < createdAt - CLOCK_TOLERANCE) {
    const reason = bilingual('the seal was time-stamped before it was made', '印章的时间戳早于制作时间');
    return { outcome: 'failed', code: 'SIG_CONSTRAINTS_FAILURE', evidence: { reason, createdAt: isoInstant(createdAt) } };
  }
  if (createdAt <= at + CLOCK_TOLERANCE) return null;
  const reason = bilingual('the seal is known to exist before it was made', '已知印章存在的时间早于其制作时间');
  return { outcome: 'indeterminate', code: 'SIG_CONSTRAINTS_FAILURE', evidence: { reason, createdAt: isoInstant(createdAt) } };
}

/** The claimed time must lie in the period; the time it is known to exist must not lie behind it, for the claim proves nothing. */
function periodFault(
  { validFrom, validTo }: Seal,
  { at, signingTime }: { readonly at: Instant; readonly signingTime: Instant | null },
): Fault | null {
  if (signingTime === null) {
    const reason = bilingual('no time of signing', '没有签名时间');
    return { outcome: 'indeterminate', code: 'SIG_CONSTRAINTS_FAILURE', evidence: { reason } };
  }
  if (signingTime < validFrom || signingTime > validTo) return { outcome: 'failed', code: 'SEAL_OUT_OF_PERIOD', evidence: {} };
  if (at > validTo) return { outcome: 'indeterminate', code: 'OUT_OF_BOUNDS_NO_POE', evidence: { at: isoInstant(at) } };
  return null;
}
