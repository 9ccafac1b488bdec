import { fromBase64 } from '../../base/bytes.ts';
import { LONG_TERM, type EndDate, type LocalDate } from '../../base/time.ts';
import type { FaceContent } from '../../documents/index.ts';
import {
  rowsOf,
  typeOf,
  type FaceSource,
  type FieldDefinition,
  type TableRow,
  type TypeInUse,
} from '../../domain/catalogue/index.ts';
import { firstIssueDate, type LicenceEdition, type LicenceRecord } from '../../domain/licence/index.ts';

/** Of a type, what its faces show. */
export type ShownType = Pick<TypeInUse, 'fields' | 'bindings'>;

/** What a template shows of a licence: the department's fields by their names, and what the type binds to the licence itself. */
export function faceContent(type: ShownType, licence: LicenceRecord, edition: LicenceEdition): FaceContent {
  const values: Record<string, string> = {};
  const tables = new Map<string, readonly TableRow[]>();
  const pictures = new Map<string, Uint8Array>();
  const definitions = new Map(type.fields.map((definition) => [definition.name, definition]));
  for (const [name, value] of Object.entries(edition.fields)) {
    const definition = definitions.get(name);
    const kind = definition ? typeOf(definition) : 'text';
    if (value.trim() === '') continue;
    if (kind === 'image') pictures.set(name, fromBase64(value));
    else if (kind === 'table') tables.set(name, rowsOf(value));
    else values[name] = definition ? shown(definition, value) : value;
  }
  for (const [field, source] of Object.entries(type.bindings)) values[field] = SOURCES[source](licence, edition);
  return { values, tables, pictures };
}

/** A value in the words of a face: dates as they are written in Chinese, numbers with their unit. */
function shown(definition: FieldDefinition, value: string): string {
  if (typeOf(definition) === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(value)) return chineseDate(value);
  return typeOf(definition) === 'number' && definition.unit !== undefined ? `${value}${definition.unit}` : value;
}

const SOURCES: Readonly<Record<FaceSource, (licence: LicenceRecord, edition: LicenceEdition) => string>> = {
  'holder-name': ({ holders }) => holders.map(({ name }) => name).join('、'),
  'holder-code': ({ holders }) => holders.map(({ code }) => code).join('、'),
  'first-holder-name': ({ holders }) => holders[0]?.name ?? '',
  'first-holder-code': ({ holders }) => holders[0]?.code ?? '',
  'second-holder-name': ({ holders }) => holders[1]?.name ?? '',
  'second-holder-code': ({ holders }) => holders[1]?.code ?? '',
  'licence-number': (_, { licenceNumber }) => licenceNumber,
  identifier: (_, { identifier }) => identifier,
  'verification-code': (_, { verificationCode }) => verificationCode,
  issuer: ({ issuer }) => issuer.name,
  'issuer-code': ({ issuer }) => issuer.code,
  'issue-date': (_, { issueDate }) => chineseDate(issueDate),
  'first-issue-date': (licence) => chineseDate(firstIssueDate(licence)),
  'valid-from': (_, { validFrom }) => chineseDate(validFrom),
  'valid-to': (_, { validTo }) => chineseEnd(validTo),
  validity: (_, { validFrom, validTo }) => `${chineseDate(validFrom)}至${chineseEnd(validTo)}`,
};

function chineseDate(date: LocalDate | string): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return `${year}年${month}月${day}日`;
}

function chineseEnd(date: EndDate): string {
  return date === LONG_TERM ? '长期' : chineseDate(date);
}
