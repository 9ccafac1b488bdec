/** Whether an anchored head is genuine: its form, its signature, its signer, its time. */
import { OID } from '../../../asn1/index.ts';
import { equalBytes } from '../../../base/bytes.ts';
import { isYinzhengError } from '../../../base/errors/index.ts';
import type { Instant } from '../../../base/time.ts';
import type { CryptoProvider } from '../../../crypto/index.ts';
import {
  buildPath,
  extendedKeyUsage,
  judgeToken,
  parseCertificate,
  SM2_WITH_SM3,
  verifySigned,
  verifyTimeStamp,
  type Certificate,
  type PreparedTrust,
  type VerificationPolicy,
} from '../../../pki/index.ts';
import { readHeadLine, type AnchoredHead } from './line.ts';
import { parseHeadStatement, type HeadStatement } from './statement.ts';

/** What is wrong with a head by itself. */
export type GenuineFault = 'malformed' | 'signature' | 'signer' | 'time-stamp';

/** By what heads are judged. */
export interface HeadTerms {
  readonly trust: PreparedTrust;
  readonly policy: VerificationPolicy;
  readonly crypto: CryptoProvider;
  /** The moment of judging: that at which the authority's certificate must hold. */
  readonly at: Instant;
  /** Certificates (DER) of audit keys that do not say themselves that they are such, because another CA issued them. */
  readonly known: readonly Uint8Array[];
}

/** A head judged: what it states and the time that its stamp proves, or why it is not believed. */
export type HeadVerdict =
  | { readonly fault: null; readonly statement: HeadStatement; readonly time: Instant }
  | { readonly fault: GenuineFault; readonly statement: HeadStatement | null };

/**
 * Judges a line. The signer's certificate has to lead to an anchor at the time of the stamp, and to be an audit key's: otherwise whoever has
 * any certificate below the same anchor could sign heads. Never throws for a bad line.
 */
export function judgeHead(line: string, terms: HeadTerms): HeadVerdict {
  let head: AnchoredHead;
  let statement: HeadStatement;
  let signer: Certificate;
  try {
    head = readHeadLine(line);
    statement = parseHeadStatement(head.statement);
    signer = parseCertificate(head.certificate);
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
    return { fault: 'malformed', statement: null };
  }
  const { crypto, trust, policy, at } = terms;
  const { statement: tbs, signature, timeStamp } = head;
  if (!verifySigned({ tbs, algorithm: SM2_WITH_SM3, signature, publicKey: signer.publicKey, crypto }).ok)
    return { fault: 'signature', statement };
  const proof = judgeToken({ token: timeStamp, signature, at }, { trust, crypto, policy })?.proof ?? null;
  if (proof === null) return { fault: 'time-stamp', statement };
  const extra = tokenCertificates(timeStamp, signature, crypto);
  const { outcome, trustClass } = buildPath({ target: signer, extra, trust, crypto, at: proof.time, policy, usage: 'any' });
  if (outcome !== 'passed' || trustClass === 'none' || !isAuditKey(signer, terms)) return { fault: 'signer', statement };
  return { fault: null, statement, time: proof.time };
}

/**
 * When the certificate ends under which a line was time-stamped, ms: from then on the stamp proves nothing by itself. Null for what is no such
 * line. Never throws for a bad line.
 */
export function headProofEnds(line: string, crypto: CryptoProvider): Instant | null {
  try {
    const { signature, timeStamp } = readHeadLine(line);
    const { signerCertificate } = verifyTimeStamp({ cms: timeStamp, content: [signature], crypto });
    return signerCertificate?.notAfter ?? null;
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
    return null;
  }
}

/** What a line whose stamp's authority has ended stated at its time, null when it was not genuine then either. */
export function judgeAtItsTime(
  line: string,
  terms: HeadTerms,
): { readonly statement: HeadStatement; readonly time: Instant } | null {
  try {
    const { signature, timeStamp } = readHeadLine(line);
    const { info } = verifyTimeStamp({ cms: timeStamp, content: [signature], crypto: terms.crypto });
    const verdict = judgeHead(line, { ...terms, at: info.time });
    return verdict.fault === null ? verdict : null;
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
    return null;
  }
}

function isAuditKey(signer: Certificate, { known }: HeadTerms): boolean {
  if (known.some((certificate) => equalBytes(certificate, signer.raw))) return true;
  try {
    return extendedKeyUsage(signer)?.includes(OID.journalHead) ?? false;
  } catch (error) {
    if (isYinzhengError(error)) return false;
    throw error;
  }
}

/** The authority within is certified by the same CA as the audit key, whose certificate the token brings along. */
function tokenCertificates(timeStamp: Uint8Array, signature: Uint8Array, crypto: CryptoProvider): readonly Certificate[] {
  return verifyTimeStamp({ cms: timeStamp, content: [signature], crypto }).certificates;
}
