/** Reading X.509 certificates (RFC 5280 §4.1, GB/T 20518 §5). */
import {
  children,
  isContext,
  isUniversal,
  readBitStringBytes,
  readDer,
  readInteger,
  readIntegerBytes,
  readTime,
  TAG,
  type DerNode,
} from '../../asn1/index.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import { parseAlgorithm, parsePublicKey, sameAlgorithm } from '../algorithm.ts';
import { parseExtensions } from '../extension.ts';
import type { Certificate } from '../model.ts';
import { parseName } from './name.ts';

/** Largest certificate that is read, bytes. */
export const MAX_CERTIFICATE_BYTES = 65_536;
const MAX_SERIAL_OCTETS = 64;

/**
 * Reads one certificate; nothing of it is verified. The slices of the result are views of `bytes`.
 * @param bytes DER, exactly one certificate
 * @throws {YinzhengError} CERTIFICATE_MALFORMED or DER_MALFORMED, also when bytes follow the certificate
 */
export function parseCertificate(bytes: Uint8Array): Certificate {
  if (bytes.length > MAX_CERTIFICATE_BYTES) throw malformed('larger than allowed');
  const root = readDer(bytes);
  const [tbs, algorithmNode, signatureNode, ...rest] = isUniversal(root, TAG.sequence) ? children(root) : [];
  if (!tbs || !algorithmNode || !signatureNode || rest.length > 0 || !isUniversal(tbs, TAG.sequence)) {
    throw malformed('not a sequence of body, algorithm and signature');
  }
  const fields = children(tbs);
  let position = 0;
  const first = fields[0];
  let version = 1;
  if (isContext(first, 0)) {
    version = readVersion(first);
    position++;
  }
  const [serialNode, innerAlgorithmNode, issuerNode, validityNode, subjectNode, keyNode] = fields.slice(position, position + 6);
  if (!serialNode || !innerAlgorithmNode || !issuerNode || !validityNode || !subjectNode || !keyNode) {
    throw malformed('a field is missing');
  }
  const serialNumber = readIntegerBytes(serialNode);
  if (serialNumber.length > MAX_SERIAL_OCTETS) throw malformed('the serial number is too long');
  const signatureAlgorithm = parseAlgorithm(algorithmNode);
  if (!sameAlgorithm(parseAlgorithm(innerAlgorithmNode), signatureAlgorithm)) {
    throw malformed('the signature algorithm inside and outside differ');
  }
  const [notBefore, notAfter, ...more] = isUniversal(validityNode, TAG.sequence) ? children(validityNode) : [];
  if (!notBefore || !notAfter || more.length > 0) throw malformed('the validity is not two times');
  const extensionsNode = optionalFields(fields.slice(position + 6), version);
  return {
    raw: root.raw,
    tbs: tbs.raw,
    version,
    serialNumber,
    signatureAlgorithm,
    issuer: parseName(issuerNode),
    subject: parseName(subjectNode),
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    publicKey: parsePublicKey(keyNode),
    extensions: extensionsNode ? parseExtensions(extensionsNode) : [],
    signature: readBitStringBytes(signatureNode),
  };
}

function readVersion(node: DerNode): number {
  const [number, ...rest] = children(node);
  const version = number && rest.length === 0 ? readInteger(number) + 1 : 0;
  if (version < 1 || version > 3) throw malformed('an unknown version');
  return version;
}

/** The issuerUniqueID, subjectUniqueID and extensions that may follow the key, in this order; the node inside the extensions' tag. */
function optionalFields(fields: readonly DerNode[], version: number): DerNode | null {
  let lowest = 1;
  for (const field of fields) {
    if (field.tagClass !== 'context' || field.tag < lowest || field.tag > 3) throw malformed('an unexpected field');
    lowest = field.tag + 1;
  }
  const tagged = fields.find((field) => field.tag === 3);
  if (!tagged) return null;
  const [extensions, ...rest] = children(tagged);
  if (version !== 3 || !extensions || rest.length > 0) throw malformed('extensions where there must be none');
  return extensions;
}

function malformed(technical: string): YinzhengError {
  return new YinzhengError('CERTIFICATE_MALFORMED', { technical });
}
