import type { CheckCode } from './codes.ts';
import type { Check, Conclusion, TrustClass } from './model.ts';

const RANK = { passed: 0, skipped: 0, indeterminate: 1, failed: 2 } as const;

/** The worse of two conclusions: failed before indeterminate before passed. */
export function worse(left: Conclusion, right: Conclusion): Conclusion {
  return RANK[right] > RANK[left] ? right : left;
}

/** The conclusion of a list of checks, the worst of its outcomes, and the code of the first check that has it. */
export function concludeChecks(checks: readonly Check[]): { conclusion: Conclusion; subIndication: CheckCode | null } {
  let conclusion: Conclusion = 'passed';
  let subIndication: CheckCode | null = null;
  for (const check of checks) {
    if (check.outcome !== 'skipped' && RANK[check.outcome] > RANK[conclusion]) {
      conclusion = check.outcome;
      subIndication = check.code ?? null;
    }
  }
  return { conclusion, subIndication };
}

/** Of two chains: demonstration if either is, else none if either is. */
export function weakerTrust(left: TrustClass, right: TrustClass): TrustClass {
  for (const weak of ['demonstration', 'none'] as const) {
    if (left === weak || right === weak) return weak;
  }
  return 'production';
}
