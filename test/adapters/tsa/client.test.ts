/** The client of time stamp authorities outside, against servers that misbehave in every way. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { randomBytes } from 'node:crypto';
import { createTsaClient, type TsaClientOptions } from '../../../src/adapters/tsa/index.ts';
import { bilingual, isYinzhengError, type ErrorCode } from '../../../src/base/errors/index.ts';
import { encodeTimeStampRequest, prepareTrust, refuseTimeStamp, verifyTimeStamp } from '../../../src/pki/index.ts';
import { crypto, day, trustIn } from '../../support/pki.ts';
import { answerRequest, CONTENT, makeAuthority, POLICY, withoutCertificateName } from '../../support/tsp.ts';

const REPLY = 'application/timestamp-reply';
const imprint = { algorithm: 'sm3', digest: crypto.digest('sm3', CONTENT) } as const;
const { root, authority } = makeAuthority('sm2');
const stranger = makeAuthority('sm2').authority;

type Behaviour = (request: Uint8Array, response: ServerResponse, incoming: IncomingMessage) => void;

const reply =
  (make: (request: Uint8Array) => Uint8Array): Behaviour =>
  (request, response) =>
    void response.writeHead(200, { 'Content-Type': REPLY }).end(make(request));
const good = reply((request) => answerRequest(authority, request));
const other = encodeTimeStampRequest({ imprint: { ...imprint, digest: new Uint8Array(32) }, nonce: Uint8Array.of(1) });
const status =
  (code: number, headers: Record<string, string> = {}): Behaviour =>
  (_request, response) =>
    void response.writeHead(code, headers).end();

describe('client of time stamp authorities', () => {
  const servers: Server[] = [];
  const failures: ErrorCode[] = [];
  let asked: Uint8Array[] = [];

  /** A server that behaves in one way after another, and in the last one for ever. */
  async function serve(...behaviours: readonly Behaviour[]): Promise<string> {
    let count = 0;
    const server = createServer((incoming, response) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => void chunks.push(chunk));
      incoming.on('end', () => {
        const request = new Uint8Array(Buffer.concat(chunks));
        asked.push(request);
        (behaviours[Math.min(count++, behaviours.length - 1)] ?? good)(request, response, incoming);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    servers.push(server);
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/tsa`;
  }

  const client = (urls: readonly string[], changes: Partial<TsaClientOptions> = {}) =>
    createTsaClient({
      ...{ urls, crypto, timeout: 300, backOff: 10 },
      random: { bytes: (length) => new Uint8Array(randomBytes(length)) },
      clock: { now: () => day(10) },
      trust: () => prepareTrust(trustIn({ anchors: [root] }), crypto),
      verification: { revocation: 'if-known', acceptDemonstration: false },
      onFailure: ({ error }) => {
        if (isYinzhengError(error)) failures.push(error.code);
      },
      ...changes,
    });
  const fails = (work: Promise<unknown>): Promise<void> =>
    assert.rejects(work, (error) => isYinzhengError(error, 'TIME_STAMP_UNAVAILABLE'));

  beforeEach(() => {
    failures.splice(0);
    asked = [];
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it('takes a token over the digest, with another nonce each time', async () => {
    const stamper = client([await serve(good)], { policy: POLICY });
    const tokens = [await stamper.stamp(imprint), await stamper.stamp(imprint)];
    for (const cms of tokens) assert.equal(verifyTimeStamp({ cms, content: [CONTENT], crypto }).intact, true);
    assert.equal(asked.length, 2);
    assert.notDeepEqual(asked[0], asked[1]);
    assert.deepEqual(failures, []);
  });

  const passing: readonly (readonly [string, Behaviour])[] = [
    ['fails', status(500)],
    ['is busy', status(429)],
    ['never answers', () => undefined],
    ['hangs up', (_request, response) => void response.destroy()],
    [
      'hangs up in the middle',
      (request, response) => {
        response.writeHead(200, { 'Content-Type': REPLY, 'Content-Length': 5000 });
        response.write(answerRequest(authority, request), () => void response.destroy());
      },
    ],
    [
      'sends too slowly',
      (_request, response) => {
        response.writeHead(200, { 'Content-Type': REPLY });
        const timer = setInterval(() => void response.write(Uint8Array.of(0x30)), 50);
        response.on('close', () => clearInterval(timer));
      },
    ],
    ['has no time', reply(() => refuseTimeStamp('timeNotAvailable', bilingual('no', '无')))],
    ['cannot sign', reply(() => refuseTimeStamp('systemFailure', bilingual('no', '无')))],
  ];
  for (const [name, behaviour] of passing) {
    it(`asks an authority again that ${name}, and then another`, async () => {
      await client([await serve(behaviour, good)]).stamp(imprint);
      assert.equal(failures.length, 1);
      const second = await serve(good);
      await client([await serve(behaviour), second]).stamp(imprint);
      assert.equal(failures.length, 4);
    });
  }

  const wrong: readonly (readonly [string, Behaviour, ErrorCode])[] = [
    ['knows nothing of time stamps', status(404), 'TIME_STAMP_WRONG'],
    ['sends elsewhere', status(307, { Location: 'http://127.0.0.1:9/' }), 'TIME_STAMP_WRONG'],
    [
      'sends a page',
      (_request, response) => void response.writeHead(200, { 'Content-Type': 'text/html' }).end('x'),
      'TIME_STAMP_WRONG',
    ],
    [
      'sends without end',
      (_request, response) => {
        response.writeHead(200, { 'Content-Type': REPLY });
        const more = (): void => {
          if (!response.destroyed) response.write(new Uint8Array(65_536), more);
        };
        more();
      },
      'TIME_STAMP_WRONG',
    ],
    [
      'sends what unpacks without end',
      (_request, response) => {
        response.writeHead(200, { 'Content-Type': REPLY, 'Content-Encoding': 'gzip' });
        response.end(gzipSync(new Uint8Array(50_000_000)));
      },
      'TIME_STAMP_WRONG',
    ],
    ['sends nothing', reply(() => new Uint8Array()), 'DER_MALFORMED'],
    ['sends what is no answer', reply((request) => request), 'TIME_STAMP_MALFORMED'],
    ['refuses', reply(() => refuseTimeStamp('badAlg', bilingual('no', '无'))), 'TIME_STAMP_REFUSED'],
    ['answers another request', reply(() => answerRequest(authority, other)), 'TIME_STAMP_WRONG'],
    [
      'answers an earlier request',
      reply((request) => answerRequest(authority, request, { info: { nonce: Uint8Array.of(1) } })),
      'TIME_STAMP_WRONG',
    ],
    [
      'leaves the nonce out',
      reply((request) => answerRequest(authority, request, { info: { nonce: null } })),
      'TIME_STAMP_WRONG',
    ],
    [
      'signs under another policy',
      reply((request) => answerRequest(authority, request, { info: { policy: '1.2.3' } })),
      'TIME_STAMP_WRONG',
    ],
    [
      'leaves its certificate out',
      reply((request) => answerRequest(authority, request, { certificates: [] })),
      'TIME_STAMP_WRONG',
    ],
    [
      'does not name its certificate',
      reply((request) => answerRequest(authority, request, { attributes: withoutCertificateName })),
      'TIME_STAMP_WRONG',
    ],
    [
      'signs wrongly',
      reply((request) =>
        answerRequest(authority, request, { tamper: (value) => value.map((octet, at) => (at === 20 ? octet ^ 1 : octet)) }),
      ),
      'TIME_STAMP_WRONG',
    ],
    ['is not trusted', reply((request) => answerRequest(stranger, request)), 'TIME_STAMP_WRONG'],
    ['lives in the past', reply((request) => answerRequest(authority, request, { time: day(9) })), 'TIME_STAMP_WRONG'],
    ['lives in the future', reply((request) => answerRequest(authority, request, { time: day(11) })), 'TIME_STAMP_WRONG'],
  ];
  for (const [name, behaviour, code] of wrong) {
    it(`takes nothing from an authority that ${name}, and goes on to another`, async () => {
      const cms = await client([await serve(behaviour), await serve(good)], { policy: POLICY, timeout: 3000 }).stamp(imprint);
      assert.deepEqual(failures, [code]);
      assert.equal(verifyTimeStamp({ cms, content: [CONTENT], crypto }).intact, true);
      await fails(client([await serve(behaviour)], { policy: POLICY, timeout: 3000 }).stamp(imprint));
    });
  }

  it('fails when nobody listens, and when nobody is configured', async () => {
    const url = await serve(good);
    const [server] = servers.splice(0);
    await new Promise((resolve) => server?.close(resolve));
    await fails(client([url]).stamp(imprint));
    assert.deepEqual(failures, Array(3).fill('TIME_STAMP_UNAVAILABLE'));
    await fails(client([]).stamp(imprint));
  });

  it('says of each authority once why it gave none, in both languages', async () => {
    const busy = await serve(status(503));
    await assert.rejects(client([busy, await serve(status(404))]).stamp(imprint), (error) => {
      assert.ok(isYinzhengError(error, 'TIME_STAMP_UNAVAILABLE'));
      assert.equal(error.message.split(busy).length, 2, error.message);
      assert.ok(error.message.startsWith(`No time stamp can be had now: ${busy}: HTTP 503, http`), error.message);
      assert.ok(error.chinese.startsWith(`目前无法取得时间戳：${busy}：HTTP 503，http`), error.chinese);
      return true;
    });
    await assert.rejects(client([]).stamp(imprint), /no authority is configured/);
  });

  it('waits longer each time', async () => {
    const began = performance.now();
    await fails(client([await serve(status(503))], { attempts: 4, backOff: 40 }).stamp(imprint));
    assert.equal(asked.length, 4);
    assert.ok(performance.now() - began >= 40 + 80 + 160 - 5);
  });
});
