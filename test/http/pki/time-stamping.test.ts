/** The time stamp authority over HTTP, as OpenSSL asks and reads it, and as another server's client does. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { createTsaClient } from '../../../src/adapters/tsa/index.ts';
import { OID } from '../../../src/asn1/index.ts';
import { utf8 } from '../../../src/base/bytes.ts';
import {
  encodeTimeStampRequest,
  parseSignedData,
  parseTimeStampResponse,
  readTimeStampAnswer,
  verifyTimeStamp,
  writePem,
} from '../../../src/pki/index.ts';
import { openApp, problem, sharedInstallation, type OpenApp } from '../../support/http.ts';
import { crypto } from '../../support/pki.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const QUERY = 'application/timestamp-query';
const CONTENT = utf8('what is stamped over HTTP');
const imprint = { algorithm: 'sm3', digest: crypto.digest('sm3', CONTENT) } as const;
const random = { bytes: (length: number): Uint8Array => new Uint8Array(randomBytes(length)) };
const asked = (changes: { readonly policy?: string } = {}): Uint8Array =>
  encodeTimeStampRequest({ imprint, nonce: random.bytes(8), ...changes });

describe('http: time stamps', function () {
  this.timeout(300_000);
  let app: OpenApp;
  before(async () => {
    app = await openApp();
  });
  after(() => app.close());

  const post = (bytes: Uint8Array, type = QUERY, server = app.server) =>
    request(server).post('/tsa').set('Content-Type', type).responseType('blob').send(Buffer.from(bytes));
  const bytesOf = (body: unknown): Uint8Array => new Uint8Array(body as Buffer);

  it('gives a time stamp of now', async () => {
    const before = Date.now();
    const question = asked({ policy: OID.timeStampPolicy });
    const response = await post(question).expect(200);
    assert.equal(response.get('Content-Type'), 'application/timestamp-reply');
    assert.equal(response.get('Cache-Control'), 'no-store');
    const { info } = readTimeStampAnswer({ request: question, response: bytesOf(response.body), crypto });
    assert.ok(info.time > before - 1000 && info.time <= Date.now());
  });

  it('answers what it refuses as RFC 3161 has it', async () => {
    for (const [question, failure] of [
      [asked({ policy: '1.2.3' }), 'unacceptedPolicy'],
      [utf8('no request'), 'badDataFormat'],
      [new Uint8Array(), 'badDataFormat'],
    ] as const) {
      const response = await post(question).expect(200);
      assert.deepEqual(parseTimeStampResponse(bytesOf(response.body)).failures, [failure]);
    }
  });

  it('takes small requests of its own type only, by POST, and not too many', async () => {
    problem(await request(app.server).get('/tsa'), 'METHOD_NOT_ALLOWED');
    const plain = (type: string, bytes: Uint8Array) =>
      request(app.server).post('/tsa').set('Content-Type', type).send(Buffer.from(bytes));
    problem(await plain('application/octet-stream', asked()), 'MEDIA_TYPE_UNSUPPORTED');
    problem(await plain(QUERY, new Uint8Array(4097)), 'INPUT_TOO_LARGE');
    const own = await openApp({ settings: { rates: { signIn: 1, code: 1, verification: 1, ocsp: 1, timeStamp: 2, token: 2 } } });
    try {
      await post(asked(), QUERY, own.server).expect(200);
      await post(asked(), QUERY, own.server).expect(200);
      problem(await request(own.server).post('/tsa').set('Content-Type', QUERY).send(Buffer.from(asked())), 'RATE_LIMITED');
    } finally {
      await own.close();
    }
  });

  it('answers many at once, each with a serial number of its own', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const question = asked();
        const { body } = (await post(question).expect(200)) as { readonly body: unknown };
        return readTimeStampAnswer({ request: question, response: bytesOf(body), crypto }).info;
      }),
    );
    assert.equal(new Set(answers.map(({ serialNumber }) => Buffer.from(serialNumber).toString('hex'))).size, 20);
  });

  it('is asked and read by OpenSSL', async () => {
    const folder = temporaryFolder();
    const place = (name: string): string => join(folder, name);
    const openssl = (...args: readonly string[]): string => {
      const { status, stdout, stderr } = spawnSync('openssl', args, { encoding: 'utf8' });
      assert.equal(status, 0, stderr);
      return stdout;
    };
    writeFileSync(place('content'), CONTENT);
    openssl('ts', '-query', '-data', place('content'), '-sm3', '-cert', '-out', place('question'));
    const question = new Uint8Array(readFileSync(place('question')));
    const answer = bytesOf((await post(question).expect(200)).body);
    writeFileSync(place('answer'), answer);
    assert.match(
      openssl('ts', '-reply', '-in', place('answer'), '-text'),
      /Status: Granted[\s\S]*Hash Algorithm: sm3[\s\S]*TSA: unspecified/,
    );
    const { token, signerCertificate } = readTimeStampAnswer({ request: question, response: answer, crypto });
    const { signer } = parseSignedData(token);
    writeFileSync(place('key'), writePem('PUBLIC KEY', signerCertificate.publicKey.raw));
    writeFileSync(place('signature'), signer.signature);
    writeFileSync(place('attributes'), signer.signedAttributesDer ?? '');
    const verified = openssl(
      ...['dgst', '-sm3', '-verify', place('key'), '-sigopt', 'distid:1234567812345678'],
      ...['-signature', place('signature'), place('attributes')],
    );
    assert.match(verified, /Verified OK/);
  });

  it('is verified by OpenSSL where SM2 is not known', async () => {
    const folder = temporaryFolder();
    const place = (name: string): string => join(folder, name);
    const openssl = (...args: readonly string[]) => spawnSync('openssl', args, { encoding: 'utf8' });
    writeFileSync(place('content'), CONTENT);
    openssl('ts', '-query', '-data', place('content'), '-sha256', '-cert', '-out', place('question'));
    const question = new Uint8Array(readFileSync(place('question')));
    const answer = bytesOf((await post(question).expect(200)).body);
    writeFileSync(place('answer'), answer);
    const { signerCertificate } = readTimeStampAnswer({ request: question, response: answer, crypto });
    assert.equal(signerCertificate.publicKey.kind, 'ec');
    writeFileSync(place('unit'), writePem('CERTIFICATE', signerCertificate.raw));
    const verify = (...against: readonly string[]) =>
      openssl('ts', '-verify', '-in', place('answer'), '-CAfile', place('unit'), '-partial_chain', ...against);
    for (const against of [
      ['-queryfile', place('question')],
      ['-data', place('content')],
    ]) {
      const { status, stdout, stderr } = verify(...against);
      assert.equal(status, 0, stderr);
      assert.match(stdout + stderr, /Verification: OK/);
    }
    writeFileSync(place('content'), utf8('another content'));
    assert.notEqual(verify('-data', place('content')).status, 0);
  });

  it('serves the client of another server, which trusts it', async () => {
    const { trust } = await sharedInstallation();
    const client = (acceptDemonstration: boolean) =>
      createTsaClient({
        ...{ urls: [`${app.url}/tsa`], crypto, random, clock: { now: () => Date.now() }, attempts: 1 },
        trust: () => trust,
        verification: { revocation: 'if-known', acceptDemonstration },
      });
    const cms = await client(true).stamp(imprint);
    assert.equal(verifyTimeStamp({ cms, content: [CONTENT], crypto }).intact, true);
    await assert.rejects(client(false).stamp(imprint), { code: 'TIME_STAMP_UNAVAILABLE' });
  });
});
