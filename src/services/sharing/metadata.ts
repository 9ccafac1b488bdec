import { publishedVersion, readLicenceType, type TypeDefinition } from '../../domain/catalogue/index.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import { sharedType } from '../../domain/sharing/index.ts';
import type { SharingDependencies } from './ports.ts';
import { SAMPLE_TYPES } from './samples.ts';
import { record, sharerOf } from './sharer.ts';
import type { SharedTypeFacts } from './shapes.ts';

/**
 * What the fields of the licence types mean that are shared with the system (元数据获取), or of one of them; those that nothing is published of are left out.
 * @throws {YinzhengError} NOT_ALLOWED, LICENCE_TYPE_NOT_FOUND also for a type that is not shared
 */
export async function sharedMetadata(
  deps: SharingDependencies,
  actor: Actor,
  { typeCode }: { readonly typeCode?: string | undefined },
): Promise<readonly SharedTypeFacts[]> {
  const sharer = await sharerOf(deps, actor, null);
  const { terms } = sharer;
  const codes = terms.sandbox ? SAMPLE_TYPES.map(({ code }) => code) : terms.types.map(({ code }) => code);
  const wanted = typeCode === undefined ? codes : codes.filter((code) => code === typeCode);
  const found: SharedTypeFacts[] = [];
  for (const code of wanted) {
    const facts = terms.sandbox ? SAMPLE_TYPES.find((type) => type.code === code) : await fromCatalogue(deps, code);
    const shared = sharedType(terms, code);
    if (!facts || !shared) continue;
    found.push({
      ...facts,
      fields: facts.fields.filter(({ name }) => shared.fields === null || shared.fields.includes(name)),
      files: shared.files,
    });
  }
  if (typeCode !== undefined && found.length === 0)
    throw new YinzhengError('LICENCE_TYPE_NOT_FOUND', { type: typeCode.slice(0, 40) });
  await record(deps, sharer, {
    ...{ operation: 'metadata', kind: 'sharing-used', subject: 'licence-types', purpose: null },
    facts: { types: found.map(({ code }) => code) },
  });
  return found;
}

async function fromCatalogue({ store }: SharingDependencies, code: string): Promise<SharedTypeFacts | null> {
  const stored = await store.records.get('licence-types', code);
  const version = stored && publishedVersion(readLicenceType(stored));
  return version ? { code, version: version.number, files: true, ...describe(version.content) } : null;
}

function describe({ name, fields }: TypeDefinition): Pick<SharedTypeFacts, 'name' | 'fields'> {
  return { name, fields: fields.map((field) => ({ name: field.name, type: field.type ?? 'text', required: field.required })) };
}
