/** Reading the feed of changes. What is read lies up to the place that the feed has reached, so that nothing comes in before it later. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { LicenceChangeRecord, RecordStore } from '../storage/index.ts';
import { CHANGES_PLACE } from './place.ts';
import type { FeedPage } from './shapes.ts';

const PAGE = 500;
/** Records that one call looks through at most. */
const MOST_LOOKED_AT = 5_000;

/** `_id` of the change that an entry of the journal tells of. */
export function changeId(sequence: number): string {
  return String(sequence).padStart(16, '0');
}

/** How far the feed goes: the number of the last entry of the journal that is in it. Rejects with STORE_UNAVAILABLE. */
export async function feedPlace(records: Pick<RecordStore, 'get'>): Promise<number> {
  const place = await records.get('settings', CHANGES_PLACE);
  return Number(place?.value['sequence'] ?? 0);
}

/**
 * Checks that a feed which goes as far as `place` has been at a cursor.
 * @throws {YinzhengError} INPUT_INVALID for a number beyond the feed
 */
export function checkWithin(after: number, place: number): void {
  if (after > place)
    throw new YinzhengError('INPUT_INVALID', {
      reason: bilingual('the cursor is beyond the feed: begin again from 0', '游标超出变更流，请从 0 重新开始'),
    });
}

/**
 * Changes after a number, ascending, of the types that are shown. Entries of the journal are numbered without gaps in the order in which they
 * became durable, whoever wrote them, and the place moves on only when all up to it are in the feed.
 * @throws {YinzhengError} INPUT_INVALID for a number beyond the feed: it is of another store, or of data that were restored since
 */
export async function readFeed(
  records: Pick<RecordStore, 'get' | 'list'>,
  { after, limit, shows }: { readonly after: number; readonly limit: number; readonly shows: (typeCode: string) => boolean },
): Promise<FeedPage> {
  const place = await feedPlace(records);
  checkWithin(after, place);
  const items: LicenceChangeRecord[] = [];
  let through = after;
  for (let looked = 0; looked < MOST_LOOKED_AT;) {
    const page = await records.list('licence-changes', { after: changeId(through), limit: PAGE });
    const within = page.filter(({ _id }) => Number(_id) <= place);
    for (const change of within) {
      through = Number(change._id);
      if (!shows(change.typeCode)) continue;
      items.push(change);
      if (items.length === limit) return { items, through, more: through < place };
    }
    looked += page.length;
    if (within.length < PAGE) return { items, through: place, more: false };
  }
  return { items, through, more: true };
}
