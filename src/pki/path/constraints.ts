/** What a certificate at its place in a path must be (RFC 5280 §6.1.4): usage, basic constraints, path length, critical extensions. */
import { OID } from '../../asn1/index.ts';
import { isYinzhengError } from '../../base/errors/index.ts';
import { basicConstraints, isTimeStampingCertificate, keyUsage } from '../certificate/extensions.ts';
import { sameName } from '../certificate/name.ts';
import type { Certificate } from '../model.ts';

/** What the certificate at the head of a path is used for. */
export type CertificateUsage = 'signing' | 'time-stamping' | 'any';

/** A constraint that does not hold; `index` is the certificate's place in the path, 0 the target. */
export interface ConstraintFault {
  readonly index: number;
  readonly reason: string;
}

/** Extensions that are understood or, like the policy extensions without an explicit policy asked for, change nothing here. */
const UNDERSTOOD = new Set<string>([
  OID.keyUsage,
  OID.basicConstraints,
  OID.extendedKeyUsage,
  OID.certificatePolicies,
  OID.policyMappings,
  OID.inhibitAnyPolicy,
  OID.subjectKeyIdentifier,
  OID.authorityKeyIdentifier,
  OID.subjectAltName,
  OID.crlDistributionPoints,
]);

/** The first constraint of a path that does not hold, from the anchor down; null when all hold. */
export function findConstraintFault(path: readonly Certificate[], usage: CertificateUsage): ConstraintFault | null {
  for (let index = path.length - 1; index >= 0; index--) {
    const certificate = path[index];
    if (!certificate) continue;
    const reason = faultOf(path, certificate, index, usage);
    if (reason !== null) return { index, reason };
  }
  return null;
}

function faultOf(path: readonly Certificate[], certificate: Certificate, index: number, usage: CertificateUsage): string | null {
  const unknown = certificate.extensions.find(({ oid, critical }) => critical && !UNDERSTOOD.has(oid));
  if (unknown) return `critical extension ${unknown.oid} is not supported`;
  try {
    return index === 0 ? usageFault(certificate, usage) : issuerFault(path, certificate, index);
  } catch (error) {
    if (isYinzhengError(error)) return `an extension is malformed: ${error.message}`;
    throw error;
  }
}

function usageFault(certificate: Certificate, usage: CertificateUsage): string | null {
  if (usage === 'any') return null;
  const bits = keyUsage(certificate);
  if (bits && !bits.has('digitalSignature') && !bits.has('nonRepudiation')) return 'keyUsage does not allow signing';
  if (usage === 'signing') return null;
  return isTimeStampingCertificate(certificate) ? null : 'extendedKeyUsage is not critical timeStamping';
}

function issuerFault(path: readonly Certificate[], certificate: Certificate, index: number): string | null {
  const constraints = basicConstraints(certificate);
  const isAnchor = index === path.length - 1;
  if (constraints === null && !(isAnchor && certificate.version < 3)) return 'basicConstraints is absent from an issuer';
  if (constraints && !constraints.ca) return 'the issuer is not a CA';
  const limit = constraints?.pathLength ?? null;
  if (limit !== null && authoritiesBelow(path, index) > limit) return 'more CA certificates follow than pathLenConstraint allows';
  const bits = keyUsage(certificate);
  return bits && !bits.has('keyCertSign') ? 'keyUsage does not allow signing certificates' : null;
}

/** CA certificates between an issuer and the target that are not self-issued (RFC 5280 §4.2.1.9). */
function authoritiesBelow(path: readonly Certificate[], index: number): number {
  return path.slice(1, index).filter((certificate) => !sameName(certificate.subject, certificate.issuer)).length;
}
