import { bilingual, YinzhengError } from '../../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../../base/time.ts';
import type { Actor } from '../../../domain/access/index.ts';
import { whyNotCovered, type ApprovalRecord } from '../../../domain/grant/index.ts';
import { authorise } from '../../access/authorise.ts';
import { reaches } from '../../organisations/index.ts';
import { randomId } from '../../licences/random.ts';
import { nameOf } from '../decide.ts';
import type { GrantDependencies } from '../ports.ts';
import { toldApproval } from './event.ts';

/** Most documents of one application. */
export const MOST_DOCUMENTS = 1_000;
const USUAL_TERM = 24 * 3_600_000;
const LONGEST_TERM = 30 * 24 * 3_600_000;

/** A use of a seal that is applied for. */
export interface UseApplication {
  readonly grant: string;
  /** SM3 of each document, hexadecimal. */
  readonly digests: readonly string[];
  /** Until when it can be approved and used, ms; a day from now when absent, 30 days at most. */
  readonly expiresAt?: Instant | undefined;
  readonly purpose: ApprovalRecord['purpose'];
}

/**
 * Applies for the use of a seal on documents, by a grant that asks for an approval.
 * @throws {YinzhengError} NOT_ALLOWED, GRANT_NOT_FOUND, APPROVAL_NOT_POSSIBLE
 */
export async function requestUse(deps: GrantDependencies, actor: Actor, order: UseApplication): Promise<ApprovalRecord> {
  authorise(actor, 'seal-use:request', actor.organisation);
  const { records, clock, random } = deps;
  const grant = await records.get('grants', order.grant);
  const now = clock.now();
  const { person, organisation, client } = actor;
  const applicant = { person, organisation, client };
  const reason = grant && whyNotCovered(grant, { seal: grant.seal, kind: 'document', applicant, at: now });
  // Whom a grant does not name is told that there is one only of the seals of his own organisation.
  if (!grant || (reason !== null && !(await reaches(records, actor, { action: 'grant:read', organisation: grant.owner }))))
    throw new YinzhengError('GRANT_NOT_FOUND');
  if (reason) throw notPossible(reason);
  if (grant.state !== 'in-force') throw notPossible(bilingual('the grant is not in force', '授权未生效或已终止'));
  if (grant.approval === 'automatic') throw notPossible(bilingual('the grant asks for no approval', '该授权无须逐次审批'));
  checkOrder(order, grant.approval, now);
  const record: ApprovalRecord = {
    ...{ _id: randomId(random), schema: 1, version: 1, grant: grant._id, seal: grant.seal, owner: grant.owner, state: 'open' },
    ...{ applicant: actor, applicantName: nameOf(actor), digests: order.digests, purpose: order.purpose },
    ...{ requestedAt: isoInstant(now), expiresAt: isoInstant(order.expiresAt ?? now + USUAL_TERM) },
    ...{ approvals: grant.approvals, decisions: [], outbox: [], pending: false },
  };
  const told = toldApproval(deps, record, { kind: 'seal-use-requested', actor });
  await records.insert('approvals', told);
  deps.journal.poke();
  return told;
}

function checkOrder({ digests, expiresAt }: UseApplication, mode: 'per-use' | 'per-batch', now: Instant): void {
  if (digests.length === 0 || digests.length > MOST_DOCUMENTS || new Set(digests).size < digests.length)
    throw notPossible(bilingual(`1 to ${MOST_DOCUMENTS} documents, each once`, `应为 1 至 ${MOST_DOCUMENTS} 份文件，不得重复`));
  if (mode === 'per-use' && digests.length > 1)
    throw notPossible(bilingual('the grant asks for an approval of each document', '该授权须逐份审批'));
  if (expiresAt !== undefined && (expiresAt <= now || expiresAt > now + LONGEST_TERM))
    throw notPossible(bilingual('it ends within 30 days from now', '有效期须在 30 日之内'));
}

/** The refusal of what is asked of an application. */
export function notPossible(reason: ReturnType<typeof bilingual>): YinzhengError {
  return new YinzhengError('APPROVAL_NOT_POSSIBLE', { reason });
}
