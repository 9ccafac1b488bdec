import assert from 'node:assert/strict';
import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import smCrypto from 'sm-crypto';
import { fromHex, toHex } from '../../src/base/bytes.ts';
import { isYinzhengError } from '../../src/base/errors/index.ts';
import * as native from '../../src/crypto/native/index.ts';
import * as portable from '../../src/crypto/portable/index.ts';
import digests from '../vectors/sm3/digest.json' with { type: 'json' };
import block from '../vectors/sm4/block.json' with { type: 'json' };

const sixteen = fc.uint8Array({ minLength: 16, maxLength: 16 });
const text = fc.uint8Array({ maxLength: 200 });

describe('SM3', () => {
  const openssl = native.createNativeProvider();
  it('gives the digests of the standard', () => {
    for (const { message, digest } of digests.cases) {
      assert.equal(toHex(openssl.digest('sm3', fromHex(message))), digest);
      assert.equal(toHex(portable.sm3(fromHex(message))), digest);
    }
  });
  it('is the same by OpenSSL, portable and sm-crypto, however the message is cut', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), (message, cut) => {
        const parts = [message.subarray(0, cut), message.subarray(cut)];
        const expected = smCrypto.sm3(message);
        assert.equal(toHex(openssl.digest('sm3', ...parts)), expected);
        assert.equal(toHex(portable.sm3(...parts)), expected);
      }),
    );
  });
  it('pads right at every length around a block', () => {
    for (let length = 0; length <= 130; length++) {
      const message = new Uint8Array(length).fill(length);
      assert.equal(toHex(portable.sm3(message)), toHex(openssl.digest('sm3', message)));
    }
  });
});

describe('SHA', () => {
  it('is the same by both providers', () => {
    const [left, right] = [native.createNativeProvider(), portable.createPortableProvider()];
    fc.assert(
      fc.property(text, fc.constantFrom('sha1', 'sha256', 'sha384', 'sha512'), (message, algorithm) => {
        assert.deepEqual(toHex(left.digest(algorithm, message)), toHex(right.digest(algorithm, message)));
      }),
    );
  });
});

describe('HMAC-SM3', () => {
  it('agrees with sm-crypto', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), text, (key, message) => {
        const half = message.length >> 1;
        const ours = native.hmacSm3(key, message.subarray(0, half), message.subarray(half));
        assert.equal(toHex(ours), smCrypto.sm3(message, { mode: 'hmac', key: toHex(key) }));
        assert.equal(native.equalSecret(ours, Uint8Array.from(ours)), true);
        assert.equal(native.equalSecret(ours, ours.subarray(1)), false);
      }),
    );
  });
});

describe('SM4', () => {
  it('gives the block of the standard', () => {
    const keys = portable.sm4RoundKeys(fromHex(block.key));
    const ciphertext = portable.sm4Block(keys, fromHex(block.plaintext));
    assert.equal(toHex(ciphertext), block.ciphertext);
    assert.equal(toHex(portable.sm4Block([...keys].reverse(), ciphertext)), block.plaintext);
  });
  it('gives the result of a million rounds with OpenSSL', () => {
    const cipher = createCipheriv('sm4-cbc', fromHex(block.key), new Uint8Array(16));
    // each block of CBC over zeros encrypts the one before it
    cipher.update(fromHex(block.plaintext));
    let last = new Uint8Array(16);
    for (let done = 1; done < 1_000_000;) {
      const blocks = Math.min(1_000_000 - done, 62_500);
      last = new Uint8Array(cipher.update(new Uint8Array(blocks * 16))).slice(-16);
      done += blocks;
    }
    assert.equal(toHex(last), block.afterMillionRounds);
  });
  it('is the same in CBC and CTR by both, and comes back', () => {
    fc.assert(
      fc.property(sixteen, sixteen, text, (key, iv, message) => {
        const encrypted = native.sm4CbcEncrypt(key, iv, message);
        assert.equal(toHex(portable.sm4CbcEncrypt(key, iv, message)), toHex(encrypted));
        assert.equal(smCrypto.sm4.encrypt(message, toHex(key), { mode: 'cbc', iv: toHex(iv) }), toHex(encrypted));
        assert.equal(toHex(portable.sm4CbcDecrypt(key, iv, encrypted) ?? new Uint8Array(0)), toHex(message));
        assert.equal(toHex(native.sm4CbcDecrypt(key, iv, encrypted) ?? new Uint8Array(0)), toHex(message));
        const stream = native.sm4Ctr(key, iv, message);
        assert.equal(toHex(portable.sm4Ctr(key, iv, message)), toHex(stream));
        assert.equal(toHex(native.sm4Ctr(key, iv, stream)), toHex(message));
      }),
    );
  });
  it('carries over the whole counter', () => {
    const key = fromHex(block.key);
    const counter = new Uint8Array(16).fill(0xff);
    const message = new Uint8Array(40);
    assert.equal(toHex(portable.sm4Ctr(key, counter, message)), toHex(native.sm4Ctr(key, counter, message)));
  });
  it('answers null for wrong padding and length, the same by both', () => {
    fc.assert(
      fc.property(sixteen, sixteen, fc.uint8Array({ maxLength: 64 }), (key, iv, noise) => {
        const [left, right] = [native.sm4CbcDecrypt(key, iv, noise), portable.sm4CbcDecrypt(key, iv, noise)];
        assert.deepEqual(left && toHex(left), right && toHex(right));
      }),
    );
  });
  it('refuses keys and IVs of another length', () => {
    const refused = (call: () => unknown): void => assert.throws(call, (error) => isYinzhengError(error, 'KEY_INVALID'));
    for (const { sm4CbcEncrypt, sm4CbcDecrypt, sm4Ctr } of [native, portable]) {
      for (const [key, iv] of [
        [15, 16],
        [16, 12],
        [32, 16],
      ] as const) {
        refused(() => sm4CbcEncrypt(new Uint8Array(key), new Uint8Array(iv), new Uint8Array(1)));
        refused(() => sm4CbcDecrypt(new Uint8Array(key), new Uint8Array(iv), new Uint8Array(16)));
        refused(() => sm4Ctr(new Uint8Array(key), new Uint8Array(iv), new Uint8Array(1)));
      }
    }
  });
});
