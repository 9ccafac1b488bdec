import { isYinzhengError, YinzhengError } from '../../../base/errors/index.ts';
import type { RecordStore } from '../../storage/index.ts';

const SERIAL_DIGITS = 8;
/** Seals that may be numbered at once in one area before somebody is told to try again. */
const ATTEMPTS = 200;

/**
 * The next code of an area, 14 digits: those of the county, then a running number. It is claimed, so that two seals made at once have two.
 * @throws {YinzhengError} SERVICE_BUSY, STORE_UNAVAILABLE
 */
export async function allotCode(
  records: Pick<RecordStore, 'get' | 'insert' | 'replace'>,
  { area, at }: { readonly area: string; readonly at: string },
): Promise<string> {
  const prefix = area.slice(0, 6);
  const counter = `seal-code/${prefix}`;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const known = await records.get('claims', counter);
    const last = known ? Number(known.owner) : 0;
    const code = `${prefix}${String(last + 1).padStart(SERIAL_DIGITS, '0')}`;
    const next = { _id: counter, schema: 1, version: (known?.version ?? 0) + 1, owner: String(last + 1), claimedAt: at } as const;
    try {
      await (known ? records.replace('claims', next) : records.insert('claims', next));
    } catch (error) {
      if (isYinzhengError(error, 'VERSION_CONFLICT', 'ALREADY_EXISTS')) continue;
      throw error;
    }
    // Codes that a registry gave are not in the count.
    if (!(await records.get('seals', code))) return code;
  }
  throw new YinzhengError('SERVICE_BUSY', { seconds: 5 });
}
