import type { Actor } from '../../domain/access/index.ts';
import { authorise } from '../access/authorise.ts';
import { MAX_PAGE, type RecordStore } from '../storage/index.ts';
import { issuerOf, shownType, type LicenceTypeView } from './shown.ts';

/**
 * The published licence types (证照类型) of the register, at most 1,000; those of a province are seen in all of it (统分结合).
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listLicenceTypes(records: RecordStore, actor: Actor): Promise<readonly LicenceTypeView[]> {
  authorise(actor, 'licence-type:read');
  const issuer = await issuerOf(records, actor);
  const stored = await records.list('licence-types', { limit: MAX_PAGE });
  return stored.map((one) => shownType(one, issuer)).filter((one) => one !== null);
}
