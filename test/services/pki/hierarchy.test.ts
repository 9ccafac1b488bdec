/** A hierarchy of three levels, made in custody: OpenSSL agrees with it, its seals verify, and it works on without its root's key. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OID } from '../../../src/asn1/index.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import {
  authorityInfoAccess,
  basicConstraints,
  certificatePolicies,
  crlDistributionPoints,
  nameText,
  parseRequest,
  prepareTrust,
  verifySigned,
  writePem,
  type Certificate,
} from '../../../src/pki/index.ts';
import { assembleSesSignature, parseSeal, tbsSign } from '../../../src/ses/index.ts';
import {
  certifySigner,
  DEMONSTRATION_MARK,
  makeHierarchy,
  makeSeal,
  publishRevocationList,
  requestCertificate,
  revocationListName,
  type CertifiedKey,
  type Hierarchy,
} from '../../../src/services/pki/index.ts';
import { AUTHORISATION, makeTestCustody, type TestCustody } from '../../support/custody.ts';
import { crypto, day } from '../../support/pki.ts';
import { answers, DATA_HASH, LENIENT, verifyStamp } from '../../support/ses.ts';
import { sharedRegister } from '../../support/certificate-register.ts';

const random = { bytes: (length: number): Uint8Array => new Uint8Array(randomBytes(length)) };
const ORGANISATION = { creditCode: '11330106MB0000000X', name: '某区某某局', sealCode: '33010600000001' };

describe('certificate hierarchy', () => {
  let offline: TestCustody;
  let online: TestCustody;
  let hierarchy: Hierarchy;
  let signer: CertifiedKey;

  before(async () => {
    offline = await makeTestCustody();
    online = await makeTestCustody();
    const order = { trustClass: 'demonstration', from: day(0), authorisation: AUTHORISATION } as const;
    const status = { crlBase: 'http://localhost:3000/crl', ocspUri: 'http://localhost:3000/ocsp' };
    hierarchy = await makeHierarchy(
      { crypto, random, register: sharedRegister, offline: offline.custody, online: online.custody },
      { ...order, ...status, name: '印证样本' },
    );
    // from here on the root's key is gone
    rmSync(offline.path);
    const issuer = hierarchy.signersCa;
    signer = await certifySigner(
      { crypto, random, register: sharedRegister, online: online.custody },
      { ...order, ...status, issuer, organisation: ORGANISATION },
    );
  });
  after(() => {
    offline.remove();
    online.remove();
  });

  it('has three levels and makers apart from signers', () => {
    const { root, signersCa, makersCa, maker } = hierarchy;
    assert.deepEqual(basicConstraints(root), { ca: true, pathLength: 1 });
    for (const ca of [signersCa, makersCa]) {
      assert.deepEqual(basicConstraints(ca.certificate), { ca: true, pathLength: 0 });
      assert.equal(nameText(ca.certificate.issuer), nameText(root.subject));
    }
    assert.equal(nameText(maker.certificate.issuer), nameText(makersCa.certificate.subject));
    assert.equal(nameText(signer.certificate.issuer), nameText(signersCa.certificate.subject));
    assert.equal(
      nameText(signer.certificate.subject),
      `CN=33010600000001,OU=${DEMONSTRATION_MARK},O=11330106MB0000000X某区某某局,C=CN`,
    );
  });

  it('says in certificates where the status of each is asked: of its issuer, by name of its key', () => {
    const { root, signersCa, makersCa, maker } = hierarchy;
    for (const [subject, issuer] of [
      [signersCa.certificate, root],
      [makersCa.certificate, root],
      [maker.certificate, makersCa.certificate],
      [signer.certificate, signersCa.certificate],
    ] as const) {
      assert.deepEqual(crlDistributionPoints(subject), [`http://localhost:3000/crl/${revocationListName(issuer, crypto)}`]);
    }
    assert.deepEqual(authorityInfoAccess(signer.certificate).ocsp, ['http://localhost:3000/ocsp']);
    assert.deepEqual(authorityInfoAccess(maker.certificate).ocsp, ['http://localhost:3000/ocsp']);
    // the root's key is gone, and nobody answers for it
    assert.deepEqual(authorityInfoAccess(signersCa.certificate).ocsp, []);
  });

  it('marks every demonstration certificate by name and policy', () => {
    for (const certificate of everyCertificate()) {
      assert.ok(certificatePolicies(certificate).includes(OID.demonstrationPolicy));
      assert.match(nameText(certificate.subject), /样本 无效 DEMONSTRATION/);
    }
    assert.ok(certificatePolicies(hierarchy.maker.certificate).includes(OID.sealMakerPolicy));
    assert.ok(!certificatePolicies(signer.certificate).includes(OID.sealMakerPolicy));
  });

  it('keeps the root’s key out of the keystore in use', async () => {
    const keys = await online.custody.list();
    const labels = ['制章 CA', '制章中心', '某区某某局', '签章人 CA'];
    assert.deepEqual(keys.map(({ label }) => label).sort(), [...labels, '印证样本制章 CA OCSP', '印证样本签章人 CA OCSP'].sort());
    assert.ok(!keys.some(({ publicKey }) => Buffer.from(publicKey).equals(hierarchy.root.publicKey.raw)));
    assert.ok(keys.every(({ certificate }) => certificate !== null));
  });

  it('is what OpenSSL says too, link by link, lists included', () => {
    const file = (name: string, label: string, bytes: Uint8Array): string => {
      writeFileSync(join(online.folder, name), writePem(label, bytes));
      return name;
    };
    const { root, signersCa, makersCa, maker, revocationLists } = hierarchy;
    const links = [
      [root, root],
      [signersCa.certificate, root],
      [makersCa.certificate, root],
      [maker.certificate, makersCa.certificate],
      [signer.certificate, signersCa.certificate],
    ] as const;
    for (const [subject, issuer] of links) {
      const options = [
        ...['verify', '-partial_chain', '-trusted', file('issuer.pem', 'CERTIFICATE', issuer.raw)],
        ...['-vfyopt', 'distid:1234567812345678', '-attime', String(day(1) / 1000), '-x509_strict'],
        file('subject.pem', 'CERTIFICATE', subject.raw),
      ];
      assert.match(openssl(options), /subject\.pem: OK/, nameText(subject.subject));
    }
    // OpenSSL 3.0 does not hand the user ID on to revocation lists: their signatures are checked over the bytes
    [root, signersCa.certificate, makersCa.certificate].forEach((issuer, index) => {
      const list = revocationLists[index];
      assert.ok(list);
      file('key.pem', 'PUBLIC KEY', issuer.publicKey.raw);
      writeFileSync(join(online.folder, 'tbs'), list.tbs);
      writeFileSync(join(online.folder, 'value'), list.signature);
      const options = ['-sm3', '-verify', 'key.pem', '-sigopt', 'distid:1234567812345678', '-signature', 'value', 'tbs'];
      assert.match(openssl(['dgst', ...options]), /Verified OK/);
      assert.match(openssl(['crl', '-in', file('list.pem', 'X509 CRL', list.raw), '-noout', '-text']), /No Revoked Certificates/);
    });
  });

  it('makes seals and signatures that verify, and are demonstration only', async () => {
    const seal = await makeSealFor(signer);
    const tbs = tbsSign({ seal, time: day(2), dataHash: DATA_HASH, propertyInfo: '0 10 20 30' });
    const request = { keyId: signer.keyId, purpose: 'seal-signature', tbs, authorisation: AUTHORISATION } as const;
    const signature = await online.custody.sign(request);
    const bytes = assembleSesSignature({ tbs, signerCertificate: signer.certificate.raw, signature });
    const accepting = verifyStamp(bytes, hierarchy.trust, { at: day(3), policy: { ...LENIENT, acceptDemonstration: true } });
    assert.deepEqual(new Set(Object.values(answers(accepting))), new Set(['passed']));
    const strict = verifyStamp(bytes, hierarchy.trust, { at: day(3) });
    assert.equal(strict.trustClass, 'demonstration');
    assert.equal(answers(strict)['signer-chain'], 'indeterminate DEMONSTRATION_TRUST');
    // the certificates say so themselves: an anchor store that calls them production changes nothing
    const anchors = hierarchy.trust.anchors.map((anchor) => ({ ...anchor, trustClass: 'production' }) as const);
    const mistaken = verifyStamp(bytes, { ...hierarchy.trust, anchors }, { at: day(3) });
    assert.equal(answers(mistaken)['signer-chain'], 'indeterminate DEMONSTRATION_TRUST');
    assert.equal(mistaken.trustClass, 'demonstration');
  });

  it('does not let a signer make seals', async () => {
    await assert.rejects(makeSeal({ signer: online.custody }, { ...sealOrder(signer), maker: signer }), (error) =>
      isYinzhengError(error, 'KEY_PURPOSE_REFUSED'),
    );
  });

  it('publishes the next revocation list of an issuing CA without losing an entry', async () => {
    const { signersCa, revocationLists, trust } = hierarchy;
    const entry = { serialNumber: signer.certificate.serialNumber, revokedAt: day(4), reason: 1, invalidityDate: null };
    const order = { issuer: signersCa, thisUpdate: day(5), nextUpdate: day(35), authorisation: AUTHORISATION };
    const deps = { signer: online.custody, crypto };
    const first = await publishRevocationList(deps, { ...order, previous: revocationLists[1], revoked: [entry] });
    const later = { ...entry, revokedAt: day(6) };
    const second = await publishRevocationList(deps, { ...order, previous: first, revoked: [later] });
    assert.deepEqual(
      second.entries.map(({ revokedAt }) => revokedAt),
      [day(4)],
    );
    writeFileSync(join(online.folder, 'second.pem'), writePem('X509 CRL', second.raw));
    assert.match(openssl(['crl', '-in', 'second.pem', '-noout', '-crlnumber']), /crlNumber=(0x)?0?3/);
    const seal = await makeSealFor(signer);
    const tbs = tbsSign({ seal, time: day(5), dataHash: DATA_HASH, propertyInfo: 'x' });
    const signature = await online.custody.sign({
      keyId: signer.keyId,
      purpose: 'seal-signature',
      tbs,
      authorisation: AUTHORISATION,
    });
    const bytes = assembleSesSignature({ tbs, signerCertificate: signer.certificate.raw, signature });
    const verdict = verifyStamp(bytes, { ...trust, revocationLists: [...trust.revocationLists, second] }, { at: day(6) });
    assert.equal(answers(verdict)['signing-time'], 'failed REVOKED');
    assert.equal(answers(verdict)['revocation'], 'indeterminate REVOKED_NO_POE');
  });

  it('asks an outside CA for a certificate', async () => {
    const { keyId, publicKey } = await online.custody.generate({ label: 'outside', purposes: ['csr', 'seal-signature'] });
    const subject = { country: 'CN', organisation: '某局', commonName: '33010600000002' };
    const bytes = await requestCertificate(online.custody, { keyId, subject, authorisation: AUTHORISATION });
    const request = parseRequest(bytes);
    const { tbs, signature, signatureAlgorithm: algorithm } = request;
    assert.ok(verifySigned({ tbs, signature, algorithm, publicKey: request.publicKey, crypto }).ok);
    assert.ok(Buffer.from(request.publicKey.raw).equals(publicKey));
    await assert.rejects(
      requestCertificate(online.custody, { keyId: 'unknown', subject, authorisation: AUTHORISATION }),
      (error) => isYinzhengError(error, 'KEY_NOT_FOUND'),
    );
    await online.custody.destroy(keyId);
  });

  it('prepares into trust that holds', () => {
    const trust = prepareTrust(hierarchy.trust, crypto);
    assert.equal(trust.isSignedBy(hierarchy.signersCa.certificate, hierarchy.root), true);
    assert.equal(trust.isSignedBy(hierarchy.makersCa.certificate, hierarchy.signersCa.certificate), false);
  });

  function everyCertificate(): readonly Certificate[] {
    const { root, signersCa, makersCa, maker } = hierarchy;
    return [root, signersCa.certificate, makersCa.certificate, maker.certificate, signer.certificate];
  }

  function sealOrder(holder: CertifiedKey): Omit<Parameters<typeof makeSeal>[1], 'maker'> {
    return {
      esId: ORGANISATION.sealCode,
      name: ORGANISATION.name,
      type: 1,
      signerCertificates: [holder.certificate.raw],
      createdAt: day(1),
      validFrom: day(1),
      validTo: day(1000),
      picture: { type: 'png', data: Uint8Array.of(0x89, 0x50), width: 45, height: 45 },
      authorisation: AUTHORISATION,
    };
  }

  async function makeSealFor(holder: CertifiedKey): Promise<Uint8Array> {
    const bytes = await makeSeal({ signer: online.custody }, { ...sealOrder(holder), maker: hierarchy.maker });
    assert.equal(parseSeal(bytes).version, 4);
    return bytes;
  }

  function openssl(options: readonly string[]): string {
    return execFileSync('openssl', options, { cwd: online.folder, encoding: 'utf8', stdio: 'pipe' });
  }
});
