/** What the server tells everybody of its certificates, as OpenSSL asks and reads it. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { createTrustFiles } from '../../../src/adapters/trust/index.ts';
import { fromBase64, toBase64, toHex } from '../../../src/base/bytes.ts';
import {
  encodeCertificateId,
  encodeOcspRequest,
  keyIdentifier,
  parseCertificate,
  parseCertificateList,
  parseOcspResponse,
  prepareTrust,
  writePem,
  type BasicOcspResponse,
} from '../../../src/pki/index.ts';
import { authoritiesIn, certifiedKeys, revokeCertificate, type CertifiedKey } from '../../../src/services/pki/index.ts';
import { SERVER_ACTOR } from '../../../src/services/platform.ts';
import { sharedRegister } from '../../support/certificate-register.ts';
import { newHeldKey, newHeldSeal } from '../../support/held-seal.ts';
import { openApp, problem, sharedInstallation, type OpenApp } from '../../support/http.ts';
import { needOpenssl } from '../../support/openssl.ts';
import { crypto } from '../../support/pki.ts';
import { temporaryFolder } from '../../support/temporary.ts';

describe('http: revocation', function () {
  this.timeout(300_000);
  let app: OpenApp;
  let ca: CertifiedKey;
  let signer: CertifiedKey;
  before(async () => {
    app = await openApp();
    const { custody } = await sharedInstallation();
    const signers = await certifiedKeys(custody, 'seal-signature');
    const authorities = await authoritiesIn(custody);
    const found = signers[0];
    const issuer = authorities.find(
      ({ certificate }) => toHex(certificate.subject.raw) === toHex(found?.certificate.issuer.raw ?? new Uint8Array(0)),
    );
    assert.ok(found && issuer);
    signer = found;
    ca = issuer;
  });
  after(() => app.close());

  const question = (nonce: Uint8Array | null): Uint8Array =>
    encodeOcspRequest([encodeCertificateId(signer.certificate, ca.certificate, { digest: 'sha1', crypto })], nonce);
  const basic = (body: unknown): BasicOcspResponse => {
    const { response } = parseOcspResponse(new Uint8Array(body as Buffer));
    assert.ok(response);
    return response;
  };
  // its own parser does not know these types
  const fetch = (path: string) => request(app.server).get(path).responseType('blob');
  const post = (bytes: Uint8Array, type = 'application/ocsp-request') =>
    request(app.server).post('/ocsp').set('Content-Type', type).responseType('blob').send(Buffer.from(bytes));

  it('publishes the list of each authority, the root’s too, to be kept for a while', async () => {
    const { trust } = await sharedInstallation();
    const root = trust.subjects(ca.certificate.issuer)[0];
    assert.ok(root);
    for (const authority of [ca.certificate, root]) {
      const path = `/crl/${toHex(keyIdentifier(authority.publicKey, crypto))}.crl`;
      const answer = await fetch(path).expect(200).expect('Content-Type', 'application/pkix-crl');
      const list = parseCertificateList(new Uint8Array(answer.body as Buffer));
      assert.deepEqual(list.issuer.raw, authority.subject.raw);
      assert.match(answer.get('Cache-Control') ?? '', /^max-age=300, public/);
      assert.equal(answer.get('Last-Modified'), new Date(list.thisUpdate).toUTCString());
      const tag = answer.get('ETag') ?? '';
      await request(app.server).get(path).set('If-None-Match', tag).expect(304);
      await request(app.server).get(path).set('If-None-Match', '"another"').expect(200);
      await request(app.server).head(path).expect(200);
    }
    problem(await request(app.server).get(`/crl/${'0'.repeat(40)}.crl`), 'REVOCATION_LIST_NOT_FOUND');
    problem(await request(app.server).get('/crl/root.crl'), 'REQUEST_INVALID');
  });

  it('answers the same by both methods, and says how long it may be kept', async () => {
    const get = await fetch(`/ocsp/${encodeURIComponent(toBase64(question(null)))}`)
      .expect(200)
      .expect('Content-Type', 'application/ocsp-response');
    const response = basic(get.body);
    assert.deepEqual(response.data.responses[0]?.status, { kind: 'good' });
    assert.match(get.get('Cache-Control') ?? '', /^max-age=300, public, no-transform, must-revalidate$/);
    assert.ok(get.get('ETag') && get.get('Expires'));
    const posted = await post(question(null)).expect(200).expect('Content-Type', 'application/ocsp-response');
    assert.deepEqual(basic(posted.body).raw, response.raw);
    assert.equal(posted.get('Cache-Control'), 'no-store');
  });

  it('lets nobody keep an answer to a nonce', async () => {
    const nonce = Uint8Array.of(1, 2, 3, 4);
    const get = await fetch(`/ocsp/${encodeURIComponent(toBase64(question(nonce)))}`).expect(200);
    assert.deepEqual(basic(get.body).data.nonce, nonce);
    assert.equal(get.get('Cache-Control'), 'no-store');
    assert.equal(get.get('ETag'), undefined);
  });

  it('tells in OCSP what is wrong with a request, and in HTTP what is wrong with a call', async () => {
    const malformed = await post(Uint8Array.of(0x30, 0)).expect(200);
    assert.equal(parseOcspResponse(new Uint8Array(malformed.body as Buffer)).status, 'malformedRequest');
    const garbage = await fetch('/ocsp/!!!').expect(200);
    assert.equal(parseOcspResponse(new Uint8Array(garbage.body as Buffer)).status, 'malformedRequest');
    assert.equal(garbage.get('Cache-Control'), 'no-store');
    const refused = (bytes: Uint8Array, type: string) =>
      request(app.server).post('/ocsp').set('Content-Type', type).send(Buffer.from(bytes));
    problem(await refused(question(null), 'application/octet-stream'), 'MEDIA_TYPE_UNSUPPORTED');
    problem(await refused(new Uint8Array(20_000), 'application/ocsp-request'), 'INPUT_TOO_LARGE');
    problem(await request(app.server).get('/ocsp'), 'METHOD_NOT_ALLOWED');
  });

  it('is asked only so often', async () => {
    const own = await openApp({ settings: { rates: { signIn: 1, code: 1, verification: 1, ocsp: 2, timeStamp: 2, token: 2 } } });
    const path = `/ocsp/${encodeURIComponent(toBase64(question(null)))}`;
    await request(own.server).get(path).expect(200);
    await request(own.server).get(path).expect(200);
    problem(await request(own.server).get(path), 'RATE_LIMITED');
    await own.close();
  });

  describe('OpenSSL', function () {
    before(function () {
      needOpenssl(this);
    });

    /** Runs beside this process, which answers it. */
    const openssl = (...args: readonly string[]): Promise<string> =>
      new Promise((resolve) => {
        const child = spawn('openssl', args);
        let output = '';
        for (const stream of [child.stdout, child.stderr])
          stream.on('data', (chunk: Buffer) => void (output += chunk.toString()));
        child.on('close', () => resolve(output));
      });

    it('asks the responder and reads what it says', async () => {
      const folder = temporaryFolder();
      const file = (name: string, label: string, bytes: Uint8Array): string => {
        writeFileSync(join(folder, name), writePem(label, bytes));
        return join(folder, name);
      };
      const out = join(folder, 'answer.der');
      const output = await openssl(
        ...['ocsp', '-issuer', file('ca.pem', 'CERTIFICATE', ca.certificate.raw), '-noverify', '-text'],
        ...['-cert', file('signer.pem', 'CERTIFICATE', signer.certificate.raw), '-url', `${app.url}/ocsp`, '-respout', out],
      );
      assert.match(output, /signer\.pem: good/, output);
      assert.match(output, /OCSP Archive Cutoff/);
      assert.ok(!/WARNING: no nonce/.test(output), output);
      const { data, signature, certificates } = basic(readFileSync(out));
      const [responder] = certificates;
      assert.ok(responder);
      writeFileSync(join(folder, 'tbs'), data.raw);
      writeFileSync(join(folder, 'value'), signature);
      const key = file('key.pem', 'PUBLIC KEY', responder.publicKey.raw);
      const signed = ['-signature', join(folder, 'value'), join(folder, 'tbs')];
      const verified = await openssl('dgst', '-sm3', '-verify', key, '-sigopt', 'distid:1234567812345678', ...signed);
      assert.match(verified, /Verified OK/);
    });

    it('hears good of a UKey’s certificate, revoked once that is so, and unknown of what was never issued', async () => {
      const { relay, store, custody, material } = await sharedInstallation();
      const seal = await newHeldSeal(store, relay, (await newHeldKey()).request);
      const certificate = parseCertificate(fromBase64(seal.versions[0]?.certificate ?? ''));
      const folder = temporaryFolder();
      writeFileSync(join(folder, 'ca.pem'), writePem('CERTIFICATE', ca.certificate.raw));
      const askAt = (url: string, serial: Uint8Array): Promise<string> =>
        openssl('ocsp', '-issuer', join(folder, 'ca.pem'), '-noverify', '-serial', `0x${toHex(serial)}`, '-url', url);
      const ask = (serial: Uint8Array): Promise<string> => askAt(`${app.url}/ocsp`, serial);
      assert.match(await ask(certificate.serialNumber), new RegExp(`0x${toHex(certificate.serialNumber)}: good`, 'i'));
      assert.match(await ask(new Uint8Array(16).fill(0x42)), /0x(42)+: unknown/);
      const trustStore = createTrustFiles(join(folder, 'trust'), crypto);
      for (const { raw } of material.revocationLists) await trustStore.putRevocationList(raw);
      const desk = {
        custody,
        signer: custody,
        trustStore,
        crypto,
        register: sharedRegister,
        journal: relay,
        clock: { now: () => Date.now() },
      };
      await revokeCertificate(desk, SERVER_ACTOR, { certificate, reason: 'keyCompromise', invalidityDate: null });
      const trust = prepareTrust(
        { ...material, ...(await trustStore.load()), anchors: material.anchors, intermediates: material.intermediates },
        crypto,
      );
      const revoking = await openApp({ trust });
      const said = await askAt(`${revoking.url}/ocsp`, certificate.serialNumber);
      await revoking.close();
      assert.match(said, /: revoked\s+This Update: .+\s+Next Update: .+\s+Reason: keyCompromise/, said);
    });

    it('reads the list', async () => {
      const folder = temporaryFolder();
      const path = `/crl/${toHex(keyIdentifier(ca.certificate.publicKey, crypto))}.crl`;
      writeFileSync(join(folder, 'list.crl'), (await fetch(path)).body as Buffer);
      const output = await openssl('crl', '-inform', 'DER', '-in', join(folder, 'list.crl'), '-noout', '-text');
      for (const line of ['Version 2', 'X509v3 CRL Number', 'X509v3 Authority Key Identifier', 'Next Update']) {
        assert.ok(output.includes(line), `${line}\n${output}`);
      }
      assert.match(output, /X509v3 Expired Certs On CRL|2\.5\.29\.60/i, output);
    });
  });
});
