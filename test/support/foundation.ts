/** What a store holds before anything is issued or stamped: organisations, seals, types of licence and grants; to begin another store with. */
import type { Collections, RecordStore } from '../../src/services/storage/index.ts';

type Kind = 'organisations' | 'seals' | 'licence-types' | 'grants';

/** Records by collection. */
export type Foundation = { readonly [K in Kind]: readonly Collections[K][] };

const all = { limit: 100 };

/** Reads it, as it is now. */
export async function foundationOf(records: RecordStore): Promise<Foundation> {
  return {
    organisations: await records.list('organisations', all),
    seals: await records.list('seals', all),
    'licence-types': await records.list('licence-types', all),
    grants: await records.list('grants', all),
  };
}

/** Begins a store with it. */
export async function found(records: RecordStore, foundation: Foundation): Promise<void> {
  for (const record of foundation.organisations) await records.insert('organisations', record);
  for (const record of foundation.seals) await records.insert('seals', record);
  for (const record of foundation['licence-types']) await records.insert('licence-types', record);
  for (const record of foundation.grants) await records.insert('grants', record);
}
