/** Rules of retention: how long which records are kept. */
import { bilingual, isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import { MOST_YEARS, ruleId, type RetentionRule } from '../../domain/retention/index.ts';
import { authorise } from '../access/authorise.ts';
import { authoriseEverywhere } from '../organisations/index.ts';
import { MAX_PAGE, type RecordStore } from '../storage/index.ts';
import type { RetentionDependencies } from './ports.ts';
import { changeRecord, eventOf, type Told } from './write.ts';

/** A rule as it is asked for. */
export type RuleOrder = Pick<RetentionRule, 'kind' | 'type' | 'start' | 'years' | 'basis'>;

/** The rules there are. Rejects with NOT_ALLOWED. */
export async function listRules(records: RecordStore, actor: Actor): Promise<readonly RetentionRule[]> {
  authorise(actor, 'retention:read', actor.organisation);
  return records.list('retention-rules', { limit: MAX_PAGE });
}

/**
 * Records how long a kind of record is kept, in place of what was recorded before. Lists of destruction that are made follow the rule that holds
 * when they are carried out.
 * @throws {YinzhengError} NOT_ALLOWED, INPUT_INVALID, LICENCE_TYPE_NOT_FOUND
 */
export async function recordRule(deps: RetentionDependencies, actor: Actor, order: RuleOrder): Promise<RetentionRule> {
  // A rule is about the records of all organisations.
  const { records } = deps.store;
  await authoriseEverywhere(records, actor, 'retention:manage');
  check(order);
  if (order.type !== null && !(await records.get('licence-types', order.type)))
    throw new YinzhengError('LICENCE_TYPE_NOT_FOUND', { type: order.type });
  const id = ruleId(order);
  const { years, start, basis } = order;
  const facts = { kind: order.kind, type: order.type, start, years, basis };
  const told: Told = { kind: 'retention-rule-recorded', actor, facts };
  const recordedAt = isoInstant(deps.clock.now());
  for (;;) {
    const changed = await changeRecord(deps, { collection: 'retention-rules', id }, (record) => ({
      next: { ...record, years, start, basis, recordedAt, actor },
      told,
    }));
    if (changed) return changed;
    const outbox = [eventOf(deps, { collection: 'retention-rules', id, version: 1 }, told)];
    const made: RetentionRule = { _id: id, schema: 1, version: 1, ...order, recordedAt, actor, outbox, pending: true };
    try {
      await records.insert('retention-rules', made);
      deps.journal.poke();
      return made;
    } catch (error) {
      if (!isYinzhengError(error, 'ALREADY_EXISTS')) throw error;
    }
  }
}

function check({ kind, type, start, years }: RuleOrder): void {
  if (!Number.isInteger(years) || years < 0 || years > MOST_YEARS)
    throw invalid(`a term has 0 to ${MOST_YEARS} whole years`, `期限应为 0 至 ${MOST_YEARS} 的整数年`);
  if (kind !== 'licences' && (type !== null || start !== 'recorded'))
    throw invalid('only licences have types and an end of validity', '仅证照有类型和有效期止');
}

function invalid(en: string, zh: string): YinzhengError {
  return new YinzhengError('INPUT_INVALID', { reason: bilingual(en, zh) });
}
