/** SM2 private keys as OpenSSL keeps them, ready to sign. */
import { createPrivateKey, createPublicKey, createSign, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { YinzhengError } from '../../base/errors/index.ts';
import { computeZ, DEFAULT_SM2_USER_ID, decodeSignature, sm2Point, type CryptoProvider } from '../../crypto/index.ts';

const generate = promisify(generateKeyPair);

/** A private key with its Z (default user ID), computed once. */
export interface Sm2PrivateKey {
  readonly key: KeyObject;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  readonly z: Uint8Array;
}

/** A new SM2 key as PrivateKeyInfo (RFC 5958), DER. */
export async function generateSm2Key(): Promise<Uint8Array> {
  const { privateKey } = await generate('ec', { namedCurve: 'SM2' });
  return privateKey.export({ format: 'der', type: 'pkcs8' });
}

/**
 * Loads a PrivateKeyInfo (DER). Where it holds a public key too, OpenSSL takes that without comparing: see `isKeyPair`.
 * @throws {YinzhengError} KEY_INVALID when it is not an SM2 key
 */
export function loadSm2Key(privateKeyInfo: Uint8Array, crypto: CryptoProvider): Sm2PrivateKey {
  let key: KeyObject;
  let publicKey: Uint8Array;
  try {
    key = createPrivateKey({ key: viewOf(privateKeyInfo), format: 'der', type: 'pkcs8' });
    publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' });
  } catch (cause) {
    throw new YinzhengError('KEY_INVALID', { technical: 'OpenSSL does not accept the private key' }, { cause });
  }
  const sm3 = (...parts: readonly Uint8Array[]): Uint8Array => crypto.digest('sm3', ...parts);
  return { key, publicKey, z: computeZ(sm3, sm2Point(publicKey), DEFAULT_SM2_USER_ID) };
}

/** The same memory, so that no copy of a secret is left behind. */
function viewOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * SM2 signature over bytes, strict DER. `createSign('sm3')` digests what it is fed and adds no Z, so it is fed Z first.
 * @throws {YinzhengError} KEY_INVALID when OpenSSL cannot sign with the key
 */
export function signSm2({ key, z }: Sm2PrivateKey, message: Uint8Array): Uint8Array {
  const signature = createSign('sm3').update(z).update(message).sign(key);
  if (decodeSignature(signature) === null) throw new YinzhengError('KEY_INVALID', { technical: 'OpenSSL made no SM2 signature' });
  return signature;
}
