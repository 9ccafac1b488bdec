import { isYinzhengError } from '../../base/errors/index.ts';
import { sameItems } from '../../base/same-items.ts';
import { withPlaceKeys, type OrganisationRecord } from '../../domain/organisation/index.ts';
import { MAX_PAGE, type RecordStore } from '../storage/index.ts';

/** Setting that says that every organisation of the store can be found by its place. */
const SETTING = 'organisations-placed-by-line';

/**
 * Lets organisations that were recorded before there were scopes, or scopes of lines everywhere, be found beneath the places that they stand
 * beneath. Done once for a
 * store; interrupted, it is begun anew.
 */
export async function placeEarlierOrganisations(records: RecordStore): Promise<void> {
  if (await records.get('settings', SETTING)) return;
  for (let after: string | undefined; ;) {
    const page = await records.list('organisations', { limit: MAX_PAGE, ...(after !== undefined && { after }) });
    for (const record of page) if (isMisplaced(record)) await place(records, record._id);
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

function isMisplaced(record: OrganisationRecord): boolean {
  return record.placeKeys === undefined || !sameItems(record.placeKeys, withPlaceKeys(record).placeKeys ?? []);
}

async function place(records: RecordStore, id: string): Promise<void> {
  for (;;) {
    const record = await records.get('organisations', id);
    if (!record || !isMisplaced(record)) return;
    try {
      await records.replace('organisations', { ...withPlaceKeys(record), version: record.version + 1 });
      return;
    } catch (error) {
      if (!isYinzhengError(error, 'VERSION_CONFLICT')) throw error;
    }
  }
}
