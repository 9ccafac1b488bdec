import { YinzhengError } from '../../base/errors/index.ts';
import type { Action, Actor } from '../../domain/access/index.ts';
import type { SealRecord } from '../../domain/seal/index.ts';
import { authorise } from '../access/authorise.ts';
import { reaches } from '../organisations/index.ts';
import type { RecordStore } from '../storage/index.ts';

/**
 * The seal of a code whose owner is within the actor's scope; another is not found, so that its existence is not told.
 * @throws {YinzhengError} SEAL_NOT_FOUND, NOT_ALLOWED when the capacity has no such action at all
 */
export async function findSealInScope(
  records: Pick<RecordStore, 'get'>,
  actor: Actor,
  { action, code }: { readonly action: Action; readonly code: string },
): Promise<SealRecord> {
  authorise(actor, action, actor.organisation);
  const seal = await records.get('seals', code);
  if (!seal || !(await reaches(records, actor, { action, organisation: seal.owner }))) throw new YinzhengError('SEAL_NOT_FOUND');
  return seal;
}
