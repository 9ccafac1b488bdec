/** The responder of an installation: what it says, of whom, with which key, and what it keeps. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { OID } from '../../../src/asn1/index.ts';
import { fromHex } from '../../../src/base/bytes.ts';
import { isYinzhengError, YinzhengError } from '../../../src/base/errors/index.ts';
import {
  certificatePolicies,
  encodeCertificateId,
  encodeOcspRequest,
  extendedKeyUsage,
  ocspResponseData,
  parseOcspResponse,
  prepareTrust,
  verifySigned,
  type BasicOcspResponse,
  type Certificate,
  type CertificateList,
} from '../../../src/pki/index.ts';
import {
  certifiedKeys,
  certifySigner,
  createOcspResponder,
  ensureResponders,
  issueCertificate,
  makeHierarchy,
  OCSP_LIFE,
  publishRevocationList,
  responderOf,
  type CertifiedKey,
  type Hierarchy,
  type OcspResponder,
} from '../../../src/services/pki/index.ts';
import { recentKeys } from '../../../src/services/pki/recent-keys.ts';
import { AUTHORISATION, makeTestCustody, type TestCustody } from '../../support/custody.ts';
import { crypto, day } from '../../support/pki.ts';
import { sharedRegister } from '../../support/certificate-register.ts';

const random = { bytes: (length: number): Uint8Array => new Uint8Array(randomBytes(length)) };

describe('OCSP responder', () => {
  let offline: TestCustody;
  let online: TestCustody;
  let hierarchy: Hierarchy;
  let signer: CertifiedKey;
  let now = day(1);
  let lists: readonly CertificateList[] = [];
  let respond: OcspResponder;

  beforeEach(async () => {
    offline = await makeTestCustody();
    online = await makeTestCustody();
    now = day(1);
    const order = { trustClass: 'demonstration', from: day(0), crlBase: null, authorisation: AUTHORISATION } as const;
    const deps = { crypto, random, register: sharedRegister, offline: offline.custody, online: online.custody };
    hierarchy = await makeHierarchy(deps, { ...order, name: '印证样本' });
    signer = await certifySigner(deps, {
      ...order,
      issuer: hierarchy.signersCa,
      organisation: { creditCode: '11330106MB0000000X', name: '某区某某局', sealCode: '33010600000001' },
    });
    lists = hierarchy.revocationLists;
    let prepared: { readonly of: typeof lists; readonly trust: ReturnType<typeof prepareTrust> } | null = null;
    respond = createOcspResponder({
      signer: online.custody,
      custody: online.custody,
      trust: () => {
        if (prepared?.of !== lists)
          prepared = { of: lists, trust: prepareTrust({ ...hierarchy.trust, revocationLists: lists }, crypto) };
        return prepared.trust;
      },
      register: sharedRegister,
      crypto,
      clock: { now: () => now },
    });
  });
  afterEach(() => {
    offline.remove();
    online.remove();
  });

  const idOf = (certificate: Pick<Certificate, 'serialNumber'>, issuer = hierarchy.signersCa.certificate): Uint8Array =>
    encodeCertificateId(certificate, issuer, { digest: 'sha256', crypto });
  const ask = async (ids: readonly Uint8Array[], nonce: Uint8Array | null = null): Promise<BasicOcspResponse> => {
    const { status, response } = parseOcspResponse((await respond(encodeOcspRequest(ids, nonce))).bytes);
    assert.equal(status, 'successful');
    assert.ok(response);
    return response;
  };
  const statusOf = async (request: Uint8Array): Promise<string> => parseOcspResponse((await respond(request)).bytes).status;
  const revoke = async (at: number): Promise<void> => {
    const list = await publishRevocationList(
      { signer: online.custody, crypto },
      {
        issuer: hierarchy.signersCa,
        previous: hierarchy.revocationLists[1],
        revoked: [{ serialNumber: signer.certificate.serialNumber, revokedAt: at, reason: 1, invalidityDate: at - 1000 }],
        thisUpdate: at,
        nextUpdate: at + 30 * 86_400_000,
        authorisation: AUTHORISATION,
      },
    );
    lists = [...lists, list];
  };

  it('asks for the keys once a second at most, and again when that failed', async () => {
    let [listed, broken] = [0, true];
    const custody = recentKeys(
      {
        list: () => {
          listed++;
          return broken ? Promise.reject(new YinzhengError('SIGNER_UNAVAILABLE')) : online.custody.list();
        },
      },
      { now: () => now },
    );
    await assert.rejects(custody.list(), { code: 'SIGNER_UNAVAILABLE' });
    broken = false;
    const [first, second] = await Promise.all([custody.list(), custody.list()]);
    assert.equal(first, second);
    assert.equal(listed, 2);
    now += 1_000;
    await custody.list();
    now -= 10_000;
    await custody.list();
    assert.equal(listed, 4, 'after a second, and when the clock was set back');
  });

  it('says good of a certificate in use, signed by a responder of its CA', async () => {
    const nonce = fromHex('01020304050607080910111213141516');
    const { data, signature, signatureAlgorithm: algorithm, certificates } = await ask([idOf(signer.certificate)], nonce);
    const single = data.responses[0];
    assert.ok(single);
    assert.deepEqual(single.status, { kind: 'good' });
    assert.deepEqual([single.thisUpdate, single.nextUpdate, data.producedAt], [now, now + OCSP_LIFE, now]);
    assert.equal(single.archiveCutoff, hierarchy.signersCa.certificate.notBefore);
    assert.deepEqual(data.nonce, nonce);
    const [responder] = certificates;
    assert.ok(responder);
    assert.ok(verifySigned({ tbs: data.raw, algorithm, signature, publicKey: responder.publicKey, crypto }).ok);
    assert.deepEqual(extendedKeyUsage(responder), [OID.ocspSigning]);
    assert.ok(certificatePolicies(responder).includes(OID.demonstrationPolicy));
    const { tbs, signatureAlgorithm, signature: issued } = responder;
    const { publicKey } = hierarchy.signersCa.certificate;
    assert.ok(verifySigned({ tbs, algorithm: signatureAlgorithm, signature: issued, publicKey, crypto }).ok);
  });

  it('says revoked at once, with time, reason and invalidity date, and unknown of what was never issued', async () => {
    assert.deepEqual((await ask([idOf(signer.certificate)])).data.responses[0]?.status, { kind: 'good' });
    await revoke(day(1));
    const foreign = idOf({ serialNumber: fromHex('4001') });
    const { responses } = (await ask([idOf(signer.certificate), foreign])).data;
    assert.deepEqual(responses[0]?.status, { kind: 'revoked', revokedAt: day(1), reason: 1 });
    assert.equal(responses[0].invalidityDate, day(1) - 1000);
    assert.deepEqual(responses[1]?.status, { kind: 'unknown' });
    assert.deepEqual((await ask([idOf(signer.certificate)])).data.responses[0]?.status.kind, 'revoked');
  });

  it('keeps answers without a nonce, and only those', async () => {
    const request = encodeOcspRequest([idOf(signer.certificate)], null);
    const first = await respond(request);
    assert.equal(first.freshUntil, now + OCSP_LIFE);
    now += OCSP_LIFE / 4;
    assert.deepEqual((await respond(request)).bytes, first.bytes);
    now += OCSP_LIFE / 2;
    assert.notDeepEqual((await respond(request)).bytes, first.bytes);
    const asked = encodeOcspRequest([idOf(signer.certificate)], fromHex('0102'));
    const second = await respond(asked);
    assert.equal(second.freshUntil, null);
    assert.notDeepEqual((await respond(asked)).bytes, second.bytes);
  });

  it('refuses what it cannot read, and certificates of others or of several CAs', async () => {
    assert.equal(await statusOf(fromHex('3003020101')), 'malformedRequest');
    assert.equal(await statusOf(new Uint8Array(0)), 'malformedRequest');
    const ofRoot = idOf(hierarchy.signersCa.certificate, hierarchy.root);
    assert.equal(await statusOf(encodeOcspRequest([ofRoot], null)), 'unauthorized');
    const ofMaker = idOf(hierarchy.maker.certificate, hierarchy.makersCa.certificate);
    assert.equal(await statusOf(encodeOcspRequest([ofMaker], null)), 'successful');
    assert.equal(await statusOf(encodeOcspRequest([idOf(signer.certificate), ofMaker], null)), 'unauthorized');
  });

  it('asks to try later when the list is overdue', async () => {
    now = day(31);
    assert.equal(await statusOf(encodeOcspRequest([idOf(signer.certificate)], null)), 'tryLater');
  });

  it('has its key made where it is missing, and certified anew in time', async () => {
    const deps = { signer: online.custody, custody: online.custody, crypto, random, register: sharedRegister };
    const responders = () => certifiedKeys(online.custody, 'ocsp-response');
    assert.equal((await responders()).length, 2);
    assert.deepEqual(await ensureResponders(deps, { now: day(200), authorisation: AUTHORISATION }), []);
    const before = await responderOf(online.custody, hierarchy.signersCa.certificate, day(300));
    assert.equal((await ensureResponders(deps, { now: day(300), authorisation: AUTHORISATION })).length, 2);
    const after = await responderOf(online.custody, hierarchy.signersCa.certificate, day(300));
    assert.ok(before && after && after.certificate.notAfter > before.certificate.notAfter);
    assert.equal(after.keyId, before.keyId);
    for (const { keyId } of await responders()) await online.custody.destroy(keyId);
    assert.equal(await statusOf(encodeOcspRequest([idOf(signer.certificate)], null)), 'tryLater');
    assert.equal((await ensureResponders(deps, { now, authorisation: AUTHORISATION })).length, 2);
    now += 1_000;
    assert.equal(await statusOf(encodeOcspRequest([idOf(signer.certificate)], null)), 'successful');
  });

  it('cannot be made to say anything else with its key', async () => {
    const responder = await responderOf(online.custody, hierarchy.signersCa.certificate, now);
    assert.ok(responder);
    const data = (id: Uint8Array, by: Certificate): Uint8Array =>
      ocspResponseData({
        ...{ responder: by, namedBy: 'key', producedAt: now, nonce: null, crypto },
        responses: [
          { id, status: { kind: 'good' }, thisUpdate: now, nextUpdate: null, archiveCutoff: null, invalidityDate: null },
        ],
      });
    const sign = (keyId: string, tbs: Uint8Array): Promise<Uint8Array> =>
      online.custody.sign({ keyId, purpose: 'ocsp-response', tbs, authorisation: AUTHORISATION });
    const refused = (promise: Promise<unknown>): Promise<void> =>
      assert.rejects(promise, (error) => isYinzhengError(error, 'KEY_PURPOSE_REFUSED'));
    const right = data(idOf(signer.certificate), responder.certificate);
    await sign(responder.keyId, right);
    const ofMaker = idOf(hierarchy.maker.certificate, hierarchy.makersCa.certificate);
    await refused(sign(responder.keyId, data(ofMaker, responder.certificate)));
    await refused(sign(responder.keyId, data(idOf(signer.certificate), hierarchy.signersCa.certificate)));
    await refused(sign(responder.keyId, signer.certificate.tbs));
    await refused(sign(signer.keyId, right));
    const { keyId } = await online.custody.generate({ label: 'x', purposes: ['ocsp-response'] });
    await refused(sign(keyId, right));
    await online.custody.attachCertificate(keyId, await plainCertificate(keyId));
    await refused(sign(keyId, right));
  });

  async function plainCertificate(keyId: string): Promise<Uint8Array> {
    const key = (await online.custody.list()).find((candidate) => candidate.keyId === keyId);
    const certificate = await issueCertificate(
      { signer: online.custody, crypto, random, register: sharedRegister },
      {
        ...{ issuer: hierarchy.signersCa, profile: 'signing', subject: { commonName: 'x' } },
        ...{ publicKey: key?.publicKey ?? new Uint8Array(0), notBefore: day(0), notAfter: day(10), authorisation: AUTHORISATION },
      },
    );
    return certificate.raw;
  }
});
