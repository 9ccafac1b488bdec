/** Exit codes: the worst conclusion, or 3 when the question could not be asked. */
import type { Conclusion } from '../report/index.ts';

export const EXIT = { passed: 0, failed: 1, indeterminate: 2, unreadable: 3 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export function exitOf(conclusion: Conclusion): ExitCode {
  return EXIT[conclusion];
}
