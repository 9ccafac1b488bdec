/** AlgorithmIdentifier and SubjectPublicKeyInfo (RFC 5280 §4.1.1.2, §4.1.2.7). */
import {
  children,
  der,
  isUniversal,
  malformed,
  OID,
  readBitStringBytes,
  readDer,
  readOid,
  TAG,
  type DerNode,
} from '../asn1/index.ts';
import { equalBytes } from '../base/bytes.ts';
import type { AlgorithmIdentifier, PublicKeyInfo } from './model.ts';

/** The signature algorithm of everything Yinzheng writes, SM3 with SM2 (GM/T 0006), without parameters. */
export const SM2_WITH_SM3: AlgorithmIdentifier = Object.freeze({ oid: OID.sm2WithSm3, parameters: null });

/**
 * Reads an AlgorithmIdentifier.
 * @throws {YinzhengError} DER_MALFORMED
 */
export function parseAlgorithm(node: DerNode): AlgorithmIdentifier {
  const [oid, parameters, ...rest] = isUniversal(node, TAG.sequence) ? children(node) : [];
  if (!oid || rest.length > 0) throw malformed(node.offset, 'an AlgorithmIdentifier is expected');
  return { oid: readOid(oid), parameters: parameters?.raw ?? null };
}

/** DER of an AlgorithmIdentifier. */
export function encodeAlgorithm({ oid, parameters }: AlgorithmIdentifier): Uint8Array {
  return parameters === null ? der.sequence(der.oid(oid)) : der.sequence(der.oid(oid), parameters);
}

/** True when parameters are absent or NULL, which products use alike. */
export function withoutParameters({ parameters }: AlgorithmIdentifier): boolean {
  return parameters === null || (parameters.length === 2 && parameters[0] === TAG.null && parameters[1] === 0);
}

/** True when both name the same algorithm; absent parameters and NULL count as the same. */
export function sameAlgorithm(left: AlgorithmIdentifier, right: AlgorithmIdentifier): boolean {
  if (left.oid !== right.oid) return false;
  if (withoutParameters(left) || withoutParameters(right)) return withoutParameters(left) && withoutParameters(right);
  return left.parameters !== null && right.parameters !== null && equalBytes(left.parameters, right.parameters);
}

/**
 * Reads a SubjectPublicKeyInfo.
 * @throws {YinzhengError} DER_MALFORMED
 */
export function parsePublicKey(node: DerNode): PublicKeyInfo {
  const [algorithmNode, keyNode, ...rest] = isUniversal(node, TAG.sequence) ? children(node) : [];
  if (!algorithmNode || !keyNode || rest.length > 0) throw malformed(node.offset, 'a SubjectPublicKeyInfo is expected');
  const algorithm = parseAlgorithm(algorithmNode);
  const curve = curveOf(algorithm);
  return { raw: node.raw, kind: kindOf(algorithm, curve), curve, key: readBitStringBytes(keyNode) };
}

function curveOf({ oid, parameters }: AlgorithmIdentifier): string | null {
  if (oid !== OID.ecPublicKey || parameters === null) return null;
  const node = readDer(parameters);
  return isUniversal(node, TAG.oid) ? readOid(node) : null;
}

function kindOf({ oid }: AlgorithmIdentifier, curve: string | null): PublicKeyInfo['kind'] {
  if (oid === OID.rsaEncryption || oid === OID.rsaPss) return 'rsa';
  if (oid !== OID.ecPublicKey || curve === null) return 'other';
  return curve === OID.sm2Curve ? 'sm2' : 'ec';
}
