/** Writing the extensions of certificates (RFC 5280 §4.2). */
import { der, OID } from '../../asn1/index.ts';
import { utf8 } from '../../base/bytes.ts';
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import type { Extension, KeyUsageBit, PublicKeyInfo } from '../model.ts';
import { KEY_USAGE_BITS, type AuthorityInfoAccess, type BasicConstraints } from './extensions.ts';

/** Identifier of a key: the leftmost 160 bits of SM3 over the BIT STRING's content (the form of RFC 7093 §2 (1), with SM3). */
export function keyIdentifier(key: Pick<PublicKeyInfo, 'key'>, crypto: CryptoProvider): Uint8Array {
  return crypto.digest('sm3', key.key).subarray(0, 20);
}

/** keyUsage, critical. */
export function keyUsageExtension(bits: readonly KeyUsageBit[]): Extension {
  return { oid: OID.keyUsage, critical: true, value: der.namedBits(bits.map((bit) => KEY_USAGE_BITS.indexOf(bit))) };
}

/** basicConstraints, critical. */
export function basicConstraintsExtension({ ca, pathLength }: BasicConstraints): Extension {
  const fields = [...(ca ? [der.boolean(true)] : []), ...(ca && pathLength !== null ? [der.integer(pathLength)] : [])];
  return { oid: OID.basicConstraints, critical: true, value: der.sequence(...fields) };
}

/** subjectKeyIdentifier. */
export function subjectKeyIdentifierExtension(identifier: Uint8Array): Extension {
  return { oid: OID.subjectKeyIdentifier, critical: false, value: der.octetString(identifier) };
}

/** authorityKeyIdentifier by key identifier, of certificates and revocation lists. */
export function authorityKeyIdentifierExtension(identifier: Uint8Array): Extension {
  return { oid: OID.authorityKeyIdentifier, critical: false, value: der.sequence(der.implicit(0, identifier)) };
}

/** certificatePolicies by OIDs, without qualifiers. */
export function certificatePoliciesExtension(policies: readonly string[]): Extension {
  const value = der.sequence(...policies.map((policy) => der.sequence(der.oid(policy))));
  return { oid: OID.certificatePolicies, critical: false, value };
}

/**
 * cRLDistributionPoints, one point with a URI as full name for each.
 * @throws {YinzhengError} INPUT_INVALID when a URI is not ASCII
 */
export function crlDistributionPointsExtension(uris: readonly string[]): Extension {
  const points = uris.map((uri) => {
    const fullName = der.implicitConstructed(0, der.implicit(6, asciiBytes(uri)));
    return der.sequence(der.explicit(0, fullName));
  });
  return { oid: OID.crlDistributionPoints, critical: false, value: der.sequence(...points) };
}

/** extendedKeyUsage; critical as RFC 3161 §2.3 wants it of time stamp authorities. */
export function extendedKeyUsageExtension(purposes: readonly string[], critical: 'critical' | 'not-critical'): Extension {
  const value = der.sequence(...purposes.map((purpose) => der.oid(purpose)));
  return { oid: OID.extendedKeyUsage, critical: critical === 'critical', value };
}

/**
 * authorityInfoAccess (RFC 5280 §4.2.2.1): where the issuer's OCSP responder and certificate are.
 * @throws {YinzhengError} INPUT_INVALID when a URI is not ASCII
 */
export function authorityInfoAccessExtension({ ocsp, caIssuers }: AuthorityInfoAccess): Extension {
  const described = (method: string) => (uri: string) => der.sequence(der.oid(method), der.implicit(6, asciiBytes(uri)));
  const value = der.sequence(...ocsp.map(described(OID.ocsp)), ...caIssuers.map(described(OID.caIssuers)));
  return { oid: OID.authorityInfoAccess, critical: false, value };
}

/** id-pkix-ocsp-nocheck (RFC 6960 §4.2.2.2.1): nobody need ask whether this responder was revoked. */
export function ocspNoCheckExtension(): Extension {
  return { oid: OID.ocspNoCheck, critical: false, value: der.nullValue() };
}

function asciiBytes(uri: string): Uint8Array {
  if (!/^[\x21-\x7e]+$/.test(uri))
    throw new YinzhengError('INPUT_INVALID', {
      reason: bilingual('a URI is ASCII without spaces', 'URI 应为不含空格的 ASCII 字符'),
    });
  return utf8(uri);
}
