/** The catalogue as a file: types with their faces, additions and dictionaries, to be taken elsewhere and drafted there. */
import { isYinzhengError, type YinzhengError } from '../../base/errors/index.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import { inlineFace, publishedVersion, type TemplateReference } from '../../domain/catalogue/index.ts';
import type { RecordStore } from '../storage/index.ts';
import { draftEntry } from './draft.ts';
import type { CatalogueContents, CatalogueDrafts, CatalogueEntry, CatalogueKind } from './kinds.ts';
import type { CatalogueDependencies } from './ports.ts';
import { listEntries } from './read.ts';

/** Name and version of the form of a file. */
export const CATALOGUE_FORMAT = 'yinzheng-catalogue/1';

/** An entry in a file. */
export interface ExchangedEntry<K extends CatalogueKind> {
  readonly id: string;
  readonly content: CatalogueDrafts[K];
}

/** A file of the catalogue. */
export type CatalogueFile = { readonly format: typeof CATALOGUE_FORMAT } & {
  readonly [K in CatalogueKind]: readonly ExchangedEntry<K>[];
};

/**
 * What is published in the catalogue and seen by the actor, as a file; of the types named only, with their dictionaries, where any is named.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function exportCatalogue(records: RecordStore, actor: Actor, codes: readonly string[]): Promise<CatalogueFile> {
  const types = (await listEntries(records, actor, 'licence-types')).filter(
    ({ _id }) => codes.length === 0 || codes.includes(_id),
  );
  const chosen = new Set(types.map(({ _id }) => _id));
  const additions = (await listEntries(records, actor, 'licence-type-additions')).filter(({ _id }) =>
    chosen.has(_id.split('.')[0] ?? ''),
  );
  const fields = [
    ...types.flatMap((entry) => publishedVersion(entry)?.content.fields ?? []),
    ...additions.flatMap((entry) => publishedVersion(entry)?.content.fields ?? []),
  ];
  const used = new Set(fields.map(({ dictionary }) => dictionary));
  const dictionaries = (await listEntries(records, actor, 'dictionaries')).filter(
    ({ _id }) => codes.length === 0 || used.has(_id),
  );
  return {
    format: CATALOGUE_FORMAT,
    dictionaries: await exchanged(records, 'dictionaries', dictionaries),
    'licence-types': await exchanged(records, 'licence-types', types),
    'licence-type-additions': await exchanged(records, 'licence-type-additions', additions),
  };
}

async function exchanged<K extends CatalogueKind>(
  records: RecordStore,
  kind: K,
  entries: readonly CatalogueEntry<K>[],
): Promise<readonly ExchangedEntry<K>[]> {
  const found: ExchangedEntry<K>[] = [];
  for (const entry of entries) {
    const content = publishedVersion(entry)?.content;
    if (content) found.push({ id: entry._id, content: await withFaces(records, { kind, id: entry._id, content }) });
  }
  return found;
}

async function withFaces<K extends CatalogueKind>(
  records: RecordStore,
  { kind, id, content }: { readonly kind: K; readonly id: string; readonly content: CatalogueContents[K] },
): Promise<CatalogueDrafts[K]> {
  if (kind === 'dictionaries') return content as unknown as CatalogueDrafts[K];
  const { templates, ...rest } = content as CatalogueContents['licence-types'];
  const faces = [];
  for (const template of templates)
    faces.push({ name: template.name, area: template.area, face: await faceOf(records, id, template) });
  return { ...rest, templates: faces } as unknown as CatalogueDrafts[K];
}

async function faceOf(records: RecordStore, type: string, { digest }: TemplateReference): Promise<unknown> {
  if (digest !== null) return (await records.get('face-templates', digest))?.face ?? null;
  const stored = await records.get('licence-types', type);
  return stored ? inlineFace(stored) : null;
}

/** What became of an entry of a file: drafted, the same as what is published, or refused, and why. */
export interface ImportOutcome {
  readonly kind: CatalogueKind;
  readonly id: string;
  readonly outcome: 'drafted' | 'unchanged' | 'refused';
  readonly version: number | null;
  readonly error: YinzhengError | null;
}

/** Kinds in the order in which they rely on each other. */
const IN_ORDER: readonly CatalogueKind[] = ['dictionaries', 'licence-types', 'licence-type-additions'];

/**
 * Drafts what a file has, each entry by itself: nothing of it holds before it is submitted and another person publishes it. What is published the
 * same already is left.
 * @throws {YinzhengError} NOT_ALLOWED, STORE_UNAVAILABLE
 */
export async function importCatalogue(
  deps: CatalogueDependencies,
  actor: Actor,
  { file, owner, purpose }: { readonly file: CatalogueFile; readonly owner: string | null; readonly purpose: Purpose },
): Promise<readonly ImportOutcome[]> {
  const outcomes: ImportOutcome[] = [];
  for (const kind of IN_ORDER) {
    const known = await exportedById(deps.records, actor, kind);
    for (const { id, content } of file[kind]) {
      if (known.get(id) === JSON.stringify(sorted(content))) {
        outcomes.push({ kind, id, outcome: 'unchanged', version: null, error: null });
        continue;
      }
      outcomes.push(await importOne(deps, actor, { kind, id, owner, content, purpose }));
    }
  }
  return outcomes;
}

async function importOne(
  deps: CatalogueDependencies,
  actor: Actor,
  order: Parameters<typeof draftEntry>[2],
): Promise<ImportOutcome> {
  const { kind, id } = order;
  try {
    const entry = await draftEntry(deps, actor, order);
    return { kind, id, outcome: 'drafted', version: entry.versions.at(-1)?.number ?? null, error: null };
  } catch (error) {
    if (!isYinzhengError(error) || isYinzhengError(error, 'STORE_UNAVAILABLE')) throw error;
    return { kind, id, outcome: 'refused', version: null, error };
  }
}

async function exportedById(records: RecordStore, actor: Actor, kind: CatalogueKind): Promise<ReadonlyMap<string, string>> {
  const entries = await exchanged(records, kind, await listEntries(records, actor, kind));
  return new Map(entries.map(({ id, content }) => [id, JSON.stringify(sorted(content))]));
}

/** A value with the members of its objects in the order of their names, and without those that are undefined. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(
    members.sort(([left], [right]) => (left < right ? -1 : 1)).map(([name, member]) => [name, sorted(member)]),
  );
}
