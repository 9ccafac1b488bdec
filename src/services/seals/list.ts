import type { Actor } from '../../domain/access/index.ts';
import type { SealRecord } from '../../domain/seal/index.ts';
import { authorise } from '../access/authorise.ts';
import type { RecordStore } from '../storage/index.ts';

/**
 * The seals of the actor's organisation.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listSeals(records: RecordStore, actor: Actor): Promise<readonly SealRecord[]> {
  authorise(actor, 'seal:read', actor.organisation);
  return records.find('seals', { index: 'owner', equals: actor.organisation ?? '', limit: 1_000 });
}
