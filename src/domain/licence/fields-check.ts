/** The check of a licence by its fields (信息验证, GB/T 36906): what is stated is compared, and nothing of what is registered is told. */
import type { EndDate, LocalDate } from '../../base/time.ts';
import { holdersOf } from './editions.ts';
import type { Holder, LicenceEdition, LicenceRecord } from './model.ts';
import type { LicenceStatus } from './status.ts';

/** What it comes to, in the order in which it is judged: 信息不全, 查无此信息, 参数不一致, 正确且未激活, 正确且暂时失效, 正确且已失效, 正确且有效. */
export const FIELDS_RESULTS = [
  'incomplete',
  'not-found',
  'inconsistent',
  'not-yet-active',
  'temporarily-invalid',
  'no-longer-valid',
  'valid',
] as const;

/** One of them. */
export type FieldsResult = (typeof FIELDS_RESULTS)[number];

/** What somebody states of a licence; what is left out is not compared. */
export interface StatedFields {
  readonly identifier?: string | undefined;
  readonly typeCode?: string | undefined;
  readonly issuerCode?: string | undefined;
  readonly licenceNumber?: string | undefined;
  readonly holderName?: string | undefined;
  readonly holderCode?: string | undefined;
  readonly issueDate?: LocalDate | undefined;
  readonly validFrom?: LocalDate | undefined;
  readonly validTo?: EndDate | undefined;
  /** Status that it is said to have. */
  readonly status?: LicenceStatus | undefined;
  /** Face fields by name. */
  readonly fields?: Readonly<Record<string, string>> | undefined;
}

/**
 * Whether enough is stated: something that names one licence, the holder's name, and one thing more, so that nobody finds a licence by trying
 * names.
 */
export function isEnough({ identifier, typeCode, licenceNumber, holderName, holderCode }: StatedFields): boolean {
  if (holderName === undefined) return false;
  if (identifier !== undefined) return holderCode !== undefined || licenceNumber !== undefined;
  return typeCode !== undefined && holderCode !== undefined && licenceNumber !== undefined;
}

/** Whether all that is stated is so. Every field is compared, whatever the others come to. */
export function agrees(
  licence: LicenceRecord,
  edition: LicenceEdition,
  { stated, status }: { readonly stated: StatedFields; readonly status: LicenceStatus },
): boolean {
  const { typeCode, issuer } = licence;
  const isHolder = ({ name, code }: Holder): boolean =>
    [same(stated.holderName, name), same(stated.holderCode, code)].every(Boolean);
  const compared = [
    same(stated.identifier, edition.identifier),
    same(stated.typeCode, typeCode),
    same(stated.issuerCode, issuer.code),
    same(stated.licenceNumber, edition.licenceNumber),
    holdersOf(licence, edition).filter(isHolder).length > 0,
    same(stated.issueDate, edition.issueDate),
    same(stated.validFrom, edition.validFrom),
    same(stated.validTo, edition.validTo),
    same(stated.status, status),
    ...Object.entries(stated.fields ?? {}).map(
      ([name, value]) => Object.hasOwn(edition.fields, name) && same(value, edition.fields[name]),
    ),
  ];
  return compared.every(Boolean);
}

/** What is said of a licence that is as stated, by its status. */
export const RESULT_OF: Readonly<Record<LicenceStatus, FieldsResult>> = {
  valid: 'valid',
  'not-yet-valid': 'not-yet-active',
  suspended: 'temporarily-invalid',
  'transferred-out': 'temporarily-invalid',
  expired: 'no-longer-valid',
  replaced: 'no-longer-valid',
  cancelled: 'no-longer-valid',
  rescinded: 'no-longer-valid',
  revoked: 'no-longer-valid',
  void: 'no-longer-valid',
};

/** Equal but for width, case and white space, which people type as they like. */
function same(stated: string | undefined, registered: string | undefined): boolean {
  return stated === undefined || (registered !== undefined && plain(stated) === plain(registered));
}

function plain(text: string): string {
  return text.normalize('NFKC').replace(/\s+/gu, '').toUpperCase();
}
