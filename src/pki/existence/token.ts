/** Time stamp tokens over a signature value, inside seals, seal signatures and CMS signatures: what they are about, and whether they prove a time. */
import { isYinzhengError } from '../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import type { CheckCode, Deviation, Evidence, Fault } from '../../report/index.ts';
import { verifyTimeStamp, type TimeStampResult } from '../tsp/verify.ts';
import type { Certificate, VerificationPolicy } from '../model.ts';
import { buildPath } from '../path/build.ts';
import type { VerificationCache } from '../signature/cache.ts';
import type { PreparedTrust } from '../trust/prepare.ts';
import type { ProofOfExistence } from './existence.ts';

/** By what a token is judged. */
export interface TokenContext {
  readonly trust: PreparedTrust;
  readonly crypto: CryptoProvider;
  readonly policy: VerificationPolicy;
  readonly cache?: VerificationCache | undefined;
  /** Certificates given besides those in the token; untrusted. */
  readonly certificates?: readonly Certificate[] | undefined;
}

/** What a token is good for. */
export interface TokenVerdict {
  /** Set when the token is right and its authority trusted. */
  readonly proof: ProofOfExistence | null;
  /** Set when the token is malformed, about something else, or wrongly signed. A token of an unknown authority is no fault. */
  readonly fault: Fault | null;
  readonly evidence: Evidence;
  readonly deviations: readonly Deviation[];
}

/** A token and what it is to be about. */
export interface TokenQuestion {
  /** TimeStampToken, DER; null when there is none. */
  readonly token: Uint8Array | null;
  /** The signature value, as received: content of its BIT STRING or OCTET STRING. */
  readonly signature: Uint8Array;
  /** When the token is known to exist: the moment at which its authority's certificate is judged. */
  readonly at: Instant;
}

/** Judges a token over a signature value (GB/T 38540-2020, RFC 3161 §2.4.2, RFC 5126 §6.1.1); null without one. Never throws for a bad token. */
export function judgeToken({ token, signature, at }: TokenQuestion, context: TokenContext): TokenVerdict | null {
  if (token === null) return null;
  const { crypto, cache, certificates } = context;
  let result: TimeStampResult;
  try {
    result = verifyTimeStamp({ cms: token, content: [signature], crypto, cache, certificates });
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
    return refused('FORMAT_FAILURE', { reason: error.bilingual });
  }
  const { info, intact, codes, deviations } = result;
  const evidence = { time: isoInstant(info.time) };
  if (intact === false) return refused(codes[0] ?? 'SIG_CRYPTO_FAILURE', evidence);
  if (intact === null) return { ...NOTHING, evidence: { ...evidence, code: codes[0] ?? null }, deviations };
  const { outcome, code, trustClass } = judgeAuthority(result, at, context);
  if (outcome !== 'passed' || trustClass === 'none') return { ...NOTHING, evidence: { ...evidence, code }, deviations };
  const proof: ProofOfExistence = { by: 'signature-time-stamp', time: info.time, trustClass };
  return { proof, fault: null, evidence: { ...evidence, proven: true }, deviations };
}

const NOTHING = { proof: null, fault: null } as const;

function refused(code: CheckCode, found: Evidence): TokenVerdict {
  const evidence = { ...found, code };
  return { ...NOTHING, fault: { outcome: 'failed', code, evidence: { timeStamp: evidence } }, evidence, deviations: [] };
}

function judgeAuthority(
  { signerCertificate: target, certificates: extra }: TimeStampResult,
  at: Instant,
  { trust, crypto, cache, policy }: TokenContext,
): Pick<ReturnType<typeof buildPath>, 'outcome' | 'code' | 'trustClass'> {
  if (target === null) return { outcome: 'indeterminate', code: 'NO_SIGNING_CERTIFICATE_FOUND', trustClass: 'none' };
  return buildPath({ target, extra, trust, crypto, cache, at, policy, usage: 'time-stamping' });
}
