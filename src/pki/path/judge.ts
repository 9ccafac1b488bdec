/** Judging the paths found: constraints, periods, revocation and the class of trust at a time (RFC 5280 §6; ETSI EN 319 102-1 §5.2.6). */
import { OID } from '../../asn1/index.ts';
import { bilingual, isYinzhengError } from '../../base/errors/index.ts';
import { once } from '../../base/once.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import {
  concludeChecks,
  type Check,
  type CheckCode,
  type Conclusion,
  type Deviation,
  type Evidence,
  type TrustClass,
} from '../../report/index.ts';
import { certificatePolicies } from '../certificate/extensions.ts';
import { nameText } from '../certificate/name.ts';
import type { Certificate, PolicyTerms, RevokedEntry, VerificationPolicy } from '../model.ts';
import type { PreparedTrust } from '../trust/prepare.ts';
import { whereIssuersAre } from './ask.ts';
import { findConstraintFault, type ConstraintFault, type ConstraintTerms } from './constraints.ts';
import type { FoundPath, PathSearch } from './find.ts';
import { revocationEvidence, revocationStatus, type RevocationStatus } from './revocation.ts';
import type { CertificateUsage } from './usage.ts';

/** The terms on which paths are judged. */
export interface PathTerms {
  readonly trust: PreparedTrust;
  /** The moment at which every certificate of the path is judged. */
  readonly at: Instant;
  /**
   * What `at` is: the time of signing, so that a certificate expired or revoked by then fails; or only a time at which the signature is
   * known to exist, so that it may be older than the expiry or revocation (`…_NO_POE`, indeterminate). `validation` when absent.
   */
  readonly timeOf?: 'signing' | 'validation' | undefined;
  readonly policy: VerificationPolicy;
  /** `signing` when absent. */
  readonly usage?: CertificateUsage | undefined;
  /** What is asked of certificate policies; nothing when absent. */
  readonly policies?: PolicyTerms | undefined;
}

/** The best of the paths and what is to be said of it. */
export interface PathResult {
  readonly outcome: Conclusion;
  /** The code that decided the outcome, null when passed. */
  readonly code: CheckCode | null;
  /** The target first, the anchor last; empty when no path was found. */
  readonly path: readonly Certificate[];
  /** The weaker of the anchor's class and that of the certificates' policies; `none` without a path. */
  readonly trustClass: TrustClass;
  /** Two checks: `signer-chain` and `revocation`. */
  readonly checks: readonly [Check, Check];
  /** When the target was revoked, also if that was after `at`; null when it was not or nothing is known. */
  readonly revokedAt: Instant | null;
  /** The entry of the list or the OCSP answer that says so, or null. */
  readonly revocation: RevokedEntry | null;
  readonly deviations: readonly Deviation[];
}

const CLAUSE = 'RFC 5280 §6';
const REVOCATION_CLAUSE = 'RFC 5280 §6.3';
const RANK = { passed: 0, indeterminate: 1, failed: 2 } as const;

/** Judges the paths of a search and returns the best; the first found wins among equals. */
export function judgePaths(search: PathSearch, terms: PathTerms): PathResult {
  let best: PathResult | null = null;
  for (const path of search.paths) {
    const result = judgePath(path, search, terms);
    if (best === null || RANK[result.outcome] < RANK[best.outcome]) best = result;
    if (best.outcome === 'passed') break;
  }
  return best ?? withoutPath(search);
}

function judgePath(found: FoundPath, search: PathSearch, terms: PathTerms): PathResult {
  const { certificates, anchor } = found;
  const trustClass = certificates.some(isDemonstrationCertificate) ? 'demonstration' : anchor.trustClass;
  const chain = chainCheck(found, trustClass, terms);
  const issuerAt = (index: number): Certificate => certificates[index + 1] ?? anchor.certificate;
  const statuses = certificates.slice(0, -1).map((certificate, index) => {
    return revocationStatus(certificate, issuerAt(index), terms.trust, terms.at);
  });
  const checks: [Check, Check] = [
    chain,
    revocationCheck(
      statuses.map((status, index) => revocationEvidence(status, issuerAt(index), search.crypto)),
      statuses,
      terms,
    ),
  ];
  const { conclusion, subIndication } = concludeChecks(checks);
  return {
    outcome: conclusion,
    code: subIndication,
    path: certificates,
    trustClass,
    checks,
    revokedAt: statuses[0]?.entry?.revokedAt ?? null,
    revocation: statuses[0]?.entry ?? null,
    deviations: [...search.deviations, ...statuses.flatMap(({ source }) => source?.deviations ?? [])],
  };
}

function withoutPath({ target, issuerSignatureWrong, deviations }: PathSearch): PathResult {
  const outcome = issuerSignatureWrong ? 'failed' : 'indeterminate';
  const code = issuerSignatureWrong ? 'CHAIN_CONSTRAINTS_FAILURE' : 'NO_CERTIFICATE_CHAIN_FOUND';
  const issuers = whereIssuersAre(target);
  const evidence = {
    issuer: nameText(target.issuer),
    ...(issuers.length > 0 && { ask: { issuers } }),
    ...(issuerSignatureWrong && {
      reason: bilingual(
        'the signature on the certificate is not that of the issuer it names',
        '证书上的签名不是其所称颁发者的签名',
      ),
    }),
  };
  return {
    outcome,
    code,
    path: [],
    trustClass: 'none',
    checks: [
      { id: 'signer-chain', outcome, code, evidence, clause: CLAUSE },
      { id: 'revocation', outcome: 'skipped', code: 'REVOCATION_NOT_CHECKED', clause: REVOCATION_CLAUSE },
    ],
    revokedAt: null,
    revocation: null,
    deviations,
  };
}

function chainCheck(found: FoundPath, trustClass: TrustClass, terms: PathTerms): Check {
  const { certificates: path } = found;
  const { at, timeOf = 'validation', policy, policies, usage = 'signing' } = terms;
  const evidence = { path: path.map(({ subject }) => nameText(subject)), trustClass, at: isoInstant(at) };
  const answer = (outcome: Conclusion, code: CheckCode, more: Evidence = {}): Check => {
    return { id: 'signer-chain', outcome, code, evidence: { ...evidence, ...more }, clause: CLAUSE };
  };
  const fault = constraintFault(found, { usage, policies });
  if (fault) {
    const certificate = path[fault.index];
    return answer('failed', 'CHAIN_CONSTRAINTS_FAILURE', {
      reason: fault.reason,
      certificate: certificate ? nameText(certificate.subject) : null,
    });
  }
  const early = path.find(({ notBefore }) => at < notBefore);
  if (early) {
    return answer('failed', 'NOT_YET_VALID', { certificate: nameText(early.subject), notBefore: isoInstant(early.notBefore) });
  }
  const late = path.find(({ notAfter }) => at > notAfter);
  if (late) {
    const more = { certificate: nameText(late.subject), notAfter: isoInstant(late.notAfter) };
    return timeOf === 'signing' ? answer('failed', 'EXPIRED', more) : answer('indeterminate', 'OUT_OF_BOUNDS_NO_POE', more);
  }
  if (trustClass === 'demonstration' && !policy.acceptDemonstration) return answer('indeterminate', 'DEMONSTRATION_TRUST');
  return { id: 'signer-chain', outcome: 'passed', evidence, clause: CLAUSE };
}

/** The constraints of a path hold or do not, whenever it is judged; what is asked of policies besides is asked anew. */
function constraintFault(found: FoundPath, { usage, policies }: ConstraintTerms): ConstraintFault | null {
  if (policies) return findConstraintFault(found.certificates, { usage, policies });
  const known = faultsOf(found);
  let fault = known.get(usage);
  if (fault === undefined) known.set(usage, (fault = findConstraintFault(found.certificates, { usage })));
  return fault;
}

/** By usage. */
const faultsOf = once<FoundPath, [], Map<CertificateUsage, ConstraintFault | null>>(() => new Map());

function revocationCheck(
  certificates: readonly Record<string, unknown>[],
  statuses: readonly RevocationStatus[],
  { timeOf = 'validation', policy }: PathTerms,
): Check {
  const evidence = { certificates };
  const answer = (outcome: Check['outcome'], code: CheckCode): Check => {
    return { id: 'revocation', outcome, code, evidence, clause: REVOCATION_CLAUSE };
  };
  const revoked = statuses.findIndex(({ status }) => status === 'revoked');
  if (revoked !== -1) {
    if (timeOf === 'signing') return answer('failed', 'REVOKED');
    return answer('indeterminate', revoked === 0 ? 'REVOKED_NO_POE' : 'REVOKED_CA_NO_POE');
  }
  if (statuses.every(({ status }) => status === 'good' || status === 'revoked-later')) {
    return { id: 'revocation', outcome: 'passed', evidence, clause: REVOCATION_CLAUSE };
  }
  return policy.revocation === 'require' ? answer('indeterminate', 'TRY_LATER') : answer('skipped', 'REVOCATION_NOT_CHECKED');
}

/** A certificate that says itself that it only demonstrates; an unreadable policy extension counts as saying so. */
export const isDemonstrationCertificate = once((certificate: Certificate): boolean => {
  try {
    return certificatePolicies(certificate).includes(OID.demonstrationPolicy);
  } catch (error) {
    if (isYinzhengError(error)) return true;
    throw error;
  }
});
