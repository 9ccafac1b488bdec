/** Puts the answers about one signature together. */
import type { Bilingual } from '../../base/errors/index.ts';
import { concludeChecks, type Check, type Deviation, type SignatureReport } from '../../report/index.ts';

/** Questions whose answers say whether the document is unaltered as signed; trust is another matter. */
const INTEGRITY = new Set(['structure', 'coverage', 'data-hash', 'signature-value', 'changes']);

/** What a report states besides its conclusion, which follows from the checks. */
export type SignatureAnswers = Omit<SignatureReport, 'intact' | 'conclusion' | 'subIndication'>;

/** The report of one signature. `intact`: false when an integrity check failed, null when one is undecided or was not asked. */
export function concludeSignature(answers: SignatureAnswers): SignatureReport {
  const { checks } = answers;
  const integrity = checks.filter(({ id }) => INTEGRITY.has(id));
  const complete = new Set(integrity.map(({ id }) => id)).size === INTEGRITY.size;
  const failed = integrity.some(({ outcome }) => outcome === 'failed');
  const passed = complete && integrity.every(({ outcome }) => outcome === 'passed');
  const { conclusion, subIndication } = concludeChecks(checks);
  const report: SignatureReport = {
    index: answers.index,
    field: answers.field,
    kind: answers.kind,
    format: answers.format,
    intact: failed ? false : passed ? true : null,
    conclusion,
    subIndication,
    signer: answers.signer,
    seal: answers.seal,
    trustClass: answers.trustClass,
    claimedTime: answers.claimedTime,
    place: answers.place,
    signedDocument: answers.signedDocument,
    checks,
    deviations: answers.deviations,
  };
  return answers.certification === undefined ? report : { ...report, certification: answers.certification };
}

/** The report of a document that has signatures and cannot be read: nothing of them can be told, so they fail. */
export function unreadableReport(reason: Bilingual): SignatureReport {
  const structure: Check = { id: 'structure', outcome: 'failed', code: 'FORMAT_FAILURE', evidence: { reason } };
  return concludeSignature({
    index: 0,
    field: null,
    kind: 'unknown',
    format: null,
    signer: null,
    seal: null,
    trustClass: 'none',
    claimedTime: null,
    place: null,
    signedDocument: null,
    checks: [structure],
    deviations: [],
  });
}

/** Deviations without those that say the same twice. */
export function distinctDeviations(deviations: readonly Deviation[]): readonly Deviation[] {
  const seen = new Map(deviations.map((deviation) => [JSON.stringify(deviation), deviation]));
  return [...seen.values()];
}
