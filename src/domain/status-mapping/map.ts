import { bilingual, YinzhengError, type Bilingual } from '../../base/errors/index.ts';
import type { LicenceStatus } from '../licence/index.ts';
import type { MappedCode, StatusMapping } from './model.ts';

/** Every status of ours, each of which a table sends as some code. */
const STATUSES: Readonly<Record<LicenceStatus, true>> = {
  ...{ valid: true, 'not-yet-valid': true, expired: true, suspended: true, 'transferred-out': true, replaced: true },
  ...{ cancelled: true, rescinded: true, revoked: true, void: true },
};

/**
 * Checks that a table holds together: each code once, each status sent as a code that is there and that, read again, does not say another.
 * @throws {YinzhengError} INPUT_INVALID
 */
export function checkMapping(mapping: StatusMapping): void {
  const reason = faultOf(mapping);
  if (reason) throw new YinzhengError('INPUT_INVALID', { reason });
}

/** The code that a status is sent as. */
export function sentAs({ codes, sent }: StatusMapping, status: LicenceStatus): MappedCode {
  const found = codes.find(({ code }) => code === sent[status]);
  if (!found) throw new RangeError('a table that was checked has a code for each status');
  return found;
}

/** The entry of a code that came, null where the table has none. */
export function readCode({ codes }: StatusMapping, code: string): MappedCode | null {
  return codes.find((each) => each.code === code) ?? null;
}

function faultOf({ codes, sent }: StatusMapping): Bilingual | null {
  const known = new Map(codes.map((each) => [each.code, each]));
  if (known.size < codes.length) return bilingual('a code is there twice', '代码重复');
  for (const status of Object.keys(STATUSES) as LicenceStatus[]) {
    const entry = known.get(sent[status]);
    if (!entry) return bilingual(`${status} is sent as a code that is not there`, `状态 ${status} 对应的代码不存在`);
    if (entry.status !== null && entry.status !== status)
      return bilingual(`${status} is sent as the code of ${entry.status}`, `状态 ${status} 对应了 ${entry.status} 的代码`);
  }
  return null;
}
