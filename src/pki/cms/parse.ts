/** Reading CMS SignedData (RFC 5652 §5) and its GM form (GM/T 0010, GB/T 35275). */
import {
  children,
  isContext,
  isUniversal,
  OID,
  readDer,
  readDerPrefix,
  readIntegerBytes,
  readOctetString,
  readOid,
  TAG,
  type DerNode,
} from '../../asn1/index.ts';
import { equalBytes } from '../../base/bytes.ts';
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { parseAlgorithm } from '../algorithm.ts';
import { parseCertificate } from '../certificate/parse.ts';
import { parseName } from '../certificate/name.ts';
import type { AlgorithmIdentifier, Certificate, Name } from '../model.ts';
import type { VerificationCache } from '../signature/cache.ts';
import { convertBer } from './ber.ts';

/** Largest CMS object that is read, bytes. */
export const MAX_CMS_BYTES = 8 * 1024 * 1024;
const MAX_CERTIFICATES = 64;
const MAX_DIGEST_ALGORITHMS = 64;
const MAX_ATTRIBUTES = 64;

/** An attribute with its values, as raw DER. */
export interface Attribute {
  readonly oid: string;
  readonly values: readonly DerNode[];
}

/** How a signer's certificate is named. */
export type SignerIdentifier =
  | { readonly kind: 'issuer'; readonly issuer: Name; readonly serialNumber: Uint8Array }
  | { readonly kind: 'key'; readonly subjectKeyIdentifier: Uint8Array };

/** SignerInfo (RFC 5652 §5.3). */
export interface SignerInfo {
  readonly identifier: SignerIdentifier;
  readonly digestAlgorithm: AlgorithmIdentifier;
  /** Null when there are none; `signedAttributesDer` is then null too. */
  readonly signedAttributes: readonly Attribute[] | null;
  /** The attributes as received under the tag SET OF: the bytes that are signed. */
  readonly signedAttributesDer: Uint8Array | null;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
  readonly unsignedAttributes: readonly Attribute[];
}

/** SignedData with one signer. */
export interface SignedData {
  /** Octets of the input that the value takes; zero octets may follow. */
  readonly length: number;
  /** False when the input was BER that is not DER. */
  readonly isDer: boolean;
  readonly contentInfoType: string;
  readonly digestAlgorithms: readonly AlgorithmIdentifier[];
  readonly contentType: string;
  /** The content within; null when detached. */
  readonly content: Uint8Array | null;
  /** Those that could be read; certificates of other forms are left out. */
  readonly certificates: readonly Certificate[];
  readonly signer: SignerInfo;
}

/**
 * Reads a ContentInfo with SignedData and exactly one signer; nothing of it is verified.
 * @param bytes DER, or BER, which is converted; only zero octets may follow it
 * @param cache remembers the certificates within
 * @throws {YinzhengError} CMS_MALFORMED or DER_MALFORMED
 */
export function parseSignedData(bytes: Uint8Array, cache?: VerificationCache): SignedData {
  if (bytes.length > MAX_CMS_BYTES) throw malformed('larger than allowed');
  const parsed = parseEither(bytes, cache);
  for (let index = parsed.length; index < bytes.length; index++) {
    if (bytes[index] !== 0) throw malformed('something other than zeros follows the structure');
  }
  return parsed;
}

function parseEither(bytes: Uint8Array, cache: VerificationCache | undefined): SignedData {
  try {
    const root = readDerPrefix(bytes);
    return { length: root.raw.length, isDer: true, ...parseContentInfo(root, cache) };
  } catch (error) {
    if (!isYinzhengError(error, 'DER_MALFORMED')) throw error;
    const { der, length } = convertBer(bytes);
    // what was in DER's form already is not read again to fail again
    if (equalBytes(der, bytes.subarray(0, length))) throw error;
    return { length, isDer: false, ...parseContentInfo(readDer(der), cache) };
  }
}

function parseContentInfo(root: DerNode, cache: VerificationCache | undefined): Omit<SignedData, 'length' | 'isDer'> {
  const [typeNode, contentNode, ...rest] = isUniversal(root, TAG.sequence) ? children(root) : [];
  if (!typeNode || !isContext(contentNode, 0) || rest.length > 0) throw malformed('not a ContentInfo');
  const contentInfoType = readOid(typeNode);
  if (contentInfoType !== OID.signedData && contentInfoType !== OID.gmSignedData) throw malformed('not SignedData');
  const fields = [...sequence(only(contentNode, 'ContentInfo'), 'SignedData')];
  const [, digestsNode, encapsulatedNode, ...optional] = fields;
  if (!digestsNode || !encapsulatedNode || !isUniversal(digestsNode, TAG.set))
    throw malformed('a field of SignedData is missing');
  const certificatesNode = isContext(optional[0], 0) ? optional.shift() : undefined;
  if (isContext(optional[0], 1)) optional.shift();
  const [signersNode, ...more] = optional;
  if (!isUniversal(signersNode, TAG.set) || more.length > 0) throw malformed('signerInfos are missing');
  const [signer, ...otherSigners] = children(signersNode);
  if (!signer || otherSigners.length > 0) throw malformed('exactly one signer is expected');
  return {
    contentInfoType,
    digestAlgorithms: children(digestsNode, MAX_DIGEST_ALGORITHMS).map(parseAlgorithm),
    ...parseEncapsulated(encapsulatedNode),
    certificates: certificatesNode ? parseCertificates(certificatesNode, cache) : [],
    signer: parseSigner(signer),
  };
}

function parseEncapsulated(node: DerNode): { contentType: string; content: Uint8Array | null } {
  const [type, wrapped, ...rest] = sequence(node, 'EncapsulatedContentInfo');
  if (!type || rest.length > 0) throw malformed('not an EncapsulatedContentInfo');
  if (!wrapped) return { contentType: readOid(type), content: null };
  if (!isContext(wrapped, 0)) throw malformed('the content is not tagged [0]');
  const content = only(wrapped, 'content');
  // PKCS#7 1.5 allows any type here; what is digested is then its value (RFC 5652 §5.2.1)
  return {
    contentType: readOid(type),
    content: isUniversal(content, TAG.octetString) ? readOctetString(content) : content.content,
  };
}

function parseCertificates(node: DerNode, cache: VerificationCache | undefined): readonly Certificate[] {
  const certificates: Certificate[] = [];
  for (const child of children(node).slice(0, MAX_CERTIFICATES)) {
    if (!isUniversal(child, TAG.sequence)) continue;
    try {
      certificates.push(cache?.read('certificate', child.raw, parseCertificate) ?? parseCertificate(child.raw));
    } catch (error) {
      // an unreadable certificate beside the signer's is no reason to know nothing of the signature
      if (!isYinzhengError(error)) throw error;
    }
  }
  return certificates;
}

function parseSigner(node: DerNode): SignerInfo {
  const [, identifierNode, digestNode, ...fields] = sequence(node, 'SignerInfo');
  const signedNode = isContext(fields[0], 0) ? fields.shift() : undefined;
  const [algorithmNode, signatureNode, unsignedNode, ...rest] = fields;
  if (!identifierNode || !digestNode || !algorithmNode || !signatureNode || rest.length > 0) {
    throw malformed('a field of SignerInfo is missing or unexpected');
  }
  if (unsignedNode && !isContext(unsignedNode, 1)) throw malformed('an unexpected field of SignerInfo');
  return {
    identifier: parseIdentifier(identifierNode),
    digestAlgorithm: parseAlgorithm(digestNode),
    signedAttributes: signedNode ? parseAttributes(signedNode) : null,
    signedAttributesDer: signedNode ? underSetTag(signedNode.raw) : null,
    signatureAlgorithm: parseAlgorithm(algorithmNode),
    signature: readOctetString(signatureNode),
    unsignedAttributes: unsignedNode ? parseAttributes(unsignedNode) : [],
  };
}

function parseIdentifier(node: DerNode): SignerIdentifier {
  if (isContext(node, 0)) {
    return { kind: 'key', subjectKeyIdentifier: node.constructed ? readOctetString(only(node, 'key identifier')) : node.content };
  }
  const [issuer, serial, ...rest] = sequence(node, 'IssuerAndSerialNumber');
  if (!issuer || !serial || rest.length > 0) throw malformed('not an IssuerAndSerialNumber');
  return { kind: 'issuer', issuer: parseName(issuer), serialNumber: readIntegerBytes(serial) };
}

/**
 * Reads the attributes in a SET OF, whatever its tag (RFC 5652 §5.3).
 * @throws {YinzhengError} CMS_MALFORMED or DER_MALFORMED
 */
export function parseAttributes(node: DerNode): readonly Attribute[] {
  const attributes = children(node).map((attribute) => {
    const [type, values, ...rest] = sequence(attribute, 'Attribute');
    if (!type || !isUniversal(values, TAG.set) || rest.length > 0) throw malformed('not an Attribute');
    return { oid: readOid(type), values: children(values) };
  });
  if (attributes.length > MAX_ATTRIBUTES) throw malformed('too many attributes');
  return attributes;
}

/** RFC 5652 §5.4: the IMPLICIT [0] tag is not signed, an EXPLICIT SET OF tag is. */
function underSetTag(raw: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(raw);
  copy[0] = 0x31;
  return copy;
}

function sequence(node: DerNode, structure: string): DerNode[] {
  if (!isUniversal(node, TAG.sequence)) throw malformed(`${structure} is not a SEQUENCE`);
  return [...children(node)];
}

function only(node: DerNode, structure: string): DerNode {
  const [first, ...rest] = children(node);
  if (!first || rest.length > 0) throw malformed(`${structure} does not hold one value`);
  return first;
}

function malformed(technical: string): YinzhengError {
  return new YinzhengError('CMS_MALFORMED', { technical });
}
