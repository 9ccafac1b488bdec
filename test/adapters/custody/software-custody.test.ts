/** Custody: keys survive, sign what they are for, and nothing else. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createSoftwareCustody, openSoftwareCustody, type SoftwareCustody } from '../../../src/adapters/custody/index.ts';
import { passphraseDerivation } from '../../../src/adapters/custody/keystore/derive.ts';
import type { KeystoreEntry } from '../../../src/adapters/custody/keystore/model.ts';
import { decryptPrivateKey, encryptPrivateKey, type Pbes2Key } from '../../../src/adapters/custody/keystore/pkcs8.ts';
import { readKeystore } from '../../../src/adapters/custody/keystore/read.ts';
import { writeKeystore } from '../../../src/adapters/custody/keystore/write.ts';
import { generateSm2Key } from '../../../src/adapters/custody/sm2-key.ts';
import { equalBytes } from '../../../src/base/bytes.ts';
import { isYinzhengError, type ErrorCode } from '../../../src/base/errors/index.ts';
import { DEFAULT_SM2_USER_ID } from '../../../src/crypto/index.ts';
import {
  assembleSigned,
  encodeName,
  encodeTimeStampInfo,
  keyIdentifier,
  parseCertificate,
  parsePublicKey,
  prepareToken,
  profileExtensions,
  SM2_WITH_SM3,
  tbsCertificate,
  tbsCertificateList,
  tbsRequest,
  type CertificateProfile,
} from '../../../src/pki/index.ts';
import { der, OID, readDer } from '../../../src/asn1/index.ts';
import { assembleSeal, sealInfo, tbsSign } from '../../../src/ses/index.ts';
import { issueCertificate, type CertifiedKey, type KeyDescription, type KeyPurpose } from '../../../src/services/pki/index.ts';
import { AUTHORISATION, makeTestCustody, PASSPHRASE, type TestCustody } from '../../support/custody.ts';
import { crypto, day, issue, makeRoot, type TestIdentity } from '../../support/pki.ts';
import { DATA_HASH } from '../../support/ses.ts';
import { sharedRegister } from '../../support/certificate-register.ts';

/** The encrypted private key of an entry with the private number of a new key in it. */
async function withForeignNumber(entry: KeystoreEntry, key: Pbes2Key): Promise<Uint8Array> {
  const own = decryptPrivateKey(entry.encryptedPrivateKey, key);
  assert.ok(own);
  const marker = Buffer.from('0201010420', 'hex');
  const at = (bytes: Uint8Array): number => Buffer.from(bytes).indexOf(marker) + marker.length;
  const foreign = await generateSm2Key();
  const mixed = Uint8Array.from(own);
  mixed.set(foreign.subarray(at(foreign), at(foreign) + 32), at(own));
  return encryptPrivateKey(mixed, key, new Uint8Array(16));
}

const NEEDS_SM2 = { en: 'this purpose needs an SM2 key', zh: '此用途须使用 SM2 密钥' };

const rejects = (promise: Promise<unknown>, ...codes: readonly ErrorCode[]): Promise<void> =>
  assert.rejects(promise, (error) => isYinzhengError(error, ...codes));

describe('software custody', () => {
  let test: TestCustody;
  let custody: SoftwareCustody;

  beforeEach(async () => {
    test = await makeTestCustody();
    custody = test.custody;
  });
  afterEach(() => test.remove());

  const sign = (keyId: string, purpose: KeyPurpose, tbs: Uint8Array): Promise<Uint8Array> =>
    custody.sign({ keyId, purpose, tbs, authorisation: AUTHORISATION });
  const generate = (...purposes: readonly KeyPurpose[]): Promise<KeyDescription> =>
    custody.generate({ label: '某单位', purposes });

  it('keeps keys in a file of mode 0600 that another custody opens', async () => {
    const key = await generate('csr');
    assert.equal(statSync(test.path).mode & 0o777, 0o600);
    assert.deepEqual(readdirSync(dirname(test.path)), ['online.keystore']);
    const reopened = await test.reopen();
    const [found] = await reopened.list();
    assert.deepEqual(found && { ...found, publicKey: Buffer.from(found.publicKey) }, {
      ...key,
      publicKey: Buffer.from(key.publicKey),
    });
    const tbs = requestFor(key);
    const signature = await reopened.sign({ keyId: key.keyId, purpose: 'csr', tbs, authorisation: AUTHORISATION });
    assert.ok(crypto.verify({ kind: 'sm2', userId: DEFAULT_SM2_USER_ID }, key.publicKey, [tbs], signature));
    assert.equal((await reopened.list())[0]?.signatures, 1);
  });

  it('has nothing in clear in the file, and each key opens with OpenSSL', async () => {
    const key = await generate('csr');
    const file = JSON.parse(readFileSync(test.path, 'utf8')) as { keys: { privateKey: string }[] };
    const pem = file.keys[0]?.privateKey ?? '';
    writeFileSync(join(test.folder, 'key.pem'), pem);
    const pass = ['-passin', `pass:${Buffer.from(PASSPHRASE).toString()}`];
    const publicKey = execFileSync('openssl', [
      'pkey',
      '-in',
      join(test.folder, 'key.pem'),
      ...pass,
      '-pubout',
      '-outform',
      'DER',
    ]);
    assert.ok(publicKey.equals(Buffer.from(key.publicKey)));
    assert.throws(() =>
      execFileSync('openssl', ['pkey', '-in', join(test.folder, 'key.pem'), '-passin', 'pass:wrong'], { stdio: 'pipe' }),
    );
  });

  it('says what is wrong with a file, a passphrase, a place', async () => {
    await rejects(test.reopen(Buffer.from('another passphrase')), 'KEYSTORE_PASSPHRASE_WRONG');
    const bytes = readFileSync(test.path);
    writeFileSync(test.path, bytes.subarray(0, 100));
    await rejects(test.reopen(), 'KEYSTORE_MALFORMED');
    const options = { passphrase: PASSPHRASE, clock: { now: () => day(1) }, crypto };
    await rejects(createSoftwareCustody({ ...options, path: test.path }), 'KEYSTORE_EXISTS');
    await rejects(
      createSoftwareCustody({ ...options, passphrase: Buffer.from('short'), path: join(test.folder, 'x') }),
      'KEYSTORE_PASSPHRASE_INVALID',
    );
    assert.ok(!existsSync(join(test.folder, 'x')));
    mkdirSync(join(test.folder, 'folder'));
    await rejects(
      createSoftwareCustody({ ...options, path: join(test.path, 'below-a-file') }),
      'INPUT_UNREADABLE',
      'FILE_UNWRITABLE',
    );
  });

  it('is made once by however many that try at the same time', async () => {
    const path = join(dirname(test.path), 'raced');
    const options = { path, passphrase: PASSPHRASE, clock: { now: () => day(0) }, crypto };
    const results = await Promise.allSettled([1, 2, 3].map(() => createSoftwareCustody(options)));
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
    for (const result of results) if (result.status === 'rejected') assert.ok(isYinzhengError(result.reason, 'KEYSTORE_EXISTS'));
    assert.deepEqual(
      readdirSync(dirname(path)).filter((name) => name.endsWith('.new')),
      [],
    );
  });

  it('does not overwrite what another process wrote', async () => {
    const other = await test.reopen();
    await other.generate({ label: 'other', purposes: ['csr'] });
    await rejects(generate('csr'), 'KEYSTORE_CHANGED');
    assert.equal((await (await test.reopen()).list()).length, 1);
    // Having seen what is there, it goes on from it.
    assert.deepEqual(
      (await custody.list()).map(({ label }) => label),
      ['other'],
    );
    await generate('csr');
    assert.equal((await other.list()).length, 2);
  });

  describe('that another process changes', () => {
    it('signs with keys that come, and no more with those that go, from the next signature on', async () => {
      const before = await custody.standing();
      const other = await test.reopen();
      const made = await other.generate({ label: 'other', purposes: ['csr'] });
      const after = await custody.standing();
      assert.notEqual(after.generation, before.generation);
      assert.deepEqual(after, await other.standing());
      await sign(made.keyId, 'csr', requestFor(made));
      await other.destroy(made.keyId);
      await rejects(sign(made.keyId, 'csr', requestFor(made)), 'KEY_NOT_FOUND');
      assert.deepEqual(await custody.list(), []);
    });

    it('uses a certificate that was renewed, and keeps what did not change', async () => {
      const [key, untouched] = [await generate('csr'), await generate('csr')];
      const certificateFor = ({ publicKey }: KeyDescription): Uint8Array => issueFor(makeRoot(), publicKey, 'signing').raw;
      for (const one of [key, untouched]) await custody.attachCertificate(one.keyId, certificateFor(one));
      await sign(untouched.keyId, 'csr', requestFor(untouched));
      const kept = (await custody.list())[1];
      const renewed = certificateFor(key);
      await (await test.reopen()).attachCertificate(key.keyId, renewed);
      const [first, second] = await custody.list();
      assert.deepEqual(first?.certificate, renewed);
      assert.equal(second?.signatures, kept?.signatures);
      assert.equal(second?.certificate, kept?.certificate);
    });

    it('ends a signature under way with the key it began with', async () => {
      const { keyId, publicKey } = await generate('csr');
      const other = await test.reopen();
      let destroyed: Promise<unknown> = Promise.resolve();
      const slow = await openSoftwareCustody({
        ...{ path: test.path, passphrase: PASSPHRASE, clock: { now: () => day(1) }, crypto },
        onUse: async () => {
          destroyed = other.destroy(keyId);
          await destroyed;
        },
      });
      const tbs = requestFor({ publicKey });
      const signature = await slow.sign({ keyId, purpose: 'csr', tbs, authorisation: AUTHORISATION });
      assert.ok(crypto.verify({ kind: 'sm2', userId: DEFAULT_SM2_USER_ID }, publicKey, [tbs], signature));
      assert.deepEqual(await slow.list(), []);
    });

    it('stays with what it had while the file cannot be used, and says why', async () => {
      const key = await generate('csr');
      const { generation } = await custody.standing();
      const right = readFileSync(test.path);
      const changed = Buffer.from(right);
      changed.write('ABC', right.indexOf('某单位'));
      const elsewhere = await makeTestCustody();
      const foreign = join(elsewhere.folder, 'foreign');
      await createSoftwareCustody({
        path: foreign,
        passphrase: Buffer.from('another passphrase'),
        clock: { now: () => day(1) },
        crypto,
      });
      const spoilt = [
        ['KEYSTORE_DAMAGED', changed],
        ['KEYSTORE_MALFORMED', right.subarray(0, 500)],
        ['KEYSTORE_PASSPHRASE_WRONG', readFileSync(foreign)],
        ['KEYSTORE_NOT_FOUND', null],
      ] as const;
      for (const [code, bytes] of spoilt) {
        if (bytes) writeFileSync(test.path, bytes);
        else rmSync(test.path);
        const standing = await custody.standing();
        assert.deepEqual([standing.fault?.code, standing.generation], [code, generation]);
        await sign(key.keyId, 'csr', requestFor(key));
      }
      elsewhere.remove();
      writeFileSync(test.path, right);
      assert.deepEqual(await custody.standing(), { generation, fault: null });
      assert.equal((await custody.list())[0]?.signatures, spoilt.length);
    });
  });

  it('runs changes one after another, destroys for good, and goes on after a failure', async () => {
    const keys = await Promise.all([generate('csr'), generate('csr'), generate('csr')]);
    await rejects(custody.destroy('unknown'), 'KEY_NOT_FOUND');
    await custody.destroy(keys[1].keyId);
    const left = (await (await test.reopen()).list()).map(({ keyId }) => keyId);
    assert.deepEqual(left, [keys[0].keyId, keys[2].keyId]);
    await rejects(sign(keys[1].keyId, 'csr', requestFor(keys[1])), 'KEY_NOT_FOUND');
  });

  it('takes a certificate for its own key only', async () => {
    const key = await generate('csr');
    await rejects(custody.attachCertificate(key.keyId, makeRoot().certificate.raw), 'KEYSTORE_KEY_MISMATCH');
    await rejects(custody.attachCertificate(key.keyId, Uint8Array.of(0x30, 0)), 'CERTIFICATE_MALFORMED');
    const { certificate } = await selfSigned(await generate('certificate'));
    await custody.attachCertificate((await custody.list())[1]?.keyId ?? '', certificate.raw);
    const kept = (await (await test.reopen()).list())[1]?.certificate;
    assert.ok(kept && equalBytes(kept, certificate.raw));
  });

  it('opens no keystore whose keys do not belong to their public keys and certificates, though its code be right', async () => {
    await generate('csr');
    const { keystore, secrets } = await readKeystore(readFileSync(test.path), passphraseDerivation(PASSPHRASE));
    const [entry] = keystore.entries;
    assert.ok(entry);
    const stranger = makeRoot().certificate;
    for (const [part, changed] of [
      ['certificate', { ...entry, certificate: stranger.raw }],
      ['public key', { ...entry, publicKey: stranger.publicKey.raw }],
      // the stored public point with the private number of another key, which OpenSSL loads as it is
      ['private key', { ...entry, encryptedPrivateKey: await withForeignNumber(entry, { ...keystore.head, ...secrets }) }],
      [
        'encryption',
        { ...entry, encryptedPrivateKey: entry.encryptedPrivateKey.with(-1, (entry.encryptedPrivateKey.at(-1) ?? 0) ^ 1) },
      ],
    ] as const) {
      writeFileSync(test.path, writeKeystore({ ...keystore, entries: [changed] }, secrets));
      await assert.rejects(
        test.reopen(),
        (error) =>
          isYinzhengError(error, 'KEYSTORE_KEY_MISMATCH', 'KEY_INVALID') &&
          (part === 'encryption' || error.details['part']?.en === part),
      );
    }
  });

  it('logs every use and every refusal', async () => {
    const key = await generate('csr');
    const tbs = requestFor(key);
    await sign(key.keyId, 'csr', tbs);
    await rejects(sign(key.keyId, 'crl', tbs), 'KEY_PURPOSE_REFUSED');
    await rejects(
      custody.sign({ keyId: key.keyId, purpose: 'csr', tbs, authorisation: { actor: 'x', reference: '' } }),
      'KEY_PURPOSE_REFUSED',
    );
    assert.deepEqual(
      test.uses.map(({ purpose, outcome }) => [purpose, outcome]),
      [
        ['csr', 'signed'],
        ['crl', 'refused'],
        ['csr', 'refused'],
      ],
    );
    const digest = Buffer.from(crypto.digest('sm3', tbs)).toString('hex');
    assert.deepEqual(
      [test.uses[0]?.tbsSm3, test.uses[0]?.actor, test.uses[0]?.at],
      [digest, 'tester', '2026-01-02T00:00:00.000Z'],
    );
  });

  describe('policy', () => {
    const refused = (keyId: string, purpose: KeyPurpose, tbs: Uint8Array): Promise<void> =>
      rejects(sign(keyId, purpose, tbs), 'KEY_PURPOSE_REFUSED');

    it('signs a request for its own key only, and only a request', async () => {
      const [key, other] = [await generate('csr'), await generate('csr')];
      await sign(key.keyId, 'csr', requestFor(key));
      await refused(key.keyId, 'csr', requestFor(other));
      await refused(key.keyId, 'csr', Buffer.from('anything'));
      await refused(key.keyId, 'csr', new Uint8Array(32));
      await refused(key.keyId, 'csr', new Uint8Array(65_537));
    });

    it('signs with a seal only that lists the key’s certificate', async () => {
      const ca = makeRoot();
      const key = await certified(ca, 'seal-signature');
      const maker = issue(ca);
      const tbsWith = (signer: Uint8Array): Uint8Array => {
        const info = infoFor(signer);
        const seal = assembleSeal(info, maker.certificate.raw, maker.sign(info));
        return tbsSign({ seal, time: day(2), dataHash: DATA_HASH, propertyInfo: 'x' });
      };
      await sign(key.keyId, 'seal-signature', tbsWith(key.certificate.raw));
      await refused(key.keyId, 'seal-signature', tbsWith(maker.certificate.raw));
      await refused(key.keyId, 'seal-signature', infoFor(key.certificate.raw));
      await refused((await generate('seal-signature')).keyId, 'seal-signature', tbsWith(key.certificate.raw));
    });

    it('makes seals, and signs nothing else as a seal maker', async () => {
      const key = await certified(makeRoot(), 'seal-making');
      await sign(key.keyId, 'seal-making', infoFor(key.certificate.raw));
      await refused(key.keyId, 'seal-signature', infoFor(key.certificate.raw));
      await refused(key.keyId, 'seal-making', requestFor(key));
      await refused((await generate('seal-making')).keyId, 'seal-making', infoFor(key.certificate.raw));
    });

    it('issues certificates in its own CA’s name only, and no CA certificates below its path length', async () => {
      const { keyId, certificate } = await selfSigned(await generate('certificate', 'crl'), 0);
      const body = (issuer: Uint8Array, profile: 'authority' | 'signing'): Uint8Array =>
        certificateFor(makeRoot(), issuer, profile);
      const own = certificate.subject.raw;
      await sign(keyId, 'certificate', body(own, 'signing'));
      await refused(keyId, 'certificate', body(own, 'authority'));
      await refused(keyId, 'certificate', body(encodeName({ commonName: 'another' }), 'signing'));
      const leaf = await certified(makeRoot(), 'certificate');
      await refused(leaf.keyId, 'certificate', body(leaf.certificate.subject.raw, 'signing'));
      const bare = await generate('certificate');
      await refused(bare.keyId, 'certificate', body(own, 'signing'));
    });

    it('publishes revocation lists in its own CA’s name only', async () => {
      const { keyId, certificate } = await selfSigned(await generate('certificate', 'crl'));
      const list = (issuer: Uint8Array): Uint8Array =>
        tbsCertificateList({
          signatureAlgorithm: SM2_WITH_SM3,
          issuer,
          issuerKeyIdentifier: keyIdentifier(certificate.publicKey, crypto),
          thisUpdate: day(0),
          nextUpdate: day(1),
          number: 1,
          entries: [],
        });
      await sign(keyId, 'crl', list(certificate.subject.raw));
      await refused(keyId, 'crl', list(encodeName({ commonName: 'another' })));
      await refused((await generate('crl')).keyId, 'crl', list(certificate.subject.raw));
    });
  });

  it('signs time stamps over the statement it is shown, in its own certificate’s name only', async () => {
    const ca = makeRoot();
    const key = await certified(ca, 'time-stamp', 'time-stamping');
    const statement = stampInfo(Uint8Array.of(1));
    const tbsOf = (info: Uint8Array, { certificate }: Pick<TestIdentity, 'certificate'> = key): Uint8Array =>
      prepareToken(info, certificate, crypto).tbs;
    const ask = (keyId: string, tbs: Uint8Array, content?: Uint8Array): Promise<Uint8Array> =>
      custody.sign({ keyId, purpose: 'time-stamp', tbs, authorisation: AUTHORISATION, ...(content ? { content } : {}) });
    const refusedStamp = (...asked: Parameters<typeof ask>): Promise<void> => rejects(ask(...asked), 'KEY_PURPOSE_REFUSED');
    const signature = await ask(key.keyId, tbsOf(statement), statement);
    const scheme = { kind: 'sm2', userId: DEFAULT_SM2_USER_ID } as const;
    assert.ok(crypto.verify(scheme, key.certificate.publicKey.raw, [tbsOf(statement)], signature));
    await refusedStamp(key.keyId, tbsOf(statement));
    await refusedStamp(key.keyId, tbsOf(statement), stampInfo(Uint8Array.of(2)));
    await refusedStamp(key.keyId, tbsOf(Uint8Array.of(1)), Uint8Array.of(1));
    await refusedStamp(key.keyId, tbsOf(statement, issue(ca, { profile: 'time-stamping' })), statement);
    await refusedStamp(key.keyId, requestFor({ publicKey: key.certificate.publicKey.raw }), statement);
    const signer = await certified(ca, 'time-stamp');
    await refusedStamp(signer.keyId, tbsOf(statement, signer), statement);
    await refusedStamp((await generate('time-stamp')).keyId, tbsOf(statement), statement);
    await rejects(sign(key.keyId, 'csr', requestFor({ publicKey: key.certificate.publicKey.raw })), 'KEY_PURPOSE_REFUSED');
  });

  it('keeps keys on P-256, which sign time stamps and requests, and nothing that says SM2', async () => {
    const purposes = ['time-stamp', 'csr', 'crl'] as const;
    const { keyId, publicKey } = await custody.generate({ label: 'P-256', purposes, algorithm: 'ecdsa-p256' });
    const request = requestFor({ publicKey });
    assert.ok(crypto.verify({ kind: 'ecdsa', digest: 'sha256' }, publicKey, [request], await sign(keyId, 'csr', request)));
    await assert.rejects(sign(keyId, 'crl', request), { details: { keyId, purpose: 'crl', reason: NEEDS_SM2 } });
    const certificate = issueFor(makeRoot(), publicKey, 'time-stamping');
    await custody.attachCertificate(keyId, certificate.raw);
    const reopened = await test.reopen();
    const content = stampInfo(Uint8Array.of(1));
    const { tbs } = prepareToken(content, certificate, crypto);
    const signature = await reopened.sign({ keyId, purpose: 'time-stamp', tbs, content, authorisation: AUTHORISATION });
    assert.ok(crypto.verify({ kind: 'ecdsa', digest: 'sha256' }, publicKey, [tbs], signature));
    const other = stampInfo(Uint8Array.of(2));
    const asked = reopened.sign({ keyId, purpose: 'time-stamp', tbs, content: other, authorisation: AUTHORISATION });
    await rejects(asked, 'KEY_PURPOSE_REFUSED');
  });

  function stampInfo(serialNumber: Uint8Array): Uint8Array {
    const imprint = der.sequence(der.sequence(der.oid(OID.sm3)), der.octetString(DATA_HASH));
    return encodeTimeStampInfo({ policy: '1.2.3', imprint, serialNumber, time: day(2), accuracy: 1_000_000, nonce: null });
  }

  function requestFor({ publicKey }: Pick<KeyDescription, 'publicKey'>): Uint8Array {
    return tbsRequest({ subject: encodeName({ commonName: 'x' }), publicKey, extensions: [] });
  }

  function infoFor(signer: Uint8Array): Uint8Array {
    return sealInfo({
      vendor: 'v',
      esId: '1',
      name: '某某局',
      type: 1,
      signerCertificates: [signer],
      createdAt: day(1),
      validFrom: day(1),
      validTo: day(9),
      picture: { type: 'png', data: Uint8Array.of(1), width: 42, height: 42 },
    });
  }

  function certificateFor(subject: TestIdentity, issuer: Uint8Array, profile: 'authority' | 'signing'): Uint8Array {
    return tbsCertificate({
      serialNumber: Uint8Array.of(1),
      signatureAlgorithm: SM2_WITH_SM3,
      issuer,
      subject: subject.certificate.subject.raw,
      notBefore: day(0),
      notAfter: day(9),
      publicKey: subject.certificate.publicKey.raw,
      extensions: profileExtensions({ profile, subjectKey: subject.certificate.publicKey, issuerKeyIdentifier: null, crypto }),
    });
  }

  async function selfSigned(key: KeyDescription, pathLength = 1): Promise<CertifiedKey> {
    const certificate = await issueCertificate(
      { signer: custody, crypto, register: sharedRegister, random: { bytes: (length) => new Uint8Array(length).fill(7) } },
      {
        issuer: { keyId: key.keyId, certificate: null },
        profile: 'authority',
        subject: { commonName: 'CA' },
        publicKey: key.publicKey,
        notBefore: day(0),
        notAfter: day(9),
        pathLength,
        authorisation: AUTHORISATION,
      },
    );
    await custody.attachCertificate(key.keyId, certificate.raw);
    return { keyId: key.keyId, certificate };
  }

  /** A key with a certificate of an outside CA. */
  async function certified(
    ca: TestIdentity,
    purpose: KeyPurpose,
    profile: CertificateProfile = 'signing',
  ): Promise<CertifiedKey & { readonly publicKey: Uint8Array }> {
    const { keyId, publicKey } = await generate(purpose);
    const identity = issueFor(ca, publicKey, profile);
    await custody.attachCertificate(keyId, identity.raw);
    return { keyId, publicKey, certificate: identity };
  }

  function issueFor(
    ca: TestIdentity,
    publicKey: Uint8Array,
    profile: CertificateProfile = 'signing',
  ): CertifiedKey['certificate'] {
    const subjectKey = parsePublicKey(readDer(publicKey));
    const tbs = tbsCertificate({
      serialNumber: Uint8Array.of(2),
      signatureAlgorithm: SM2_WITH_SM3,
      issuer: ca.certificate.subject.raw,
      subject: encodeName({ commonName: 'holder' }),
      notBefore: day(0),
      notAfter: day(9),
      publicKey,
      extensions: profileExtensions({ profile, subjectKey, issuerKeyIdentifier: null, crypto }),
    });
    return parseCertificate(assembleSigned(tbs, SM2_WITH_SM3, ca.sign(tbs)));
  }
});
