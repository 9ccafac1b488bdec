/** How far the journal is counted, and which counting it is. */
import type { RecordStore, SettingRecord } from '../storage/index.ts';

/** `_id` in `settings`. */
const PLACE = 'statistics';

/** Which counting of the journal counts, from 1, and the last entry that it has counted. */
export interface CountingPlace {
  readonly generation: number;
  readonly sequence: number;
  readonly record: SettingRecord | null;
}

/** Where counting is now; at the beginning of the first where nothing was counted yet. */
export async function countingPlace(records: Pick<RecordStore, 'get'>): Promise<CountingPlace> {
  const record = await records.get('settings', PLACE);
  return {
    generation: Number(record?.value['generation'] ?? 1),
    sequence: Number(record?.value['sequence'] ?? 0),
    record,
  };
}

/**
 * Moves the place on.
 * @throws {YinzhengError} VERSION_CONFLICT, ALREADY_EXISTS when somebody else moved it meanwhile
 */
export async function moveCounting(
  records: Pick<RecordStore, 'insert' | 'replace'>,
  { record }: CountingPlace,
  to: { readonly generation: number; readonly sequence: number },
): Promise<CountingPlace> {
  const moved: SettingRecord = { _id: PLACE, schema: 1, version: (record?.version ?? 0) + 1, value: { ...to } };
  await (record ? records.replace('settings', moved) : records.insert('settings', moved));
  return { ...to, record: moved };
}
