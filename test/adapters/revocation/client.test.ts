/** The client before real servers that redirect, dawdle, overflow and lie about their names. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRevocationClient, type FetchRules } from '../../../src/adapters/revocation/index.ts';
import { encodeCertificateId, encodeOcspRequest, encodeOcspResponse, parseOcspRequest } from '../../../src/pki/index.ts';
import type { RevocationQuestion, RevocationSource } from '../../../src/services/verification/index.ts';
import { makeOcspResponse } from '../../support/ocsp.ts';
import { crypto, day, makeChain, makeRevocationList } from '../../support/pki.ts';

const { ca, signer } = makeChain();
const LIST = makeRevocationList(ca, { nextUpdate: day(20) });
const ANSWER = encodeOcspResponse(makeOcspResponse(ca, signer, { thisUpdate: day(9), nextUpdate: day(11) }).raw);
const REQUEST = encodeOcspRequest([encodeCertificateId(signer.certificate, ca.certificate, { digest: 'sha1', crypto })], null);
const NOTHING: RevocationQuestion = { ocsp: [], lists: [], issuers: [], request: null };

describe('revocation client', () => {
  let server: Server;
  let port = 0;
  let asked: string[] = [];
  let now = day(10);
  const answers = new Map<string, (request: IncomingMessage, response: ServerResponse) => void>();

  before(async () => {
    server = createServer((request, response) => {
      asked.push(`${request.method ?? ''} ${request.headers.host ?? ''} ${request.url ?? ''}`);
      const answer = answers.get(request.url ?? '');
      if (answer) answer(request, response);
      else response.writeHead(404).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
    const send = (bytes: Uint8Array) => (_: IncomingMessage, response: ServerResponse) => void response.end(bytes);
    answers.set('/ca.crl', send(LIST.raw));
    answers.set('/ca.cer', send(ca.certificate.raw));
    answers.set('/garbage', send(new Uint8Array(100)));
    answers.set('/try-later', send(encodeOcspResponse('tryLater')));
    answers.set('/ocsp', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        assert.equal(request.headers['content-type'], 'application/ocsp-request');
        parseOcspRequest(new Uint8Array(Buffer.concat(chunks)));
        response.end(ANSWER);
      });
    });
    answers.set('/redirect', (_, response) => void response.writeHead(302, { Location: '/ca.crl' }).end(LIST.raw));
    answers.set('/slow', (_, response) => {
      response.writeHead(200).write(LIST.raw.subarray(0, 10));
    });
    answers.set('/announced', (_, response) => void response.writeHead(200, { 'Content-Length': 9e9 }).write('x'));
    answers.set('/endless', (_, response) => {
      const chunk = new Uint8Array(1 << 20);
      const more = (): void => {
        if (!response.destroyed) response.write(chunk, more);
      };
      more();
    });
    answers.set('/gzip', (_, response) => void response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(LIST.raw));
    answers.set('/cut', (_, response) => {
      response.writeHead(200, { 'Content-Length': LIST.raw.length }).write(LIST.raw.subarray(0, 50));
      setTimeout(() => response.destroy(), 50);
    });
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    asked = [];
    now = day(10);
  });

  const url = (path: string, host = 'pki.test'): string => `http://${host}:${port}${path}`;
  const client = (rules: Partial<FetchRules> = {}): RevocationSource =>
    createRevocationClient({
      hosts: [`pki.test:${port}`, '127.0.0.1'],
      resolve: () => Promise.resolve(['127.0.0.1']),
      longest: 1_000,
      clock: { now: () => now },
      ...rules,
    });
  const lists = async (source: RevocationSource, ...urls: readonly string[]): Promise<number> =>
    (await source.fetch([{ ...NOTHING, lists: urls }])).revocationLists.length;

  it('fetches lists, answers and certificates of issuers; a list only without an answer', async () => {
    const question = { ocsp: [url('/ocsp')], request: REQUEST, lists: [url('/ca.crl')], issuers: [url('/ca.cer')] };
    const data = await client().fetch([question]);
    assert.deepEqual(data, { certificates: [ca.certificate.raw], revocationLists: [], ocspResponses: [ANSWER] });
    assert.deepEqual(asked.sort(), [`GET pki.test:${port} /ca.cer`, `POST pki.test:${port} /ocsp`]);
    for (const broken of ['/try-later', '/garbage', '/nowhere']) {
      const without = await client().fetch([{ ...question, ocsp: [url(broken)], issuers: [] }]);
      assert.deepEqual(without, { certificates: [], revocationLists: [LIST.raw], ocspResponses: [] }, broken);
    }
  });

  it('keeps what it fetched until the next one comes, failures for a while, and asks once at a time', async () => {
    const source = client();
    assert.deepEqual(await Promise.all([lists(source, url('/ca.crl')), lists(source, url('/ca.crl'))]), [1, 1]);
    assert.equal(await lists(source, url('/ca.crl')), 1);
    assert.equal(asked.length, 1);
    now += 86_400_000 + 1;
    await lists(source, url('/ca.crl'));
    assert.equal(asked.length, 2);
    const once = { ...NOTHING, ocsp: [url('/ocsp')], request: REQUEST };
    now = day(10);
    await source.fetch([once]);
    now = day(11) - 1;
    await source.fetch([once]);
    assert.equal(asked.length, 3);
    now = day(11) + 1;
    await source.fetch([once]);
    assert.equal(asked.length, 4);
    assert.equal(await lists(source, url('/nowhere')), 0);
    assert.equal(await lists(source, url('/nowhere')), 0);
    assert.equal(asked.length, 5);
    now += 60_001;
    await lists(source, url('/nowhere'));
    assert.equal(asked.length, 6);
  });

  it('follows no redirect, takes nothing compressed, cut off, too large or too slow', async () => {
    for (const path of ['/redirect', '/gzip', '/cut', '/announced', '/endless', '/slow']) {
      assert.equal(await lists(client(), url(path)), 0, path);
    }
    assert.ok(asked.every((line) => !line.endsWith('/ca.crl')));
  });

  it('asks only listed hosts and ports, over HTTP, without credentials', async () => {
    const source = client({ hosts: [`pki.test:${port}`, 'other.test', '10.0.0.0/8', '127.0.0.1'] });
    for (const refused of [
      url('/ca.crl', 'unlisted.test'),
      url('/ca.crl', 'sub.pki.test'),
      url('/ca.crl', 'other.test'),
      url('/ca.crl', 'user:secret@pki.test'),
      `http://pki.test/ca.crl`,
      `ldap://pki.test:${port}/ca.crl`,
      `file:///etc/passwd`,
      `http://pki.test:${port}/${'x'.repeat(3000)}`,
      'not an address',
    ]) {
      assert.equal(await lists(source, refused), 0, refused);
    }
    assert.deepEqual(asked, []);
    assert.equal(await lists(client({ hosts: [] }), url('/ca.crl'), url('/ca.crl', '127.0.0.1')), 0);
    assert.deepEqual(asked, []);
  });

  it('asks an address in place of a name only when it is listed itself', async () => {
    assert.equal(await lists(client(), url('/ca.crl', '127.0.0.1')), 1);
    asked = [];
    const source = client({ hosts: [`pki.test:${port}`, `127.0.0.1:${port}`] });
    for (const host of ['127.0.0.1', '2130706433', '0x7f.1', '[::ffff:127.0.0.1]', '[::1]', 'localhost']) {
      assert.equal(await lists(source, url('/ca.crl', host)), 0, host);
    }
    assert.deepEqual(asked, []);
  });

  it('is not led to addresses inside by a name', async () => {
    const hosts = [`pki.test:${port}`];
    for (const addresses of [['127.0.0.1'], ['1.1.1.1', '127.0.0.1'], ['127.0.0.1', '1.1.1.1'], ['::ffff:127.0.0.1'], []]) {
      assert.equal(await lists(client({ hosts, resolve: () => Promise.resolve(addresses) }), url('/ca.crl')), 0);
    }
    assert.deepEqual(asked, []);
  });

  it('connects to the address that was checked, whatever the name leads to afterwards', async () => {
    let questions = 0;
    const resolve = (): Promise<readonly string[]> => Promise.resolve([questions++ === 0 ? '127.0.0.1' : '169.254.169.254']);
    const source = client({ resolve });
    assert.equal(await lists(source, url('/ca.crl')), 1);
    assert.equal(questions, 1);
    assert.deepEqual(asked, [`GET pki.test:${port} /ca.crl`]);
    assert.equal(await lists(source, url('/another.crl')), 0);
    assert.equal(asked.length, 1);
  });

  it('waits for no name that is not found in time', async () => {
    assert.equal(await lists(client({ longest: 100, resolve: () => new Promise(() => undefined) }), url('/ca.crl')), 0);
    assert.equal(await lists(client({ resolve: () => Promise.reject(new Error('ENOTFOUND')) }), url('/ca.crl')), 0);
    assert.deepEqual(asked, []);
  });
});
