import { LONG_TERM, type EndDate, type LocalDate } from '../../base/time.ts';
import type { LicenceEdition, LicenceRecord } from '../../domain/licence/index.ts';

/** What a template can show of a licence: its own fields, and these common ones. */
export function faceValues(licence: LicenceRecord, edition: LicenceEdition): Readonly<Record<string, string>> {
  return {
    ...edition.fields,
    typeName: licence.typeName,
    holderName: licence.holders.map(({ name }) => name).join('、'),
    holderCode: licence.holders.map(({ code }) => code).join('、'),
    licenceNumber: edition.licenceNumber,
    identifier: edition.identifier,
    verificationCode: edition.verificationCode,
    issuer: licence.issuer.name,
    issueDate: chineseDate(edition.issueDate),
    validFrom: chineseDate(edition.validFrom),
    validTo: chineseEnd(edition.validTo),
    validity: `${chineseDate(edition.validFrom)}至${chineseEnd(edition.validTo)}`,
  };
}

function chineseDate(date: LocalDate): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return `${year}年${month}月${day}日`;
}

function chineseEnd(date: EndDate): string {
  return date === LONG_TERM ? '长期' : chineseDate(date);
}
