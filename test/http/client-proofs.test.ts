/** Systems that publish their keys (jwks_uri), and systems known by the subject of their certificates (RFC 8705 section 2.1). */
import assert from 'node:assert/strict';
import { createPublicKey } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import request, { type Response } from 'supertest';
import { createKeySets, KEY_SET_LIFE, KEY_SET_MAX_STALE, KEY_SET_RETRY } from '../../src/adapters/key-sets/index.ts';
import { prepareTrust, type Extension, type PreparedTrust } from '../../src/pki/index.ts';
import { OID } from '../../src/asn1/index.ts';
import { authoriseClient, makeClient } from '../../src/services/clients/index.ts';
import { administratorAs } from '../support/access.ts';
import { assertionClaims, signJws, sm2Jwk, systemKey, type SystemKey } from '../support/clients.ts';
import { ISSUER, openApp, problem, signInAs, type OpenApp, type SignedIn } from '../support/http.ts';
import { crypto, issue, makeRevocationList, makeRoot, trustIn, type TestIdentity } from '../support/pki.ts';

const AUDIENCE = 'https://licence.example';
const DAY = 86_400_000;
const guard = administratorAs('security-administrator');
const admin = administratorAs('administrator');

/** subjectAltName of names as they are tagged. */
function altNames(...names: readonly (readonly [tag: number, value: Uint8Array])[]): Extension {
  const items = names.flatMap(([tag, value]) => [0x80 | tag, value.length, ...value]);
  return { oid: OID.subjectAltName, critical: false, value: Uint8Array.from([0x30, items.length, ...items]) };
}

describe('http: systems that prove themselves otherwise', function () {
  this.timeout(120_000);
  let app: OpenApp;
  let administrator: SignedIn;
  let server: Server;
  let url = '';
  let published: unknown = null;
  let shift = 0;
  let trust: PreparedTrust;
  const now = (): number => Date.now() + shift;
  const root = makeRoot({ key: 'p256', notBefore: Date.now() - DAY, notAfter: Date.now() + 300 * DAY });
  const period = { notBefore: Date.now() - DAY, notAfter: Date.now() + 30 * DAY };
  const ca = issue(root, { key: 'rsa', profile: 'authority', name: { country: 'CN', commonName: 'Systems CA' }, ...period });

  before(async () => {
    server = createServer((_, response) => {
      if (published === null) response.writeHead(503).end();
      else response.end(JSON.stringify({ keys: published }));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`;
    trust = prepareTrust(trustIn({ anchors: [root] }), crypto);
    app = await openApp({
      settings: { certificateProxies: ['loopback'] },
      systems: {
        keySets: createKeySets({ hosts: ['127.0.0.1'], plain: true, clock: { now } }),
        clientTrust: () => Promise.resolve(trust),
      },
    });
    administrator = await signInAs(app, 'admin');
  });
  after(async () => {
    server.close();
    await app.close();
  });

  const addKey = (id: string, revision: number, key: object, keyId = 'k'): Promise<Response> =>
    Promise.resolve(
      request(app.server)
        .post(`/api/v1/clients/${id}/keys`)
        .set({ Cookie: administrator.cookie, 'X-CSRF-Token': administrator.csrf })
        .send({ revision, id: keyId, key }),
    );
  const newClient = async (): Promise<string> => {
    const order = {
      name: '系统',
      organisation: ISSUER,
      scopes: ['licence-type:read'],
      perMinute: null,
      perDay: null,
      validUntil: null,
    };
    return (await makeClient(app.access, admin, order))._id;
  };
  const clientWith = async (key: object): Promise<string> => {
    const id = await newClient();
    const added = await addKey(id, 1, key);
    assert.equal(added.status, 201, added.text);
    await authoriseClient(app.access, guard, { id, revision: 2 });
    return id;
  };
  const ask = (form: object, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
    Promise.resolve(
      request(app.server)
        .post('/oauth2/token')
        .set(headers)
        .type('form')
        .send({ grant_type: 'client_credentials', ...form }),
    );
  const assertion = (id: string, key: SystemKey, kid?: string): Promise<Response> =>
    ask({
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: signJws(
        key,
        assertionClaims({ clientId: id, audience: AUDIENCE, now: Date.now() }),
        kid === undefined ? {} : { kid },
      ),
    });
  const types = (headers: Readonly<Record<string, string>>): Promise<Response> =>
    Promise.resolve(request(app.server).get('/api/v1/licence-types').set(headers));
  const jwk = (key: SystemKey, kid: string): object => ({
    ...(key.algorithm === 'SGD_SM3_SM2' ? sm2Jwk(key) : createPublicKey(key.pem).export({ format: 'jwk' })),
    kid,
  });
  const reasons = async (): Promise<unknown> => {
    const { sequence } = await app.store.journal.head();
    const [last] = await app.store.journal.read(sequence, 1);
    return [last?.event.kind, last?.event.facts['reason']];
  };

  describe('jwks_uri', () => {
    it('lets in whoever signs with a key of the set, by RS256, ES256 and SM2', async () => {
      const keys = (['RS256', 'ES256', 'SGD_SM3_SM2'] as const).map((algorithm) => systemKey(algorithm));
      published = keys.map((key, index) => jwk(key, `key-${index}`));
      const id = await clientWith({ kind: 'key-set', url });
      for (const [index, key] of keys.entries()) {
        const given = await assertion(id, key, `key-${index}`);
        assert.equal(given.status, 200, given.text);
        const Authorization = `Bearer ${(given.body as { access_token: string }).access_token}`;
        assert.equal((await types({ Authorization })).status, 200);
      }
      const [rsa, p256] = keys;
      assert.ok(rsa && p256);
      assert.equal((await assertion(id, p256)).status, 200, 'without kid');
      assert.equal((await assertion(id, p256, 'key-0')).status, 401, 'by another key of the set');
      assert.equal((await assertion(id, systemKey('ES256'), 'key-1')).status, 401);
      published = [{ ...jwk(p256, 'key-1'), alg: 'RS256' }];
      shift += KEY_SET_LIFE;
      assert.equal((await assertion(id, p256, 'key-1')).status, 401, 'for another algorithm');
    });

    it('follows rotation by kid, and goes on for an hour with the last set when the address fails', async () => {
      const [old, next] = [systemKey('ES256'), systemKey('SGD_SM3_SM2')];
      published = [jwk(old, 'old')];
      shift += KEY_SET_LIFE;
      const id = await clientWith({ kind: 'key-set', url });
      assert.equal((await assertion(id, old, 'old')).status, 200);
      published = [jwk(old, 'old'), jwk(next, 'next')];
      shift += KEY_SET_RETRY;
      assert.equal((await assertion(id, next, 'next')).status, 200);
      published = null;
      shift += KEY_SET_LIFE;
      assert.equal((await assertion(id, next, 'next')).status, 200);
      shift += KEY_SET_MAX_STALE;
      assert.equal((await assertion(id, next, 'next')).status, 401);
      assert.deepEqual(await reasons(), ['sign-in-refused', 'key-set']);
      published = [jwk(next, 'next')];
      shift += KEY_SET_RETRY;
      assert.equal((await assertion(id, next, 'next')).status, 200);
      assert.equal((await assertion(id, old, 'old')).status, 401, 'taken out of the set');
    });

    it('is registered for listed hosts alone, shown, and counts when it is authorised', async () => {
      const id = await newClient();
      for (const wrong of ['https://other.example/jwks', 'ftp://127.0.0.1/', 'no address', `${url}#x`])
        assert.match(
          String(problem(await addKey(id, 1, { kind: 'key-set', url: wrong }), 'CLIENT_INVALID')['detailZh']),
          /YINZHENG_JWKS_HOSTS/,
        );
      problem(await addKey(id, 1, { kind: 'key-set' }), 'REQUEST_INVALID');
      const added = await addKey(id, 1, { kind: 'key-set', url });
      const { client } = added.body as {
        readonly client: { readonly keys: readonly { readonly kind: string; readonly url: string }[] };
      };
      assert.deepEqual([client.keys[0]?.kind, client.keys[0]?.url], ['key-set', url]);
      const key = systemKey('ES256');
      published = [jwk(key, 'k')];
      assert.equal((await assertion(id, key, 'k')).status, 401);
      const none = await openApp();
      try {
        const session = await signInAs(none, 'admin');
        const sent = request(none.server)
          .post(`/api/v1/clients/${id}/keys`)
          .set({ Cookie: session.cookie, 'X-CSRF-Token': session.csrf });
        problem(await sent.send({ revision: 2, id: 'x', key: { kind: 'key-set', url } }), 'CLIENT_INVALID');
        const subject = { kind: 'tls-subject', name: 'san-dns', value: 'a.example' };
        const other = request(none.server)
          .post(`/api/v1/clients/${id}/keys`)
          .set({ Cookie: session.cookie, 'X-CSRF-Token': session.csrf });
        problem(await other.send({ revision: 2, id: 'x', key: subject }), 'CLIENT_INVALID');
      } finally {
        await none.close();
      }
    });
  });

  describe('tls_client_auth', () => {
    const text = (value: string): Uint8Array => new TextEncoder().encode(value);
    const names = altNames(
      [2, text('app.example')],
      [6, text('urn:yinzheng:app')],
      [7, Uint8Array.of(192, 0, 2, 9)],
      [7, Uint8Array.from([0x20, 1, 0xd, 0xb8, ...Array.from({ length: 11 }, () => 0), 1])],
      [1, text('App@Mail.Example')],
    );
    const field = ({ certificate }: TestIdentity): string => `:${Buffer.from(certificate.raw).toString('base64')}:`;
    const headers = (identity: TestIdentity, ...chain: readonly TestIdentity[]): Readonly<Record<string, string>> => ({
      'Client-Cert': field(identity),
      ...(chain.length > 0 && { 'Client-Cert-Chain': chain.map(field).join(', ') }),
    });
    const issued = (changes: object = {}): TestIdentity =>
      issue(ca, {
        ...{ key: 'p256', name: { country: 'CN', organisation: '样例局', commonName: '审批系统' }, ...period },
        extensions: (usual) => [...usual, names],
        ...changes,
      });
    let own: TestIdentity;
    before(() => (own = issued()));

    it('lets in by each kind of name, at the token endpoint and request by request, and binds the token', async () => {
      for (const [name, value] of [
        ['subject-dn', 'cn=审批系统, O=样例局,C=CN'],
        ['san-dns', 'APP.example'],
        ['san-uri', 'urn:yinzheng:app'],
        ['san-ip', '192.0.2.9'],
        ['san-ip', '2001:DB8::1'],
        ['san-email', 'App@mail.example'],
      ] as const) {
        const id = await clientWith({ kind: 'tls-subject', name, value });
        const given = await ask({ client_id: id }, headers(own, ca));
        assert.equal(given.status, 200, `${name}: ${given.text}`);
        const Authorization = `Bearer ${(given.body as { access_token: string }).access_token}`;
        assert.equal((await types({ Authorization, ...headers(own, ca) })).status, 200);
        problem(await types({ Authorization }), 'NOT_SIGNED_IN');
        problem(await types({ Authorization, ...headers(issued(), ca) }), 'NOT_SIGNED_IN');
        // A renewed certificate of the same subject is the system's as well.
        assert.equal((await types(headers(issued(), ca))).status, 200, name);
        const client = await app.store.records.get('clients', id);
        assert.ok(client);
        const path = `/api/v1/clients/${id}/closure`;
        const session = { Cookie: administrator.cookie, 'X-CSRF-Token': administrator.csrf };
        await request(app.server).post(path).set(session).send({ revision: client.revision }).expect(200);
        problem(await types(headers(own, ca)), 'NOT_SIGNED_IN');
      }
    });

    it('refuses certificates that lead nowhere, are over, revoked, for something else, or of another name', async () => {
      const id = await clientWith({ kind: 'tls-subject', name: 'san-dns', value: 'app.example' });
      const refused = async (sent: Readonly<Record<string, string>>, why: string): Promise<void> => {
        assert.equal((await ask({ client_id: id }, sent)).status, 401, why);
        problem(await types(sent), 'NOT_SIGNED_IN');
      };
      assert.equal((await ask({ client_id: id }, headers(own, ca))).status, 200);
      await refused(headers(own), 'without the CA between');
      const foreign = issue(makeRoot({ key: 'p256', ...period }), {
        key: 'p256',
        ...period,
        extensions: (usual) => [...usual, names],
      });
      await refused(headers(foreign), 'from a CA that nobody believes');
      await refused(headers(issued({ notAfter: Date.now() - 1000 }), ca), 'over');
      await refused(headers(issued({ notBefore: Date.now() + DAY }), ca), 'not yet');
      await refused(
        headers(issued({ tamper: (signature: Uint8Array) => signature.map((octet, at) => (at === 20 ? octet ^ 1 : octet)) }), ca),
        'forged',
      );
      const server1 = {
        oid: OID.extendedKeyUsage,
        critical: false,
        value: Uint8Array.from([0x30, 10, 6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 1]),
      };
      const forServers = issued({
        extensions: (usual: readonly Extension[]) => [...usual.filter(({ oid }) => oid !== OID.extendedKeyUsage), names, server1],
      });
      await refused(headers(forServers, ca), 'for servers');
      const other = issued({ extensions: (usual: readonly Extension[]) => [...usual, altNames([2, text('other.example')])] });
      await refused(headers(other, ca), 'of another name');
      const wildcard = issued({ extensions: (usual: readonly Extension[]) => [...usual, altNames([2, text('*.example')])] });
      await refused(headers(wildcard, ca), 'of a wildcard');
      const usual = trust;
      const list = makeRevocationList(ca, {
        revoked: [{ identity: own, at: Date.now() - 1000 }],
        thisUpdate: Date.now() - DAY,
        nextUpdate: Date.now() + DAY,
      });
      trust = prepareTrust(trustIn({ anchors: [root], intermediates: [ca], revocationLists: [list] }), crypto);
      await refused(headers(own, ca), 'revoked');
      trust = usual;
      for (const chain of ['', ':AAAA', `${field(ca)};a=1`, Array.from({ length: 9 }, () => field(ca)).join(',')])
        problem(await types({ 'Client-Cert': field(own), 'Client-Cert-Chain': chain }), 'CLIENT_CERTIFICATE_REFUSED');
      problem(await types({ 'Client-Cert-Chain': field(ca) }), 'CLIENT_CERTIFICATE_REFUSED');
      problem(await types({ ...headers(own, ca), 'Sec-Fetch-Site': 'cross-site' }), 'NOT_SIGNED_IN');
    });

    it('takes names of their kind, of one system each', async () => {
      const id = await newClient();
      for (const [name, value] of [
        ['subject-dn', 'no name'],
        ['san-dns', '*.example'],
        ['san-dns', 'a b'],
        ['san-uri', 'no address'],
        ['san-ip', '1.2.3'],
        ['san-ip', 'fe80::1%eth0'],
        ['san-email', 'nobody'],
      ])
        problem(await addKey(id, 1, { kind: 'tls-subject', name, value }), 'CLIENT_INVALID');
      problem(await addKey(id, 1, { kind: 'tls-subject', name: 'san-other', value: 'x' }), 'REQUEST_INVALID');
      assert.equal((await addKey(id, 1, { kind: 'tls-subject', name: 'san-uri', value: 'urn:only' })).status, 201);
      problem(await addKey(await newClient(), 1, { kind: 'tls-subject', name: 'san-uri', value: 'urn:only' }), 'CLIENT_INVALID');
    });

    it('is told in the metadata', async () => {
      const metadata = await request(app.server).get('/.well-known/oauth-authorization-server').expect(200);
      assert.deepEqual((metadata.body as Record<string, unknown>)['token_endpoint_auth_methods_supported'], [
        'private_key_jwt',
        'self_signed_tls_client_auth',
        'tls_client_auth',
      ]);
    });
  });
});
