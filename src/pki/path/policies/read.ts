/** The extensions about certificate policies (RFC 5280 §4.2.1.4, §4.2.1.5, §4.2.1.11, §4.2.1.14). */
import {
  children,
  isContext,
  isUniversal,
  malformed,
  OID,
  readDer,
  readInteger,
  readIntegerBytes,
  readOid,
  TAG,
  type DerNode,
} from '../../../asn1/index.ts';
import { findExtension, type Extended } from '../../certificate/extensions.ts';

/** What the extensions of one certificate say about policies. */
export interface PolicyExtensions {
  /** The policies stated, anyPolicy included; null when the extension is absent. */
  readonly policies: ReadonlySet<string> | null;
  /** Policies of the issuer's domain, each with those of the subject's domain that are the same to the issuer. */
  readonly mappings: ReadonlyMap<string, ReadonlySet<string>>;
  /** Certificates that may follow before a policy must be explicit; null for no such rule. */
  readonly requireExplicit: number | null;
  /** Certificates that may follow before policies are mapped no longer; null for no such rule. */
  readonly inhibitMapping: number | null;
  /** Certificates that may follow before anyPolicy counts no longer; null for no such rule. */
  readonly inhibitAny: number | null;
}

/** Largest number of certificates that a rule counts; beyond it there is practically no rule. */
const NEVER = 0xffff;
const QUALIFIERS = new Set<string>([OID.cpsQualifier, OID.userNoticeQualifier]);

/**
 * Reads what a certificate says about policies.
 * @throws {YinzhengError} DER_MALFORMED, also for a policy stated twice, a mapping to or from anyPolicy, an empty policyConstraints, and
 * qualifiers that are not understood in a critical extension
 */
export function policyExtensions(from: Extended): PolicyExtensions {
  const constraints = readConstraints(valueOf(from, OID.policyConstraints));
  const inhibitAny = valueOf(from, OID.inhibitAnyPolicy);
  return {
    policies: readPolicies(from),
    mappings: readMappings(valueOf(from, OID.policyMappings)),
    ...constraints,
    inhibitAny: inhibitAny && count(inhibitAny),
  };
}

function readPolicies(from: Extended): ReadonlySet<string> | null {
  const node = valueOf(from, OID.certificatePolicies);
  if (!node) return null;
  const isCritical = findExtension(from, OID.certificatePolicies)?.critical ?? false;
  const policies = new Set<string>();
  for (const information of sequenceOf(node)) {
    const [policy, qualifiers, ...more] = sequenceOf(information);
    if (!policy || more.length > 0) throw malformed(information.offset, 'a policy is expected');
    const oid = readOid(policy);
    if (policies.has(oid)) throw malformed(information.offset, 'a policy is stated twice');
    policies.add(oid);
    if (isCritical && qualifiers && !sequenceOf(qualifiers).every(isUnderstood)) {
      throw malformed(qualifiers.offset, 'a policy qualifier that is not understood');
    }
  }
  return policies;
}

function isUnderstood(qualifier: DerNode): boolean {
  const [oid] = sequenceOf(qualifier);
  return oid !== undefined && QUALIFIERS.has(readOid(oid));
}

function readMappings(node: DerNode | null): ReadonlyMap<string, ReadonlySet<string>> {
  const mappings = new Map<string, Set<string>>();
  for (const mapping of node ? sequenceOf(node) : []) {
    const [issuers, subjects, ...more] = sequenceOf(mapping).map(readOid);
    if (issuers === undefined || subjects === undefined || more.length > 0) throw malformed(mapping.offset, 'policyMappings');
    if (issuers === OID.anyPolicy || subjects === OID.anyPolicy) throw malformed(mapping.offset, 'anyPolicy is not mapped');
    const known = mappings.get(issuers);
    if (known) known.add(subjects);
    else mappings.set(issuers, new Set([subjects]));
  }
  return mappings;
}

function readConstraints(node: DerNode | null): Pick<PolicyExtensions, 'requireExplicit' | 'inhibitMapping'> {
  if (!node) return { requireExplicit: null, inhibitMapping: null };
  const fields = sequenceOf(node);
  const explicit = fields.find((field) => isContext(field, 0));
  const mapping = fields.find((field) => isContext(field, 1));
  const known = (explicit ? 1 : 0) + (mapping ? 1 : 0);
  if (known === 0 || fields.length !== known || (explicit && fields[0] !== explicit)) {
    throw malformed(node.offset, 'policyConstraints');
  }
  return { requireExplicit: explicit ? implicitCount(explicit) : null, inhibitMapping: mapping ? implicitCount(mapping) : null };
}

/** An implicitly tagged INTEGER. */
function implicitCount(node: DerNode): number {
  return count({ ...node, tagClass: 'universal', tag: TAG.integer });
}

function count(node: DerNode): number {
  const [first = 0] = readIntegerBytes(node);
  if (first >= 0x80) throw malformed(node.offset, 'a number of certificates is expected');
  return node.content.length > 3 ? NEVER : Math.min(readInteger(node), NEVER);
}

function valueOf(from: Extended, oid: string): DerNode | null {
  const extension = findExtension(from, oid);
  return extension ? readDer(extension.value) : null;
}

function sequenceOf(node: DerNode): readonly DerNode[] {
  const found = isUniversal(node, TAG.sequence) ? children(node) : [];
  if (found.length === 0) throw malformed(node.offset, 'a SEQUENCE of at least one value is expected');
  return found;
}
