import type { Actor } from '../../domain/access/index.ts';
import type { OrganisationRecord } from '../../domain/organisation/index.ts';
import type { RecordStore } from '../storage/index.ts';
import { findInScope } from './find.ts';

/**
 * One organisation within the actor's scope.
 * @throws {YinzhengError} ORGANISATION_NOT_FOUND, NOT_ALLOWED
 */
export async function getOrganisation(records: RecordStore, actor: Actor, code: string): Promise<OrganisationRecord> {
  return (await findInScope(records, actor, { action: 'organisation:read', code })).record;
}
