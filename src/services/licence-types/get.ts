import { YinzhengError } from '../../base/errors/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { LicenceTypeRecord } from '../../domain/licence/index.ts';
import { authorise } from '../access/authorise.ts';
import type { RecordStore } from '../storage/index.ts';

/**
 * One licence type.
 * @throws {YinzhengError} NOT_ALLOWED, LICENCE_TYPE_NOT_FOUND
 */
export async function getLicenceType(records: RecordStore, actor: Actor, code: string): Promise<LicenceTypeRecord> {
  authorise(actor, 'licence-type:read');
  const type = await records.get('licence-types', code);
  if (!type) throw new YinzhengError('LICENCE_TYPE_NOT_FOUND', { type: code });
  return type;
}
