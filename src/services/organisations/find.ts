import { YinzhengError } from '../../base/errors/index.ts';
import { isInScope, scopeOf, type Action, type Actor, type Placed, type Scope } from '../../domain/access/index.ts';
import { hasEnded, placeOf, type OrganisationRecord } from '../../domain/organisation/index.ts';
import { authorise } from '../access/authorise.ts';
import type { RecordStore } from '../storage/index.ts';

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
  return scopeOf(actor, action, home && !hasEnded(home) ? placed(home) : null);
}

/** An organisation that an actor may act on, and the scope that says so. */
export interface FoundOrganisation {
  readonly record: OrganisationRecord;
  readonly scope: Scope;
}

/**
 * Whether an actor may do something with what belongs to an organisation.
 * @throws {YinzhengError} NOT_ALLOWED when the capacity has no such action at all
 */
export async function reaches(
  records: Pick<RecordStore, 'get'>,
  actor: Actor,
  { action, organisation }: { readonly action: Action; readonly organisation: string },
): Promise<boolean> {
  const scope = await scopeFor(records, actor, action);
  const record = await records.get('organisations', organisation);
  return record !== null && isInScope(scope, placed(record));
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
