/** Writing distinguished names (RFC 5280 §4.1.2.4, GB/T 20518 §5.2.3.4). */
import { der, OID } from '../../asn1/index.ts';
import { bilingual, YinzhengError } from '../../base/errors/index.ts';

/** The attributes of a name that Yinzheng writes, by their usual meaning; written in this order. */
export interface NameFields {
  /** Two capital letters. */
  readonly country?: string;
  readonly province?: string;
  readonly locality?: string;
  readonly organisation?: string;
  readonly organisationalUnit?: string;
  readonly commonName?: string;
  readonly serialNumber?: string;
}

const FIELDS: readonly (readonly [keyof NameFields, string, 'utf8' | 'printable'])[] = [
  ['country', OID.countryName, 'printable'],
  ['province', OID.stateOrProvinceName, 'utf8'],
  ['locality', OID.localityName, 'utf8'],
  ['organisation', OID.organizationName, 'utf8'],
  ['organisationalUnit', OID.organizationalUnitName, 'utf8'],
  ['commonName', OID.commonName, 'utf8'],
  ['serialNumber', OID.serialNumber, 'printable'],
];

/** Longest attribute that is written, characters; ub-name of RFC 5280, which GB/T 20518 names need more than the 64 of ub-common-name. */
const LONGEST_VALUE = 256;
const PRINTABLE = /^[A-Za-z0-9 '()+,\-./:=?]+$/;

/**
 * DER of a Name, one attribute to each RDN, UTF8String but PrintableString for country and serialNumber.
 * @throws {YinzhengError} INPUT_INVALID when a value is empty, too long, or not of its alphabet
 */
export function encodeName(fields: NameFields): Uint8Array {
  const rdns: Uint8Array[] = [];
  for (const [field, oid, kind] of FIELDS) {
    const value = fields[field];
    if (value === undefined) continue;
    if (!isWritable(field, kind, value))
      throw new YinzhengError('INPUT_INVALID', { reason: bilingual(`name attribute ${field}`, `名称属性 ${field}`) });
    rdns.push(der.setOf(der.sequence(der.oid(oid), kind === 'utf8' ? der.utf8String(value) : der.printableString(value))));
  }
  return der.sequence(...rdns);
}

function isWritable(field: keyof NameFields, kind: 'utf8' | 'printable', value: string): boolean {
  if (value.length === 0 || value.length > LONGEST_VALUE) return false;
  if (field === 'country') return /^[A-Z]{2}$/.test(value);
  return kind === 'utf8' ? !/[\p{Cc}\p{Cs}]/u.test(value) : PRINTABLE.test(value);
}
