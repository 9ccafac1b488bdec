/** The objections of who made them: a holder his own alone, a counter those of its organisation. */
import { YinzhengError, type ErrorCode } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Action, Actor } from '../../domain/access/index.ts';
import { takeStep, type ObjectionRecord } from '../../domain/objection/index.ts';
import { authorise, type AuthenticatedHolder } from '../access/index.ts';
import { changeRecord } from '../holders/change.ts';
import { identify, subjectOf } from '../holders/known.ts';
import type { OnBehalf } from '../holders/my-licences.ts';
import { factsOf, holderKey, organisationKey, type Filer } from './make.ts';
import type { ObjectionDependencies, ObjectionKeeping } from './ports.ts';

/** The error of an objection that is not there, or not to be seen. */
export const MISSING = 'OBJECTION_NOT_FOUND' satisfies ErrorCode;

/**
 * Who a holder objects as: himself, or somebody for whom he acts.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function holderFiler(
  deps: ObjectionDependencies,
  who: AuthenticatedHolder,
  { onBehalfOf, power }: OnBehalf & { readonly power: 'read' | 'object' },
): Promise<Filer> {
  authorise(who.actor, `holding:${power}`);
  const { holder, actor } = await subjectOf(deps, await identify(deps, who), { onBehalfOf, power });
  return { key: holderKey(holder._id), actor };
}

/**
 * Who an actor of an organisation objects as.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export function counterFiler(actor: Actor, action: Action): Filer {
  authorise(actor, action, actor.organisation);
  if (actor.organisation === null) throw new YinzhengError('NOT_ALLOWED', { action });
  return { key: organisationKey(actor.organisation), actor };
}

/**
 * An objection of who asks.
 * @throws {YinzhengError} OBJECTION_NOT_FOUND, also for those of others
 */
export async function findOwn(
  { records }: Pick<ObjectionKeeping, 'records'>,
  { key }: Filer,
  id: string,
): Promise<ObjectionRecord> {
  const found = await records.get('objections', id);
  if (found?.filer !== key) throw new YinzhengError(MISSING);
  return found;
}

const EVENT_OF = { withdraw: 'objection-withdrawn', close: 'objection-closed' } as const;

/**
 * Takes an objection back while it is open, or closes it once it was answered.
 * @throws {YinzhengError} OBJECTION_NOT_FOUND, OBJECTION_NOT_POSSIBLE
 */
export async function endObjection(
  deps: ObjectionKeeping,
  filer: Filer,
  { id, step, note }: { readonly id: string; readonly step: 'withdraw' | 'close'; readonly note: string | null },
): Promise<ObjectionRecord> {
  const { actor } = filer;
  await findOwn(deps, filer, id);
  return changeRecord(deps, { collection: 'objections', id, actor, missing: MISSING }, (objection) => {
    const at = isoInstant(deps.clock.now());
    const fields = takeStep(objection, { step, at, organisation: actor.organisation, note });
    return { fields, event: { kind: EVENT_OF[step], facts: factsOf(objection) } };
  });
}
