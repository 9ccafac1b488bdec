import { LONG_TERM, type EndDate, type LocalDate } from '../../base/time.ts';
import type { FaceSource, LicenceEdition, LicenceRecord, LicenceTypeRecord } from '../../domain/licence/index.ts';

/** What a template shows of a licence: the department's fields by their names, and what the type binds to the licence itself. */
export function faceValues(
  type: LicenceTypeRecord,
  licence: LicenceRecord,
  edition: LicenceEdition,
): Readonly<Record<string, string>> {
  const values: Record<string, string> = { ...edition.fields };
  for (const [field, source] of Object.entries(type.bindings)) values[field] = SOURCES[source](licence, edition);
  return values;
}

const SOURCES: Readonly<Record<FaceSource, (licence: LicenceRecord, edition: LicenceEdition) => string>> = {
  'holder-name': ({ holders }) => holders.map(({ name }) => name).join('、'),
  'holder-code': ({ holders }) => holders.map(({ code }) => code).join('、'),
  'licence-number': (_, { licenceNumber }) => licenceNumber,
  identifier: (_, { identifier }) => identifier,
  'verification-code': (_, { verificationCode }) => verificationCode,
  issuer: ({ issuer }) => issuer.name,
  'issue-date': (_, { issueDate }) => chineseDate(issueDate),
  'valid-from': (_, { validFrom }) => chineseDate(validFrom),
  'valid-to': (_, { validTo }) => chineseEnd(validTo),
};

function chineseDate(date: LocalDate): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return `${year}年${month}月${day}日`;
}

function chineseEnd(date: EndDate): string {
  return date === LONG_TERM ? '长期' : chineseDate(date);
}
