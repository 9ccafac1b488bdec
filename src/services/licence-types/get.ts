import { YinzhengError } from '../../base/errors/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import { authorise } from '../access/authorise.ts';
import type { RecordStore } from '../storage/index.ts';
import { issuerOf, shownType, type LicenceTypeView } from './shown.ts';

/**
 * One licence type that is published.
 * @throws {YinzhengError} NOT_ALLOWED, LICENCE_TYPE_NOT_FOUND
 */
export async function getLicenceType(records: RecordStore, actor: Actor, code: string): Promise<LicenceTypeView> {
  authorise(actor, 'licence-type:read');
  const stored = await records.get('licence-types', code);
  const shown = stored ? shownType(stored, await issuerOf(records, actor)) : null;
  if (!shown) throw new YinzhengError('LICENCE_TYPE_NOT_FOUND', { type: code.slice(0, 40) });
  return shown;
}
