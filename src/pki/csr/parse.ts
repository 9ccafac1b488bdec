/** Reading certificate requests (PKCS#10, RFC 2986). */
import {
  children,
  isContext,
  isUniversal,
  OID,
  readBitStringBytes,
  readDer,
  readInteger,
  readOid,
  TAG,
  type DerNode,
} from '../../asn1/index.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import { parseAlgorithm, parsePublicKey } from '../algorithm.ts';
import { parseName } from '../certificate/name.ts';
import { parseExtensions } from '../extension.ts';
import type { AlgorithmIdentifier, Extension, Name, PublicKeyInfo } from '../model.ts';

/** A certificate request, parsed; verify its signature (proof of possession) with `verifySigned`. */
export interface CertificateRequest {
  readonly raw: Uint8Array;
  readonly tbs: Uint8Array;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly subject: Name;
  readonly publicKey: PublicKeyInfo;
  /** Extensions asked for; empty when none. */
  readonly extensions: readonly Extension[];
  readonly signature: Uint8Array;
}

const MAX_REQUEST_BYTES = 65_536;

/**
 * Reads one request; nothing of it is verified.
 * @param bytes DER, exactly one request
 * @throws {YinzhengError} CSR_MALFORMED or DER_MALFORMED
 */
export function parseRequest(bytes: Uint8Array): CertificateRequest {
  if (bytes.length > MAX_REQUEST_BYTES) throw malformed('larger than allowed');
  const root = readDer(bytes);
  const [tbs, algorithm, signature, ...rest] = isUniversal(root, TAG.sequence) ? children(root) : [];
  if (!tbs || !algorithm || !signature || rest.length > 0 || !isUniversal(tbs, TAG.sequence)) {
    throw malformed('not a sequence of body, algorithm and signature');
  }
  const [version, subject, key, attributes, ...more] = children(tbs);
  if (!version || !subject || !key || more.length > 0) throw malformed('a field is missing or unexpected');
  if (readInteger(version) !== 0) throw malformed('an unknown version');
  // some products leave the mandatory attributes out
  if (attributes && !isContext(attributes, 0)) throw malformed('attributes are expected');
  return {
    raw: root.raw,
    tbs: tbs.raw,
    signatureAlgorithm: parseAlgorithm(algorithm),
    subject: parseName(subject),
    publicKey: parsePublicKey(key),
    extensions: attributes ? extensionsOf(attributes) : [],
    signature: readBitStringBytes(signature),
  };
}

function extensionsOf(attributes: DerNode): readonly Extension[] {
  for (const attribute of children(attributes)) {
    const [type, values, ...rest] = isUniversal(attribute, TAG.sequence) ? children(attribute) : [];
    if (!type || !values || rest.length > 0 || !isUniversal(values, TAG.set)) throw malformed('an attribute is malformed');
    if (readOid(type) !== OID.extensionRequest) continue;
    const [value, ...others] = children(values);
    if (!value || others.length > 0) throw malformed('an extension request has one value');
    return parseExtensions(value);
  }
  return [];
}

function malformed(technical: string): YinzhengError {
  return new YinzhengError('CSR_MALFORMED', { technical });
}
