/** What these routes need of the services. */
import type {
  KeptReport,
  Moment,
  SealedReport,
  keptReport,
  verifyCode,
  verifyFields,
  verifyFile,
  verifyIdentifier,
} from '../../../services/verification/index.ts';
import type { Bound } from '../../bound.ts';

export interface VerificationServices {
  /** Verifies and keeps the report. */
  readonly file: (...call: Parameters<Bound<typeof verifyFile>>) => Promise<KeptReport>;
  readonly kept: Bound<typeof keptReport>;
  /** The sealed PDF of a kept report. */
  readonly printed: (id: string) => Promise<SealedReport>;
  /** Whether this installation has a seal for reports, so that `printed` can do anything. */
  readonly prints: boolean;
  readonly identifier: Bound<typeof verifyIdentifier>;
  readonly fields: Bound<typeof verifyFields>;
  readonly code: (typed: string, moment?: Moment) => ReturnType<typeof verifyCode>;
}
