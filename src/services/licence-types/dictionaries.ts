import { publishedVersion, type Dictionaries, type FieldDefinition } from '../../domain/catalogue/index.ts';
import type { RecordStore } from '../storage/index.ts';

/** The dictionaries that fields choose from, as they hold now; one that is not published is absent. */
export async function dictionariesOf(
  records: Pick<RecordStore, 'get'>,
  fields: readonly FieldDefinition[],
): Promise<Dictionaries> {
  const codes = [...new Set(fields.flatMap(({ dictionary }) => (dictionary === undefined ? [] : [dictionary])))];
  const found = await Promise.all(
    codes.map(async (code) => {
      const record = await records.get('dictionaries', code);
      const version = record && publishedVersion(record);
      return version ? ([[code, version.content]] as const) : [];
    }),
  );
  return new Map(found.flat());
}
