/** Name constraints along a path (RFC 5280 §4.2.1.10, §6.1.3 b and c, §6.1.4 g). */
import { children, isContext, isUniversal, malformed, OID, readDer, TAG, type DerNode } from '../../asn1/index.ts';
import { bilingual, type Bilingual } from '../../base/errors/index.ts';
import { findExtension, subjectAltNames, type Extended } from '../certificate/extensions.ts';
import { readGeneralName, type GeneralName } from '../certificate/general-name.ts';
import { nameText, sameName } from '../certificate/name.ts';
import type { Certificate } from '../model.ts';
import { answerOfSubtree } from './name-match.ts';

/** Most comparisons of a name with a subtree along one path, so that long lists of both cost little. */
export const MAX_NAME_COMPARISONS = 65_536;

/** The subtrees of names that an issuer permits and excludes. */
export interface NameConstraints {
  readonly permitted: readonly GeneralName[];
  readonly excluded: readonly GeneralName[];
}

/**
 * Reads nameConstraints; null when absent.
 * @throws {YinzhengError} DER_MALFORMED, also for an empty extension and for minimum and maximum, which RFC 5280 does not use
 */
export function nameConstraints(from: Extended): NameConstraints | null {
  const extension = findExtension(from, OID.nameConstraints);
  if (!extension) return null;
  const node = readDer(extension.value);
  const fields = isUniversal(node, TAG.sequence) ? children(node) : [];
  const permitted = fields.find((field) => isContext(field, 0));
  const excluded = fields.find((field) => isContext(field, 1));
  const known = (permitted ? 1 : 0) + (excluded ? 1 : 0);
  if (known === 0 || fields.length !== known || (permitted && fields[0] !== permitted)) {
    throw malformed(node.offset, 'nameConstraints');
  }
  return { permitted: subtrees(permitted), excluded: subtrees(excluded) };
}

const NO_OCTETS = new Uint8Array(0);

/** A name that no issuer above it allows; `index` is the certificate's place in the path, 0 the target. */
export interface NameFault {
  readonly index: number;
  readonly reason: Bilingual;
}

/**
 * The first name, from the anchor down, that the constraints above it do not allow; null when all are allowed. Self-issued certificates
 * other than the target are exempt. The anchor's own constraints count (RFC 5937).
 * @throws {YinzhengError} DER_MALFORMED
 */
export function findNameFault(path: readonly Certificate[]): NameFault | null {
  const above: NameConstraints[] = [];
  let left = MAX_NAME_COMPARISONS;
  for (let index = path.length - 1; index >= 0; index--) {
    const certificate = path[index];
    if (!certificate) continue;
    const isExempt = index > 0 && sameName(certificate.subject, certificate.issuer);
    const names = above.length > 0 && !isExempt ? namesOf(certificate) : [];
    for (const constraints of above) {
      left -= names.length * (constraints.permitted.length + constraints.excluded.length);
      if (left < 0) {
        return { index, reason: bilingual('too many names and constraints to compare', '名称与名称约束过多，无法逐一比对') };
      }
      const refused = names.find((name) => !isAllowed(name, constraints));
      if (refused) return { index, reason: notAllowed(describeName(refused, certificate)) };
    }
    const own = index > 0 ? nameConstraints(certificate) : null;
    if (own) above.push(own);
  }
  return null;
}

/** Of subtrees of the name's form, it lies in one that is permitted, if there are any, and in none that is excluded. */
function isAllowed(name: GeneralName, { permitted, excluded }: NameConstraints): boolean {
  const sameForm = ({ tag }: GeneralName): boolean => tag === name.tag;
  if (excluded.filter(sameForm).some((base) => answerOfSubtree(base, name) !== 'outside')) return false;
  const ofForm = permitted.filter(sameForm);
  return ofForm.length === 0 || ofForm.some((base) => answerOfSubtree(base, name) === 'inside');
}

/** The subject, unless empty, its e-mail addresses, which older certificates keep there, and the alternative names. */
function namesOf(certificate: Certificate): readonly GeneralName[] {
  const { raw, attributes } = certificate.subject;
  const subject: GeneralName = { kind: 'directory', tag: 4, value: '', content: raw };
  const addresses = attributes
    .filter(({ oid }) => oid === OID.emailAddress)
    .map(({ value }): GeneralName => ({ kind: 'email', tag: 1, value, content: NO_OCTETS }));
  return [...(attributes.length > 0 ? [subject] : []), ...addresses, ...subjectAltNames(certificate)];
}

function describeName({ kind, value }: GeneralName, { subject }: Certificate): Bilingual {
  const text = kind === 'directory' ? nameText(subject) : value;
  return text === '' ? bilingual(`of form ${kind}`, `（类型 ${kind}）`) : bilingual(text, text);
}

function notAllowed({ en, zh }: Bilingual): Bilingual {
  return bilingual(`the name ${en} is not allowed by nameConstraints`, `名称 ${zh} 不符合名称约束（nameConstraints）`);
}

function subtrees(node: DerNode | undefined): readonly GeneralName[] {
  if (!node) return [];
  const found = children(node);
  if (found.length === 0) throw malformed(node.offset, 'nameConstraints');
  return found.map((subtree) => {
    const [base, ...more] = isUniversal(subtree, TAG.sequence) ? children(subtree) : [];
    if (!base || more.length > 0) throw malformed(subtree.offset, 'nameConstraints');
    return readGeneralName(base);
  });
}
