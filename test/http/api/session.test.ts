import assert from 'node:assert/strict';
import request from 'supertest';
import { openApp, passwordOf, problem, signInAs, bearer, type OpenApp } from '../../support/http.ts';

const SESSION = '/api/v1/session';
const MINUTE = 60_000;

describe('http: session', function () {
  this.timeout(300_000);
  let app: OpenApp;
  before(async () => {
    app = await openApp();
  });
  after(() => app.close());

  const attempt = (userName: string, password: string) => request(app.server).post(SESSION).send({ userName, password });

  it('signs in, tells who and what may be done, signs out', async () => {
    const signedIn = await attempt(' Clerk ', passwordOf(app, 'clerk')).expect(201);
    const cookie = signedIn.get('Set-Cookie')?.[0] ?? '';
    assert.match(cookie, /^yinzheng=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Lax$/);
    const body = signedIn.body as Record<string, unknown>;
    assert.equal(body['userName'], 'clerk');
    assert.equal(body['role'], 'issuer');
    assert.ok((body['actions'] as string[]).includes('licence:issue'));
    assert.doesNotMatch(signedIn.text, /passwordHash|scrypt/);
    const pair = cookie.split(';')[0] ?? '';
    const again = await request(app.server).get(SESSION).set('Cookie', pair).expect(200);
    assert.deepEqual(again.body, signedIn.body);
    const out = await request(app.server)
      .delete(SESSION)
      .set('Cookie', pair)
      .set('X-CSRF-Token', String(body['csrfToken']))
      .expect(204);
    assert.match(out.get('Set-Cookie')?.[0] ?? '', /^yinzheng=; Path=\/; Expires=Thu, 01 Jan 1970/);
    problem(await request(app.server).get(SESSION).set('Cookie', pair), 'NOT_SIGNED_IN');
  });

  it('gives a __Host- cookie, Secure, and strict transport over https', async () => {
    const secure = await openApp({ settings: { cookieSecure: true } });
    try {
      const response = await request(secure.server)
        .post(SESSION)
        .send({ userName: 'clerk', password: passwordOf(secure, 'clerk') })
        .expect(201);
      const cookie = response.get('Set-Cookie')?.[0] ?? '';
      assert.match(cookie, /^__Host-yinzheng=[0-9a-f]{64}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
      assert.match(response.get('Strict-Transport-Security') ?? '', /max-age=31536000/);
      await request(secure.server)
        .get(SESSION)
        .set('Cookie', cookie.split(';')[0] ?? '')
        .expect(200);
      // A cookie that a subdomain could have set is not looked at.
      const plain = (cookie.split(';')[0] ?? '').replace('__Host-', '');
      problem(await request(secure.server).get(SESSION).set('Cookie', plain), 'NOT_SIGNED_IN');
    } finally {
      await secure.close();
    }
  });

  it('answers wrong names, wrong passwords and disabled accounts alike', async () => {
    const account = (await app.store.records.find('accounts', { index: 'userName', equals: 'auditor', limit: 1 }))[0];
    assert.ok(account);
    const disabled = { ...account, version: account.version + 1, disabled: true };
    await app.store.records.replace('accounts', disabled);
    try {
      const bodies = [];
      for (const [userName, password] of [
        ['nobody', 'a wrong password'],
        ['clerk', 'a wrong password'],
        ['auditor', passwordOf(app, 'auditor')],
        ['a\u0000b\ud800', 'x'],
      ] as const) {
        const body = { ...problem(await attempt(userName, password), 'SIGN_IN_REFUSED') };
        delete body['instance'];
        delete body['requestId'];
        bodies.push(JSON.stringify(body));
      }
      assert.equal(new Set(bodies).size, 1);
    } finally {
      await app.store.records.replace('accounts', { ...disabled, version: disabled.version + 1, disabled: false });
    }
  });

  it('ends the sessions of an account that is disabled', async () => {
    const { cookie } = await signInAs(app, 'admin');
    const account = (await app.store.records.find('accounts', { index: 'userName', equals: 'admin', limit: 1 }))[0];
    assert.ok(account);
    const disabled = { ...account, version: account.version + 1, disabled: true };
    await app.store.records.replace('accounts', disabled);
    problem(await request(app.server).get(SESSION).set('Cookie', cookie), 'NOT_SIGNED_IN');
    await app.store.records.replace('accounts', { ...disabled, version: disabled.version + 1, disabled: false });
    problem(await request(app.server).get(SESSION).set('Cookie', cookie), 'NOT_SIGNED_IN');
  });

  it('begins a new session at sign-in and ends the one that the browser had', async () => {
    const first = await signInAs(app, 'counter');
    const second = await request(app.server)
      .post(SESSION)
      .set('Cookie', first.cookie)
      .send({ userName: 'counter', password: passwordOf(app, 'counter') })
      .expect(201);
    const cookie = (second.get('Set-Cookie')?.[0] ?? '').split(';')[0] ?? '';
    assert.notEqual(cookie, first.cookie);
    problem(await request(app.server).get(SESSION).set('Cookie', first.cookie), 'NOT_SIGNED_IN');
    await request(app.server).get(SESSION).set('Cookie', cookie).expect(200);
  });

  it('signs out everywhere, and goes on in another role under a new cookie', async () => {
    const [here, there] = [await signInAs(app, 'counter'), await signInAs(app, 'counter')];
    const own = (call: request.Test) => call.set('Cookie', here.cookie).set('X-CSRF-Token', here.csrf);
    problem(await own(request(app.server).post(`${SESSION}/role`)).send({ role: 'issuer' }), 'NOT_ALLOWED');
    const taken = await own(request(app.server).post(`${SESSION}/role`))
      .send({ role: 'verifier' })
      .expect(200);
    const cookie = (taken.get('Set-Cookie')?.[0] ?? '').split(';')[0] ?? '';
    const { csrfToken, roles } = taken.body as { readonly csrfToken: string; readonly roles: readonly string[] };
    assert.deepEqual(roles, ['verifier']);
    problem(await request(app.server).get(SESSION).set('Cookie', here.cookie), 'NOT_SIGNED_IN');
    const all = request(app.server).delete('/api/v1/sessions').set('Cookie', cookie).set('X-CSRF-Token', csrfToken);
    assert.match((await all.expect(204)).get('Set-Cookie')?.[0] ?? '', /^yinzheng=; /);
    for (const ended of [cookie, there.cookie])
      problem(await request(app.server).get(SESSION).set('Cookie', ended), 'NOT_SIGNED_IN');
  });

  it('never takes over a session id that somebody planted', async () => {
    const planted = `yinzheng=${'ab'.repeat(32)}`;
    const response = await request(app.server)
      .post(SESSION)
      .set('Cookie', planted)
      .send({ userName: 'counter', password: passwordOf(app, 'counter') })
      .expect(201);
    assert.ok(!(response.get('Set-Cookie')?.[0] ?? '').startsWith(planted));
    problem(await request(app.server).get(SESSION).set('Cookie', planted), 'NOT_SIGNED_IN');
  });

  it('ends sessions after half an hour without use and after twelve hours with it', async () => {
    const own = await openApp();
    try {
      const idle = await signInAs(own, 'clerk');
      own.advance(29 * MINUTE);
      await request(own.server).get(SESSION).set('Cookie', idle.cookie).expect(200);
      own.advance(29 * MINUTE);
      await request(own.server).get(SESSION).set('Cookie', idle.cookie).expect(200);
      own.advance(30 * MINUTE);
      problem(await request(own.server).get(SESSION).set('Cookie', idle.cookie), 'NOT_SIGNED_IN');

      const used = await signInAs(own, 'clerk');
      for (let minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
        own.advance(20 * MINUTE);
        await request(own.server).get(SESSION).set('Cookie', used.cookie).expect(200);
      }
      own.advance(20 * MINUTE);
      problem(await request(own.server).get(SESSION).set('Cookie', used.cookie), 'NOT_SIGNED_IN');
    } finally {
      await own.close();
    }
  });

  it('needs the token of the session for every change', async () => {
    const { cookie, csrf } = await signInAs(app, 'clerk');
    const other = await signInAs(app, 'counter');
    const change = () => request(app.server).delete(SESSION).set('Cookie', cookie);
    problem(await change(), 'CSRF_REFUSED');
    problem(await change().set('X-CSRF-Token', ''), 'CSRF_REFUSED');
    problem(await change().set('X-CSRF-Token', `${csrf}0`), 'CSRF_REFUSED');
    problem(await change().set('X-CSRF-Token', other.csrf), 'CSRF_REFUSED');
    problem(
      await request(app.server)
        .post('/api/v1/verifications')
        .set('Cookie', cookie)
        .set('Content-Type', 'application/pdf')
        .send('%PDF-1.7'),
      'CSRF_REFUSED',
    );
    await request(app.server).get(SESSION).set('Cookie', cookie).expect(200);
    await change().set('X-CSRF-Token', csrf).expect(204);
  });

  it('takes API keys, which need no token, and nothing like them', async () => {
    const response = await request(app.server).get(SESSION).set('Authorization', bearer(app)).expect(200);
    assert.equal((response.body as Record<string, unknown>)['kind'], 'system');
    assert.equal((response.body as Record<string, unknown>)['csrfToken'], null);
    const text = app.credentials.apiKey.text;
    const wrong = text.slice(0, -1) + (text.endsWith('0') ? '1' : '0');
    const unknown = text.replace(/^yz_.{16}/, `yz_${'0'.repeat(16)}`);
    for (const header of [`Bearer ${wrong}`, `Bearer ${unknown}`, `Bearer ${text}0`, `Basic ${text}`, 'Bearer', `Bearer yz__`]) {
      const refused = await request(app.server).get(SESSION).set('Authorization', header);
      problem(refused, 'NOT_SIGNED_IN');
      assert.match(refused.get('WWW-Authenticate') ?? '', /^Bearer/);
    }
    // A wrong key is not made good by a right cookie.
    const { cookie } = await signInAs(app, 'clerk');
    problem(
      await request(app.server).get(SESSION).set('Cookie', cookie).set('Authorization', `Bearer ${wrong}`),
      'NOT_SIGNED_IN',
    );
  });

  it('refuses a disabled API key', async () => {
    const id = app.credentials.apiKey.text.split('_')[1] ?? '';
    const key = await app.store.records.get('api-keys', id);
    assert.ok(key);
    await app.store.records.replace('api-keys', { ...key, version: key.version + 1, disabled: true });
    problem(await request(app.server).get(SESSION).set('Authorization', bearer(app)), 'NOT_SIGNED_IN');
    await app.store.records.replace('api-keys', { ...key, version: key.version + 2, disabled: false });
    await request(app.server).get(SESSION).set('Authorization', bearer(app)).expect(200);
  });

  it('refuses demonstration accounts and keys in production', async () => {
    const production = await openApp({ demonstration: false });
    try {
      const signIn = await request(production.server)
        .post(SESSION)
        .send({ userName: 'clerk', password: passwordOf(production, 'clerk') });
      problem(signIn, 'DEMONSTRATION_REFUSED');
      assert.equal(signIn.get('Set-Cookie'), undefined);
      problem(await request(production.server).get(SESSION).set('Authorization', bearer(production)), 'NOT_SIGNED_IN');
      const { cookie } = await signInAs(app, 'clerk');
      problem(await request(production.server).get(SESSION).set('Cookie', cookie), 'NOT_SIGNED_IN');
    } finally {
      await production.close();
    }
  });

  it('makes an account wait after five wrong passwords, the right one too, whoever asks', async () => {
    const own = await openApp();
    try {
      const post = (password: string) => request(own.server).post(SESSION).send({ userName: 'sealer', password });
      for (let count = 0; count < 5; count++) problem(await post('a wrong password'), 'SIGN_IN_REFUSED');
      const waiting = await post(passwordOf(own, 'sealer'));
      problem(waiting, 'RATE_LIMITED');
      assert.ok(Number(waiting.get('Retry-After')) > 0 && Number(waiting.get('Retry-After')) <= 60);
      own.advance(61_000);
      await post(passwordOf(own, 'sealer')).expect(201);
      for (let count = 0; count < 4; count++) problem(await post('a wrong password'), 'SIGN_IN_REFUSED');
      await post(passwordOf(own, 'sealer')).expect(201);
    } finally {
      await own.close();
    }
  });

  it('limits sign-ins of one address', async () => {
    const own = await openApp({ settings: { rates: { signIn: 3, code: 1, verification: 1, ocsp: 1, timeStamp: 1, token: 1 } } });
    try {
      const post = () => request(own.server).post(SESSION).send({ userName: 'nobody', password: 'x' });
      for (let count = 0; count < 3; count++) problem(await post(), 'SIGN_IN_REFUSED');
      const limited = await post();
      problem(limited, 'RATE_LIMITED');
      assert.ok(Number(limited.get('Retry-After')) >= 1);
    } finally {
      await own.close();
    }
  });

  it('records sign-ins, refusals and sign-outs in the journal, without names', async () => {
    const before = (await app.store.journal.head()).sequence;
    const { cookie, csrf } = await signInAs(app, 'clerk');
    await attempt('clerk', 'a wrong password');
    await request(app.server).delete(SESSION).set('Cookie', cookie).set('X-CSRF-Token', csrf).expect(204);
    const entries = await app.store.journal.read(before + 1, 100);
    const kinds = entries.map(({ event }) => event.kind);
    assert.deepEqual(kinds, ['signed-in', 'sign-in-refused', 'signed-out']);
    assert.doesNotMatch(JSON.stringify(entries), /clerk|发证员|127\.0\.0\.1/);
    assert.doesNotMatch(JSON.stringify(entries), new RegExp(cookie.split('=')[1] ?? '-'));
  });

  it('refuses actions that a role does not have, and records that', async () => {
    const before = (await app.store.journal.head()).sequence;
    const { cookie } = await signInAs(app, 'counter');
    const refused = problem(await request(app.server).get('/api/v1/licences').set('Cookie', cookie), 'NOT_ALLOWED');
    assert.match(String(refused['detail']), /licence:read/);
    const entries = await app.store.journal.read(before + 1, 100);
    assert.deepEqual(
      entries.map(({ event }) => [event.kind, event.facts['action'] ?? null]),
      [
        ['signed-in', null],
        ['access-denied', 'licence:read'],
      ],
    );
  });

  it('ends sessions by the rules of now, whenever they began', async () => {
    const own = await openApp({ sessionRules: { idle: 120_000, longest: 600_000 } });
    const strict = await openApp({ sessionRules: { idle: 600_000, longest: 240_000 } });
    try {
      const { cookie } = await signInAs(own, 'clerk');
      const session = (app: OpenApp) => request(app.server).get(SESSION).set('Cookie', cookie);
      const shown = (await session(own).expect(200)).body as { readonly idleSeconds: unknown };
      assert.equal(shown.idleSeconds, 120);
      for (let waited = 0; waited < 500; waited += 100) {
        own.advance(100_000);
        await session(own).expect(200);
      }
      strict.advance(500_000);
      problem(await session(strict), 'NOT_SIGNED_IN');
      const other = await signInAs(own, 'clerk');
      own.advance(120_000);
      problem(await request(own.server).get(SESSION).set('Cookie', other.cookie), 'NOT_SIGNED_IN');
    } finally {
      await Promise.all([own.close(), strict.close()]);
    }
  });

  it('bounds the requests of an account over all its sessions, and says when to come again', async () => {
    const own = await openApp({ sessionRules: { perMinute: 4 } });
    try {
      // A day of its own: others count in the same store.
      own.advance(40 * 86_400_000 - (own.access.clock.now() % 60_000));
      const [first, second] = [await signInAs(own, 'counter'), await signInAs(own, 'counter')];
      const get = ({ cookie }: { readonly cookie: string }) => request(own.server).get(SESSION).set('Cookie', cookie);
      for (const who of [first, second, first, second]) await get(who).expect(200);
      const over = await get(first);
      problem(over, 'RATE_LIMITED');
      assert.match(over.get('Retry-After') ?? '', /^[1-9]\d?$/);
      const other = await signInAs(own, 'clerk');
      await get(other).expect(200);
      own.advance(60_000);
      await get(first).expect(200);
    } finally {
      await own.close();
    }
  });
});
