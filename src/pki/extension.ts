/** Extensions of certificates, revocation lists and their entries (RFC 5280 §4.1, §5.1). */
import {
  children,
  der,
  isUniversal,
  malformed,
  readBoolean,
  readOctetString,
  readOid,
  TAG,
  type DerNode,
} from '../asn1/index.ts';
import type { Extension } from './model.ts';

const MAX_EXTENSIONS = 64;

/**
 * Reads `Extensions`. An explicit `critical FALSE` is accepted, since real certificates have it.
 * @throws {YinzhengError} DER_MALFORMED, also when an extension occurs twice
 */
export function parseExtensions(node: DerNode): readonly Extension[] {
  if (!isUniversal(node, TAG.sequence)) throw malformed(node.offset, 'extensions are expected');
  const extensions = children(node).map(parseExtension);
  if (extensions.length > MAX_EXTENSIONS) throw malformed(node.offset, 'too many extensions');
  if (new Set(extensions.map(({ oid }) => oid)).size !== extensions.length)
    throw malformed(node.offset, 'an extension occurs twice');
  return extensions;
}

/** DER of one extension around the DER of its value; `critical` is left out when false. */
export function encodeExtension({ oid, critical, value }: Extension): Uint8Array {
  return der.sequence(der.oid(oid), ...(critical ? [der.boolean(true)] : []), der.octetString(value));
}

function parseExtension(node: DerNode): Extension {
  const fields = isUniversal(node, TAG.sequence) ? children(node) : [];
  const [oid, second, third] = fields;
  const value = fields.length === 3 ? third : second;
  if (!oid || !second || !value || fields.length > 3) throw malformed(node.offset, 'an extension is expected');
  return { oid: readOid(oid), critical: fields.length === 3 && readBoolean(second), value: readOctetString(value) };
}
