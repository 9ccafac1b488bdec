/** Signed attributes (RFC 5652 §11, RFC 5035): content type, message digest, signing time, the signer's certificate by digest. */
import {
  children,
  der,
  isUniversal,
  OID,
  readDer,
  readOctetString,
  readOid,
  readTime,
  TAG,
  type DerNode,
} from '../../asn1/index.ts';
import { equalBytes } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import { parseAlgorithm } from '../algorithm.ts';
import { digestOf } from '../signature/scheme.ts';
import type { DigestAlgorithm } from '../../crypto/index.ts';
import { parseAttributes, type Attribute } from './parse.ts';

/** The digest by which signing-certificate(-v2) names the signer's certificate; `algorithm` is null when unknown. */
export interface SigningCertificateDigest {
  readonly algorithm: DigestAlgorithm | null;
  readonly digest: Uint8Array;
}

/** What the signed attributes say. */
export interface SignedAttributes {
  readonly contentType: string;
  readonly messageDigest: Uint8Array;
  readonly signingTime: Instant | null;
  readonly signingCertificates: readonly SigningCertificateDigest[];
}

/**
 * Reads the attributes that verification needs.
 * @throws {YinzhengError} CMS_MALFORMED when contentType or messageDigest is missing, or one of them occurs twice, DER_MALFORMED
 */
export function readSignedAttributes(attributes: readonly Attribute[]): SignedAttributes {
  const contentType = single(attributes, OID.contentType);
  const messageDigest = single(attributes, OID.messageDigest);
  if (!contentType || !messageDigest) throw malformed('contentType or messageDigest is missing');
  const signingTime = single(attributes, OID.signingTime);
  const version1 = single(attributes, OID.signingCertificate);
  const version2 = single(attributes, OID.signingCertificateV2);
  return {
    contentType: readOid(contentType),
    messageDigest: readOctetString(messageDigest),
    signingTime: signingTime ? readTime(signingTime) : null,
    signingCertificates: [
      ...(version1 ? [certificateDigest(version1, 'sha1')] : []),
      ...(version2 ? [certificateDigest(version2, 'sha256')] : []),
    ],
  };
}

/**
 * Reads signed attributes as they are signed.
 * @param tbs DER of the SET OF, in DER's order
 * @throws {YinzhengError} CMS_MALFORMED or DER_MALFORMED
 */
export function parseSignedAttributes(tbs: Uint8Array): readonly Attribute[] {
  const root = readDer(tbs);
  if (!isUniversal(root, TAG.set)) throw malformed('the signed attributes are not a SET');
  if (!equalBytes(der.setOf(...children(root).map(({ raw }) => raw)), tbs)) throw malformed('the attributes are out of order');
  return parseAttributes(root);
}

/** The one value of an attribute; null when absent. */
export function single(attributes: readonly Attribute[], oid: string): DerNode | null {
  const [attribute, ...more] = attributes.filter((candidate) => candidate.oid === oid);
  if (!attribute) return null;
  const [value, ...others] = attribute.values;
  if (!value || others.length > 0 || more.length > 0) throw malformed(`attribute ${oid} does not have one value`);
  return value;
}

/** SigningCertificate(V2) → certs → first ESSCertID(v2): the signer's (RFC 5035 §3). */
function certificateDigest(value: DerNode, usual: DigestAlgorithm): SigningCertificateDigest {
  const [certificates] = isUniversal(value, TAG.sequence) ? children(value) : [];
  const [first] = certificates ? children(certificates) : [];
  const [head, second] = first ? children(first) : [];
  if (!head) throw malformed('the signing certificate attribute is empty');
  if (!isUniversal(head, TAG.sequence)) return { algorithm: usual, digest: readOctetString(head) };
  if (!second) throw malformed('the signing certificate attribute has no digest');
  return { algorithm: digestOf(parseAlgorithm(head).oid), digest: readOctetString(second) };
}

function malformed(technical: string): YinzhengError {
  return new YinzhengError('CMS_MALFORMED', { technical });
}
