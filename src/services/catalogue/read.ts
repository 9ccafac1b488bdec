import { isInScope, type Actor } from '../../domain/access/index.ts';
import { publishedVersion } from '../../domain/catalogue/index.ts';
import { placed, scopeFor } from '../organisations/index.ts';
import { MAX_PAGE, type RecordStore } from '../storage/index.ts';
import { asEntry, type CatalogueEntry, type CatalogueKind } from './kinds.ts';
import { findEntry } from './write.ts';

/**
 * Entries of a kind that an actor sees: those kept by bodies within his scope with all of their versions, and those of others that are published.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listEntries<K extends CatalogueKind>(
  records: RecordStore,
  actor: Actor,
  kind: K,
): Promise<readonly CatalogueEntry<K>[]> {
  const scope = await scopeFor(records, actor, 'catalogue:read');
  const stored = await records.list<CatalogueKind>(kind, { limit: MAX_PAGE });
  const entries = stored.map((one) => asEntry(kind, one as CatalogueEntry<K>));
  const shown = await Promise.all(
    entries.map(async (entry) => {
      const owner = await records.get('organisations', entry.owner);
      if (owner && isInScope(scope, placed(owner))) return entry;
      const published = publishedVersion(entry);
      return published
        ? { ...entry, versions: [published], withdrawal: entry.withdrawal?.state === 'decided' ? entry.withdrawal : null }
        : null;
    }),
  );
  return shown.filter((entry) => entry !== null);
}

/**
 * One entry with all of its versions, within the actor's scope.
 * @throws {YinzhengError} NOT_ALLOWED, CATALOGUE_ENTRY_NOT_FOUND
 */
export async function getEntry<K extends CatalogueKind>(
  records: Pick<RecordStore, 'get'>,
  actor: Actor,
  { kind, id }: { readonly kind: K; readonly id: string },
): Promise<CatalogueEntry<K>> {
  return findEntry(records, actor, { action: 'catalogue:read', kind, id });
}
