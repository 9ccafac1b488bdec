/** Private keys of all kinds that custody keeps: SM2, and ECDSA on P-256 and RSA for what is verified abroad. */
import { constants, createPrivateKey, createPublicKey, createSign, generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { utf8 } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import { DEFAULT_SM2_USER_ID, type CryptoProvider, type SignatureScheme } from '../../crypto/index.ts';
import type { RsaPadding } from '../../pki/index.ts';
import type { KeyAlgorithm } from '../../services/pki/index.ts';
import { generateSm2Key, loadSm2Key, signSm2 } from './sm2-key.ts';

const generate = promisify(generateKeyPair);
/** Of a new RSA key, for use beyond 2030 (NIST SP 800-57 part 1, §5.6). */
const RSA_BITS = 3072;

/** A private key ready to sign. */
export interface PrivateKey {
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  readonly scheme: SignatureScheme;
  /**
   * Signature over bytes, `SEQUENCE {r, s}` or of RSA, PKCS #1 v1.5 unless another padding is named. Throws KEY_INVALID when OpenSSL cannot sign with the key.
   */
  readonly sign: (message: Uint8Array, padding?: RsaPadding) => Uint8Array;
}

/** A new key as PrivateKeyInfo (RFC 5958), DER. */
export async function generatePrivateKey(algorithm: KeyAlgorithm): Promise<Uint8Array> {
  if (algorithm === 'sm2') return generateSm2Key();
  const { privateKey } =
    algorithm === 'rsa' ? await generate('rsa', { modulusLength: RSA_BITS }) : await generate('ec', { namedCurve: 'prime256v1' });
  return privateKey.export({ format: 'der', type: 'pkcs8' });
}

/**
 * Loads a PrivateKeyInfo (DER). Where it holds a public key too, OpenSSL takes that without comparing: see {@link isKeyPair}.
 * @throws {YinzhengError} KEY_INVALID when it is a key of another kind
 */
export function loadPrivateKey(privateKeyInfo: Uint8Array, crypto: CryptoProvider): PrivateKey {
  return loadOtherKey(privateKeyInfo) ?? sm2Key(privateKeyInfo, crypto);
}

/** True when the public key verifies what the private key signs: a damaged or foreign private key does not. */
export function isKeyPair({ scheme, publicKey, sign }: PrivateKey, crypto: CryptoProvider): boolean {
  return crypto.verify(scheme, publicKey, [PROBE], sign(PROBE));
}

/** With MGF1 by the same digest, and a salt as long as that (RFC 8017 §9.1). */
const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };

const PROBE = utf8('yinzheng key pair');

function sm2Key(privateKeyInfo: Uint8Array, crypto: CryptoProvider): PrivateKey {
  const key = loadSm2Key(privateKeyInfo, crypto);
  const scheme = { kind: 'sm2', userId: DEFAULT_SM2_USER_ID } as const;
  return { publicKey: key.publicKey, scheme, sign: (message) => signSm2(key, message) };
}

/** A key on P-256 or of RSA; null for another. */
function loadOtherKey(privateKeyInfo: Uint8Array): PrivateKey | null {
  try {
    const { buffer, byteOffset, byteLength } = privateKeyInfo;
    // the same memory, so that no copy of a secret is left behind
    const key = createPrivateKey({ key: Buffer.from(buffer, byteOffset, byteLength), format: 'der', type: 'pkcs8' });
    const isRsa = key.asymmetricKeyType === 'rsa';
    if (!isRsa && key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return null;
    const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' });
    const scheme = { kind: isRsa ? 'rsa-pkcs1' : 'ecdsa', digest: 'sha256' } as const;
    return {
      ...{ publicKey, scheme },
      sign: (message, padding) =>
        createSign('sha256')
          .update(message)
          .sign(padding === 'pss' ? { key, ...PSS } : key),
    };
  } catch (cause) {
    throw new YinzhengError('KEY_INVALID', { technical: 'OpenSSL does not accept the private key' }, { cause });
  }
}
