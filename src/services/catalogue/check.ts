/** Whether what was drafted may be submitted and published. */
import { bilingual, type Bilingual } from '../../base/errors/index.ts';
import {
  additionFault,
  dictionaryFault,
  publishedVersion,
  readLicenceType,
  typeFault,
  type FieldDefinition,
  type TemplateReference,
} from '../../domain/catalogue/index.ts';
import { placeOf } from '../../domain/organisation/index.ts';
import { readTemplate } from '../../drawing/index.ts';
import type { RecordStore } from '../storage/index.ts';
import type { CatalogueContents, CatalogueEntry, CatalogueKind } from './kinds.ts';

type Reading = Pick<RecordStore, 'get'>;

/** What is wrong with the content of an entry's open version; null when nothing is. */
export async function contentFault<K extends CatalogueKind>(
  records: Reading,
  kind: K,
  { entry, content }: { readonly entry: CatalogueEntry<K>; readonly content: CatalogueContents[K] },
): Promise<Bilingual | null> {
  switch (kind) {
    case 'licence-types':
      return faultOfType(records, content as CatalogueContents['licence-types']);
    case 'licence-type-additions':
      return faultOfAddition(records, entry, content as CatalogueContents['licence-type-additions']);
    default:
      return dictionaryFault(
        content as CatalogueContents['dictionaries'],
        (publishedVersion(entry)?.content as CatalogueContents['dictionaries'] | undefined) ?? null,
      );
  }
}

async function faultOfType(records: Reading, content: CatalogueContents['licence-types']): Promise<Bilingual | null> {
  const names = [...content.fields.map(({ name }) => name), ...Object.keys(content.bindings)];
  return (
    typeFault(content) ??
    (await dictionaryMissing(records, content.fields)) ??
    (await faceFault(records, content.templates, new Set(names)))
  );
}

async function faultOfAddition(
  records: Reading,
  entry: CatalogueEntry,
  content: CatalogueContents['licence-type-additions'],
): Promise<Bilingual | null> {
  const [code = ''] = entry._id.split('.');
  const [stored, body] = await Promise.all([records.get('licence-types', code), records.get('organisations', entry.owner)]);
  const base = stored ? publishedVersion(readLicenceType(stored)) : null;
  if (!base || !body) return bilingual('the type that it adds to is not published', '所补充的证照类型尚未发布');
  const names = [base.content, content].flatMap(({ fields, bindings }) => [
    ...fields.map(({ name }) => name),
    ...Object.keys(bindings),
  ]);
  return (
    additionFault(content, base.content, placeOf(body)) ??
    (await dictionaryMissing(records, content.fields)) ??
    (await faceFault(records, content.templates, new Set(names)))
  );
}

async function dictionaryMissing(records: Reading, fields: readonly FieldDefinition[]): Promise<Bilingual | null> {
  for (const { name, dictionary } of fields) {
    const found = dictionary === undefined ? null : await records.get('dictionaries', dictionary);
    if (dictionary !== undefined && !(found && publishedVersion(found)))
      return bilingual(`the dictionary of the field ${name} is not published`, `字段“${name}”的数据字典尚未发布`);
  }
  return null;
}

/** A face shows only what the type has, and has one place for the seal. */
async function faceFault(
  records: Reading,
  templates: readonly TemplateReference[],
  names: ReadonlySet<string>,
): Promise<Bilingual | null> {
  for (const { name, digest } of templates) {
    const kept = digest === null ? null : await records.get('face-templates', digest);
    if (!kept) continue;
    const { pages } = readTemplate(kept.face);
    const places = pages.flatMap(({ fields = [], pictures = [], tables = [] }) => [...fields, ...pictures, ...tables]);
    const unknown = places.find((place) => !names.has(place.name));
    if (unknown)
      return bilingual(
        `the template ${name} shows ${unknown.name}, which is no field`,
        `模板“${name}”所显示的“${unknown.name}”不是字段`,
      );
    if (pages.flatMap(({ seals = [] }) => seals).length === 0)
      return bilingual(`the template ${name} has no place for the seal`, `模板“${name}”没有印章位置`);
  }
  return null;
}
