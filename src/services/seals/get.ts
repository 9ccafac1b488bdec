import type { Actor } from '../../domain/access/index.ts';
import type { SealRecord } from '../../domain/seal/index.ts';
import type { RecordStore } from '../storage/index.ts';
import { findSealInScope } from './find-seal.ts';

/**
 * The seal of a code, with all versions and what was filed of it.
 * @throws {YinzhengError} SEAL_NOT_FOUND, outside the actor's scope too; NOT_ALLOWED
 */
export async function getSeal(records: Pick<RecordStore, 'get'>, actor: Actor, code: string): Promise<SealRecord> {
  return findSealInScope(records, actor, { action: 'seal:read', code });
}
