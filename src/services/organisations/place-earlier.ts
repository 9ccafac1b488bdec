import { isYinzhengError } from '../../base/errors/index.ts';
import { withPlaceKeys } from '../../domain/organisation/index.ts';
import { MAX_PAGE, type RecordStore } from '../storage/index.ts';

/** Setting that says that every organisation of the store can be found by its place. */
const SETTING = 'organisations-placed';

/**
 * Lets organisations that were recorded before there were scopes be found beneath the places that they stand beneath. Done once for a
 * store; interrupted, it is begun anew.
 */
export async function placeEarlierOrganisations(records: RecordStore): Promise<void> {
  if (await records.get('settings', SETTING)) return;
  for (let after: string | undefined; ;) {
    const page = await records.list('organisations', { limit: MAX_PAGE, ...(after !== undefined && { after }) });
    for (const { _id, placeKeys } of page) if (placeKeys === undefined) await place(records, _id);
    after = page.at(-1)?._id;
    if (page.length < MAX_PAGE) break;
  }
  try {
    await records.insert('settings', { _id: SETTING, schema: 1, version: 1, value: {} });
  } catch (error) {
    // Another server of the same store did the same.
    if (!isYinzhengError(error, 'ALREADY_EXISTS')) throw error;
  }
}

async function place(records: RecordStore, id: string): Promise<void> {
  for (;;) {
    const record = await records.get('organisations', id);
    if (!record || record.placeKeys !== undefined) return;
    try {
      await records.replace('organisations', { ...withPlaceKeys(record), version: record.version + 1 });
      return;
    } catch (error) {
      if (!isYinzhengError(error, 'VERSION_CONFLICT')) throw error;
    }
  }
}
