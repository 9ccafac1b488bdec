/** Typed reading of certificate extensions (RFC 5280 §4.2.1). Every function throws DER_MALFORMED when the extension is badly encoded. */
import {
  children,
  isContext,
  isUniversal,
  malformed,
  readBitString,
  readBoolean,
  readDer,
  readInteger,
  readOctetString,
  readOid,
  OID,
  TAG,
  type DerNode,
} from '../../asn1/index.ts';
import { once } from '../../base/once.ts';
import type { Extension, KeyUsageBit } from '../model.ts';
import { readGeneralName, readGeneralNames, type GeneralName } from './general-name.ts';

/** Anything that carries extensions. */
export interface Extended {
  readonly extensions: readonly Extension[];
}

/** The bits of keyUsage in their order (RFC 5280 §4.2.1.3). */
export const KEY_USAGE_BITS: readonly KeyUsageBit[] = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
];

/** Whether the subject is a CA, and how many CA certificates may follow below it; null where there is no limit. */
export interface BasicConstraints {
  readonly ca: boolean;
  readonly pathLength: number | null;
}

/** Where the issuer's OCSP responders and certificates are, as URIs. */
export interface AuthorityInfoAccess {
  readonly ocsp: readonly string[];
  readonly caIssuers: readonly string[];
}

/** The extension with an OID, or null. */
export function findExtension(from: Extended, oid: string): Extension | null {
  return from.extensions.find((extension) => extension.oid === oid) ?? null;
}

/** keyUsage, null when absent. */
export const keyUsage = once((from: Extended): ReadonlySet<KeyUsageBit> | null => {
  const node = valueOf(from, OID.keyUsage);
  if (!node) return null;
  const { bytes } = readBitString(node);
  return new Set(KEY_USAGE_BITS.filter((_, bit) => ((bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0));
});

/** basicConstraints, null when absent. */
export const basicConstraints = once((from: Extended): BasicConstraints | null => {
  const node = valueOf(from, OID.basicConstraints);
  if (!node) return null;
  const fields = [...sequenceOf(node)];
  const ca = isUniversal(fields[0], TAG.boolean) ? readBoolean(fields.shift() ?? node) : false;
  const pathLength = fields[0] ? readInteger(fields[0]) : null;
  if (fields.length > 1 || (pathLength !== null && pathLength < 0)) throw malformed(node.offset, 'basicConstraints');
  return { ca, pathLength };
});

/** The purposes of extendedKeyUsage, null when absent. */
export const extendedKeyUsage = once((from: Extended): readonly string[] | null => {
  const node = valueOf(from, OID.extendedKeyUsage);
  return node ? sequenceOf(node).map(readOid) : null;
});

/** True when extendedKeyUsage is critical and names time stamping only, as RFC 3161 §2.3 wants it of a time stamp authority. */
export function isTimeStampingCertificate(from: Extended): boolean {
  const purposes = extendedKeyUsage(from);
  const only = purposes?.length === 1 && purposes[0] === OID.timeStamping;
  return only && findExtension(from, OID.extendedKeyUsage)?.critical === true;
}

/** The policies of certificatePolicies, without their qualifiers; empty when absent. */
export const certificatePolicies = once((from: Extended): readonly string[] => {
  const node = valueOf(from, OID.certificatePolicies);
  if (!node) return [];
  return sequenceOf(node).map((information) => {
    const [policy] = sequenceOf(information);
    if (!policy) throw malformed(information.offset, 'a policy is expected');
    return readOid(policy);
  });
});

/** subjectKeyIdentifier, null when absent. */
export const subjectKeyIdentifier = once((from: Extended): Uint8Array | null => {
  const node = valueOf(from, OID.subjectKeyIdentifier);
  return node ? readOctetString(node) : null;
});

/** The keyIdentifier of authorityKeyIdentifier, null when absent. */
export const authorityKeyIdentifier = once((from: Extended): Uint8Array | null => {
  const node = valueOf(from, OID.authorityKeyIdentifier);
  const identifier = node ? sequenceOf(node).find((field) => isContext(field, 0)) : undefined;
  return identifier?.content ?? null;
});

/** The URIs of cRLDistributionPoints' full names, in order; empty when absent. */
export const crlDistributionPoints = once((from: Extended): readonly string[] => {
  const node = valueOf(from, OID.crlDistributionPoints);
  return node ? sequenceOf(node).flatMap((point) => distributionPointUris(sequenceOf(point)[0])) : [];
});

/** The URIs of a DistributionPoint's `distributionPoint [0]` when it is a full name (RFC 5280 §4.2.1.13). */
export function distributionPointUris(node: DerNode | undefined): readonly string[] {
  if (!isContext(node, 0)) return [];
  const [name] = children(node);
  if (!isContext(name, 0)) return [];
  return children(name)
    .map(readGeneralName)
    .filter(({ kind }) => kind === 'uri')
    .map(({ value }) => value);
}

/** The URIs of authorityInfoAccess (RFC 5280 §4.2.2.1), in order; empty when absent. */
export const authorityInfoAccess = once((from: Extended): AuthorityInfoAccess => {
  const node = valueOf(from, OID.authorityInfoAccess);
  const found: { ocsp: string[]; caIssuers: string[] } = { ocsp: [], caIssuers: [] };
  for (const description of node ? sequenceOf(node) : []) {
    const [method, location, ...rest] = sequenceOf(description);
    if (!method || !location || rest.length > 0) throw malformed(description.offset, 'an AccessDescription is expected');
    const { kind, value } = readGeneralName(location);
    if (kind !== 'uri') continue;
    const oid = readOid(method);
    if (oid === OID.ocsp) found.ocsp.push(value);
    else if (oid === OID.caIssuers) found.caIssuers.push(value);
  }
  return found;
});

/** subjectAltName, empty when absent. */
export const subjectAltNames = once((from: Extended): readonly GeneralName[] => {
  const node = valueOf(from, OID.subjectAltName);
  return node ? readGeneralNames(node) : [];
});

function valueOf(from: Extended, oid: string): DerNode | null {
  const extension = findExtension(from, oid);
  return extension ? readDer(extension.value) : null;
}

function sequenceOf(node: DerNode): readonly DerNode[] {
  if (!isUniversal(node, TAG.sequence)) throw malformed(node.offset, 'a SEQUENCE is expected');
  return children(node);
}
