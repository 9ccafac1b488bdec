import type { Actor } from '../../domain/access/index.ts';
import type { LicenceTypeRecord } from '../../domain/licence/index.ts';
import { authorise } from '../access/authorise.ts';
import { MAX_PAGE, type RecordStore } from '../storage/index.ts';

/**
 * The licence types (证照类型) of the register, at most 1,000.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listLicenceTypes(records: RecordStore, actor: Actor): Promise<readonly LicenceTypeRecord[]> {
  authorise(actor, 'licence-type:read');
  return records.list('licence-types', { limit: MAX_PAGE });
}
