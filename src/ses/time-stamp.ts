/** Time stamp tokens inside seals (version 5) and seal signatures (from version 4): what they are about, and whether they prove a time. */
import { isYinzhengError } from '../base/errors/index.ts';
import { isoInstant, type Instant } from '../base/time.ts';
import { buildPath, verifyTimeStamp, type TimeStampResult } from '../pki/index.ts';
import type { CheckCode, Deviation, Evidence, TrustClass } from '../report/index.ts';
import type { Fault } from './chain.ts';
import type { SesContext } from './context.ts';

/** What a token is good for. */
export interface TokenVerdict {
  /** The time that is proven: the token is right and its authority trusted; else null. */
  readonly proven: Instant | null;
  /** Set when the token is malformed, about something else, or wrongly signed. A token of an unknown authority is no fault. */
  readonly fault: Fault | null;
  /** Of the authority's chain; `none` when nothing is proven. */
  readonly trustClass: TrustClass;
  readonly evidence: Evidence;
  readonly deviations: readonly Deviation[];
}

/** A token and what it is to be about. */
export interface TokenQuestion {
  /** TimeStampToken, DER; null when there is none. */
  readonly token: Uint8Array | null;
  /** Content of the signature's BIT STRING, as received. */
  readonly signature: Uint8Array;
  /** The moment at which the authority's certificate is judged. */
  readonly at: Instant;
}

/** Judges a token over a signature value (GB/T 38540-2020, RFC 3161 §2.4.2); null without one. Never throws for a bad token. */
export function judgeToken({ token, signature, at }: TokenQuestion, context: SesContext): TokenVerdict | null {
  if (token === null) return null;
  const { crypto, cache, certificates } = context;
  let result: TimeStampResult;
  try {
    result = verifyTimeStamp({ cms: token, content: [signature], crypto, cache, certificates });
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
    return refused('FORMAT_FAILURE', { reason: error.message });
  }
  const { info, intact, codes, deviations } = result;
  const evidence = { time: isoInstant(info.time) };
  if (intact === false) return refused(codes[0] ?? 'SIG_CRYPTO_FAILURE', evidence);
  if (intact === null) return { ...NOTHING, evidence: { ...evidence, code: codes[0] ?? null }, deviations };
  const { outcome, code, trustClass } = judgeAuthority(result, at, context);
  if (outcome !== 'passed') return { ...NOTHING, evidence: { ...evidence, code }, deviations };
  return { proven: info.time, fault: null, trustClass, evidence: { ...evidence, proven: true }, deviations };
}

const NOTHING = { proven: null, fault: null, trustClass: 'none' } as const;

function refused(code: CheckCode, found: Evidence): TokenVerdict {
  const evidence = { ...found, code };
  return { ...NOTHING, fault: { outcome: 'failed', code, evidence: { timeStamp: evidence } }, evidence, deviations: [] };
}

function judgeAuthority(
  { signerCertificate: target, certificates: extra }: TimeStampResult,
  at: Instant,
  { trust, crypto, cache, policy }: SesContext,
): Pick<ReturnType<typeof buildPath>, 'outcome' | 'code' | 'trustClass'> {
  if (target === null) return { outcome: 'indeterminate', code: 'NO_SIGNING_CERTIFICATE_FOUND', trustClass: 'none' };
  return buildPath({ target, extra, trust, crypto, cache, at, policy, usage: 'time-stamping' });
}
