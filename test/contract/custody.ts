/** What every custody does, wherever its keys are, as far as it can. An adapter is tested by one call of {@link testCustody}. */
import assert from 'node:assert/strict';
import { readDer } from '../../src/asn1/index.ts';
import { equalBytes } from '../../src/base/bytes.ts';
import { isYinzhengError, type ErrorCode } from '../../src/base/errors/index.ts';
import { parsePublicKey, usualScheme, type RsaPadding } from '../../src/pki/index.ts';
import {
  KEY_PURPOSES,
  needsSm2,
  type KeyAlgorithm,
  type KeyDescription,
  type KeySpecification,
  type SignRequest,
} from '../../src/services/pki/index.ts';
import { AUTHORISATION } from '../support/custody.ts';
import { crypto, makeRoot } from '../support/pki.ts';
import { certified, cmsBytes, materialFor, requestBytes, sealSignatureBytes, type Custody } from '../support/signing-material.ts';

/** A custody without keys, opened for a test. */
export interface OpenedCustody {
  readonly custody: Custody;
  /** Makes a key by the means of what keeps the keys; absent where custody makes keys itself. */
  readonly newKey?: (specification: KeySpecification) => Promise<KeyDescription>;
  /** Closes it and opens the same keys again, as the next start does. */
  restart(): Promise<Custody>;
  close(): Promise<void>;
}

/** What a custody can do. */
export interface Capabilities {
  /** Kinds of keys that it keeps. */
  readonly algorithms: readonly KeyAlgorithm[];
  /** Whether keys are made and destroyed through it; where not, it says KEY_OPERATION_UNSUPPORTED. */
  readonly makesKeys: boolean;
  /** Skips the suite with a reason where what it takes is not installed; called in `before`. */
  readonly need?: (context: Mocha.Context) => void;
}

const CONCURRENCY = 32;

/** Defines the tests of an adapter. */
export function testCustody(name: string, capabilities: Capabilities, open: () => Promise<OpenedCustody>): void {
  const { algorithms, makesKeys, need } = capabilities;
  const [usual = 'sm2'] = algorithms;
  const purpose = usual === 'sm2' ? 'seal-signature' : 'cms-signature';
  const bytesFor = usual === 'sm2' ? sealSignatureBytes : cmsBytes;

  describe(`custody: ${name}`, function () {
    this.timeout(300_000);
    let opened: OpenedCustody;
    let custody: Custody;

    before(function () {
      need?.(this);
    });
    beforeEach(async () => {
      opened = await open();
      custody = opened.custody;
    });
    afterEach(() => opened.close());

    /** The custody, and how it comes to keys of a kind. */
    function withKeys(algorithm: KeyAlgorithm = usual): Custody {
      const make = opened.newKey ?? ((specification) => custody.generate(specification));
      return { ...custody, generate: (specification) => make({ ...specification, algorithm }) };
    }
    const sign = (request: Omit<SignRequest, 'authorisation'>, by = custody): Promise<Uint8Array> =>
      by.sign({ ...request, authorisation: AUTHORISATION });
    const rejects = (promise: Promise<unknown>, code: ErrorCode): Promise<void> =>
      assert.rejects(promise, (error) => isYinzhengError(error, code));
    const verifies = ({ publicKey }: KeyDescription, tbs: Uint8Array, signature: Uint8Array): boolean =>
      crypto.verify(usualScheme(parsePublicKey(readDer(publicKey))), publicKey, [tbs], signature);

    for (const algorithm of algorithms) {
      for (const purpose of KEY_PURPOSES.filter((wanted) => algorithm === 'sm2' || !needsSm2(wanted))) {
        it(`signs as ${purpose} with ${algorithm}, and with the same key nothing else`, async () => {
          const { key, tbs, ...rest } = await materialFor(withKeys(algorithm), purpose);
          const { keyId } = key;
          assert.ok(verifies(key, tbs, await sign({ ...rest, keyId, tbs })));
          for (const other of KEY_PURPOSES) {
            if (key.purposes.includes(other)) continue;
            await rejects(sign({ ...rest, keyId, purpose: other, tbs }), 'KEY_PURPOSE_REFUSED');
          }
          for (const bytes of [
            new Uint8Array(0),
            new Uint8Array(32),
            tbs.subarray(1),
            tbs.subarray(0, -1),
            new Uint8Array(65_537),
          ])
            await rejects(sign({ ...rest, keyId, tbs: bytes }), 'KEY_PURPOSE_REFUSED');
        });
      }
    }

    if (algorithms.includes('rsa')) {
      it('signs documents with RSA by either padding, as it is asked, and nothing else by RSASSA-PSS', async () => {
        const { key, tbs } = await materialFor(withKeys('rsa'), 'cms-signature');
        const { keyId, publicKey } = key;
        for (const padding of [undefined, 'pkcs1', 'pss'] as const) {
          const signature = await sign({ keyId, purpose: 'cms-signature', tbs, padding });
          const right = (asked: RsaPadding): boolean =>
            crypto.verify(usualScheme(parsePublicKey(readDer(publicKey)), asked), publicKey, [tbs], signature);
          assert.deepEqual([right('pkcs1'), right('pss')], [padding !== 'pss', padding === 'pss'], padding);
        }
        for (const purpose of ['csr', 'time-stamp'] as const) {
          const { key: other, ...request } = await materialFor(withKeys('rsa'), purpose);
          await rejects(sign({ ...request, keyId: other.keyId, padding: 'pss' }), 'KEY_PURPOSE_REFUSED');
        }
      });
    }

    it('names a padding for RSA keys only', async () => {
      for (const algorithm of algorithms.filter((other) => other !== 'rsa')) {
        const { key, ...request } = await materialFor(withKeys(algorithm), 'cms-signature');
        await rejects(sign({ ...request, keyId: key.keyId, padding: 'pss' }), 'KEY_PURPOSE_REFUSED');
        await sign({ ...request, keyId: key.keyId });
      }
    });

    it('refuses what speaks of another key', async () => {
      const { key, certificate } = await certified(withKeys(), purpose);
      const other = await certified(withKeys(), purpose);
      const { keyId } = key;
      await sign({ keyId, purpose, tbs: bytesFor(certificate.raw, 1) });
      await rejects(sign({ keyId, purpose, tbs: bytesFor(other.certificate.raw, 1) }), 'KEY_PURPOSE_REFUSED');
    });

    it('refuses what nobody authorised', async () => {
      const { key, purpose, tbs } = await materialFor(withKeys(), 'csr');
      for (const authorisation of [
        { actor: '', reference: 'x' },
        { actor: 'x', reference: '' },
      ])
        await rejects(custody.sign({ keyId: key.keyId, purpose, tbs, authorisation }), 'KEY_PURPOSE_REFUSED');
    });

    it('knows no key that it does not have', async () => {
      const { key } = await materialFor(withKeys(), 'csr');
      const tbs = requestBytes(makeRoot().certificate.publicKey.raw);
      await rejects(sign({ keyId: 'unknown', purpose: 'csr', tbs }), 'KEY_NOT_FOUND');
      await rejects(custody.destroy('unknown'), makesKeys ? 'KEY_NOT_FOUND' : 'KEY_OPERATION_UNSUPPORTED');
      await rejects(custody.attachCertificate('unknown', makeRoot().certificate.raw), 'KEY_NOT_FOUND');
      assert.deepEqual(
        (await custody.list()).map(({ keyId }) => keyId),
        [key.keyId],
      );
    });

    it('takes a certificate for its own key only, and in place of an earlier one', async () => {
      const { key, certificate } = await certified(withKeys(), purpose);
      assert.ok(key.certificate && equalBytes(key.certificate, certificate.raw));
      await rejects(custody.attachCertificate(key.keyId, makeRoot().certificate.raw), 'KEYSTORE_KEY_MISMATCH');
      await rejects(custody.attachCertificate(key.keyId, Uint8Array.of(0x30, 0)), 'CERTIFICATE_MALFORMED');
      const [kept] = await custody.list();
      assert.ok(kept?.certificate && equalBytes(kept.certificate, certificate.raw));
      await custody.attachCertificate(key.keyId, certificate.raw);
    });

    if (makesKeys) {
      it('destroys a key for good', async () => {
        const [first, second] = [await materialFor(custody, 'csr'), await materialFor(custody, 'csr')];
        await custody.destroy(first.key.keyId);
        await rejects(sign({ ...first, keyId: first.key.keyId }), 'KEY_NOT_FOUND');
        await sign({ ...second, keyId: second.key.keyId });
        const again = await opened.restart();
        assert.deepEqual(
          (await again.list()).map(({ keyId }) => keyId),
          [second.key.keyId],
        );
      });
    } else {
      it('neither makes nor destroys keys, and says so', async () => {
        const { key, ...rest } = await materialFor(withKeys(), 'csr');
        await rejects(custody.generate({ label: 'x', purposes: ['csr'] }), 'KEY_OPERATION_UNSUPPORTED');
        await rejects(custody.destroy(key.keyId), 'KEY_OPERATION_UNSUPPORTED');
        assert.equal((await custody.list()).length, 1);
        await sign({ ...rest, keyId: key.keyId });
      });
    }

    it(`signs for ${CONCURRENCY} at once, each what he asked for, and counts`, async () => {
      const keys = [await certified(withKeys(), purpose), await certified(withKeys(), purpose)];
      await Promise.all(
        Array.from({ length: 4 * CONCURRENCY }, async (_, turn) => {
          const { key, certificate } = keys[turn % 2] ?? assert.fail();
          const tbs = bytesFor(certificate.raw, turn);
          assert.ok(verifies(key, tbs, await sign({ keyId: key.keyId, purpose, tbs })));
        }),
      );
      assert.deepEqual(
        (await custody.list()).map(({ signatures }) => signatures),
        [2 * CONCURRENCY, 2 * CONCURRENCY],
      );
    });

    it('has the same keys after a restart, and counts anew', async () => {
      const { key, ...request } = await materialFor(withKeys(), purpose);
      const { tbs } = request;
      await sign({ ...request, keyId: key.keyId });
      const [before] = await custody.list();
      const again = await opened.restart();
      const [after] = await again.list();
      assert.ok(before && after?.certificate && before.certificate);
      assert.ok(equalBytes(after.publicKey, before.publicKey) && equalBytes(after.certificate, before.certificate));
      assert.deepEqual([after.keyId, after.label, after.purposes], [before.keyId, before.label, before.purposes]);
      assert.deepEqual([after.createdAt, before.signatures, after.signatures], [before.createdAt, 1, 0]);
      assert.ok(verifies(after, tbs, await sign({ ...request, keyId: key.keyId }, again)));
    });
  });
}
