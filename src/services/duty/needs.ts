import { YinzhengError } from '../../base/errors/index.ts';
import {
  addsFor,
  isWithdrawn,
  publishedVersion,
  readLicenceType,
  type Issuer,
  type ServiceItemUse,
  type TypeAdditionRecord,
} from '../../domain/catalogue/index.ts';
import { itemsOf, requiredBy } from '../../domain/demand/index.ts';
import { placeOf } from '../../domain/organisation/index.ts';
import { MAX_PAGE, type RecordStore } from '../storage/index.ts';

/** A licence type that an item needs. */
export interface NeededType {
  readonly code: string;
  readonly name: string;
}

/** An item with the types of licences that it needs, where a body asks. */
export interface ItemNeeds {
  readonly item: Pick<ServiceItemUse, 'code' | 'name'>;
  readonly types: readonly NeededType[];
}

/**
 * The types of licences that a service item needs at a body: by the types themselves, and by what that body and those above it added.
 * @throws {YinzhengError} SERVICE_ITEM_NOT_FOUND where nothing needs a licence for it
 */
export async function needsOf(records: RecordStore, body: Issuer, item: string): Promise<ItemNeeds> {
  const [types, additions] = await Promise.all([
    records.list('licence-types', { limit: MAX_PAGE }),
    records.list('licence-type-additions', { limit: MAX_PAGE }),
  ]);
  const holding = await additionsFor(records, additions, body);
  const needed = types.flatMap((stored) => {
    const record = readLicenceType(stored);
    const version = publishedVersion(record);
    if (!version) return [];
    const added = holding.filter(({ type }) => type === record._id).flatMap((each) => publishedVersion(each)?.content ?? []);
    const use = requiredBy(itemsOf(version, added), item);
    return use ? [{ use, type: { code: record._id, name: version.content.name } }] : [];
  });
  const [first] = needed;
  if (!first) throw new YinzhengError('SERVICE_ITEM_NOT_FOUND');
  return { item: { code: item, name: first.use.name }, types: needed.map(({ type }) => type) };
}

async function additionsFor(
  records: Pick<RecordStore, 'get'>,
  additions: readonly TypeAdditionRecord[],
  body: Issuer,
): Promise<readonly TypeAdditionRecord[]> {
  const found = await Promise.all(
    additions.map(async (addition) => {
      const owner = isWithdrawn(addition) ? null : await records.get('organisations', addition.owner);
      return owner && addsFor({ organisation: owner._id, place: placeOf(owner) }, body) ? [addition] : [];
    }),
  );
  return found.flat();
}
