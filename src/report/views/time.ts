/** How the time of each signature is proven, as far as the report says. */
import type { Check, SignatureReport, VerificationReport } from '../model.ts';
import { ANSWER_WORDS, type PROOF_WORDS } from '../words/index.ts';
import type { Answer } from './answers.ts';

/** What proves that a signature existed at a time: a time stamp over it, one over the document, or the register's own entry. */
export interface TimeProof {
  readonly by: keyof typeof PROOF_WORDS;
  /** The signature existed then at the latest, ISO 8601. */
  readonly time: string;
}

/** Since when the register has had a file of so many bytes, from its check. */
interface Recorded {
  readonly time: string;
  readonly size: number;
}

/** The earliest proof of existence of each signature, in their order; null where there is none but what the signer claims. */
export function timeProofs(report: VerificationReport): readonly (TimeProof | null)[] {
  const recorded = recordedFile(report);
  return report.signatures.map((signature) => {
    const proofs = [
      ...ownStamp(signature),
      ...laterStamps(report.signatures, signature),
      ...(recorded && isWithin(signature, report, recorded.size) ? [{ by: 'register', time: recorded.time } as const] : []),
    ];
    return proofs.sort((left, right) => Date.parse(left.time) - Date.parse(right.time))[0] ?? null;
  });
}

/** Fourth question: is the time of sealing proven? Time stamps are themselves the proof and are not asked. */
export function timeProven(report: VerificationReport, proofs = timeProofs(report)): Answer {
  const asked = report.signatures.flatMap(({ kind }, index) => (kind === 'time-stamp' ? [] : [proofs[index] ?? null]));
  if (asked.length === 0) return { tone: 'indeterminate', ...ANSWER_WORDS.noTime };
  return asked.includes(null)
    ? { tone: 'indeterminate', ...ANSWER_WORDS.timeClaimed }
    : { tone: 'passed', ...ANSWER_WORDS.timeProven };
}

function ownStamp({ checks }: SignatureReport): readonly TimeProof[] {
  const stamp = checks.find(({ id }) => id === 'signing-time')?.evidence?.['timeStamp'];
  if (typeof stamp !== 'object' || stamp === null) return [];
  const { time, proven } = stamp as { readonly time?: unknown; readonly proven?: unknown };
  return proven === true && typeof time === 'string' ? [{ by: 'time-stamp', time }] : [];
}

/** Document time stamps that passed prove what came before them in the file. */
function laterStamps(signatures: readonly SignatureReport[], { index, intact }: SignatureReport): readonly TimeProof[] {
  if (intact !== true) return [];
  return signatures.flatMap((other) =>
    other.kind === 'time-stamp' && other.index > index && other.conclusion === 'passed' && other.claimedTime !== null
      ? [{ by: 'document-time-stamp' as const, time: other.claimedTime }]
      : [],
  );
}

function recordedFile({ document, signatures, checks }: VerificationReport): Recorded | null {
  const evidence = checks.find(({ id }: Check) => id === 'register')?.evidence ?? {};
  const { recordedAt: time, sm3 } = evidence;
  if (typeof time !== 'string') return null;
  if (sm3 === document.sm3) return { time, size: document.size };
  const found = signatures.find(({ signedDocument }) => signedDocument?.sm3 === sm3)?.signedDocument;
  return found ? { time, size: found.size } : null;
}

function isWithin({ signedDocument }: SignatureReport, { document }: VerificationReport, size: number): boolean {
  return size === document.size || (signedDocument !== null && signedDocument.size <= size);
}
