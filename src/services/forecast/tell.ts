import { isYinzhengError } from '../../base/errors/index.ts';
import { localDateAt, type Instant } from '../../base/time.ts';
import type { RecordStore } from '../storage/index.ts';
import { stageOf, type Expiry, type ExpiryStage } from './model.ts';

/** Something whose end is close, and how close. */
export interface DueExpiry extends Expiry {
  readonly stage: ExpiryStage;
}

/** What ends within its thresholds or has ended, in the order given. */
export function dueExpiries(expiries: readonly Expiry[], now: Instant): readonly DueExpiry[] {
  return expiries.flatMap((expiry) => {
    const stage = stageOf(expiry, now);
    return stage === null ? [] : [{ ...expiry, stage }];
  });
}

const TOLD = 'forecast-told';

/**
 * Those of what is due that were not told today (Asia/Shanghai) at their stage, and remembers that they are now: a restart repeats
 * nothing, and of several servers one tells. Rejects with STORE_UNAVAILABLE.
 */
export async function untold(
  records: Pick<RecordStore, 'get' | 'insert' | 'replace'>,
  due: readonly DueExpiry[],
  now: Instant,
): Promise<readonly DueExpiry[]> {
  const today = localDateAt(now);
  const known = await records.get('settings', TOLD);
  const fresh = due.filter((expiry) => known?.value[nameOf(expiry)] !== today);
  if (fresh.length === 0) return [];
  const value = Object.fromEntries(due.map((expiry) => [nameOf(expiry), today]));
  try {
    if (known) await records.replace('settings', { ...known, version: known.version + 1, value });
    else await records.insert('settings', { _id: TOLD, schema: 1, version: 1, value });
  } catch (error) {
    if (!isYinzhengError(error, 'VERSION_CONFLICT', 'ALREADY_EXISTS')) throw error;
    return [];
  }
  return fresh;
}

/** The name of a field, which in a database may hold neither `.` nor `$`. */
function nameOf({ kind, id, stage }: DueExpiry): string {
  return `${kind}/${id}/${stage}`.replace(/[.$]/g, '_');
}
