/** Distinguished names (RFC 5280 §4.1.2.4): reading, comparing, writing as text. */
import { children, isUniversal, malformed, OID, readOid, readString, TAG, type DerNode } from '../../asn1/index.ts';
import { equalBytes, toHex } from '../../base/bytes.ts';
import { once } from '../../base/once.ts';
import type { Name, NameAttribute } from '../model.ts';

/** Most attributes of a name that are read. */
const MAX_ATTRIBUTES = 64;

const SHORT_NAMES = new Map<string, string>([
  [OID.commonName, 'CN'],
  [OID.serialNumber, 'SERIALNUMBER'],
  [OID.countryName, 'C'],
  [OID.localityName, 'L'],
  [OID.stateOrProvinceName, 'ST'],
  [OID.organizationName, 'O'],
  [OID.organizationalUnitName, 'OU'],
  ['2.5.4.9', 'STREET'],
  ['0.9.2342.19200300.100.1.25', 'DC'],
  ['0.9.2342.19200300.100.1.1', 'UID'],
]);

/**
 * Reads a Name.
 * @throws {YinzhengError} DER_MALFORMED
 */
export function parseName(node: DerNode): Name {
  if (!isUniversal(node, TAG.sequence)) throw malformed(node.offset, 'a Name is expected');
  const attributes: NameAttribute[] = [];
  children(node).forEach((set, rdn) => {
    if (!isUniversal(set, TAG.set)) throw malformed(set.offset, 'a RelativeDistinguishedName is expected');
    for (const attribute of children(set)) {
      const [type, value, ...rest] = isUniversal(attribute, TAG.sequence) ? children(attribute) : [];
      if (!type || !value || rest.length > 0) throw malformed(attribute.offset, 'an attribute of a name is expected');
      attributes.push({ oid: readOid(type), value: attributeText(value), rdn });
      if (attributes.length > MAX_ATTRIBUTES) throw malformed(node.offset, 'a name with too many attributes');
    }
  });
  return { raw: node.raw, attributes };
}

/** The first value of an attribute type, or null. */
export function nameAttribute(name: Name, oid: string): string | null {
  return name.attributes.find((attribute) => attribute.oid === oid)?.value ?? null;
}

/** The text of RFC 4514: the last RDN first, special characters escaped. */
export const nameText = once((name: Name): string => {
  const rdns: string[] = [];
  for (const { oid, value, rdn } of name.attributes) {
    const text = `${SHORT_NAMES.get(oid) ?? oid}=${value.startsWith('#') ? value : escapeValue(value)}`;
    rdns[rdn] = rdns[rdn] === undefined ? text : `${rdns[rdn]}+${text}`;
  }
  return rdns.reverse().join(',');
});

/** True when two names are the same by RFC 5280 §7.1: letter case and runs of spaces do not count. */
export function sameName(left: Name, right: Name): boolean {
  return equalBytes(left.raw, right.raw) || nameKey(left) === nameKey(right);
}

/** A text that is equal for names that are the same by RFC 5280 §7.1, to index by. */
export const nameKey = once((name: Name): string => rdnKeys(name).join(','));

/** True when a name is `base`, or `base` with further RDNs after it (RFC 5280 §4.2.1.10). */
export function isWithinName(name: Name, base: Name): boolean {
  const keys = rdnKeys(name);
  return rdnKeys(base).every((key, index) => keys[index] === key);
}

/** The type that a short name or a dotted number says, in any case of letters; null for a name that is not known. */
export function attributeType(text: string): string | null {
  if (/^\d/.test(text)) return text;
  const found = [...SHORT_NAMES].find(([, name]) => name === text.toUpperCase());
  return found?.[0] ?? null;
}

function rdnKeys(name: Name): readonly string[] {
  const rdns: string[][] = [];
  for (const { oid, value, rdn } of name.attributes) (rdns[rdn] ??= []).push(`${oid}=${JSON.stringify(foldedValue(value))}`);
  return rdns.map((rdn) => rdn.sort().join('+'));
}

/** A value as it is compared: letter case and runs of spaces do not count. */
export function foldedValue(value: string): string {
  return value.normalize('NFKC').toLowerCase().trim().replace(/\s+/g, ' ');
}

function attributeText(node: DerNode): string {
  const isString = node.tagClass === 'universal' && !node.constructed && STRING_TAGS.has(node.tag);
  return isString ? readString(node) : `#${toHex(node.raw)}`;
}

const STRING_TAGS = new Set<number>([
  TAG.utf8String,
  TAG.printableString,
  TAG.numericString,
  TAG.ia5String,
  TAG.visibleString,
  TAG.teletexString,
  TAG.bmpString,
]);

function escapeValue(value: string): string {
  return value
    .replace(/["+,;<>\\]/g, '\\$&')
    .replace(/\0/g, '\\00')
    .replace(/^[ #]/, '\\$&')
    .replace(/ $/, '\\ ');
}
