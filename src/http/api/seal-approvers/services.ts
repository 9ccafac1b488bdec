/** What these routes need of the services. */
import type { Actor } from '../../../domain/access/index.ts';
import type { EnrolledApprover, handOver, nameDeputy } from '../../../services/grants/index.ts';
import type { Bound } from '../../bound.ts';

/** Approvers of the use of seals. */
export interface ApproverServices {
  /** Enrols an authenticator for another, by the caller's code. */
  readonly enrol: (actor: Actor, order: { readonly name: string; readonly code: string | null }) => Promise<EnrolledApprover>;
  readonly nameDeputy: Bound<typeof nameDeputy>;
  readonly handOver: Bound<typeof handOver>;
}
