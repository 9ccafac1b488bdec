import { concludeChecks, worse } from './conclude.ts';
import type { Check, RegisterReport, VerificationReport } from './model.ts';

/** What a register answered about a document: its check, and what it says of the licence where it knows one. */
export interface RegisterFinding {
  readonly check: Check;
  readonly report: RegisterReport | null;
  readonly demonstration: boolean;
}

const NOT_ASKED: Check = { id: 'register', outcome: 'skipped', code: 'REGISTER_NOT_ASKED' };

/** A report of a document's signatures with the register's answer, which may make it worse; null says that no register was asked. */
export function withRegister(report: VerificationReport, register: RegisterFinding | null): VerificationReport {
  if (register === null) return { ...report, checks: [...report.checks, NOT_ASKED] };
  const own = concludeChecks([register.check]);
  const conclusion = worse(report.conclusion, own.conclusion);
  return {
    ...report,
    conclusion,
    subIndication: conclusion === report.conclusion ? report.subIndication : own.subIndication,
    register: register.report,
    demonstration: report.demonstration || register.demonstration,
    checks: [...report.checks, register.check],
  };
}
