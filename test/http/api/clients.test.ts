/** Systems over HTTP: recorded by one administrator, let in by another, and what they then may do. */
import assert from 'node:assert/strict';
import request, { type Response } from 'supertest';
import { localDateAt } from '../../../src/base/time.ts';
import { creditCodeCheck } from '../../../src/domain/identifier/index.ts';
import { assertionClaims, base64url, signJws, systemKey, type SystemKey } from '../../support/clients.ts';
import {
  bearer,
  ISSUER,
  openApp,
  problem,
  sharedInstallation,
  signInAs,
  type OpenApp,
  type SignedIn,
} from '../../support/http.ts';
import { newestEntries } from '../../support/newest-entries.ts';

const ISSUED_AT = 'https://licence.example';
const TOKEN = '/oauth2/token';
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

interface Client {
  readonly id: string;
  readonly revision: number;
  readonly state: string;
  readonly awaitsAuthorisation: boolean;
  readonly authorised: { readonly scopes: readonly string[] } | null;
  readonly keys: readonly { readonly id: string; readonly taken: boolean; readonly kind: string }[];
}

describe('http: systems', function () {
  this.timeout(120_000);
  let app: OpenApp;
  let admin: SignedIn;
  let guard: SignedIn;
  before(async () => {
    app = await openApp();
    admin = await signInAs(app, 'admin');
    guard = await signInAs(app, 'security');
  });
  after(() => app.close());

  const post = (who: SignedIn, path: string, body: object): Promise<Response> =>
    Promise.resolve(
      request(app.server).post(`/api/v1${path}`).set('Cookie', who.cookie).set('X-CSRF-Token', who.csrf).send(body),
    );
  const remove = (who: SignedIn, path: string): Promise<Response> =>
    Promise.resolve(request(app.server).delete(`/api/v1${path}`).set('Cookie', who.cookie).set('X-CSRF-Token', who.csrf));
  const client = (response: Response, status = 200): Client => {
    assert.equal(response.status, status, response.text);
    return response.body as Client;
  };
  const now = () => app.access.clock.now();
  const order = (changes: object = {}) => ({
    ...{ name: '网上办事大厅', organisation: ISSUER, scopes: ['licence:verify', 'licence-type:read'], perMinute: null },
    ...changes,
  });
  const addKey = async (
    of: Client,
    key: object,
    more: object = {},
  ): Promise<{ client: Client; secret: string | null; keyId: string }> => {
    const added = await post(admin, `/clients/${of.id}/keys`, { revision: of.revision, key, ...more });
    assert.equal(added.status, 201, added.text);
    return added.body as { client: Client; secret: string | null; keyId: string };
  };
  const authorise = async (of: Client): Promise<Client> =>
    client(await post(guard, `/clients/${of.id}/authorisation`, { revision: of.revision }));
  /** A system that is let in, with a key. */
  const letIn = async (key: SystemKey, changes: object = {}): Promise<Client> => {
    const made = client(await post(admin, '/clients', order(changes)), 201);
    return authorise((await addKey(made, { kind: 'public-key', text: key.pem }, { id: 'k1' })).client);
  };
  const ask = (assertion: string, more: Readonly<Record<string, string>> = {}): Promise<Response> =>
    Promise.resolve(
      request(app.server)
        .post(TOKEN)
        .type('form')
        .send({ grant_type: 'client_credentials', client_assertion_type: ASSERTION_TYPE, client_assertion: assertion, ...more }),
    );
  const claims = (of: Client, changes: object = {}) =>
    assertionClaims({ clientId: of.id, audience: `${ISSUED_AT}${TOKEN}`, now: now() }, changes);
  const tokenOf = (response: Response): string => {
    assert.equal(response.status, 200, response.text);
    return (response.body as { readonly access_token: string }).access_token;
  };
  const types = (token: string) => request(app.server).get('/api/v1/licence-types').set('Authorization', `Bearer ${token}`);
  const refused = (response: Response): Record<string, unknown> => {
    assert.equal(response.status, 401, response.text);
    const body = response.body as Record<string, unknown>;
    assert.deepEqual([body['error'], body['code']], ['invalid_client', 'CLIENT_REFUSED']);
    assert.match(String(body['detailZh']), /[一-鿿]/);
    assert.match(String(body['error_description']), /^[\x20-\x7e]+$/);
    return body;
  };

  it('are let in by a security administrator only after a system administrator recorded them', async () => {
    const key = systemKey('SGD_SM3_SM2');
    const made = client(await post(admin, '/clients', order()), 201);
    assert.deepEqual([made.state, made.awaitsAuthorisation, made.authorised], ['asked', true, null]);
    problem(await post(admin, `/clients/${made.id}/authorisation`, { revision: 1 }), 'NOT_ALLOWED');
    problem(await post(guard, '/clients', order()), 'NOT_ALLOWED');
    problem(await post(guard, `/clients/${made.id}/keys`, { revision: 1, key: { kind: 'secret' } }), 'NOT_ALLOWED');
    const { client: keyed } = await addKey(made, { kind: 'public-key', text: key.pem });
    assert.deepEqual(
      keyed.keys.map(({ taken }) => taken),
      [false],
    );
    refused(await ask(signJws(key, claims(keyed))));
    problem(await post(guard, `/clients/${made.id}/authorisation`, { revision: 1 }), 'VERSION_CONFLICT');
    const active = await authorise(keyed);
    assert.deepEqual([active.state, active.awaitsAuthorisation, active.keys[0]?.taken], ['active', false, true]);
    problem(await post(guard, `/clients/${made.id}/authorisation`, { revision: active.revision }), 'CLIENT_CHANGE_REFUSED');
    await types(tokenOf(await ask(signJws(key, claims(active))))).expect(200);
  });

  for (const algorithm of ['RS256', 'PS256', 'ES256', 'SGD_SM3_SM2'] as const) {
    it(`prove themselves with ${algorithm}, each assertion once`, async () => {
      const key = systemKey(algorithm);
      const known = await letIn(key);
      const assertion = signJws(key, claims(known), { kid: 'k1' });
      const first = await ask(assertion, { client_id: known.id });
      assert.equal(first.get('Cache-Control'), 'no-store');
      const body = first.body as { readonly expires_in: number; readonly scope: string; readonly token_type: string };
      assert.deepEqual(
        [body.expires_in, body.token_type, body.scope.split(' ').sort()],
        [600, 'Bearer', ['licence-type:read', 'licence:verify']],
      );
      await types(tokenOf(first)).expect(200);
      refused(await ask(assertion));
      const [head = '', payload = '', signature = ''] = assertion.split('.');
      const wrong = Buffer.from(signature, 'base64url');
      wrong[8] = (wrong[8] ?? 0) ^ 1;
      refused(await ask(`${head}.${payload}.${base64url(wrong)}`));
      const other = { ...claims(known), sub: known.id, extra: 1 };
      refused(await ask(`${head}.${base64url(JSON.stringify(other))}.${signature}`));
    });
  }

  it('use an assertion once, over several servers at once', async () => {
    const key = systemKey('ES256');
    const known = await letIn(key);
    const other = await openApp();
    try {
      const assertion = signJws(key, claims(known));
      const form = { grant_type: 'client_credentials', client_assertion_type: ASSERTION_TYPE, client_assertion: assertion };
      const at = (server: OpenApp['server']) => Promise.resolve(request(server).post(TOKEN).type('form').send(form));
      const answers = await Promise.all([at(app.server), at(other.server), at(app.server), at(other.server)]);
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 401, 401, 401]);
      const again = signJws(
        key,
        claims(known, {
          jti: (JSON.parse(Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString()) as { jti: string }).jti,
        }),
      );
      refused(await ask(again));
    } finally {
      await other.close();
    }
  });

  it('are refused what is not as an assertion must be, and told what as far as they are known', async () => {
    const key = systemKey('ES256');
    const known = await letIn(key);
    const seconds = Math.floor(now() / 1000);
    const wrong: readonly (readonly [object, RegExp])[] = [
      [{ aud: 'https://other.example/oauth2/token' }, /aud/],
      [{ aud: [`${ISSUED_AT}${TOKEN}`, 'https://other.example'] }, /aud/],
      [{ aud: undefined }, /aud/],
      [{ iss: 'somebody' }, /iss/],
      [{ exp: undefined }, /over/],
      [{ exp: 'tomorrow' }, /over/],
      [{ exp: seconds - 61 }, /over/],
      [{ exp: seconds + 3600 }, /over/],
      [{ nbf: seconds + 120 }, /later/],
      [{ iat: seconds + 120 }, /later/],
      [{ jti: undefined }, /jti/],
      [{ jti: '' }, /jti/],
      [{ jti: 'x'.repeat(300) }, /jti/],
    ];
    for (const [changes, told] of wrong) {
      const body = refused(await ask(signJws(key, claims(known, changes))));
      assert.match(String(body['detailEn']), told, JSON.stringify(changes));
    }
    tokenOf(await ask(signJws(key, claims(known, { exp: seconds - 50 }))));
    tokenOf(await ask(signJws(key, claims(known, { iat: seconds + 50 }))));
    tokenOf(await ask(signJws(key, claims(known, { aud: [ISSUED_AT] }))));
  });

  it('are refused unsigned and foreign assertions, algorithms of other keys, and unknown key ids', async () => {
    const key = systemKey('ES256');
    const known = await letIn(key);
    const none = `${base64url('{"alg":"none"}')}.${base64url(JSON.stringify(claims(known)))}.`;
    refused(await ask(none));
    refused(await ask(`${none}${base64url('x')}`));
    refused(await ask(signJws(systemKey('ES256'), claims(known))));
    refused(await ask(signJws(systemKey('RS256'), claims(known))));
    refused(await ask(signJws(key, claims(known), { alg: 'HS256' })));
    refused(await ask(signJws(key, claims(known), { alg: 'SGD_SM3_SM2' })));
    refused(await ask(signJws(key, claims(known), { kid: 'other' })));
    refused(await ask(signJws(key, claims(known), { crit: ['b64'], b64: false })));
    refused(await ask(signJws(key, { ...claims(known), iss: 'f'.repeat(16), sub: 'f'.repeat(16) })));
    refused(await ask('nonsense'));
    const stranger = { ...known, id: 'f'.repeat(16) };
    const body = refused(await ask(signJws(key, claims(stranger))));
    // Who does not prove to be anybody is not told whether there is such a system.
    assert.equal(body['detailEn'], refused(await ask(signJws(systemKey('ES256'), claims(known))))['detailEn']);
  });

  it('get tokens of fewer scopes, which limit the actions of the policy', async () => {
    const key = systemKey('ES256');
    const known = await letIn(key, { scopes: ['licence:verify', 'licence-type:read', 'seal:read'] });
    const token = tokenOf(await ask(signJws(key, claims(known)), { scope: 'licence:verify' }));
    problem(await types(token), 'NOT_ALLOWED');
    const session = await request(app.server).get('/api/v1/session').set('Authorization', `Bearer ${token}`).expect(200);
    assert.deepEqual((session.body as { actions: unknown }).actions, ['licence:verify']);
    const denied = await ask(signJws(key, claims(known)), { scope: 'licence:issue' });
    assert.deepEqual([denied.status, (denied.body as { error: unknown }).error], [400, 'invalid_scope']);
    const broad = tokenOf(await ask(signJws(key, claims(known))));
    await types(broad).expect(200);
    problem(await request(app.server).get('/api/v1/licences').set('Authorization', `Bearer ${broad}`), 'NOT_ALLOWED');
    const asked = client(await post(admin, `/clients/${known.id}/changes`, { revision: known.revision, scopes: ['seal:read'] }));
    await types(broad).expect(200);
    await authorise(asked);
    problem(await types(broad), 'NOT_ALLOWED');
  });

  it('are out at once when they are blocked, closed, over, or their key is ended', async () => {
    const key = systemKey('ES256');
    let known = await letIn(key);
    const token = tokenOf(await ask(signJws(key, claims(known))));
    known = client(await post(guard, `/clients/${known.id}/block`, { revision: known.revision }));
    problem(await types(token), 'NOT_SIGNED_IN');
    refused(await ask(signJws(key, claims(known))));
    problem(await post(admin, `/clients/${known.id}/unblock`, { revision: known.revision }), 'NOT_ALLOWED');
    known = client(await post(guard, `/clients/${known.id}/unblock`, { revision: known.revision }));
    await types(token).expect(200);
    known = client(await remove(admin, `/clients/${known.id}/keys/k1?revision=${known.revision}`));
    problem(await types(token), 'NOT_SIGNED_IN');
    refused(await ask(signJws(key, claims(known))));
    problem(await remove(admin, `/clients/${known.id}/keys/none?revision=${known.revision}`), 'CLIENT_KEY_NOT_FOUND');

    const brief = await letIn(key, { validUntil: new Date(now() + 60_000).toISOString() });
    const short = tokenOf(await ask(signJws(key, claims(brief))));
    app.advance(61_000);
    problem(await types(short), 'NOT_SIGNED_IN');
    assert.equal(
      client(await request(app.server).get(`/api/v1/clients/${brief.id}`).set('Cookie', admin.cookie)).state,
      'expired',
    );

    const closing = await letIn(key);
    const last = tokenOf(await ask(signJws(key, claims(closing))));
    const closed = client(await post(admin, `/clients/${closing.id}/closure`, { revision: closing.revision }));
    assert.equal(closed.state, 'closed');
    problem(await types(last), 'NOT_SIGNED_IN');
    problem(await post(guard, `/clients/${closed.id}/unblock`, { revision: closed.revision }), 'CLIENT_CHANGE_REFUSED');
  });

  it('are out once the organisation that they act for has ended', async () => {
    const body = '11990101MB0000091';
    const code = `${body}${creditCodeCheck(body) ?? ''}`;
    const purpose = { item: '机构管理', cause: '撤并', caseNumber: 'ORG-9' };
    const made = { code, name: '将撤局', bodyClass: 'department', areaCode: '990101', purpose };
    const recorded = await post(admin, '/organisations', made);
    assert.equal(recorded.status, 201, recorded.text);
    try {
      const key = systemKey('ES256');
      const known = await letIn(key, { organisation: code });
      const token = tokenOf(await ask(signJws(key, claims(known))));
      await types(token).expect(200);
      const lastDay = localDateAt(now());
      const ending = { revision: 1, kind: 'abolished', lastDay, documentNumber: '样例发〔2026〕9号', successors: [], purpose };
      const ended = await post(admin, `/organisations/${code}/end`, ending);
      assert.equal(ended.status, 200, ended.text);
      problem(await types(token), 'NOT_SIGNED_IN');
      refused(await ask(signJws(key, claims(known))));
      problem(await post(admin, '/clients', order({ organisation: code })), 'ORGANISATION_ENDED');
    } finally {
      await app.store.records.remove('organisations', code);
    }
  });

  it('lose a token when its time is over', async () => {
    const key = systemKey('ES256');
    const token = tokenOf(await ask(signJws(key, claims(await letIn(key)))));
    app.advance(599_000);
    await types(token).expect(200);
    app.advance(1_000);
    problem(await types(token), 'NOT_SIGNED_IN');
  });

  it('change keys without a gap: two at once, each with its term', async () => {
    const [old, next] = [systemKey('ES256'), systemKey('SGD_SM3_SM2')];
    let known = await letIn(old);
    const at = (later: number) => new Date(now() + later).toISOString();
    known = await authorise(
      (await addKey(known, { kind: 'public-key', text: next.pem }, { from: at(60_000), until: at(120_000) })).client,
    );
    tokenOf(await ask(signJws(old, claims(known))));
    refused(await ask(signJws(next, claims(known))));
    app.advance(61_000);
    tokenOf(await ask(signJws(next, claims(known))));
    known = client(await remove(admin, `/clients/${known.id}/keys/k1?revision=${known.revision}`));
    refused(await ask(signJws(old, claims(known))));
    app.advance(60_000);
    refused(await ask(signJws(next, claims(known))));
  });

  it('have keys as JWK, SubjectPublicKeyInfo or certificate, and none that is weak or of another kind', async () => {
    const known = client(await post(admin, '/clients', order()), 201);
    const sm2 = systemKey('SGD_SM3_SM2');
    const point = sm2.spki.subarray(sm2.spki.length - 64);
    const jwk = { kty: 'EC', crv: 'SM2', x: base64url(point.subarray(0, 32)), y: base64url(point.subarray(32)), kid: 'ignored' };
    const { client: keyed } = await addKey(known, { kind: 'jwk', jwk });
    assert.equal((keyed.keys[0] as { publicKey?: string } | undefined)?.publicKey, Buffer.from(sm2.spki).toString('base64'));
    const off = { ...jwk, y: base64url(new Uint8Array(32).fill(7)) };
    const { generateKeyPairSync } = await import('node:crypto');
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'pem', type: 'spki' });
    const curve = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey.export({ format: 'pem', type: 'spki' });
    for (const key of [
      { kind: 'jwk', jwk: off },
      { kind: 'jwk', jwk: { kty: 'OKP', crv: 'Ed25519', x: jwk.x } },
      { kind: 'public-key', text: String(weak) },
      { kind: 'public-key', text: String(curve) },
      { kind: 'public-key', text: 'AAAA' },
      { kind: 'public-key', text: '!!' },
      { kind: 'public-key', text: sm2.pem + sm2.pem },
      { kind: 'certificate', text: sm2.pem },
    ])
      problem(await post(admin, `/clients/${known.id}/keys`, { revision: keyed.revision, key }), 'CLIENT_INVALID');
    const twice = { revision: keyed.revision, id: keyed.keys[0]?.id, key: { kind: 'secret' } };
    problem(await post(admin, `/clients/${known.id}/keys`, twice), 'CLIENT_INVALID');
  });

  it('have API keys that are shown once, authorised like others, and ended', async () => {
    const made = client(await post(admin, '/clients', order()), 201);
    const { client: keyed, secret, keyId } = await addKey(made, { kind: 'secret' });
    assert.match(secret ?? '', /^yz_[0-9a-f]{16}_[0-9a-f]{64}$/);
    problem(await types(secret ?? ''), 'NOT_SIGNED_IN');
    const known = await authorise(keyed);
    await types(secret ?? '').expect(200);
    problem(
      await types(`${(secret ?? '').slice(0, -1)}0`.replace(/.$/, (last) => (last === (secret ?? '').slice(-1) ? '1' : last))),
      'NOT_SIGNED_IN',
    );
    const shown = await request(app.server).get(`/api/v1/clients/${made.id}`).set('Cookie', guard.cookie).expect(200);
    assert.ok(!shown.text.includes((secret ?? '').slice(20)) && !shown.text.includes('digest'));
    client(await remove(admin, `/clients/${made.id}/keys/${keyId}?revision=${known.revision}`));
    problem(await types(secret ?? ''), 'NOT_SIGNED_IN');
  });

  it('are kept to their quotas, and told when to come again', async () => {
    const key = systemKey('ES256');
    const known = await letIn(key, { perMinute: 3 });
    app.advance(60_000 - (now() % 60_000));
    const token = tokenOf(await ask(signJws(key, claims(known))));
    // The token was one of the three.
    await types(token).expect(200);
    await types(token).expect(200);
    const over = await types(token);
    problem(over, 'RATE_LIMITED');
    assert.match(over.get('Retry-After') ?? '', /^[1-9]\d?$/);
    app.advance(60_000);
    await types(token).expect(200);
  });

  it('ask with a form that is one', async () => {
    const send = (body: string, type = 'application/x-www-form-urlencoded') =>
      request(app.server).post(TOKEN).set('Content-Type', type).send(body);
    for (const [body, status, error] of [
      ['grant_type=password', 400, 'unsupported_grant_type'],
      ['', 400, 'unsupported_grant_type'],
      ['grant_type=client_credentials&grant_type=client_credentials', 400, 'invalid_request'],
      ['grant_type=client_credentials', 401, 'invalid_client'],
      ['grant_type=client_credentials&client_assertion=a', 400, 'invalid_request'],
      ['grant_type=%ff', 400, 'unsupported_grant_type'],
      [`grant_type=${'x'.repeat(20_000)}`, 413, 'invalid_request'],
    ] as const) {
      const response = await send(body);
      assert.deepEqual([response.status, (response.body as { error: unknown }).error], [status, error], body.slice(0, 60));
    }
    assert.equal((await send('{}', 'application/json')).status, 415);
  });

  it('find the endpoint by its metadata', async () => {
    const found = await request(app.server).get('/.well-known/oauth-authorization-server').expect(200);
    const metadata = found.body as Record<string, unknown>;
    assert.equal(metadata['issuer'], ISSUED_AT);
    assert.equal(metadata['token_endpoint'], `${ISSUED_AT}${TOKEN}`);
    assert.deepEqual(metadata['token_endpoint_auth_signing_alg_values_supported'], ['RS256', 'PS256', 'ES256', 'SGD_SM3_SM2']);
  });

  it('are listed in pages, and not made for organisations that are not there or scopes that systems cannot have', async () => {
    type Page = { readonly items: readonly Client[]; readonly next: string | null };
    const page = async (query: string) =>
      (await request(app.server).get(`/api/v1/clients${query}`).set('Cookie', admin.cookie).expect(200)).body as Page;
    const all = await page('');
    const first = await page('?limit=2');
    const rest = await page(`?limit=500&cursor=${first.next ?? ''}`);
    assert.deepEqual([...first.items, ...rest.items], all.items);
    problem(await post(admin, '/clients', order({ scopes: ['account:manage'] })), 'CLIENT_INVALID');
    problem(await post(admin, '/clients', order({ validUntil: '2020-01-01T00:00:00Z' })), 'CLIENT_INVALID');
    problem(await post(admin, '/clients', order({ organisation: '11990199MB00000000' })), 'ORGANISATION_NOT_FOUND');
    problem(await request(app.server).get('/api/v1/clients/none').set('Cookie', admin.cookie), 'CLIENT_NOT_FOUND');
  });

  it('are told to the journal with every entry and refusal, without anything secret', async () => {
    const key = systemKey('ES256');
    const known = await letIn(key);
    const assertion = signJws(key, claims(known));
    const token = tokenOf(await ask(assertion));
    refused(await ask(assertion));
    problem(await request(app.server).get('/api/v1/seals').set('Authorization', `Bearer ${token}`), 'NOT_ALLOWED');
    await (await sharedInstallation()).relay.drain();
    const entries = (await newestEntries(app.store)).filter(({ event }) => event.subject === `clients/${known.id}`);
    assert.deepEqual(entries.map(({ event }) => event.kind).sort(), [
      'access-denied',
      'client-authorised',
      'client-key-added',
      'client-recorded',
      'sign-in-refused',
      'signed-in',
    ]);
    const told = JSON.stringify(entries) + app.log();
    for (const secret of [token, assertion, assertion.split('.')[2] ?? '']) assert.ok(!told.includes(secret));
  });
});

describe('http: API keys of no system', function () {
  this.timeout(60_000);
  let app: OpenApp;
  before(async () => {
    app = await openApp();
  });
  after(() => app.close());

  it('are listed without their secrets, and ended by a system administrator', async () => {
    const { createApiKey } = await import('../../../src/services/access/index.ts');
    const { SERVER_ACTOR } = await import('../../../src/services/platform.ts');
    const made = await createApiKey(app.access, SERVER_ACTOR, {
      ...{ name: '旧接口', organisation: ISSUER, role: 'system', demonstration: true },
    });
    const admin = await signInAs(app, 'admin');
    const listed = await request(app.server).get('/api/v1/api-keys?limit=500').set('Cookie', admin.cookie).expect(200);
    const { items } = listed.body as { readonly items: readonly { readonly id: string; readonly ended: boolean }[] };
    assert.equal(items.find(({ id }) => id === made.key._id)?.ended, false);
    assert.ok(!listed.text.includes(made.text.slice(20)) && !listed.text.includes(made.key.secretDigest));
    const session = () => request(app.server).get('/api/v1/session').set('Authorization', `Bearer ${made.text}`);
    await session().expect(200);
    const end = (id: string, who: SignedIn) =>
      request(app.server).delete(`/api/v1/api-keys/${id}`).set('Cookie', who.cookie).set('X-CSRF-Token', who.csrf);
    problem(await end(made.key._id, await signInAs(app, 'security')), 'NOT_ALLOWED');
    const ended = (await end(made.key._id, admin).expect(200)).body as { readonly ended: boolean };
    assert.equal(ended.ended, true);
    problem(await session(), 'NOT_SIGNED_IN');
    problem(await end('none', admin), 'API_KEY_NOT_FOUND');
    await request(app.server).get('/api/v1/session').set('Authorization', bearer(app)).expect(200);
  });
});
