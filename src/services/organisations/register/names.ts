import { placeId, type OrganisationRecord, type Tree } from '../../../domain/organisation/index.ts';
import type { RecordStore } from '../../storage/index.ts';

/** Names of the places of organisations, by tree and code as in {@link placeId}; codes that are not registered are missing. */
export type PlaceNames = ReadonlyMap<string, string>;

/** Name of a place, null where it is not registered. */
export function placeNameIn(names: PlaceNames, tree: Tree, code: string | null): string | null {
  return code === null ? null : (names.get(placeId(tree, code)) ?? null);
}

/** Looks up what the places of organisations are called, each once. */
export async function placeNames(
  records: Pick<RecordStore, 'get'>,
  organisations: readonly Pick<OrganisationRecord, 'areaCode' | 'line' | 'formerAreas'>[],
): Promise<PlaceNames> {
  const ids = new Set(
    organisations.flatMap(({ areaCode, line = null, formerAreas = [] }) => [
      ...[areaCode, ...formerAreas.map((former) => former.areaCode)].map((code) => placeId('area', code)),
      ...(line === null ? [] : [placeId('line', line)]),
    ]),
  );
  const names = new Map<string, string>();
  for (const id of ids) {
    const found = await records.get('places', id);
    if (found) names.set(id, found.name);
  }
  return names;
}
