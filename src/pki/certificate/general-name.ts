/** GeneralName (RFC 5280 §4.2.1.6), as subjects' alternative names, name constraints and distribution points have it. */
import { children, isUniversal, malformed, TAG, type DerNode } from '../../asn1/index.ts';

/** The forms of GeneralName that are told apart; every further one is `other`. */
export type GeneralNameKind = 'email' | 'dns' | 'uri' | 'directory' | 'address' | 'other';

/** A GeneralName. */
export interface GeneralName {
  readonly kind: GeneralNameKind;
  /** Number of its context tag, 0 to 8. */
  readonly tag: number;
  /** The text of `email`, `dns` and `uri`, each octet a character; empty for the others. */
  readonly value: string;
  /** Content octets: the DER of the Name of `directory`, the octets of `address`. */
  readonly content: Uint8Array;
}

const PRIMITIVE = new Map<number, GeneralNameKind>([
  [1, 'email'],
  [2, 'dns'],
  [6, 'uri'],
  [7, 'address'],
]);
const DIRECTORY = 4;

/**
 * Reads one GeneralName.
 * @throws {YinzhengError} DER_MALFORMED when it bears no context tag
 */
export function readGeneralName(node: DerNode): GeneralName {
  const { tag, content, constructed } = node;
  if (node.tagClass !== 'context') throw malformed(node.offset, 'a GeneralName is expected');
  const kind = constructed ? (tag === DIRECTORY ? 'directory' : 'other') : (PRIMITIVE.get(tag) ?? 'other');
  if (kind === 'directory' || kind === 'address' || kind === 'other') return { kind, tag, value: '', content };
  let value = '';
  for (const octet of content) value += String.fromCharCode(octet);
  return { kind, tag, value, content };
}

/**
 * Reads GeneralNames.
 * @throws {YinzhengError} DER_MALFORMED
 */
export function readGeneralNames(node: DerNode): readonly GeneralName[] {
  if (!isUniversal(node, TAG.sequence)) throw malformed(node.offset, 'a SEQUENCE is expected');
  return children(node).map(readGeneralName);
}
