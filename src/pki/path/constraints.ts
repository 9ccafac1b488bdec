/** What certificates must be at their places in a path (RFC 5280 §6.1.3, §6.1.4): usage, basic constraints, names, policies, critical extensions. */
import { OID } from '../../asn1/index.ts';
import { isYinzhengError } from '../../base/errors/index.ts';
import { basicConstraints, keyUsage } from '../certificate/extensions.ts';
import { sameName } from '../certificate/name.ts';
import type { Certificate, PolicyTerms } from '../model.ts';
import { findNameFault } from './name-constraints.ts';
import { processPolicies } from './policies/walk.ts';
import { usageFault, type CertificateUsage } from './usage.ts';

/** A constraint that does not hold; `index` is the certificate's place in the path, 0 the target. */
export interface ConstraintFault {
  readonly index: number;
  readonly reason: string;
}

/** What is asked of a path besides its periods and revocation. */
export interface ConstraintTerms {
  readonly usage: CertificateUsage;
  readonly policies?: PolicyTerms | undefined;
}

const UNDERSTOOD = new Set<string>([
  OID.keyUsage,
  OID.basicConstraints,
  OID.extendedKeyUsage,
  OID.nameConstraints,
  OID.certificatePolicies,
  OID.policyMappings,
  OID.policyConstraints,
  OID.inhibitAnyPolicy,
  OID.subjectKeyIdentifier,
  OID.authorityKeyIdentifier,
  OID.subjectAltName,
  OID.crlDistributionPoints,
]);

/** The first constraint of a path that does not hold, null when all hold: certificate by certificate from the anchor down, names, policies. */
export function findConstraintFault(path: readonly Certificate[], { usage, policies }: ConstraintTerms): ConstraintFault | null {
  for (let index = path.length - 1; index >= 0; index--) {
    const reason = readably(() => faultOf(path, index, usage));
    if (typeof reason === 'string') return { index, reason };
  }
  const fault = readably(() => findNameFault(path) ?? processPolicies(path, policies).fault);
  return typeof fault === 'string' ? { index: 0, reason: fault } : fault;
}

function readably<T>(ask: () => T): T | string {
  try {
    return ask();
  } catch (error) {
    if (isYinzhengError(error)) return `an extension is malformed: ${error.message}`;
    throw error;
  }
}

function faultOf(path: readonly Certificate[], index: number, usage: CertificateUsage): string | null {
  const certificate = path[index];
  if (!certificate) return null;
  const unknown = certificate.extensions.find(({ oid, critical }) => critical && !UNDERSTOOD.has(oid));
  if (unknown) return `critical extension ${unknown.oid} is not supported`;
  return index === 0 ? usageFault(certificate, usage) : issuerFault(path, certificate, index);
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
