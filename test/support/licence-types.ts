/** Licence types of an installation in a test, changed as nobody can: what was published, otherwise. */
import assert from 'node:assert/strict';
import { publishedVersion, readLicenceType, type TypeDefinition } from '../../src/domain/catalogue/index.ts';
import type { RecordStore } from '../../src/services/storage/index.ts';

/** Makes the published version of a type say something else. */
export async function changeType(records: RecordStore, code: string, change: Partial<TypeDefinition>): Promise<void> {
  const stored = await records.get('licence-types', code);
  assert.ok(stored);
  const record = readLicenceType(stored);
  const published = publishedVersion(record);
  const versions = record.versions.map((one) => (one === published ? { ...one, content: { ...one.content, ...change } } : one));
  await records.replace('licence-types', { ...record, version: record.version + 1, versions });
}
