/** Deciding about a list of destruction: it is reviewed by one and approved by another, neither of them who made it. */
import { bilingual, YinzhengError, type Bilingual } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Action, Actor } from '../../domain/access/index.ts';
import type { DestructionDecision, DestructionList } from '../../domain/retention/index.ts';
import { findList } from './find.ts';
import type { RetentionDependencies } from './ports.ts';
import { changeRecord } from './write.ts';

/** Which list, and what is to be noted. */
export interface DecisionOrder {
  readonly id: string;
  readonly note: string;
}

/** Says of a list that all on it may go, for its organisation. Rejects with NOT_ALLOWED, DESTRUCTION_LIST_NOT_FOUND, DESTRUCTION_REFUSED. */
export function reviewList(deps: RetentionDependencies, actor: Actor, order: DecisionOrder): Promise<DestructionList> {
  return decide(deps, actor, { ...order, action: 'retention:review', kind: 'reviewed', from: ['made'] });
}

/** Agrees to a list that was reviewed, above its organisation. Rejects as {@link reviewList} does. */
export function approveList(deps: RetentionDependencies, actor: Actor, order: DecisionOrder): Promise<DestructionList> {
  return decide(deps, actor, { ...order, action: 'retention:approve', kind: 'approved', from: ['reviewed'] });
}

/** Refuses a list, of those who may review or approve it; nothing on it is destroyed. Rejects as {@link reviewList} does. */
export function refuseList(deps: RetentionDependencies, actor: Actor, order: DecisionOrder): Promise<DestructionList> {
  return decide(deps, actor, { ...order, action: 'retention:refuse', kind: 'refused', from: ['made', 'reviewed', 'approved'] });
}

async function decide(
  deps: RetentionDependencies,
  actor: Actor,
  order: DecisionOrder & {
    readonly action: Action;
    readonly kind: DestructionDecision['kind'];
    readonly from: readonly DestructionList['state'][];
  },
): Promise<DestructionList> {
  const { id, note, action, kind, from } = order;
  await findList(deps.store.records, actor, { action, id });
  const changed = await changeRecord(deps, { collection: 'destruction-lists', id }, (list) => {
    if (!from.includes(list.state)) throw refused(bilingual(`it is ${list.state}`, `清册状态为 ${list.state}`));
    // Of systems nobody knows whether they are one person.
    if (actor.person === null) throw refused(bilingual('a person decides this', '须由自然人账号决定'));
    const others = [list.madeBy, ...list.decisions.map((decision) => decision.actor)];
    if (kind !== 'refused' && others.some(({ person }) => person === actor.person))
      throw refused(bilingual('another account has to decide this', '须由其他账号决定'));
    const decision = { kind, at: isoInstant(deps.clock.now()), actor, note };
    return {
      next: { ...list, state: kind, decisions: [...list.decisions, decision] },
      told: { kind: `destruction-list-${kind}`, actor, facts: { organisation: list.organisation, items: list.items.length } },
    };
  });
  if (!changed) throw new YinzhengError('DESTRUCTION_LIST_NOT_FOUND');
  return changed;
}

function refused(reason: Bilingual): YinzhengError {
  return new YinzhengError('DESTRUCTION_REFUSED', { reason });
}
