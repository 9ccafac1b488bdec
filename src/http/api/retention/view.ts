import type { z } from 'zod';
import type { LicenceRecord } from '../../../domain/licence/index.ts';
import type { DestructionList, RetentionRule } from '../../../domain/retention/index.ts';
import type { holdSchema, listSchema, listSummarySchema, ruleSchema } from './schema.ts';

export function ruleView({ kind, type, start, years, basis, recordedAt }: RetentionRule): z.infer<typeof ruleSchema> {
  return { kind, type, start, years, basis, recordedAt };
}

/** Whether a licence is held; the reason names people and stays in the register. */
export function holdView(identifier: string, { hold }: LicenceRecord): z.infer<typeof holdSchema> {
  return { identifier, held: hold !== undefined, since: hold?.since ?? null, documentNumber: hold?.documentNumber ?? null };
}

export function listSummaryView(list: DestructionList): z.infer<typeof listSummarySchema> {
  const { _id: id, organisation, state, madeAt, madeBy, items, decisions, outcome } = list;
  return {
    ...{ id, organisation, state, madeAt, madeBy: madeBy.person, count: items.length },
    decisions: decisions.map(({ kind, at, actor, note }) => ({ kind, at, account: actor.person, note })),
    outcome: outcome && { ...outcome, left: outcome.left.map(({ id: left, why }) => ({ id: left, why })) },
  };
}

export function listView(list: DestructionList): z.infer<typeof listSchema> {
  const items = list.items.map(({ collection, id, identifier, type, rule, due }) => {
    return { kind: collection, id, identifier, type, rule, due };
  });
  return { ...listSummaryView(list), items };
}
