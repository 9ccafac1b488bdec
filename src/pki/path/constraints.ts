/** What certificates must be at their places in a path (RFC 5280 §6.1.3, §6.1.4): usage, basic constraints, names, policies, critical extensions. */
import { OID } from '../../asn1/index.ts';
import { bilingual, isYinzhengError, type Bilingual } from '../../base/errors/index.ts';
import { basicConstraints, keyUsage } from '../certificate/extensions.ts';
import { sameName } from '../certificate/name.ts';
import type { Certificate, PolicyTerms } from '../model.ts';
import { findNameFault } from './name-constraints.ts';
import { processPolicies } from './policies/walk.ts';
import { usageFault, type CertificateUsage } from './usage.ts';

/** A constraint that does not hold; `index` is the certificate's place in the path, 0 the target. */
export interface ConstraintFault {
  readonly index: number;
  readonly reason: Bilingual;
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
    const fault = readably(index, () => {
      const reason = faultOf(path, index, usage);
      return reason && { index, reason };
    });
    if (fault) return fault;
  }
  return readably(0, () => findNameFault(path) ?? processPolicies(path, policies).fault);
}

function readably(index: number, ask: () => ConstraintFault | null): ConstraintFault | null {
  try {
    return ask();
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
    const reason = bilingual(`an extension is malformed: ${error.message}`, `证书扩展项格式错误：${error.chinese}`);
    return { index, reason };
  }
}

function faultOf(path: readonly Certificate[], index: number, usage: CertificateUsage): Bilingual | null {
  const certificate = path[index];
  if (!certificate) return null;
  const unknown = certificate.extensions.find(({ oid, critical }) => critical && !UNDERSTOOD.has(oid));
  if (unknown) return bilingual(`critical extension ${unknown.oid} is not supported`, `不支持证书的关键扩展项 ${unknown.oid}`);
  return index === 0 ? usageFault(certificate, usage) : issuerFault(path, certificate, index);
}

function issuerFault(path: readonly Certificate[], certificate: Certificate, index: number): Bilingual | null {
  const constraints = basicConstraints(certificate);
  const isAnchor = index === path.length - 1;
  if (constraints === null && !(isAnchor && certificate.version < 3))
    return bilingual('basicConstraints is absent from an issuer', '颁发者证书缺少基本约束（basicConstraints）');
  if (constraints && !constraints.ca) return bilingual('the issuer is not a CA', '颁发者证书不是 CA 证书');
  const limit = constraints?.pathLength ?? null;
  if (limit !== null && authoritiesBelow(path, index) > limit) {
    return bilingual(
      'more CA certificates follow than pathLenConstraint allows',
      '下级 CA 证书的数量超过路径长度约束（pathLenConstraint）',
    );
  }
  const bits = keyUsage(certificate);
  return bits && !bits.has('keyCertSign')
    ? bilingual('keyUsage does not allow signing certificates', '颁发者证书的密钥用法（keyUsage）不允许签发证书')
    : null;
}

/** CA certificates between an issuer and the target that are not self-issued (RFC 5280 §4.2.1.9). */
function authoritiesBelow(path: readonly Certificate[], index: number): number {
  return path.slice(1, index).filter((certificate) => !sameName(certificate.subject, certificate.issuer)).length;
}
