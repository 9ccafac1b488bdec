/** Cryptography without platform modules: runs in browsers. */
import { sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { concatBytes } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import type { BegunDigest, CryptoProvider, DigestAlgorithm, SignatureScheme } from '../provider.ts';
import { verifyEcdsa } from './ecdsa.ts';
import { verifySm2 } from './sm2.ts';
import { sm3 } from './sm3.ts';

const SHA = { sha1, sha256, sha384, sha512 } as const;

/** Digests, SM2 and ECDSA in plain JavaScript; RSA is not there (ALGORITHM_UNSUPPORTED). About thirty times slower than OpenSSL. */
export function createPortableProvider(): CryptoProvider {
  return Object.freeze({
    name: 'portable',
    digest,
    digestFrom: (algorithm: DigestAlgorithm, beginning: Uint8Array) => begunWith(algorithm, [beginning]),
    verify(scheme: SignatureScheme, publicKey: Uint8Array, message: readonly Uint8Array[], signature: Uint8Array) {
      switch (scheme.kind) {
        case 'sm2':
          return verifySm2(publicKey, scheme.userId, message, signature);
        case 'ecdsa':
          return verifyEcdsa(publicKey, digest(scheme.digest, ...message), signature);
        case 'rsa-pkcs1':
        case 'rsa-pss':
          throw new YinzhengError('ALGORITHM_UNSUPPORTED', { algorithm: scheme.kind });
      }
    },
    prepareKey() {
      // keys are points that need no loading
    },
  });
}

function begunWith(algorithm: DigestAlgorithm, begun: readonly Uint8Array[]): BegunDigest {
  return Object.assign((...ending: readonly Uint8Array[]) => digest(algorithm, ...begun, ...ending), {
    and: (more: Uint8Array) => begunWith(algorithm, [...begun, more]),
  });
}

function digest(algorithm: DigestAlgorithm, ...parts: readonly Uint8Array[]): Uint8Array {
  return algorithm === 'sm3' ? sm3(...parts) : SHA[algorithm](concatBytes(...parts));
}
