/** Systems as they really are: with keys of their own, and the assertions that they sign. */
import { createPrivateKey, createSign, generateKeyPairSync, randomUUID, sign, constants, type KeyObject } from 'node:crypto';
import { concatBytes } from '../../src/base/bytes.ts';
import { computeZ, DEFAULT_SM2_USER_ID, derToRaw, sm2Point } from '../../src/crypto/index.ts';
import { sm3 } from './records.ts';

/** A key pair of a system. */
export interface SystemKey {
  readonly algorithm: 'RS256' | 'PS256' | 'ES256' | 'SGD_SM3_SM2';
  readonly privateKey: KeyObject;
  readonly spki: Uint8Array;
  readonly pem: string;
}

/** Makes a key pair for an algorithm. */
export function systemKey(algorithm: SystemKey['algorithm']): SystemKey {
  const pair =
    algorithm === 'RS256' || algorithm === 'PS256'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: algorithm === 'ES256' ? 'prime256v1' : 'SM2' });
  const spki = pair.publicKey.export({ format: 'der', type: 'spki' });
  // A key as it comes from a file: OpenSSL adds a Z of its own for one that it has just made.
  const privateKey = createPrivateKey(pair.privateKey.export({ format: 'pem', type: 'pkcs8' }));
  return { algorithm, privateKey, spki, pem: String(pair.publicKey.export({ format: 'pem', type: 'spki' })) };
}

/** The public part of an SM2 key as a JWK. */
export function sm2Jwk({ spki }: Pick<SystemKey, 'spki'>): {
  readonly kty: 'EC';
  readonly crv: 'SM2';
  readonly x: string;
  readonly y: string;
} {
  const point = sm2Point(spki);
  const [x, y] = [point.subarray(-64, -32), point.subarray(-32)].map(base64url);
  return { kty: 'EC', crv: 'SM2', x: x ?? '', y: y ?? '' };
}

/** SM2 over a message with the default user ID: r ‖ s, 64 bytes. */
export function signSm2Raw(privateKey: KeyObject, spki: Uint8Array, message: Uint8Array): Uint8Array {
  const z = computeZ((...parts) => sm3(concatBytes(...parts)), sm2Point(spki), DEFAULT_SM2_USER_ID);
  const raw = derToRaw(createSign('sm3').update(z).update(message).sign(privateKey));
  if (!raw) throw new Error('OpenSSL made no SM2 signature');
  return raw;
}

/** Base64url of a text or bytes. */
export function base64url(value: string | Uint8Array): string {
  return Buffer.from(value).toString('base64url');
}

/** Signs a JWS in its compact form; `header` replaces members of the usual one. */
export function signJws(key: SystemKey, claims: object, header: object = {}): string {
  const input = `${base64url(JSON.stringify({ alg: key.algorithm, typ: 'JWT', ...header }))}.${base64url(JSON.stringify(claims))}`;
  return `${input}.${base64url(signatureOf(key, Buffer.from(input)))}`;
}

function signatureOf({ algorithm, privateKey, spki }: SystemKey, input: Uint8Array): Uint8Array {
  switch (algorithm) {
    case 'RS256':
      return sign('sha256', input, privateKey);
    case 'PS256':
      return sign('sha256', input, { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 });
    case 'ES256':
      return sign('sha256', input, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    case 'SGD_SM3_SM2':
      return signSm2Raw(privateKey, spki, input);
  }
}

/** The claims of a good assertion; `changes` replaces some, undefined takes them away. */
export function assertionClaims(
  { clientId, audience, now }: { readonly clientId: string; readonly audience: string; readonly now: number },
  changes: object = {},
): object {
  const seconds = Math.floor(now / 1000);
  return { iss: clientId, sub: clientId, aud: audience, iat: seconds, exp: seconds + 120, jti: randomUUID(), ...changes };
}
