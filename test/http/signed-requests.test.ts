/** Systems that sign each request with SM2 (RFC 9421). */
import assert from 'node:assert/strict';
import { createPublicKey, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import request, { type Response } from 'supertest';
import { equalBytes, utf8 } from '../../src/base/bytes.ts';
import { DEFAULT_SM2_USER_ID, rawToDer } from '../../src/crypto/index.ts';
import { createNativeProvider } from '../../src/crypto/native/index.ts';
import { addClientKey, authoriseClient, blockClient, makeClient } from '../../src/services/clients/index.ts';
import { signatureBase } from '../../src/services/signed-requests/base.ts';
import { readContentDigest, readSignature } from '../../src/services/signed-requests/parse.ts';
import { administratorAs } from '../support/access.ts';
import { signSm2Raw, systemKey, type SystemKey } from '../support/clients.ts';
import { bearer, ISSUER, issueRequest, openApp, problem, sharedInstallation, type OpenApp } from '../support/http.ts';
import { sm3 } from '../support/records.ts';
import { newestEntries } from '../support/newest-entries.ts';

const HOST = 'licence.example';

describe('http: signed requests', function () {
  this.timeout(120_000);
  let app: OpenApp;
  let clientId: string;
  const key = systemKey('SGD_SM3_SM2');
  const admin = administratorAs('administrator');
  const guard = administratorAs('security-administrator');
  const letIn = async (of: SystemKey, scopes: readonly string[]): Promise<string> => {
    const order = { name: '签名系统', organisation: ISSUER, scopes, perMinute: null, perDay: null, validUntil: null };
    const { _id: id } = await makeClient(app.access, admin, order);
    const given = { kind: 'public-key', text: of.pem } as const;
    const { client } = await addClientKey(app.access, admin, { id, revision: 1, given, keyId: 'k1' });
    await authoriseClient(app.access, guard, { id, revision: client.revision });
    return id;
  };
  before(async () => {
    app = await openApp();
    clientId = await letIn(key, ['licence-type:read', 'licence:issue', 'licence:read', 'licence:verify', 'document:stamp']);
  });
  after(() => app.close());

  interface Call {
    readonly method?: 'GET' | 'POST';
    readonly path?: string;
    readonly query?: string;
    readonly body?: Buffer;
    readonly type?: string;
    readonly by?: SystemKey;
    readonly authority?: string;
    readonly components?: readonly string[];
    readonly params?: Readonly<Record<string, string | number | undefined>>;
  }
  const signed = ({ method = 'GET', path = '/api/v1/licence-types', query = '', body, ...call }: Call) => {
    const digest = body ? `sm3=:${Buffer.from(sm3(body)).toString('base64')}:` : undefined;
    const values: Readonly<Record<string, string | undefined>> = {
      ...{ '@method': method, '@authority': call.authority ?? HOST, '@path': path, '@query': query === '' ? '?' : query },
      ...{ 'content-digest': digest, 'content-type': call.type },
    };
    const usual = ['@method', '@authority', '@path', '@query', ...(body ? ['content-digest'] : [])];
    const components = call.components ?? usual;
    const created = Math.floor(app.access.clock.now() / 1000);
    const named: Readonly<Record<string, string | number | undefined>> = {
      created,
      nonce: randomUUID(),
      keyid: `${clientId}/k1`,
      alg: 'sm2-sm3',
      ...call.params,
    };
    const params = Object.entries(named).flatMap(([name, value]) =>
      value === undefined ? [] : [`;${name}=${typeof value === 'number' ? value : `"${value}"`}`],
    );
    const list = `(${components.map((name) => `"${name}"`).join(' ')})${params.join('')}`;
    const base = [...components.map((name) => `"${name}": ${values[name] ?? ''}`), `"@signature-params": ${list}`].join('\n');
    const by = call.by ?? key;
    const signature = Buffer.from(signSm2Raw(by.privateKey, by.spki, utf8(base))).toString('base64');
    const headers: Record<string, string> = { 'Signature-Input': `sig=${list}`, Signature: `sig=:${signature}:` };
    if (digest !== undefined) headers['Content-Digest'] = digest;
    if (call.type !== undefined) headers['Content-Type'] = call.type;
    return { method, url: `${path}${query}`, headers, body };
  };
  const send = ({ method, url, headers, body }: ReturnType<typeof signed>): Promise<Response> => {
    const begun = method === 'GET' ? request(app.server).get(url) : request(app.server).post(url);
    const set = begun.set(headers);
    // A buffer would be written as JSON of its own.
    const isJson = headers['Content-Type'] === 'application/json';
    return Promise.resolve(body ? set.send(isJson ? body.toString('utf8') : body) : set);
  };
  const refused = (response: Response, told: RegExp): void => {
    assert.match(String(problem(response, 'REQUEST_SIGNATURE_REFUSED')['detailEn']), told);
  };

  it('are taken once, as those of the system whose key signed them', async () => {
    const call = signed({});
    assert.equal((await send(call)).status, 200);
    refused(await send(call), /came before/);
    const session = await send(signed({ path: '/api/v1/session' }));
    const { kind, role, organisation } = session.body as Record<string, unknown>;
    assert.deepEqual([kind, role, organisation], ['system', 'system', ISSUER]);
    problem(await send(signed({ path: '/api/v1/seals' })), 'NOT_ALLOWED');
  });

  it('are taken once by two servers together', async () => {
    const other = await openApp();
    try {
      const call = signed({});
      const answers = await Promise.all([
        send(call),
        Promise.resolve(request(other.server).get(call.url).set(call.headers)),
        send(call),
        Promise.resolve(request(other.server).get(call.url).set(call.headers)),
      ]);
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 401, 401, 401]);
    } finally {
      await other.close();
    }
  });

  it('cover the body, whatever carries it', async () => {
    const body = Buffer.from(JSON.stringify(issueRequest()));
    const call = signed({ method: 'POST', path: '/api/v1/licences', body, type: 'application/json' });
    assert.equal((await send(call)).status, 201);
    const next = () => signed({ method: 'POST', path: '/api/v1/licences', body, type: 'application/json' });
    refused(await send({ ...next(), body: Buffer.from(`${body.toString('utf8')} `) }), /SM3 of the body/);
    refused(await send({ ...next(), body: Buffer.from(JSON.stringify(issueRequest())) }), /SM3 of the body/);
    const undigested = next();
    delete undigested.headers['Content-Digest'];
    refused(await send(undigested), /covered/);
    const uncovered = ['@method', '@authority', '@path', '@query'];
    refused(
      await send(signed({ method: 'POST', path: '/api/v1/licences', body, type: 'application/json', components: uncovered })),
      /covered/,
    );
    const pdf = Buffer.from('%PDF-1.7\nnot really one\n');
    const file = signed({ method: 'POST', path: '/api/v1/verifications', body: pdf, type: 'application/pdf' });
    assert.notEqual((await send(file)).status, 401);
    const wrong = signed({ method: 'POST', path: '/api/v1/verifications', body: pdf, type: 'application/pdf' });
    refused(await send({ ...wrong, body: Buffer.from('%PDF-1.7\nanother one\n') }), /SM3 of the body/);
    const boundary = 'limit';
    const form = Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n${pdf.toString()}\r\n--${boundary}--\r\n`,
    );
    const type = `multipart/form-data; boundary=${boundary}`;
    const formed = () => signed({ method: 'POST', path: '/api/v1/verifications', body: form, type });
    assert.notEqual((await send(formed())).status, 401);
    refused(await send({ ...formed(), body: Buffer.from(form.toString().replace('really', 'surely')) }), /SM3 of the body/);
  });

  it('are not those of another method, place, query or server', async () => {
    const call = signed({ query: '?limit=1' });
    refused(await send({ ...call, url: '/api/v1/licence-types?limit=2' }), /did not sign/);
    refused(await send({ ...call, url: '/api/v1/licence-types' }), /did not sign/);
    refused(await send({ ...call, url: '/api/v1/licences?limit=1' }), /did not sign/);
    refused(await send({ ...call, method: 'POST', url: '/api/v1/verifications?limit=1' }), /did not sign/);
    refused(await send(signed({ authority: 'other.example' })), /did not sign/);
    assert.equal((await send(call)).status, 200);
  });

  it('are of now, by clocks that differ by a minute', async () => {
    const seconds = Math.floor(app.access.clock.now() / 1000);
    for (const created of [seconds - 350, seconds + 50]) assert.equal((await send(signed({ params: { created } }))).status, 200);
    for (const created of [seconds - 365, seconds + 70, 0]) refused(await send(signed({ params: { created } })), /created/);
    for (const nonce of ['short', 'x'.repeat(129)]) refused(await send(signed({ params: { nonce } })), /nonce/);
  });

  it('name a key of a system that is let in, of SM2', async () => {
    for (const keyid of [`${clientId}/k2`, `${'f'.repeat(16)}/k1`, 'k1', `${clientId}/`])
      refused(await send(signed({ params: { keyid } })), /not known/);
    refused(await send(signed({ by: systemKey('SGD_SM3_SM2') })), /did not sign/);
    const id = await letIn(systemKey('ES256'), ['licence-type:read']);
    refused(await send(signed({ params: { keyid: `${id}/k1` } })), /did not sign/);
    const own = systemKey('SGD_SM3_SM2');
    const blocked = await letIn(own, ['licence-type:read']);
    const call = () => signed({ by: own, params: { keyid: `${blocked}/k1` } });
    assert.equal((await send(call())).status, 200);
    await blockClient(app.access, guard, { id: blocked, revision: 3 });
    refused(await send(call()), /blocked/);
  });

  it('have fields of the form that is taken, and no other proof beside them', async () => {
    for (const params of [
      { alg: 'ecdsa-p256-sha256' },
      { alg: undefined },
      { created: undefined },
      { nonce: undefined },
      { keyid: undefined },
    ])
      refused(await send(signed({ params })), /form/);
    const good = signed({});
    for (const headers of [
      { ...good.headers, Signature: 'sig=::' },
      { ...good.headers, Signature: 'other=:AAAA:' },
      { ...good.headers, Signature: '' },
      { ...good.headers, 'Signature-Input': 'sig=' },
      { ...good.headers, 'Signature-Input': `${good.headers['Signature-Input'] ?? ''}, two=()` },
      { ...good.headers, 'Signature-Input': 'x'.repeat(5000) },
    ])
      refused(await send({ ...good, headers }), /form/);
    refused(await send(signed({ components: ['@method', '@path', '@query'] })), /covered/);
    refused(await send(signed({ components: ['@method', '@authority', '@path', '@query', '@status'] })), /covered/);
    problem(await send({ ...good, headers: { ...good.headers, Authorization: bearer(app) } }), 'NOT_SIGNED_IN');
    assert.equal((await send(good)).status, 200);
  });

  it('are told to the journal where they are refused', async () => {
    const call = signed({});
    await send(call);
    await send(call);
    await (await sharedInstallation()).relay.drain();
    const entries = (await newestEntries(app.store)).filter(({ event }) => event.subject === `clients/${clientId}`);
    const last = entries.at(-1)?.event;
    assert.deepEqual([last?.kind, last?.facts['reason'], last?.actor.client], ['sign-in-refused', 'replayed', clientId]);
  });

  it('are as the documentation shows them', () => {
    const text = readFileSync(new URL('../../docs/signed-requests.md', import.meta.url), 'utf8');
    const block = (language: string): string => new RegExp(`\`\`\`${language}\\n(.*?)\\n\`\`\``, 's').exec(text)?.[1] ?? '';
    const [head = '', body = ''] = block('http').split('\n\n');
    const fields = new Map(
      head
        .split('\n')
        .slice(1)
        .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
    );
    const read = readSignature(fields.get('signature-input') ?? '', fields.get('signature') ?? '');
    assert.ok(read);
    const parts = { method: 'POST', target: '/api/v1/licences', field: (name: string) => fields.get(name) };
    const base = signatureBase(read, parts, `https://${HOST}`);
    assert.equal(base, block('text'));
    assert.ok(equalBytes(readContentDigest(fields.get('content-digest') ?? '') ?? new Uint8Array(), sm3(utf8(body))));
    const spki = createPublicKey(block('pem')).export({ format: 'der', type: 'spki' });
    const scheme = { kind: 'sm2', userId: DEFAULT_SM2_USER_ID } as const;
    assert.ok(createNativeProvider().verify(scheme, spki, [utf8(base)], rawToDer(read.signature) ?? new Uint8Array()));
  });
});
