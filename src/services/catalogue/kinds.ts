/** The three kinds of entries of the catalogue, and where each is kept. */
import { YinzhengError } from '../../base/errors/index.ts';
import {
  readLicenceType,
  type CatalogueRecord,
  type DictionaryContent,
  type StoredLicenceType,
  type TemplateReference,
  type TypeAddition,
  type TypeDefinition,
} from '../../domain/catalogue/index.ts';
import type { RecordStore } from '../storage/index.ts';

/** A licence type, what a body adds to one, or a dictionary; by the name of their collection. */
export const CATALOGUE_KINDS = ['licence-types', 'licence-type-additions', 'dictionaries'] as const;

/** One of them. */
export type CatalogueKind = (typeof CATALOGUE_KINDS)[number];

/** What each kind contains. */
export interface CatalogueContents {
  readonly 'licence-types': TypeDefinition;
  readonly 'licence-type-additions': TypeAddition;
  readonly dictionaries: DictionaryContent;
}

/** A face with the template that it is for, as it is drafted. */
export interface DraftedTemplate extends Omit<TemplateReference, 'digest'> {
  /** As `drawing/layout` reads it. */
  readonly face: unknown;
}

/** The same with faces instead of their digests, as drafts and files have it. */
export interface CatalogueDrafts {
  readonly 'licence-types': Omit<TypeDefinition, 'templates'> & { readonly templates: readonly DraftedTemplate[] };
  readonly 'licence-type-additions': Omit<TypeAddition, 'templates'> & { readonly templates: readonly DraftedTemplate[] };
  readonly dictionaries: DictionaryContent;
}

/** An entry of the catalogue, whatever its kind. */
export type CatalogueEntry<K extends CatalogueKind = CatalogueKind> = CatalogueRecord<CatalogueContents[K]>;

/** An entry by its id, as it is now, whenever it was recorded; null where there is none. */
export async function readEntry<K extends CatalogueKind>(
  records: Pick<RecordStore, 'get'>,
  kind: K,
  id: string,
): Promise<CatalogueEntry<K> | null> {
  const stored = await records.get<CatalogueKind>(kind, id);
  return stored && asEntry<K>(kind, stored as CatalogueEntry<K> | StoredLicenceType);
}

/** A stored record as an entry. */
export function asEntry<K extends CatalogueKind>(kind: K, stored: CatalogueEntry<K> | StoredLicenceType): CatalogueEntry<K> {
  return (kind === 'licence-types' ? readLicenceType(stored as StoredLicenceType) : stored) as CatalogueEntry<K>;
}

/**
 * The entry of an id.
 * @throws {YinzhengError} CATALOGUE_ENTRY_NOT_FOUND
 */
export async function requireEntry<K extends CatalogueKind>(
  records: Pick<RecordStore, 'get'>,
  kind: K,
  id: string,
): Promise<CatalogueEntry<K>> {
  const entry = await readEntry(records, kind, id);
  if (!entry) throw new YinzhengError('CATALOGUE_ENTRY_NOT_FOUND');
  return entry;
}
