import type { CheckCode } from '../codes.ts';
import type {
  CertificateSummary,
  Check,
  Conclusion,
  RegisterReport,
  SignatureReport,
  TrustClass,
  VerificationReport,
} from '../model.ts';
import { adviceOf, wordsOf, type CodeWords, type Words } from '../words/index.ts';
import { statusNow, trusted, unaltered, verdictOf, type Answer } from './answers.ts';
import { timeProofs, timeProven, type TimeProof } from './time.ts';

/** Who sealed or signed, in one line each. */
export interface SimpleSigner {
  /** Position of the signature in the report, from 0. */
  readonly index: number;
  readonly kind: SignatureReport['kind'];
  readonly format: SignatureReport['format'];
  readonly certification?: SignatureReport['certification'];
  readonly organisation: string | null;
  readonly commonName: string | null;
  /** Name of the seal; null for other signatures. */
  readonly seal: string | null;
  readonly trustClass: TrustClass;
  readonly conclusion: Conclusion;
  /** What the signer claims, ISO 8601, or null. */
  readonly claimedTime: string | null;
  /** What proves a time; null for the claim alone. */
  readonly proof: TimeProof | null;
}

/** A reason why not everything passed, with one sentence on what to do. */
export interface Problem extends CodeWords {
  readonly code: CheckCode;
  readonly tone: Conclusion;
  readonly advice: Words;
  /** Positions of the signatures concerned; empty for the document as a whole. */
  readonly signatures: readonly number[];
}

/** A report on one screen: the verdict, four questions answered apart, and what to do about each problem. */
export interface SimpleReport {
  readonly schema: 1;
  readonly view: 'simple';
  readonly conclusion: Conclusion;
  readonly subIndication: CheckCode | null;
  readonly demonstration: boolean;
  readonly document: VerificationReport['document'];
  readonly validatedAt: string;
  readonly verdict: Answer;
  readonly unaltered: Answer;
  readonly trusted: Answer;
  readonly signers: readonly SimpleSigner[];
  readonly status: Answer;
  readonly register: RegisterReport | null;
  readonly time: Answer;
  readonly problems: readonly Problem[];
}

/** The simple view of a report; needs nothing but the report. */
export function simpleView(report: VerificationReport): SimpleReport {
  const { conclusion, subIndication, demonstration, document, validatedAt, register } = report;
  const proofs = timeProofs(report);
  return {
    ...{ schema: 1, view: 'simple', conclusion, subIndication, demonstration, document, validatedAt },
    verdict: verdictOf(report),
    unaltered: unaltered(report),
    trusted: trusted(report),
    signers: report.signatures.map(
      ({ index, kind, format, certification, signer, seal, trustClass, conclusion: own, claimedTime }, position) => ({
        ...{ kind, format, ...(certification && { certification }) },
        ...{ index, ...named(signer), seal: seal?.name ?? null, trustClass, conclusion: own, claimedTime },
        proof: proofs[position] ?? null,
      }),
    ),
    ...{ status: statusNow(report), register },
    time: timeProven(report, proofs),
    problems: problemsOf(report),
  };
}

/** The problems of a report, failed ones first, each code once. A code of a check that was only skipped is none. */
export function problemsOf(report: VerificationReport): readonly Problem[] {
  const found = new Map<CheckCode, { tone: 'indeterminate' | 'failed'; signatures: number[] }>();
  const add = ({ code, outcome }: Pick<Check, 'code' | 'outcome'>, index: number | null): void => {
    if (code === undefined || (outcome !== 'failed' && outcome !== 'indeterminate')) return;
    const known = found.get(code) ?? { tone: outcome, signatures: [] };
    if (outcome === 'failed') known.tone = outcome;
    if (index !== null && !known.signatures.includes(index)) known.signatures.push(index);
    found.set(code, known);
  };
  if (report.signatures.length === 0) add({ code: 'NO_SIGNATURE', outcome: 'indeterminate' }, null);
  for (const { index, checks } of report.signatures) for (const check of checks) add(check, index);
  for (const check of report.checks) add(check, null);
  if (report.demonstration) add({ code: 'DEMONSTRATION_TRUST', outcome: 'indeterminate' }, null);
  const checks = [...report.signatures.flatMap((signature) => signature.checks), ...report.checks];
  const problems = [...found].map(([code, facts]) => ({
    code,
    ...facts,
    ...wordsOf(code, checks),
    advice: adviceOf(code, checks),
  }));
  return [...problems.filter(({ tone }) => tone === 'failed'), ...problems.filter(({ tone }) => tone !== 'failed')];
}

function named(signer: CertificateSummary | null): Pick<SimpleSigner, 'organisation' | 'commonName'> {
  return { organisation: signer?.organisation ?? null, commonName: signer?.commonName ?? null };
}
