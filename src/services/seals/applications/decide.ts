import type { Actor, Purpose } from '../../../domain/access/index.ts';
import type { SealApplication } from '../../../domain/seal/index.ts';
import type { SealDependencies } from '../ports.ts';
import { takeApplicationStep } from './write.ts';

/** A decision about an application. */
export interface Decision {
  readonly id: string;
  readonly decision: 'approve' | 'refuse' | 'withdraw';
  /** Why, or on what basis; null for none. */
  readonly note: string | null;
  readonly purpose: Purpose;
}

/**
 * Approves or refuses an application, or takes it back: approving is for the department above, taking back for the owner. Nobody decides
 * on what he applied for himself.
 * @throws {YinzhengError} SEAL_APPLICATION_NOT_FOUND, NOT_ALLOWED, SEAL_APPLICATION_REFUSED, VERSION_CONFLICT, STORE_UNAVAILABLE
 */
export async function decideApplication(
  deps: SealDependencies,
  actor: Actor,
  { id, decision, note, purpose }: Decision,
): Promise<SealApplication> {
  const action = decision === 'withdraw' ? 'seal:apply' : 'seal:approve';
  return takeApplicationStep(deps, actor, { id, action, step: decision, note, purpose });
}
