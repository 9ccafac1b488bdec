/** Certificates of systems as a proxy tells them (RFC 9440), and tokens that are bound to them (RFC 8705). */
import assert from 'node:assert/strict';
import request, { type Response } from 'supertest';
import { addClientKey, authoriseClient, endClientKey, makeClient } from '../../src/services/clients/index.ts';
import { administratorAs } from '../support/access.ts';
import { assertionClaims, signJws, systemKey } from '../support/clients.ts';
import { ISSUER, openApp, problem, signInAs, type OpenApp } from '../support/http.ts';
import { makeRoot } from '../support/pki.ts';

const AUDIENCE = 'https://licence.example';

describe('http: certificates of systems', function () {
  this.timeout(120_000);
  let app: OpenApp;
  const admin = administratorAs('administrator');
  const guard = administratorAs('security-administrator');
  let certificate: Uint8Array;
  let other: Uint8Array;
  let id: string;
  const field = (der: Uint8Array) => `:${Buffer.from(der).toString('base64')}:`;
  const types = (of: OpenApp, headers: Readonly<Record<string, string>>): Promise<Response> =>
    Promise.resolve(request(of.server).get('/api/v1/licence-types').set(headers));
  before(async () => {
    app = await openApp({ settings: { certificateProxies: ['loopback'] } });
    [certificate, other] = [makeRoot().certificate.raw, makeRoot({ key: 'p256' }).certificate.raw];
    const order = { name: '证书系统', organisation: ISSUER, scopes: ['licence-type:read'] };
    ({ _id: id } = await makeClient(app.access, admin, { ...order, perMinute: null, perDay: null, validUntil: null }));
    const given = { kind: 'certificate', text: Buffer.from(certificate).toString('base64') } as const;
    await addClientKey(app.access, admin, { id, revision: 1, given, keyId: 'c1' });
    await authoriseClient(app.access, guard, { id, revision: 2 });
  });
  after(() => app.close());

  it('let in the system to which they are registered', async () => {
    assert.equal((await types(app, { 'Client-Cert': field(certificate) })).status, 200);
    problem(await types(app, { 'Client-Cert': field(other) }), 'NOT_SIGNED_IN');
    problem(await types(app, {}), 'NOT_SIGNED_IN');
    const session = await request(app.server).get('/api/v1/session').set('Client-Cert', field(certificate)).expect(200);
    assert.equal((session.body as { name: unknown }).name, '证书系统');
  });

  it('do nothing in a browser, which sends them whoever asks it to, nor beside a session', async () => {
    problem(await types(app, { 'Client-Cert': field(certificate), 'Sec-Fetch-Site': 'cross-site' }), 'NOT_SIGNED_IN');
    const { cookie } = await signInAs(app, 'auditor');
    problem(await types(app, { 'Client-Cert': field(certificate), Cookie: cookie }), 'NOT_ALLOWED');
  });

  it('are refused when they are none, or several', async () => {
    for (const value of [
      '',
      '::',
      ':AAAA',
      'AAAA',
      ':!!!!:',
      `${field(certificate)}, ${field(other)}`,
      `${field(certificate)};a=1`,
    ])
      problem(await types(app, { 'Client-Cert': value }), 'CLIENT_CERTIFICATE_REFUSED');
  });

  it('are refused from anywhere but the proxy, and not looked at where there is none', async () => {
    const elsewhere = await openApp({ settings: { certificateProxies: ['192.0.2.7', '10.0.0.0/8'], trustProxy: 1 } });
    const without = await openApp();
    try {
      const sent = { 'Client-Cert': field(certificate), 'X-Forwarded-For': '192.0.2.7' };
      problem(await types(elsewhere, sent), 'CLIENT_CERTIFICATE_REFUSED');
      problem(await types(without, sent), 'NOT_SIGNED_IN');
      const metadata = async (of: OpenApp) =>
        (await request(of.server).get('/.well-known/oauth-authorization-server').expect(200)).body as Record<string, unknown>;
      assert.equal((await metadata(without))['tls_client_certificate_bound_access_tokens'], false);
      assert.equal((await metadata(app))['tls_client_certificate_bound_access_tokens'], true);
    } finally {
      await Promise.all([elsewhere.close(), without.close()]);
    }
  });

  it('prove a system at the token endpoint, and bind the token', async () => {
    const ask = (headers: Readonly<Record<string, string>>, more: object = {}) =>
      request(app.server)
        .post('/oauth2/token')
        .set(headers)
        .type('form')
        .send({ grant_type: 'client_credentials', client_id: id, ...more });
    assert.equal((await ask({})).status, 401);
    assert.equal((await ask({ 'Client-Cert': field(other) })).status, 401);
    const given = await ask({ 'Client-Cert': field(certificate) }).expect(200);
    const Authorization = `Bearer ${(given.body as { access_token: string }).access_token}`;
    assert.equal((await types(app, { Authorization, 'Client-Cert': field(certificate) })).status, 200);
    problem(await types(app, { Authorization }), 'NOT_SIGNED_IN');
    problem(await types(app, { Authorization, 'Client-Cert': field(other) }), 'NOT_SIGNED_IN');
  });

  it('bind a token that an assertion proved, when the certificate is the system’s', async () => {
    const key = systemKey('ES256');
    const client = await app.store.records.get('clients', id);
    const given = { kind: 'public-key', text: key.pem } as const;
    const added = await addClientKey(app.access, admin, { id, revision: client?.revision ?? 0, given, keyId: 'k1' });
    const authorised = await authoriseClient(app.access, guard, { id, revision: added.client.revision });
    const ask = async (headers: Readonly<Record<string, string>>): Promise<string> => {
      const assertion = signJws(key, assertionClaims({ clientId: id, audience: AUDIENCE, now: app.access.clock.now() }));
      const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
      const sent = { grant_type: 'client_credentials', client_assertion_type: type, client_assertion: assertion };
      const answer = await request(app.server).post('/oauth2/token').set(headers).type('form').send(sent).expect(200);
      return `Bearer ${(answer.body as { access_token: string }).access_token}`;
    };
    const bound = await ask({ 'Client-Cert': field(certificate) });
    problem(await types(app, { Authorization: bound }), 'NOT_SIGNED_IN');
    assert.equal((await types(app, { Authorization: bound, 'Client-Cert': field(certificate) })).status, 200);
    const free = await ask({ 'Client-Cert': field(other) });
    assert.equal((await types(app, { Authorization: free })).status, 200);
    await endClientKey(app.access, admin, { id, revision: authorised.revision, keyId: 'c1' });
    problem(await types(app, { 'Client-Cert': field(certificate) }), 'NOT_SIGNED_IN');
  });
});
