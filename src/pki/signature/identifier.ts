/** From the way a signature is made to what names it in structures, the reverse of {@link signatureScheme}. */
import { children, der, OID, readDer, readIntegerBytes } from '../../asn1/index.ts';
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import {
  decodeSignature,
  DEFAULT_SM2_USER_ID,
  isEcdsaSignature,
  type DigestAlgorithm,
  type SignatureScheme,
} from '../../crypto/index.ts';
import { encodeAlgorithm, SM2_WITH_SM3 } from '../algorithm.ts';
import type { AlgorithmIdentifier, PublicKeyInfo } from '../model.ts';

/** Digests that new signatures other than SM2's are made with. */
type NewDigest = 'sha256' | 'sha384' | 'sha512';

const RSA: Readonly<Record<NewDigest, string>> = {
  sha256: OID.sha256WithRsa,
  sha384: OID.sha384WithRsa,
  sha512: OID.sha512WithRsa,
};

const ECDSA: Readonly<Record<NewDigest, string>> = {
  sha256: OID.ecdsaWithSha256,
  sha384: OID.ecdsaWithSha384,
  sha512: OID.ecdsaWithSha512,
};

const CURVES = new Map<string, NewDigest>([
  [OID.p256, 'sha256'],
  [OID.p384, 'sha384'],
  [OID.p521, 'sha512'],
]);

/** The digest algorithm of a scheme. */
export function schemeDigest(scheme: SignatureScheme): DigestAlgorithm {
  return scheme.kind === 'sm2' ? 'sm3' : scheme.digest;
}

/** Paddings of new RSA signatures, both with SHA-256: RSASSA-PKCS1-v1_5, and RSASSA-PSS with MGF1 by SHA-256 and a salt of 32 octets (RFC 8017 §8). */
export const RSA_PADDINGS = ['pkcs1', 'pss'] as const;

/** A padding of new RSA signatures. */
export type RsaPadding = (typeof RSA_PADDINGS)[number];

/** Octets of the salt of new RSASSA-PSS signatures: as many as the digest has (RFC 8017 §9.1). */
const SALT_LENGTH = 32;

/**
 * How a key signs when nothing else is wanted: SM2 with SM3 and the default user ID; RSA with SHA-256, PKCS #1 v1.5 unless another padding is named;
 * ECDSA with the digest of its curve's size (RFC 5758 §4).
 * @throws {YinzhengError} ALGORITHM_UNSUPPORTED for another kind of key
 */
export function usualScheme(
  { kind, curve }: Pick<PublicKeyInfo, 'kind' | 'curve'>,
  padding: RsaPadding = 'pkcs1',
): SignatureScheme {
  if (kind === 'sm2') return { kind, userId: DEFAULT_SM2_USER_ID };
  if (kind === 'rsa')
    return padding === 'pss'
      ? { kind: 'rsa-pss', digest: 'sha256', saltLength: SALT_LENGTH }
      : { kind: 'rsa-pkcs1', digest: 'sha256' };
  const digest = CURVES.get(curve ?? '');
  if (digest === undefined) throw new YinzhengError('ALGORITHM_UNSUPPORTED', { algorithm: curve ?? kind });
  return { kind: 'ecdsa', digest };
}

/** AlgorithmIdentifier of a digest, without parameters (RFC 5754 §2, GM/T 0006). */
export function digestIdentifier(digest: DigestAlgorithm): AlgorithmIdentifier {
  return { oid: OID[digest], parameters: null };
}

/**
 * AlgorithmIdentifier of a scheme: SM2 with SM3 (GM/T 0006), RFC 5754 §3.2 and §3.3, RFC 4055 §3.1.
 * @throws {YinzhengError} INPUT_INVALID for a digest that nothing new is signed with
 */
export function schemeIdentifier(scheme: SignatureScheme): AlgorithmIdentifier {
  if (scheme.kind === 'sm2') return SM2_WITH_SM3;
  const digest = newDigest(scheme.digest);
  if (scheme.kind === 'ecdsa') return { oid: ECDSA[digest], parameters: null };
  if (scheme.kind === 'rsa-pkcs1') return { oid: RSA[digest], parameters: der.nullValue() };
  const hash = encodeAlgorithm(digestIdentifier(digest));
  const mask = encodeAlgorithm({ oid: OID.mgf1, parameters: hash });
  const salt = der.integer(scheme.saltLength);
  // The trailer field has its default value, and is therefore left out; so would be a salt of 20 bytes
  const fields = [der.explicit(0, hash), der.explicit(1, mask), ...(scheme.saltLength === 20 ? [] : [der.explicit(2, salt)])];
  return { oid: OID.rsaPss, parameters: der.sequence(...fields) };
}

function newDigest(digest: DigestAlgorithm): NewDigest {
  if (digest === 'sha256' || digest === 'sha384' || digest === 'sha512') return digest;
  throw new YinzhengError('INPUT_INVALID', {
    reason: bilingual(`nothing is signed with ${digest} here`, `此处不使用 ${digest} 签名`),
  });
}

/**
 * The most bytes that a signature value of a key takes: of RSA the modulus, else `SEQUENCE {r, s}`.
 * @throws {YinzhengError} DER_MALFORMED for an RSA key that is none
 */
export function signatureSize(key: PublicKeyInfo): number {
  if (key.kind === 'rsa') return modulusSize(key);
  const number = (key.key.length - 1) / 2 + 3;
  return 2 * number + (2 * number < 0x80 ? 2 : 3);
}

/** True when a value has the form of a signature by this scheme and key; whether it is right is another question. */
export function isSignatureForm(scheme: SignatureScheme, key: PublicKeyInfo, signature: Uint8Array): boolean {
  switch (scheme.kind) {
    case 'sm2':
      return decodeSignature(signature) !== null;
    case 'ecdsa':
      return isEcdsaSignature(signature) && signature.length <= signatureSize(key);
    default:
      return signature.length === modulusSize(key);
  }
}

/** RSAPublicKey (RFC 8017 §A.1.1): length of the modulus, bytes. */
function modulusSize({ key }: PublicKeyInfo): number {
  const [modulus] = children(readDer(key));
  const octets = modulus ? readIntegerBytes(modulus) : new Uint8Array(0);
  return octets[0] === 0 ? octets.length - 1 : octets.length;
}
