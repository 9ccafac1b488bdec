/** Demands as the issuers of a type see and answer them. */
import { YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { DemandAnswer, DemandRecord } from '../../domain/demand/index.ts';
import { authorise } from '../access/index.ts';
import { changeRecord } from '../holders/change.ts';
import { personsTold } from '../journal/index.ts';
import { issuerOf, shownType } from '../licence-types/shown.ts';
import { randomId } from '../licences/random.ts';
import type { RecordStore } from '../storage/index.ts';
import type { DutyDependencies } from './ports.ts';

type Dependencies = Pick<DutyDependencies, 'records' | 'journal' | 'clock' | 'random'>;
type DemandAction = 'licence-demand:read' | 'licence-demand:answer';

/** A page of demands; `next` continues it, null at the end. */
export interface DemandPage {
  readonly items: readonly DemandRecord[];
  readonly next: string | null;
}

/**
 * Demands for licences of a type that the actor's organisation issues, to be shown masked.
 * @throws {YinzhengError} NOT_ALLOWED, LICENCE_TYPE_NOT_FOUND for a type that it does not issue
 */
export async function listDemands(
  { records }: Pick<DutyDependencies, 'records'>,
  actor: Actor,
  {
    type,
    after,
    limit = 20,
  }: { readonly type: string; readonly after?: string | undefined; readonly limit?: number | undefined },
): Promise<DemandPage> {
  authorise(actor, 'licence-demand:read', actor.organisation);
  if (!(await issues(records, actor, type))) throw new YinzhengError('LICENCE_TYPE_NOT_FOUND', { type: type.slice(0, 40) });
  const found = await records.find('demands', {
    index: 'type',
    equals: type,
    limit: limit + 1,
    ...(after !== undefined && { after }),
  });
  const items = found.slice(0, limit);
  return { items, next: found.length > limit ? (items.at(-1)?._id ?? null) : null };
}

/**
 * One demand whole, for who looks whether there is such a licence; recorded before it is answered.
 * @throws {YinzhengError} NOT_ALLOWED, DEMAND_NOT_FOUND
 */
export async function getDemand(deps: Dependencies, actor: Actor, id: string): Promise<DemandRecord> {
  const demand = await findDemand(deps.records, actor, { action: 'licence-demand:read', id });
  const at = isoInstant(deps.clock.now());
  const facts = { type: demand.typeCode, ...personsTold(deps.journal, [{ code: demand.holder }]) };
  await deps.journal.record([
    {
      ...{ id: `reads/${randomId(deps.random)}`, kind: 'licence-demand-read', subject: `demands/${id}` },
      ...{ effectiveAt: at, recordedAt: at, actor, purpose: null, facts },
    },
  ]);
  return demand;
}

/**
 * Answers a demand: what the counter that registered it is told.
 * @throws {YinzhengError} NOT_ALLOWED, DEMAND_NOT_FOUND, DEMAND_ANSWERED
 */
export async function answerDemand(
  deps: Dependencies,
  actor: Actor,
  { id, answer, note }: { readonly id: string; readonly answer: DemandAnswer; readonly note: string | null },
): Promise<DemandRecord> {
  await findDemand(deps.records, actor, { action: 'licence-demand:answer', id });
  return changeRecord(deps, { collection: 'demands', id, actor, missing: 'DEMAND_NOT_FOUND' }, (demand) => {
    if (demand.state !== 'open') throw new YinzhengError('DEMAND_ANSWERED');
    const given = { answer, note, organisation: actor.organisation, at: isoInstant(deps.clock.now()) };
    const event = { kind: 'licence-demand-answered', facts: { type: demand.typeCode, answer } } as const;
    return { fields: { state: 'answered' as const, answer: given }, event };
  });
}

async function findDemand(
  records: RecordStore,
  actor: Actor,
  { action, id }: { readonly action: DemandAction; readonly id: string },
): Promise<DemandRecord> {
  authorise(actor, action, actor.organisation);
  const demand = await records.get('demands', id);
  if (!demand || !(await issues(records, actor, demand.typeCode))) throw new YinzhengError('DEMAND_NOT_FOUND');
  return demand;
}

async function issues(records: RecordStore, actor: Actor, type: string): Promise<boolean> {
  const stored = await records.get('licence-types', type);
  return stored !== null && shownType(stored, await issuerOf(records, actor))?.issuable === true;
}
