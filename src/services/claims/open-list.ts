/** Which status list new licences get their entries in. */
import { isYinzhengError } from '../../base/errors/index.ts';
import type { RecordStore } from '../storage/index.ts';

/** `_id` in `settings` of the number of the list in use. */
const OPEN = 'status-lists';

/** The number of the list in use, 1 in the beginning: that many lists there are. Rejects with STORE_UNAVAILABLE. */
export async function openList(records: Pick<RecordStore, 'get'>): Promise<number> {
  const known = await records.get('settings', OPEN);
  const { open } = known?.value ?? {};
  return typeof open === 'number' ? open : 1;
}

/** Begins the list after one, unless somebody did so already. Rejects with STORE_UNAVAILABLE. */
export async function openNextList(records: Pick<RecordStore, 'get' | 'insert' | 'replace'>, full: number): Promise<void> {
  const known = await records.get('settings', OPEN);
  if (known && Number(known.value['open']) > full) return;
  const record = { _id: OPEN, schema: 1, version: (known?.version ?? 0) + 1, value: { open: full + 1 } } as const;
  try {
    await (known ? records.replace('settings', record) : records.insert('settings', record));
  } catch (error) {
    if (!isYinzhengError(error, 'VERSION_CONFLICT', 'ALREADY_EXISTS')) throw error;
  }
}
