import { areaLevel, areaParent, isAreaCode, placeId, type AreaCode } from '../../../domain/organisation/index.ts';
import type { RecordStore } from '../../storage/index.ts';

/** Most codes that one is followed to: codes change seldom. */
const MOST = 32;

/**
 * The codes that took the place of an area directly, as the register says; none where it says nothing. A township or village of a county that was replaced
 * by one other has its own three or six digits beneath that, unless the register says otherwise.
 */
export async function areaSuccessors(records: Pick<RecordStore, 'get'>, area: AreaCode): Promise<readonly AreaCode[]> {
  const known = await records.get('places', placeId('area', area));
  if (known) return known.successors.filter(isAreaCode);
  const above = areaLevel(area) > 3 ? areaParent(area) : null;
  if (above === null) return [];
  const [only, ...more] = await areaSuccessors(records, above);
  const moved = only === undefined || more.length > 0 ? '' : `${only}${area.slice(above.length)}`;
  return isAreaCode(moved) ? [moved] : [];
}

/**
 * An area and every code that took its place since, one after the other: what a scope that was given by an old code stands for. Organisations that
 * still have the old code are found by it, those that were moved or are new by the others.
 */
export async function areasSince(records: Pick<RecordStore, 'get'>, area: AreaCode): Promise<readonly AreaCode[]> {
  const found = new Set([area]);
  for (const code of found) {
    if (found.size >= MOST) break;
    for (const next of await areaSuccessors(records, code)) found.add(next);
  }
  return [...found].slice(0, MOST);
}
