/** The algorithms that key files name (RFC 7292 appendix C, RFC 8018 §6.2, RFC 9579; GM/T 0006 for SM3 and SM4). */
import { isUniversal, OID, readDer, readInteger, readOctetString, TAG, type DerNode } from '../../asn1/index.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import { parseAlgorithm } from '../algorithm.ts';
import type { AlgorithmIdentifier } from '../model.ts';
import type { PasswordAlgorithm, PasswordCipher, PasswordDigest, Pbkdf2 } from './model.ts';
import { checkedSalt, iterationsOf, malformed, sequence } from './read.ts';

const DIGESTS: Readonly<Record<string, PasswordDigest>> = {
  [OID.sha1]: 'sha1',
  [OID.sha256]: 'sha256',
  [OID.sha384]: 'sha384',
  [OID.sha512]: 'sha512',
  [OID.sm3]: 'sm3',
};

const HMACS: Readonly<Record<string, PasswordDigest>> = {
  [OID.hmacSha1]: 'sha1',
  [OID.hmacSha256]: 'sha256',
  [OID.hmacSha384]: 'sha384',
  [OID.hmacSha512]: 'sha512',
  [OID.hmacSm3]: 'sm3',
};

const CIPHERS: Readonly<Record<string, readonly [PasswordCipher, number]>> = {
  [OID.aes128Cbc]: ['aes-128-cbc', 16],
  [OID.aes192Cbc]: ['aes-192-cbc', 16],
  [OID.aes256Cbc]: ['aes-256-cbc', 16],
  [OID.sm4Cbc]: ['sm4-cbc', 16],
  [OID.desEde3Cbc]: ['des-ede3-cbc', 8],
};

/** Ciphers that no longer protect anything, by their names. */
const OBSOLETE: Readonly<Record<string, string>> = {
  [OID.pbeRc4With128]: 'RC4',
  [OID.pbeRc4With40]: 'RC4-40',
  [OID.pbe2Des]: '2DES',
  [OID.pbeRc2With128]: 'RC2-128',
  [OID.pbeRc2With40]: 'RC2-40',
};

/** How to have such a file encrypted anew, with OpenSSL 3. */
const CONVERSION =
  'openssl pkcs12 -legacy -in OLD.p12 -nodes | openssl pkcs12 -export -keypbe AES-256-CBC -certpbe AES-256-CBC -macalg SHA256 -out NEW.p12';

/**
 * The algorithm by which something is encrypted under the passphrase.
 * @throws {YinzhengError} PKCS12_OBSOLETE for RC2 and RC4, ALGORITHM_UNSUPPORTED, PKCS12_MALFORMED, DER_MALFORMED
 */
export function passwordAlgorithm(node: DerNode | undefined): PasswordAlgorithm {
  if (!node) throw malformed('an algorithm is missing');
  const algorithm = parseAlgorithm(node);
  const obsolete = OBSOLETE[algorithm.oid];
  if (obsolete !== undefined) throw new YinzhengError('PKCS12_OBSOLETE', { algorithm: obsolete, command: CONVERSION });
  if (algorithm.oid === OID.pbes2) return pbes2(algorithm);
  if (algorithm.oid !== OID.pbe3Des) throw unsupported(algorithm.oid);
  const [salt, iterations] = parametersOf(algorithm);
  if (!salt || !iterations) throw malformed('parameters of an encryption are missing');
  return {
    kind: 'pbe-3des',
    salt: checkedSalt(readOctetString(salt)),
    iterations: iterationsOf(iterations, 'pkcs12'),
  };
}

function pbes2(algorithm: AlgorithmIdentifier): PasswordAlgorithm {
  const [derivationNode, cipherNode] = parametersOf(algorithm);
  if (!derivationNode || !cipherNode) throw malformed('parameters of PBES2 are missing');
  const { oid, parameters } = parseAlgorithm(cipherNode);
  const known = CIPHERS[oid];
  if (!known) throw unsupported(oid);
  const [cipher, blockLength] = known;
  const iv = parameters === null ? null : readOctetString(readDer(parameters));
  if (iv?.length !== blockLength) throw malformed('an initialisation vector of another length');
  return { kind: 'pbes2', derivation: pbkdf2(derivationNode).derivation, cipher, iv };
}

/**
 * PBKDF2 with its parameters; `keyLength` is null where none is stated.
 * @throws {YinzhengError} ALGORITHM_UNSUPPORTED, PKCS12_MALFORMED, DER_MALFORMED
 */
export function pbkdf2(node: DerNode): { readonly derivation: Pbkdf2; readonly keyLength: number | null } {
  const algorithm = parseAlgorithm(node);
  if (algorithm.oid !== OID.pbkdf2) throw unsupported(algorithm.oid);
  const [salt, iterations, ...optional] = parametersOf(algorithm);
  if (!salt || !iterations) throw malformed('parameters of PBKDF2 are missing');
  const keyLength = isUniversal(optional[0], TAG.integer) ? readInteger(optional[0]) : null;
  const prf = keyLength === null ? optional[0] : optional[1];
  return {
    keyLength,
    derivation: {
      salt: checkedSalt(readOctetString(salt)),
      iterations: iterationsOf(iterations, 'pbkdf2'),
      digest: prf ? hmacDigest(prf) : 'sha1',
    },
  };
}

/**
 * The digest of an HMAC.
 * @throws {YinzhengError} ALGORITHM_UNSUPPORTED, DER_MALFORMED
 */
export function hmacDigest(node: DerNode): PasswordDigest {
  const { oid } = parseAlgorithm(node);
  const digest = HMACS[oid];
  if (!digest) throw unsupported(oid);
  return digest;
}

/**
 * A digest by its identifier.
 * @throws {YinzhengError} ALGORITHM_UNSUPPORTED
 */
export function passwordDigest(oid: string): PasswordDigest {
  const digest = DIGESTS[oid];
  if (!digest) throw unsupported(oid);
  return digest;
}

function parametersOf({ parameters }: AlgorithmIdentifier): readonly DerNode[] {
  return parameters === null ? [] : sequence(readDer(parameters), 'a parameter');
}

function unsupported(oid: string): YinzhengError {
  return new YinzhengError('ALGORITHM_UNSUPPORTED', { algorithm: oid });
}
