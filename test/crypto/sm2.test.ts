import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import smCrypto from 'sm-crypto';
import { concatBytes, fromHex, toHex, utf8 } from '../../src/base/bytes.ts';
import { isYinzhengError } from '../../src/base/errors/index.ts';
import {
  computeZ,
  decodeSignature,
  DEFAULT_SM2_USER_ID,
  derToRaw,
  encodeSignature,
  rawToDer,
  SM2_CURVE,
  sm2Point,
  sm2PublicKey,
  type CryptoProvider,
} from '../../src/crypto/index.ts';
import { createNativeProvider } from '../../src/crypto/native/index.ts';
import { createPortableProvider, signSm2Insecurely, sm2PointOfInsecurely } from '../../src/crypto/portable/index.ts';
import { signSm2 } from '../support/pki.ts';
import vector from '../vectors/sm2/sign.json' with { type: 'json' };

const native = createNativeProvider();
const portable = createPortableProvider();
const N = BigInt(`0x${SM2_CURVE.n}`);

function bytes32(value: bigint): Uint8Array {
  return fromHex(value.toString(16).padStart(64, '0'));
}

function derOf(...integers: readonly Uint8Array[]): Uint8Array {
  const body = concatBytes(...integers.map((octets) => concatBytes(Uint8Array.of(2, octets.length), octets)));
  return concatBytes(Uint8Array.of(0x30, body.length), body);
}

/** The answers of the three implementations; sm-crypto is asked only where its strictness about DER is the same. */
function answers(spki: Uint8Array, message: Uint8Array, signature: Uint8Array, userId = DEFAULT_SM2_USER_ID): boolean[] {
  const ask = (provider: CryptoProvider): boolean => provider.verify({ kind: 'sm2', userId }, spki, [message], signature);
  return [ask(native), ask(portable)];
}

function oracle(spki: Uint8Array, message: Uint8Array, signature: Uint8Array, userId: string): boolean {
  const raw = derToRaw(signature);
  if (raw === null) return false;
  return smCrypto.sm2.doVerifySignature(message, toHex(raw), toHex(sm2Point(spki)), { hash: true, userId });
}

describe('SM2', () => {
  const message = utf8(vector.message);
  const spki = sm2PublicKey(fromHex(vector.point));
  const signature = encodeSignature({ r: fromHex(vector.r), s: fromHex(vector.s) });

  it('gives the Z and e of the standard with both providers', () => {
    for (const provider of [native, portable]) {
      const sm3 = (...parts: readonly Uint8Array[]): Uint8Array => provider.digest('sm3', ...parts);
      const z = computeZ(sm3, fromHex(vector.point), utf8(vector.userId));
      assert.equal(toHex(z), vector.z);
      assert.equal(toHex(sm3(z, message)), vector.e);
    }
  });

  it('verifies the signature of the standard, and makes it from its k', () => {
    assert.deepEqual(answers(spki, message, signature), [true, true]);
    const privateKey = fromHex(vector.privateKey);
    assert.equal(toHex(sm2PointOfInsecurely(privateKey)), vector.point);
    const made = signSm2Insecurely({ privateKey, k: fromHex(vector.k), userId: DEFAULT_SM2_USER_ID, message: [message] });
    assert.equal(toHex(made), toHex(signature));
  });

  it('refuses a wrong message, user ID and key', () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'SM2' }).publicKey.export({ format: 'der', type: 'spki' });
    assert.deepEqual(answers(spki, utf8('message digesT'), signature), [false, false]);
    assert.deepEqual(answers(spki, message, signature, new Uint8Array(0)), [false, false]);
    assert.deepEqual(answers(other, message, signature), [false, false]);
  });

  it('refuses numbers out of range and every encoding but the strict one', () => {
    const r = fromHex(vector.r);
    const s = fromHex(vector.s);
    const padded = (octets: Uint8Array): Uint8Array => concatBytes(Uint8Array.of(0), octets);
    const good = derOf(padded(r), padded(s));
    assert.deepEqual(good, signature);
    const zero = Uint8Array.of(0);
    const order = padded(bytes32(N));
    const bad: Record<string, Uint8Array> = {
      'r = 0': derOf(zero, padded(s)),
      's = 0': derOf(padded(r), zero),
      'r = n': derOf(order, padded(s)),
      's = n': derOf(padded(r), order),
      'r + n': derOf(fromHex(`0${(BigInt(`0x${vector.r}`) + N).toString(16)}`), padded(s)),
      'negative r': derOf(r, padded(s)),
      'negative s': derOf(padded(r), s),
      'r padded twice': derOf(padded(padded(r)), padded(s)),
      'empty integer': derOf(new Uint8Array(0), padded(s)),
      'trailing byte': concatBytes(signature, zero),
      'trailing byte inside': concatBytes(Uint8Array.of(0x30, (signature[1] ?? 0) + 1), signature.subarray(2), zero),
      'long form of length': concatBytes(Uint8Array.of(0x30, 0x81), signature.subarray(1)),
      'indefinite length': concatBytes(Uint8Array.of(0x30, 0x80), signature.subarray(2), Uint8Array.of(0, 0)),
      'cut off': signature.subarray(0, -1),
      'three integers': derOf(padded(r), padded(s), Uint8Array.of(1)),
      'one integer': derOf(padded(r)),
      'raw r‖s': concatBytes(r, s),
      empty: new Uint8Array(0),
    };
    for (const [what, encoded] of Object.entries(bad)) {
      assert.deepEqual(answers(spki, message, encoded), [false, false], what);
      assert.equal(decodeSignature(encoded), null, what);
    }
  });

  it('accepts the encoding of any two numbers between 1 and n-1 and no other', () => {
    const numbers = fc.oneof(
      fc.bigInt({ min: 0n, max: (1n << 256n) - 1n }),
      fc.constantFrom(0n, 1n, 127n, 128n, 255n, 256n, N - 1n, N, N + 1n, 1n << 255n),
      fc.bigInt({ min: 1n, max: 1n << 64n }),
    );
    fc.assert(
      fc.property(numbers, numbers, (r, s) => {
        const inRange = r > 0n && r < N && s > 0n && s < N;
        const raw = concatBytes(bytes32(r), bytes32(s));
        const der = rawToDer(raw);
        assert.equal(der !== null, inRange);
        if (der === null) return;
        assert.deepEqual(derToRaw(der), raw);
        assert.deepEqual(decodeSignature(der), { r: bytes32(r), s: bytes32(s) });
        for (let position = 0; position < 2; position++) {
          const altered: Uint8Array = der.map((octet, index) => (index === position ? octet ^ 1 : octet));
          assert.equal(decodeSignature(altered), null);
        }
      }),
    );
    assert.equal(rawToDer(new Uint8Array(63)), null);
  });

  it('throws KEY_INVALID for a point off the curve, the infinite point, and keys of other kinds', () => {
    const point = fromHex(vector.point);
    const off = Uint8Array.from(point);
    off[64] = (off[64] ?? 0) ^ 1;
    const overflow = concatBytes(Uint8Array.of(4), fromHex('ff'.repeat(32)), point.subarray(33));
    const p256 = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).publicKey.export({ format: 'der', type: 'spki' });
    const keys = [
      sm2PublicKey(off),
      sm2PublicKey(overflow),
      sm2PublicKey(concatBytes(Uint8Array.of(4), new Uint8Array(64))),
      p256,
      spki.subarray(0, -1),
      Uint8Array.of(0x30, 0),
    ];
    for (const provider of [native, portable]) {
      for (const key of keys) {
        assert.throws(
          () => provider.verify({ kind: 'sm2', userId: DEFAULT_SM2_USER_ID }, key, [message], signature),
          (error) => isYinzhengError(error, 'KEY_INVALID'),
        );
      }
    }
  });

  it('agrees with sm-crypto on signatures by OpenSSL, whole and altered', () => {
    const { privateKey: made } = generateKeyPairSync('ec', { namedCurve: 'SM2' });
    const key = made.export({ format: 'der', type: 'pkcs8' });
    const privateKey = createPrivateKey({ key, format: 'der', type: 'pkcs8' });
    const publicKey = new Uint8Array(createPublicKey(privateKey).export({ format: 'der', type: 'spki' }));
    const userIds = fc.constantFrom('1234567812345678', '', 'ALICE123@YAHOO.COM');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), userIds, fc.nat(80), fc.nat(7), (text, userId, position, bit) => {
        const id = utf8(userId);
        const signed = new Uint8Array(signSm2(privateKey, publicKey, id, text));
        assert.deepEqual(answers(publicKey, text, signed, id), [true, true]);
        // sm-crypto takes an empty user ID for the default one
        if (userId !== '') assert.equal(oracle(publicKey, text, signed, userId), true);
        const altered = Uint8Array.from(signed);
        altered[position % altered.length] = (altered[position % altered.length] ?? 0) ^ (1 << bit);
        assert.deepEqual(answers(publicKey, text, altered, id), [false, false]);
        if (userId !== '') assert.equal(oracle(publicKey, text, altered, userId), false);
        const otherText = concatBytes(text, Uint8Array.of(bit));
        assert.deepEqual(answers(publicKey, otherText, signed, id), [false, false]);
      }),
      { numRuns: 25 },
    );
  });

  it('agrees on signatures by sm-crypto and by the portable path', () => {
    const scalars = fc.bigInt({ min: 1n, max: N - 2n }).map(bytes32);
    fc.assert(
      fc.property(scalars, scalars, fc.uint8Array({ maxLength: 100 }), (privateKey, k, text) => {
        const publicKey = sm2PublicKey(sm2PointOfInsecurely(privateKey));
        const ours = signSm2Insecurely({ privateKey, k, userId: DEFAULT_SM2_USER_ID, message: [text] });
        assert.deepEqual([...answers(publicKey, text, ours), oracle(publicKey, text, ours, vector.userId)], [true, true, true]);
        const theirs = smCrypto.sm2.doSignature(text, toHex(privateKey), { hash: true });
        const der = rawToDer(fromHex(theirs));
        assert.ok(der);
        assert.deepEqual(answers(publicKey, text, der), [true, true]);
      }),
      { numRuns: 15 },
    );
  });
});
