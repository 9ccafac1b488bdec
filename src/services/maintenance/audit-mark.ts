/** How far a log of key uses was once seen to go, remembered in the register: a log that was cut off, or taken away, shows. */
import { isYinzhengError } from '../../base/errors/index.ts';
import type { AuditHead } from '../pki/index.ts';
import type { RecordStore } from '../storage/index.ts';

/** Beginning of `_id` in `settings`. The log belongs to the machine: no backup of the register takes the mark along. */
export const AUDIT_MARK = 'key-audit:';

/** The mark of a log by its name, null while there is none. */
export async function readAuditMark(records: Pick<RecordStore, 'get'>, log: string): Promise<AuditHead | null> {
  const record = await records.get('settings', AUDIT_MARK + log);
  const { file, lines, hash } = record?.value ?? {};
  return typeof file === 'number' && typeof lines === 'number' && typeof hash === 'string' ? { file, lines, hash } : null;
}

/** Moves a mark on. Where another process does the same at once, one of the two heads is kept. Rejects with STORE_UNAVAILABLE. */
export async function writeAuditMark(
  records: Pick<RecordStore, 'get' | 'insert' | 'replace'>,
  log: string,
  { file, lines, hash }: AuditHead,
): Promise<void> {
  const _id = AUDIT_MARK + log;
  const known = await records.get('settings', _id);
  const value = { file, lines, hash };
  try {
    if (known) await records.replace('settings', { ...known, version: known.version + 1, value });
    else await records.insert('settings', { _id, schema: 1, version: 1, value });
  } catch (error) {
    if (!isYinzhengError(error, 'VERSION_CONFLICT', 'ALREADY_EXISTS')) throw error;
  }
}
