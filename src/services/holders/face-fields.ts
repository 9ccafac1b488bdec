import { readLicenceType, versionOf, type FieldDefinition } from '../../domain/catalogue/index.ts';
import type { LicenceEdition, LicenceRecord } from '../../domain/licence/index.ts';
import type { RecordStore } from '../storage/index.ts';

/** Definitions of the face fields by which an edition was made: those of its type, and what bodies beneath had added. */
export async function faceFieldsOf(
  records: Pick<RecordStore, 'get'>,
  { typeCode }: Pick<LicenceRecord, 'typeCode'>,
  { typeVersion, typeAdditions = [] }: Pick<LicenceEdition, 'typeVersion' | 'typeAdditions'>,
): Promise<readonly FieldDefinition[]> {
  const [stored, additions] = await Promise.all([
    records.get('licence-types', typeCode),
    Promise.all(typeAdditions.map(({ owner }) => records.get('licence-type-additions', `${typeCode}.${owner}`))),
  ]);
  const own = stored ? versionOf(readLicenceType(stored), typeVersion)?.content.fields : undefined;
  const added = additions.map((record, at) => record?.versions.find(({ number }) => number === typeAdditions[at]?.version));
  return [...(own ?? []), ...added.flatMap((version) => version?.content.fields ?? [])];
}
