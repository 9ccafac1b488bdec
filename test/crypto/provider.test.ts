import assert from 'node:assert/strict';
import { constants, createSign, createVerify, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { concatBytes, utf8 } from '../../src/base/bytes.ts';
import { isYinzhengError } from '../../src/base/errors/index.ts';
import { DEFAULT_SM2_USER_ID, type SignatureScheme } from '../../src/crypto/index.ts';
import { createNativeProvider } from '../../src/crypto/native/index.ts';
import { createPortableProvider } from '../../src/crypto/portable/index.ts';

const native = createNativeProvider();
const portable = createPortableProvider();
const MESSAGE = utf8('message');

function spkiOf(key: KeyObject): Uint8Array {
  return new Uint8Array(key.export({ format: 'der', type: 'spki' }));
}

function flipAt(bytes: Uint8Array, position: number): Uint8Array {
  return bytes.map((octet, index) => (index === position % bytes.length ? octet ^ 1 : octet));
}

describe('signatures of other algorithms', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const rsaKey = spkiOf(rsa.publicKey);

  for (const digest of ['sha1', 'sha256', 'sha384', 'sha512'] as const) {
    it(`verifies RSA PKCS#1 with ${digest}`, () => {
      const signature = createSign(digest).update(MESSAGE).sign(rsa.privateKey);
      const scheme = { kind: 'rsa-pkcs1', digest } as const;
      assert.equal(native.verify(scheme, rsaKey, [MESSAGE.subarray(0, 2), MESSAGE.subarray(2)], signature), true);
      assert.equal(native.verify(scheme, rsaKey, [utf8('other')], signature), false);
      assert.equal(native.verify(scheme, rsaKey, [MESSAGE], signature.subarray(1)), false);
      assert.equal(native.verify({ kind: 'rsa-pss', digest, saltLength: 20 }, rsaKey, [MESSAGE], signature), false);
    });
    it(`verifies RSA PSS with ${digest} and just that salt`, () => {
      const padding = constants.RSA_PKCS1_PSS_PADDING;
      const signature = sign(digest, MESSAGE, { key: rsa.privateKey, padding, saltLength: 24 });
      const verify = (saltLength: number): boolean =>
        native.verify({ kind: 'rsa-pss', digest, saltLength }, rsaKey, [MESSAGE], signature);
      assert.deepEqual([24, 20, 0, -1, -2, 1e9, 0.5].map(verify), [true, false, false, false, false, false, false]);
    });
  }

  for (const [namedCurve, digest] of [
    ['prime256v1', 'sha256'],
    ['secp384r1', 'sha384'],
    ['secp521r1', 'sha512'],
    ['prime256v1', 'sha1'],
  ] as const) {
    it(`verifies ECDSA on ${namedCurve} with ${digest}, the same by both providers`, () => {
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve });
      const key = spkiOf(publicKey);
      const scheme = { kind: 'ecdsa', digest } as const;
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 50 }), fc.nat(150), (message, position) => {
          const signature = new Uint8Array(createSign(digest).update(message).sign(privateKey));
          const altered = flipAt(signature, position);
          for (const provider of [native, portable]) {
            assert.equal(provider.verify(scheme, key, [message], signature), true);
            assert.equal(provider.verify(scheme, key, [message], altered), false);
            assert.equal(provider.verify(scheme, key, [message], concatBytes(signature, Uint8Array.of(0))), false);
            assert.equal(provider.verify(scheme, key, [message], new Uint8Array(0)), false);
          }
        }),
        { numRuns: 15 },
      );
      for (const provider of [native, portable]) {
        assert.throws(
          () => provider.verify(scheme, flipAt(key, key.length - 1), [MESSAGE], new Uint8Array(8)),
          (error) => isYinzhengError(error, 'KEY_INVALID'),
        );
      }
    });
  }

  it('refuses a key of another kind than the scheme’s', () => {
    const ec = spkiOf(generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).publicKey);
    const sm2 = spkiOf(generateKeyPairSync('ec', { namedCurve: 'SM2' }).publicKey);
    const wrong: [SignatureScheme, Uint8Array][] = [
      [{ kind: 'sm2', userId: DEFAULT_SM2_USER_ID }, ec],
      [{ kind: 'sm2', userId: DEFAULT_SM2_USER_ID }, rsaKey],
      [{ kind: 'ecdsa', digest: 'sha256' }, sm2],
      [{ kind: 'ecdsa', digest: 'sha256' }, rsaKey],
      [{ kind: 'rsa-pkcs1', digest: 'sha256' }, ec],
      [{ kind: 'rsa-pss', digest: 'sha256', saltLength: 32 }, sm2],
    ];
    for (const [scheme, key] of wrong) {
      assert.throws(
        () => native.verify(scheme, key, [MESSAGE], new Uint8Array(70)),
        (error) => isYinzhengError(error, 'KEY_INVALID'),
      );
    }
  });

  it('refuses a point in the hybrid form, which RFC 5480 forbids, though OpenSSL takes it', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const key = spkiOf(publicKey);
    const scheme: SignatureScheme = { kind: 'ecdsa', digest: 'sha256' };
    const signature = createSign('sha256').update(MESSAGE).sign(privateKey);
    const at = key.length - 65;
    assert.equal(key[at], 0x04);
    const hybrid = key.map((octet, index) => (index === at ? 0x06 | ((key.at(-1) ?? 0) & 1) : octet));
    assert.equal(
      createVerify('sha256')
        .update(MESSAGE)
        .verify({ key: Buffer.from(hybrid), format: 'der', type: 'spki' }, signature),
      true,
    );
    for (const provider of [native, portable]) {
      assert.equal(provider.verify(scheme, key, [MESSAGE], signature), true);
      assert.throws(
        () => provider.verify(scheme, hybrid, [MESSAGE], signature),
        (error) => isYinzhengError(error, 'KEY_INVALID'),
      );
    }
  });

  it('says what it cannot do', () => {
    const ed25519 = spkiOf(generateKeyPairSync('ed25519').publicKey);
    assert.throws(
      () => native.verify({ kind: 'ecdsa', digest: 'sha256' }, ed25519, [MESSAGE], new Uint8Array(64)),
      (error) => isYinzhengError(error, 'ALGORITHM_UNSUPPORTED'),
    );
    assert.throws(
      () => portable.verify({ kind: 'rsa-pkcs1', digest: 'sha256' }, rsaKey, [MESSAGE], new Uint8Array(256)),
      (error) => isYinzhengError(error, 'ALGORITHM_UNSUPPORTED'),
    );
  });

  it('forgets keys beyond its capacity and goes on being right', () => {
    const provider = createNativeProvider();
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const scheme = { kind: 'ecdsa', digest: 'sha256' } as const;
    const signature = createSign('sha256').update(MESSAGE).sign(privateKey);
    for (let round = 0; round < 600; round++) {
      const other = spkiOf(generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).publicKey);
      assert.equal(provider.verify(scheme, other, [MESSAGE], signature), false);
    }
    assert.equal(provider.verify(scheme, spkiOf(publicKey), [MESSAGE], signature), true);
  });
});

describe('digests of messages that begin alike', () => {
  for (const provider of [native, portable]) {
    it(`are those of the whole messages, by ${provider.name}`, () => {
      for (const algorithm of ['sm3', 'sha256'] as const) {
        const digestWith = provider.digestFrom(algorithm, MESSAGE);
        const endings = [[], [utf8('a')], [utf8('b'), utf8('c')], [utf8('a')]];
        for (const ending of endings) {
          const expected = Buffer.from(provider.digest(algorithm, MESSAGE, ...ending));
          assert.deepEqual(Buffer.from(digestWith(...ending)), expected);
          const grown = ending.reduce((begun, part) => begun.and(part), digestWith);
          assert.deepEqual([Buffer.from(grown()), Buffer.from(grown())], [expected, expected]);
        }
      }
    });
  }
});
