/** From AlgorithmIdentifier and key to the way a signature is verified (RFC 4055, RFC 5758, GM/T 0006). */
import { children, isContext, isUniversal, OID, readDer, readInteger, TAG, type DerNode } from '../../asn1/index.ts';
import { isYinzhengError } from '../../base/errors/index.ts';
import { DEFAULT_SM2_USER_ID, type DigestAlgorithm, type SignatureScheme } from '../../crypto/index.ts';
import { parseAlgorithm, withoutParameters } from '../algorithm.ts';
import type { AlgorithmIdentifier, PublicKeyInfo } from '../model.ts';

const DIGESTS = new Map<string, DigestAlgorithm>([
  [OID.sm3, 'sm3'],
  [OID.sha1, 'sha1'],
  [OID.sha256, 'sha256'],
  [OID.sha384, 'sha384'],
  [OID.sha512, 'sha512'],
]);

const RSA = new Map<string, DigestAlgorithm>([
  [OID.sha1WithRsa, 'sha1'],
  [OID.sha256WithRsa, 'sha256'],
  [OID.sha384WithRsa, 'sha384'],
  [OID.sha512WithRsa, 'sha512'],
]);

const ECDSA = new Map<string, DigestAlgorithm>([
  [OID.ecdsaWithSha1, 'sha1'],
  [OID.ecdsaWithSha256, 'sha256'],
  [OID.ecdsaWithSha384, 'sha384'],
  [OID.ecdsaWithSha512, 'sha512'],
]);

/** Elliptic curves of at least 256 bits; a signature on a smaller one proves nothing. */
const CURVES = new Set<string>([OID.p256, OID.p384, OID.p521, OID.brainpoolP256r1, OID.brainpoolP384r1, OID.brainpoolP512r1]);

const SM2 = new Set<string>([OID.sm2WithSm3, OID.sm2Sign]);

/** RFC 8017 §A.2.3: the salt's length when the parameters do not say. */
const DEFAULT_SALT_LENGTH = 20;

/** The digest algorithm of an OID, null when unknown. */
export function digestOf(oid: string): DigestAlgorithm | null {
  return DIGESTS.get(oid) ?? null;
}

/**
 * The scheme of a signature algorithm under a key; null when it is unknown or does not fit the key.
 * @param digest of the message, for the CMS algorithms that name only the key (rsaEncryption, ecPublicKey)
 */
export function signatureScheme(
  algorithm: AlgorithmIdentifier,
  key: Pick<PublicKeyInfo, 'kind' | 'curve'>,
  digest: DigestAlgorithm | null = null,
): SignatureScheme | null {
  const { oid } = algorithm;
  switch (key.kind) {
    case 'sm2':
      return SM2.has(oid) && withoutParameters(algorithm) ? { kind: 'sm2', userId: DEFAULT_SM2_USER_ID } : null;
    case 'ec': {
      if (key.curve === null || !CURVES.has(key.curve)) return null;
      const named = ECDSA.get(oid) ?? (oid === OID.ecPublicKey ? digest : null);
      return named === null ? null : { kind: 'ecdsa', digest: named };
    }
    case 'rsa': {
      if (oid === OID.rsaPss) return pssScheme(algorithm.parameters);
      const named = RSA.get(oid) ?? (oid === OID.rsaEncryption ? digest : null);
      return named === null ? null : { kind: 'rsa-pkcs1', digest: named };
    }
    case 'other':
      return null;
  }
}

function pssScheme(parameters: Uint8Array | null): SignatureScheme | null {
  if (parameters === null) return null;
  try {
    return readPssParameters(readDer(parameters));
  } catch (error) {
    if (isYinzhengError(error)) return null;
    throw error;
  }
}

function readPssParameters(node: DerNode): SignatureScheme | null {
  let digest: DigestAlgorithm | null = 'sha1';
  let maskDigest: DigestAlgorithm | null = 'sha1';
  let saltLength = DEFAULT_SALT_LENGTH;
  for (const field of isUniversal(node, TAG.sequence) ? children(node) : []) {
    const [value] = children(field);
    if (!value) return null;
    if (isContext(field, 0)) digest = digestOf(parseAlgorithm(value).oid);
    else if (isContext(field, 1)) maskDigest = maskDigestOf(value);
    else if (isContext(field, 2)) saltLength = readInteger(value);
    else if (!isContext(field, 3) || readInteger(value) !== 1) return null;
  }
  // OpenSSL's defaults and every product use one digest for both
  if (digest === null || digest !== maskDigest || saltLength < 0) return null;
  return { kind: 'rsa-pss', digest, saltLength };
}

function maskDigestOf(node: DerNode): DigestAlgorithm | null {
  const { oid, parameters } = parseAlgorithm(node);
  return oid === OID.mgf1 && parameters !== null ? digestOf(parseAlgorithm(readDer(parameters)).oid) : null;
}
