/** What a store holds before anything is issued or stamped: organisations, seals, the catalogue and grants; to begin another store with. */
import type { Collections, RecordStore } from '../../src/services/storage/index.ts';

const KINDS = ['organisations', 'places', 'seals', 'face-templates', 'dictionaries', 'licence-types', 'grants'] as const;

type Kind = (typeof KINDS)[number];

/** Records by collection. */
export type Foundation = { readonly [K in Kind]: readonly Collections[K][] };

const all = { limit: 1000 };

/** Reads it, as it is now. */
export async function foundationOf(records: RecordStore): Promise<Foundation> {
  const read = async <K extends Kind>(kind: K) => [kind, await records.list(kind, all)] as const;
  return Object.fromEntries(await Promise.all(KINDS.map((kind) => read(kind)))) as unknown as Foundation;
}

/** Begins a store with it. */
export async function found(records: RecordStore, foundation: Foundation): Promise<void> {
  for (const kind of KINDS) for (const record of foundation[kind]) await records.insert<Kind>(kind, record);
}
