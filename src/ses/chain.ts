/** The chain of a signer or maker at two times: the standard's step at the claimed time, the conclusion where existence is proven. */
import { bilingual, isYinzhengError } from '../base/errors/index.ts';
import { isoInstant, type Instant } from '../base/time.ts';
import { findPaths, judgePaths, keyUsage, type Certificate, type PathResult, type PathSearch } from '../pki/index.ts';
import type { Check, Fault } from '../report/index.ts';
import type { SesContext } from './context.ts';

/** A certificate and the paths found for it, to be judged at several times. */
export interface Chain {
  readonly certificate: Certificate;
  readonly search: PathSearch;
}

/** Finds the paths of a certificate. */
export function findChain(certificate: Certificate, { trust, crypto, cache, certificates }: SesContext): Chain {
  return { certificate, search: findPaths({ target: certificate, extra: certificates, trust, crypto, cache }) };
}

/** Judges a chain at a time at which the signature is known to exist. */
export function judgeChain({ search }: Chain, at: Instant, { trust, policy }: SesContext): PathResult {
  return judgePaths(search, { trust, policy, at, timeOf: 'validation' });
}

/**
 * What fails when a chain is judged at a time of signing: expired, not yet valid, revoked by then (GM/T 0031-2014 §6.2.3 d).
 * Without a path only the certificate's own period is asked about. Null when nothing fails.
 */
export function faultAtSigning({ certificate, search }: Chain, at: Instant, { trust, policy }: SesContext): Fault | null {
  if (search.paths.length === 0) return outsidePeriod(certificate, at);
  const { checks } = judgePaths(search, { trust, policy, at, timeOf: 'signing' });
  const failed = checks.find(({ outcome }) => outcome === 'failed');
  return failed ? { outcome: 'failed', code: failed.code ?? 'CHAIN_CONSTRAINTS_FAILURE', evidence: failed.evidence ?? {} } : null;
}

/** Encryption certificates (GB/T 20518) are refused whatever their chain; null when the usage allows signatures or is not stated. */
export function usageFault(certificate: Certificate): Fault | null {
  try {
    const bits = keyUsage(certificate);
    if (bits === null || bits.has('digitalSignature') || bits.has('nonRepudiation')) return null;
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
  }
  const reason = bilingual('keyUsage does not allow signing', '证书的密钥用法（keyUsage）不允许签名');
  return { outcome: 'failed', code: 'CHAIN_CONSTRAINTS_FAILURE', evidence: { reason } };
}

/** The worst of several answers to one question, with everything they found; `skipped` outranks `passed`. */
export function mergeChecks(checks: readonly (readonly [string, Check])[], clause: string): Check {
  const order = ['passed', 'skipped', 'indeterminate', 'failed'];
  const [, worst] = checks.reduce((left, right) =>
    order.indexOf(right[1].outcome) > order.indexOf(left[1].outcome) ? right : left,
  );
  const evidence = Object.fromEntries(checks.map(([name, check]) => [name, check.evidence ?? { outcome: check.outcome }]));
  return { id: worst.id, outcome: worst.outcome, ...(worst.code && { code: worst.code }), evidence, clause };
}

function outsidePeriod({ notBefore, notAfter }: Certificate, at: Instant): Fault | null {
  const evidence = { at: isoInstant(at), notBefore: isoInstant(notBefore), notAfter: isoInstant(notAfter) };
  if (at < notBefore) return { outcome: 'failed', code: 'NOT_YET_VALID', evidence };
  return at > notAfter ? { outcome: 'failed', code: 'EXPIRED', evidence } : null;
}
