/** Public keys by which others sign to prove who they are: which there are, and reading them from a JWK. */
import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { concatBytes } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import { isSm2PublicKey, sm2PublicKey } from '../sm2/public-key.ts';

/** RSA from 2,048 bits, P-256, SM2. */
export type SigningKeyType = 'rsa' | 'p-256' | 'sm2';

const LONGEST = 4096;
const MIN_BITS = 2048;
const MAX_BITS = 8192;
const OCTETS = 32;

/**
 * The type of a public key (SubjectPublicKeyInfo, DER), which OpenSSL takes: the point is on its curve.
 * @throws {YinzhengError} KEY_INVALID for any other, and RSA of less than 2,048 or more than 8,192 bits or an unusual exponent
 */
export function signingKeyType(spki: Uint8Array): SigningKeyType {
  if (spki.length > LONGEST) throw invalid('too long');
  const object = load(spki);
  if (isSm2PublicKey(spki)) return 'sm2';
  const { namedCurve, modulusLength = 0, publicExponent = 0n } = object.asymmetricKeyDetails ?? {};
  // What OpenSSL reads is written again: nothing follows it, and it has one form.
  if (!object.export({ format: 'der', type: 'spki' }).equals(spki)) throw invalid('not in its one form');
  if (object.asymmetricKeyType === 'ec' && namedCurve === 'prime256v1') return 'p-256';
  const isRsa = object.asymmetricKeyType === 'rsa' && modulusLength >= MIN_BITS && modulusLength <= MAX_BITS;
  if (isRsa && publicExponent >= 65_537n && publicExponent % 2n === 1n && publicExponent < 1n << 64n) return 'rsa';
  throw invalid('neither RSA from 2,048 bits, nor P-256, nor SM2');
}

/** A JWK as it is received (RFC 7517); `crv` of an SM2 key is `SM2` (GM/T 0125.4-2022). */
export interface ReceivedJwk {
  readonly kty: string;
  readonly crv?: string | undefined;
  readonly x?: string | undefined;
  readonly y?: string | undefined;
  readonly n?: string | undefined;
  readonly e?: string | undefined;
}

/**
 * SubjectPublicKeyInfo (DER) of a JWK.
 * @throws {YinzhengError} KEY_INVALID
 */
export function readJwk({ kty, crv, x = '', y = '', n, e }: ReceivedJwk): Uint8Array {
  if (kty === 'EC' && crv === 'SM2') return sm2PublicKey(concatBytes(Uint8Array.of(4), coordinate(x), coordinate(y)));
  const key = kty === 'EC' ? { kty, crv, x, y } : { kty, n, e };
  try {
    return createPublicKey({ key: key as JsonWebKey, format: 'jwk' }).export({ format: 'der', type: 'spki' });
  } catch (cause) {
    throw new YinzhengError('KEY_INVALID', { technical: 'OpenSSL does not take the JWK' }, { cause });
  }
}

function coordinate(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== OCTETS || bytes.toString('base64url') !== text) throw invalid('a coordinate has 32 bytes in Base64url');
  return bytes;
}

function load(spki: Uint8Array): KeyObject {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  } catch (cause) {
    throw new YinzhengError('KEY_INVALID', { technical: 'OpenSSL does not accept it' }, { cause });
  }
}

function invalid(technical: string): YinzhengError {
  return new YinzhengError('KEY_INVALID', { technical });
}
