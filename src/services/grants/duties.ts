/** Duties of approvers: deputies for a term (代理人), and handover to another person. */
import { bilingual } from '../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { EventFacts, EventKind } from '../../domain/journal/index.ts';
import { authorise } from '../access/authorise.ts';
import { randomId } from '../licences/random.ts';
import { accountEvenClosed, approverOf } from './accounts.ts';
import { notPossible } from './change.ts';
import { nameOf } from './decide.ts';
import type { GrantDependencies } from './ports.ts';

const LONGEST_DEPUTATION = 366 * 86_400_000;

/**
 * Names a deputy who approves in the actor's place for a term, by the actor's own code.
 * @throws {YinzhengError} NOT_ALLOWED, GRANT_INVALID for no account or one without a role that approves, GRANT_NOT_POSSIBLE, SECOND_FACTOR_REFUSED, APPROVER_NOT_ENROLLED,
 * SEAL_USE_REFUSED
 */
export async function nameDeputy(
  deps: GrantDependencies,
  actor: Actor,
  order: { readonly deputy: string; readonly from: Instant; readonly to: Instant; readonly code: string | null },
): Promise<void> {
  authorise(actor, 'seal-use:approve', actor.organisation);
  if (!(order.to > order.from && order.to - order.from <= LONGEST_DEPUTATION))
    throw notPossible(
      bilingual('the term has to end after it begins, a year later at most', '代理期限的止期须晚于起期，且不超过一年'),
    );
  const deputy = await approverOf(deps.records, actor.organisation, order.deputy);
  const principal = nameOf(actor);
  const [from, to] = [isoInstant(order.from), isoInstant(order.to)];
  await deps.grants.enter({ kind: 'deputy', principal, deputy, from, to, confirmed: { account: principal, code: order.code } });
  await tell(deps, actor, { kind: 'approver-deputy-named', subject: principal, facts: { principal, deputy, from, to } });
}

/**
 * Passes an approver's duties to another person, with what waits for approval: his own to somebody, or those of somebody who left, by the
 * code of the actor, who is not the one that receives them.
 * @throws {YinzhengError} NOT_ALLOWED, GRANT_INVALID for no account or one without a role that approves, SECOND_FACTOR_REFUSED, APPROVER_NOT_ENROLLED, SEAL_USE_REFUSED
 */
export async function handOver(
  deps: GrantDependencies,
  actor: Actor,
  order: { readonly from: string; readonly to: string; readonly code: string | null },
): Promise<void> {
  authorise(actor, 'seal-use:approve', actor.organisation);
  // Whoever left has an account that is closed.
  const from = await accountEvenClosed(deps.records, order.from);
  const to = await approverOf(deps.records, actor.organisation, order.to);
  const confirmed = { account: nameOf(actor), code: order.code };
  await deps.grants.enter({ kind: 'handover', from, to, confirmed });
  await tell(deps, actor, { kind: 'approver-duties-passed', subject: from, facts: { from, to } });
}

async function tell(
  { journal, clock, random }: GrantDependencies,
  actor: Actor,
  { kind, subject, facts }: { readonly kind: EventKind; readonly subject: string; readonly facts: EventFacts },
): Promise<void> {
  const at = isoInstant(clock.now());
  await journal.record([
    {
      ...{ id: `approvers/${randomId(random)}`, kind, subject: `accounts/${subject}`, effectiveAt: at, recordedAt: at, actor },
      ...{ purpose: null, facts },
    },
  ]);
}
