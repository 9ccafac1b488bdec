/** The face of a version of a type, published or not, with examples, so that it is seen before anybody approves it. */
import { YinzhengError } from '../../base/errors/index.ts';
import { isoInstant, localDateAt, LONG_TERM } from '../../base/time.ts';
import { paintLicence, type DocumentEngine } from '../../documents/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import {
  inlineFace,
  typeInUse,
  typeOf,
  versionOf,
  type CatalogueVersion,
  type FieldDefinition,
  type TypeDefinition,
  type TypeInUse,
} from '../../domain/catalogue/index.ts';
import { writeIdentifier } from '../../domain/identifier/index.ts';
import type { Holder, LicenceEdition, LicenceRecord } from '../../domain/licence/index.ts';
import { placeOf } from '../../domain/organisation/index.ts';
import { paintingOf } from '../licences/complete.ts';
import { markedFace } from '../licences/drafts/index.ts';
import type { Clock } from '../platform.ts';
import type { RecordStore } from '../storage/index.ts';
import { findEntry } from './write.ts';

/** What is to be seen of a type: the last version that is not discarded, and its first face, where none is named. */
export interface TypePreview {
  readonly id: string;
  readonly version?: number | undefined;
  readonly template?: string | undefined;
}

/**
 * The face of a version of a licence type as a PDF, filled with the examples of its fields and marked as a specimen (样张) on each page. Nothing is
 * signed or written.
 * @throws {YinzhengError} NOT_ALLOWED, CATALOGUE_ENTRY_NOT_FOUND, and as painting does: GLYPH_MISSING, TEXT_DOES_NOT_FIT, TEMPLATE_INVALID,
 * IMAGE_UNUSABLE
 */
export async function previewType(
  {
    records,
    engine,
    clock,
  }: { readonly records: Pick<RecordStore, 'get'>; readonly engine: DocumentEngine; readonly clock: Clock },
  actor: Actor,
  { id, version: number, template }: TypePreview,
): Promise<Uint8Array> {
  const entry = await findEntry(records, actor, { action: 'catalogue:read', kind: 'licence-types', id });
  const version = number === undefined ? entry.versions.findLast(({ state }) => state !== 'discarded') : versionOf(entry, number);
  const owner = await records.get('organisations', entry.owner);
  if (!version || !owner) throw new YinzhengError('CATALOGUE_ENTRY_NOT_FOUND');
  const named = template ?? version.content.templates[0]?.name;
  if (named === undefined || !version.content.templates.some(({ name }) => name === named))
    throw new YinzhengError('CATALOGUE_ENTRY_NOT_FOUND');
  const issuer = { organisation: owner._id, place: placeOf(owner) };
  const type = typeInUse(entry, version, { issuer, additions: [], template: named });
  if (!type) throw new YinzhengError('CATALOGUE_ENTRY_NOT_FOUND');
  const face = await faceOf(records, type, id);
  const sample = sampleOf(type, version, { issuer: { code: owner._id, name: owner.name }, now: clock.now() });
  const usable = { type, face: markedFace(face), faceKey: `${type.template.digest ?? `${id}/${version.number}`}/specimen` };
  return paintLicence(engine, paintingOf(sample, { usable, qrText: '样张' })).bytes;
}

async function faceOf(records: Pick<RecordStore, 'get'>, { template: { digest } }: TypeInUse, id: string): Promise<unknown> {
  if (digest !== null) {
    const kept = await records.get('face-templates', digest);
    if (!kept) throw new YinzhengError('STORE_DAMAGED', { what: `face-templates/${digest}` });
    return kept.face;
  }
  const stored = await records.get('licence-types', id);
  return stored ? inlineFace(stored) : null;
}

/** A licence that nobody has, with the examples of its type. */
function sampleOf(
  type: TypeInUse,
  { content }: CatalogueVersion<TypeDefinition>,
  { issuer, now }: { readonly issuer: LicenceRecord['issuer']; readonly now: number },
): LicenceRecord {
  const holders = Array.from({ length: Math.max(1, content.holders.least) }, () => sampleHolder(content.holders.kind));
  const [at, today] = [isoInstant(now), localDateAt(now)];
  const nobody = {
    person: null,
    organisation: null,
    capacity: 'operator',
    onBehalfOf: null,
    client: 'preview',
    session: null,
  } as const;
  const edition: LicenceEdition = {
    ...{ number: '001', verificationCode: '0000-0000-0000-0000-0', licenceNumber: '样例〔0000〕第 0000 号' },
    identifier: writeIdentifier({ typeCode: type.code, issuerCode: issuer.code, serial: '0'.repeat(20), edition: '001' }),
    ...{ typeVersion: type.version, template: type.template.name, issueDate: today, validFrom: today, validTo: LONG_TERM },
    fields: Object.fromEntries(type.fields.flatMap(exampleOf)),
    intent: { stamping: '', seal: '', sealVersion: 0, signingTime: at },
    ...{ files: [], issuedBy: nobody, purpose: { item: '', caseNumber: null, cause: '' }, recordedAt: at },
  };
  return {
    ...{ _id: '', schema: 1, version: 1, origin: 'issued', state: 'reserved', caseKey: '', requestDigest: '' },
    ...{ typeCode: type.code, typeName: type.name, issuer, responsible: issuer, holders, editions: [edition], events: [] },
    ...{ demonstration: true, outbox: [], pending: false },
  };
}

function sampleHolder(kind: TypeDefinition['holders']['kind']): Holder {
  return kind === 'organisation'
    ? { name: '样例有限公司', codeType: '099', code: '0000000000' }
    : { name: '张样例', codeType: '999', code: '0000000000' };
}

/** What stands in a field: its example, else something of its kind; nothing for pictures and tables without one. */
function exampleOf(definition: FieldDefinition): readonly (readonly [string, string])[] {
  const { name, label, example, maxLength } = definition;
  if (example !== undefined) return [[name, example]];
  const kind = typeOf(definition);
  if (kind === 'image' || kind === 'table') return [];
  const value = kind === 'date' ? '2000-01-01' : kind === 'number' ? '1' : [...label].slice(0, maxLength).join('');
  return [[name, value]];
}
