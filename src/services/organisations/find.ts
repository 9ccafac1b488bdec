import { YinzhengError } from '../../base/errors/index.ts';
import { isInScope, scopeOf, type Action, type Actor, type Placed, type Scope } from '../../domain/access/index.ts';
import { hasEnded, placeOf, type OrganisationRecord, type Reach } from '../../domain/organisation/index.ts';
import { authorise } from '../access/authorise.ts';
import type { RecordStore } from '../storage/index.ts';
import { areasSince } from './register/succession.ts';

/** An organisation as scopes see it. */
export function placed(record: OrganisationRecord): Placed {
  return { organisation: record._id, place: placeOf(record) };
}

/**
 * The scope in which an actor may do something with organisations. Who belongs to one that has ended reaches nothing beneath it.
 * @throws {YinzhengError} NOT_ALLOWED when the capacity has no such action at all
 */
export async function scopeFor(records: Pick<RecordStore, 'get'>, actor: Actor, action: Action): Promise<Scope> {
  authorise(actor, action, actor.organisation);
  const home = actor.organisation === null ? null : await records.get('organisations', actor.organisation);
  return withSuccessors(records, scopeOf(actor, action, home && !hasEnded(home) ? placed(home) : null));
}

/** The scope with the areas that took the place of its own: one that was given by an old code finds what is under the new one. */
async function withSuccessors(records: Pick<RecordStore, 'get'>, scope: Scope): Promise<Scope> {
  if (scope.kind !== 'area' && scope.kind !== 'line') return scope;
  const places: Reach[] = [];
  for (const { area, line } of scope.places)
    for (const now of area === null ? [null] : await areasSince(records, area)) places.push({ area: now, line });
  return { ...scope, places };
}

/**
 * Refuses what concerns every organisation to who does not reach all of them.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function authoriseEverywhere(records: Pick<RecordStore, 'get'>, actor: Actor, action: Action): Promise<void> {
  const scope = await scopeFor(records, actor, action);
  if (scope.kind !== 'everything') throw new YinzhengError('NOT_ALLOWED', { action });
}

/** An organisation that an actor may act on, and the scope that says so. */
export interface FoundOrganisation {
  readonly record: OrganisationRecord;
  readonly scope: Scope;
}

/** An actor's scope, and a question about organisations that looks each up once. */
export interface Reaching {
  readonly scope: Scope;
  /** Whether what belongs to an organisation is within the scope; what belongs to none is within that of everything alone. */
  readonly includes: (organisation: string | null) => Promise<boolean>;
}

/**
 * The scope in which an actor may do something with what belongs to organisations, to be asked of many.
 * @throws {YinzhengError} NOT_ALLOWED when the capacity has no such action at all
 */
export async function reachOf(records: Pick<RecordStore, 'get'>, actor: Actor, action: Action): Promise<Reaching> {
  const scope = await scopeFor(records, actor, action);
  const known = new Map<string, boolean>();
  return {
    scope,
    async includes(organisation) {
      if (scope.kind === 'everything' || scope.kind === 'none') return scope.kind === 'everything';
      if (organisation === null) return false;
      if (scope.kind === 'own') return scope.organisation === organisation;
      const before = known.get(organisation);
      if (before !== undefined) return before;
      const record = await records.get('organisations', organisation);
      const isIncluded = record !== null && isInScope(scope, placed(record));
      known.set(organisation, isIncluded);
      return isIncluded;
    },
  };
}

/**
 * Whether an actor may do something with what belongs to an organisation, or to none.
 * @throws {YinzhengError} NOT_ALLOWED when the capacity has no such action at all
 */
export async function reaches(
  records: Pick<RecordStore, 'get'>,
  actor: Actor,
  { action, organisation }: { readonly action: Action; readonly organisation: string | null },
): Promise<boolean> {
  return (await reachOf(records, actor, action)).includes(organisation);
}

/**
 * The organisation of a code. One outside the actor's scope is not found, so that its existence is not told.
 * @throws {YinzhengError} ORGANISATION_NOT_FOUND, NOT_ALLOWED when the capacity has no such action at all
 */
export async function findInScope(
  records: Pick<RecordStore, 'get'>,
  actor: Actor,
  { action, code }: { readonly action: Action; readonly code: string },
): Promise<FoundOrganisation> {
  const scope = await scopeFor(records, actor, action);
  const record = await records.get('organisations', code);
  if (!record || !isInScope(scope, placed(record)))
    throw new YinzhengError('ORGANISATION_NOT_FOUND', { organisation: code.slice(0, 18) });
  return { record, scope };
}
