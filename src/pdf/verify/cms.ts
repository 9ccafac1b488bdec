/** CMS signatures and document time stamps in a PDF: the signature itself, the signer's chain, and since when it exists. */
import { isoInstant, type Instant } from '../../base/time.ts';
import {
  buildPath,
  claimFault,
  existenceEvidence,
  judgeToken,
  settleExistence,
  summarise,
  verifyDetachedCms,
  verifyTimeStampOf,
  type CmsResult,
  type Existence,
  type PathResult,
  type TimeStampResult,
  type TokenVerdict,
} from '../../pki/index.ts';
import { weakerTrust, type Check } from '../../report/index.ts';
import type { Coverage, PayloadContext, PayloadVerdict } from './model.ts';

/**
 * A detached CMS signature, judged at the earliest of its proofs of existence, its own time stamp (RFC 5126 §6.1.1) among them.
 * @throws {YinzhengError} CMS_MALFORMED or DER_MALFORMED
 */
export function verifyCms({ payload, signed }: Coverage, options: PayloadContext): PayloadVerdict {
  const { crypto, cache, certificates, proofs, at } = options;
  const result = verifyDetachedCms({ cms: payload, content: signed, crypto, cache, certificates });
  const token = judgeToken(
    { token: result.timeStampToken, signature: result.signature, at: settleExistence(proofs, at).time },
    { ...options, certificates: result.certificates },
  );
  const existence = settleExistence([...(token?.proof ? [token.proof] : []), ...proofs], at);
  const { verdict } = judgeSigner(result, { usage: 'signing', existence }, options);
  return {
    kind: 'cms',
    ...verdict,
    checks: [...verdict.checks, timeCheck(result.signingTime, { existence, token })],
    deviations: [...verdict.deviations, ...(token?.deviations ?? [])],
  };
}

/**
 * A document time stamp, judged as what was made over it later proves it; it is itself a proof where it holds.
 * @throws {YinzhengError} CMS_MALFORMED or DER_MALFORMED
 */
export function verifyDocumentTimeStamp(coverage: Coverage, options: PayloadContext): PayloadVerdict {
  const { crypto, cache, certificates, proofs, digests, at } = options;
  const result: TimeStampResult = verifyTimeStampOf({
    cms: coverage.payload,
    crypto,
    cache,
    certificates,
    digestBy: (algorithm) => (algorithm === 'sm3' ? digests.signed(coverage) : crypto.digest(algorithm, ...coverage.signed)),
  });
  const { time } = result.info;
  const existence = settleExistence(proofs, at);
  const { verdict, path } = judgeSigner(result, { usage: 'time-stamping', existence }, options);
  const holds = result.intact === true && path?.outcome === 'passed' && path.trustClass !== 'none';
  return {
    kind: 'time-stamp',
    ...verdict,
    checks: [...verdict.checks, timeCheck(time, { existence, token: null })],
    claimedTime: isoInstant(time),
    proof: holds ? { by: 'document-time-stamp', time, trustClass: path.trustClass } : null,
  };
}

/** The signer's chain at the time since when the signature is known to exist. */
function judgeSigner(
  result: CmsResult,
  { usage, existence }: { readonly usage: 'signing' | 'time-stamping'; readonly existence: Existence },
  { trust, crypto, policy, cache }: PayloadContext,
): { readonly verdict: Omit<PayloadVerdict, 'kind'>; readonly path: PathResult | null } {
  const { signerCertificate: target, certificates: extra, checks, deviations, intact, signingTime } = result;
  const path = target && buildPath({ target, extra, trust, crypto, cache, at: existence.time, policy, usage });
  const own = path?.trustClass ?? 'none';
  return {
    path,
    verdict: {
      checks: [...checks, ...(path?.checks ?? [])],
      deviations: [...deviations, ...(path?.deviations ?? [])],
      intact,
      signer: target && summarise(target, crypto),
      seal: null,
      picture: null,
      trustClass: existence.proof === null ? own : weakerTrust(own, existence.proof.trustClass),
      claimedTime: signingTime === null ? null : isoInstant(signingTime),
      proof: null,
    },
  };
}

/** The claimed time of a CMS signature proves nothing (ETSI EN 319 102-1 §5.5), but it must not contradict what is proven. */
function timeCheck(
  claimed: Instant | null,
  { existence, token }: { readonly existence: Existence; readonly token: TokenVerdict | null },
): Check {
  const evidence = {
    claimedTime: claimed === null ? null : isoInstant(claimed),
    timeStampPresent: token !== null,
    ...(token && { timeStamp: token.evidence }),
    ...existenceEvidence(existence),
  };
  const fault = token?.fault ?? existence.fault ?? (claimed === null ? null : claimFault(claimed, existence.time));
  const id = 'signing-time';
  const clause = 'ETSI EN 319 102-1 §5.5';
  if (fault) return { id, clause, ...fault, evidence: { ...evidence, ...fault.evidence } };
  return { id, clause, outcome: 'passed', evidence };
}
