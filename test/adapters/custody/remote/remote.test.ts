/** Custody over a server: real TLS on this machine, certificates on both sides. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer as createTlsServer, request as httpsRequest, type Server } from 'node:https';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { openCustodyFile, serveCustody, type DeviceCustody, type ServedCustody } from '../../../../src/adapters/custody/index.ts';
import type { KeyDescription, KeyUse } from '../../../../src/services/pki/index.ts';
import { issueFor } from '../../../support/certified.ts';
import { rejects, request, signCsr, verifies } from '../../../support/device-signing.ts';
import { makeTestCustody, type TestCustody } from '../../../support/custody.ts';
import { needOpenssl } from '../../../support/openssl.ts';
import { crypto, day, makeRoot } from '../../../support/pki.ts';
import { makeTlsAuthority, type TlsAuthority, type TlsFiles } from '../../../support/tls-certificates.ts';

describe('custody over a custody server', () => {
  let behind: TestCustody;
  let servers: TlsAuthority;
  let clients: TlsAuthority;
  let server: TlsFiles;
  let client: TlsFiles;
  let served: ServedCustody;
  let uses: KeyUse[];
  const opened: DeviceCustody[] = [];
  const stand: { close(): unknown }[] = [];

  before(function () {
    needOpenssl(this);
  });
  beforeEach(async () => {
    behind = await makeTestCustody();
    await behind.custody.generate({ label: '某单位', purposes: ['csr'] });
    servers = makeTlsAuthority(behind.folder, 'servers');
    clients = makeTlsAuthority(behind.folder, 'clients');
    server = servers.issue('server');
    client = clients.issue('seal service');
    served = await serve();
    uses = [];
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((custody) => custody.close()));
    for (const other of stand.splice(0)) other.close();
    await served.close().catch(() => undefined);
    behind.remove();
  });

  const serve = (port = 0): Promise<ServedCustody> =>
    serveCustody({
      custody: behind.custody,
      host: '127.0.0.1',
      port,
      certificate: readFileSync(server.certificate),
      privateKey: readFileSync(server.privateKey),
      clientAuthorities: readFileSync(clients.certificate),
      onError: (error) => assert.fail(error instanceof Error ? error : String(error)),
    });

  async function open(more: Record<string, unknown> = {}): Promise<{ custody: DeviceCustody; key: KeyDescription }> {
    const path = join(behind.folder, 'custody.json');
    const usual = { kind: 'remote', servers: [`https://127.0.0.1:${served.port}`], authorities: servers.certificate, ...client };
    writeFileSync(path, JSON.stringify({ ...usual, timeout: 2_000, ...more }));
    const custody = await openCustodyFile(path, { clock: { now: () => day(3) }, crypto, onUse: (use) => void uses.push(use) });
    opened.push(custody);
    const [key] = await custody.list();
    assert.ok(key);
    return { custody, key };
  }

  /** Asks the server as a client that keeps to nothing. */
  async function ask(
    method: string,
    path: string,
    body: string,
    own: TlsFiles = client,
  ): Promise<{ status: number; text: string }> {
    const asking = httpsRequest({
      ...{ host: '127.0.0.1', port: served.port, method, path, ca: readFileSync(servers.certificate), agent: false },
      ...{ cert: readFileSync(own.certificate), key: readFileSync(own.privateKey) },
    });
    const answered = once(asking, 'response') as Promise<[AsyncIterable<Buffer> & { statusCode: number }]>;
    asking.on('error', () => undefined).end(body);
    const [response] = await answered;
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    return { status: response.statusCode, text: Buffer.concat(chunks).toString() };
  }

  it('signs with the server’s keys, and both sides write it down', async () => {
    const { custody, key } = await open();
    const [original] = await behind.custody.list();
    assert.deepEqual([key.keyId, key.label, key.purposes, key.createdAt], [original?.keyId, '某单位', ['csr'], day(1)]);
    const tbs = request(key);
    assert.ok(verifies(key, tbs, await signCsr(custody, key, tbs)));
    assert.deepEqual([uses[0]?.outcome, uses[0]?.actor], ['signed', 'tester']);
    assert.deepEqual([behind.uses[0]?.outcome, behind.uses[0]?.actor], ['signed', 'seal service: tester']);
  });

  it('refuses at the gate here, and again at the gate there', async () => {
    const { custody, key } = await open();
    await rejects(signCsr(custody, key, Uint8Array.of(0x30, 0)), 'KEY_PURPOSE_REFUSED');
    assert.equal(behind.uses.length, 0);
    const body = { keyId: key.keyId, purpose: 'csr', tbs: 'MAA=', actor: 'x', reference: 'y' };
    const answer = await ask('POST', '/v1/signatures', JSON.stringify(body));
    assert.equal(answer.status, 422);
    assert.match(answer.text, /KEY_PURPOSE_REFUSED/);
    assert.equal(behind.uses[0]?.outcome, 'refused');
    await ask(
      'POST',
      '/v1/signatures',
      JSON.stringify({ ...body, tbs: Buffer.from(request(key)).toString('base64'), actor: '' }),
    );
    assert.equal(behind.uses[1]?.reason, 'nobody authorised it');
  });

  it('serves 32 at once over few connections', async () => {
    const { custody, key } = await open({ sessions: 3 });
    const all = Array.from({ length: 32 }, (_, index) => request(key, `n${index}`));
    const signatures = await Promise.all(all.map((tbs) => signCsr(custody, key, tbs)));
    assert.ok(signatures.every((signature, index) => verifies(key, all[index] ?? new Uint8Array(), signature)));
    assert.equal((await custody.list())[0]?.signatures, 32);
  });

  it('lets nobody in without a certificate of the right authority', async () => {
    const stranger = makeTlsAuthority(behind.folder, 'strangers').issue('seal service');
    await rejects(open(stranger as unknown as Record<string, unknown>), 'KEY_DEVICE_UNAVAILABLE');
    await rejects(open(servers.issue('x') as unknown as Record<string, unknown>), 'KEY_DEVICE_UNAVAILABLE');
    await assert.rejects(ask('GET', '/v1/keys', '', stranger));
    await assert.rejects(fetch(`https://127.0.0.1:${served.port}/v1/keys`));
  });

  it('believes no server whose certificate is of another authority, or for another name', async () => {
    await rejects(open({ authorities: clients.certificate }), 'KEY_DEVICE_UNAVAILABLE', /no server/);
    await rejects(open({ servers: [`https://localhost:${served.port}`] }), 'KEY_DEVICE_UNAVAILABLE', /no server/);
  });

  it('says that the server is down, and works again when it is up', async () => {
    const { custody, key } = await open();
    const { port } = served;
    await served.close();
    await rejects(signCsr(custody, key, request(key)), 'KEY_DEVICE_UNAVAILABLE');
    await rejects(signCsr(custody, key, request(key)), 'KEY_DEVICE_UNAVAILABLE', /no server/);
    assert.equal(uses.length, 0);
    served = await serve(port);
    await signCsr(custody, key, request(key));
  });

  it('goes to the next server only where nothing was sent', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    const good = `https://127.0.0.1:${served.port}`;
    const { custody, key } = await open({ servers: [`https://127.0.0.1:${port}`, good] });
    await signCsr(custody, key, request(key));
    const cutting = await impostor((_body, end) => end(null));
    const other = await open({ servers: [good] });
    await rejects(open({ servers: [cutting, good] }), 'KEY_DEVICE_UNAVAILABLE', /hang up|ECONNRESET/);
    assert.equal(other.key.keyId, key.keyId);
  });

  it('waits no longer than told, and reads no more than it should', async () => {
    await rejects(open({ servers: [await impostor(() => undefined)], timeout: 200 }), 'KEY_DEVICE_UNAVAILABLE', /too long/);
    const flood = Buffer.alloc(33 * 1024 * 1024, 0x20).toString();
    await rejects(open({ servers: [await impostor((_body, end) => end(flood))] }), 'KEY_DEVICE_UNAVAILABLE', /too large/);
    await rejects(open({ servers: [await impostor((_body, end) => end('{}'))] }), 'KEY_DEVICE_UNAVAILABLE', /protocol/);
  });

  it('hands out no signature that the key does not verify', async () => {
    const [key] = await behind.custody.list();
    assert.ok(key);
    const listed = { ...key, publicKey: Buffer.from(key.publicKey).toString('base64') };
    const address = await impostor((body, end) => end(JSON.stringify(body === '' ? { keys: [listed] } : { signature: 'MAA=' })));
    const { custody } = await open({ servers: [address] });
    await rejects(signCsr(custody, key, request(key)), 'KEY_DEVICE_REFUSED', /does not verify/);
  });

  it('carries certificates to the server, and no new keys', async () => {
    const { custody, key } = await open();
    const certificate = issueFor(makeRoot(), key.publicKey);
    await custody.attachCertificate(key.keyId, certificate);
    const [kept] = await behind.custody.list();
    assert.deepEqual(kept?.certificate && Buffer.from(kept.certificate), Buffer.from(certificate));
    assert.ok((await open()).key.certificate);
    await rejects(custody.generate({ label: 'x', purposes: ['csr'] }), 'KEY_OPERATION_UNSUPPORTED');
    await rejects(custody.destroy(key.keyId), 'KEY_OPERATION_UNSUPPORTED');
  });

  it('answers nonsense with an error, and stays well', async () => {
    const all = await Promise.all([
      ask('POST', '/v1/signatures', '{'),
      ask('POST', '/v1/signatures', JSON.stringify({ keyId: 'x' })),
      ask('DELETE', '/v1/keys', ''),
      ask('PUT', '/v1/keys/zz/certificate', '{}'),
      ask('PUT', '/v1/keys/00/certificate', JSON.stringify({ certificate: 'MAA=' })),
      ask('POST', '/v1/signatures', ' '.repeat(300 * 1024)),
    ]);
    assert.deepEqual(
      all.map(({ status }) => status),
      [400, 400, 404, 404, 404, 413],
    );
    await open();
  });

  /** A server with the right certificate that answers as it is told; null cuts the connection. */
  async function impostor(answer: (body: string, end: (text: string | null) => void) => void): Promise<string> {
    const tls = { cert: readFileSync(server.certificate), key: readFileSync(server.privateKey) };
    const other: Server = createTlsServer(tls, (asked, response) => {
      let body = '';
      asked.on('data', (chunk: Buffer) => (body += chunk.toString()));
      asked.on('end', () =>
        answer(body, (text) => {
          if (text === null) asked.socket.destroy();
          else response.end(text);
        }),
      );
    });
    stand.push({ close: () => (other.closeAllConnections(), other.close()) });
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    return `https://127.0.0.1:${(other.address() as AddressInfo).port}`;
  }
});
