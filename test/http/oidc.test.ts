/** Signing in at an identity provider: a real one, on this machine. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { decodeJwt } from 'jose';
import request, { type Response } from 'supertest';
import { openProviders } from '../../src/adapters/oidc/index.ts';
import { isYinzhengError } from '../../src/base/errors/index.ts';
import { createAccount, lockAccount } from '../../src/services/access/index.ts';
import { secretDigest } from '../../src/services/access/secrets.ts';
import { sweepHolderSessions } from '../../src/services/federation/index.ts';
import { SERVER_ACTOR } from '../../src/services/platform.ts';
import { administratorAs } from '../support/access.ts';
import { openApp, problem, sharedInstallation, signInAs, type OpenApp } from '../support/http.ts';
import {
  CLIENT_ID,
  CLIENT_SECRET,
  comeBack,
  openIdentityServer,
  sessionCookie,
  throughProvider,
  type IdentityServer,
} from '../support/identity-provider.ts';
import { signJws, sm2Jwk, systemKey } from '../support/clients.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { newestEntries } from '../support/newest-entries.ts';

const PUBLIC = 'https://licence.example';
const NUMBER = '990101199001010011';

describe('http: identity providers', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  let staff: IdentityServer;
  let holders: IdentityServer;
  let app: OpenApp;
  let citizenNumber: string;
  before(async () => {
    citizenNumber = withCheck(NUMBER.slice(0, 17));
    const at = (name: string) => ({ redirectUri: `${PUBLIC}/oidc/${name}/callback`, afterSignOut: `${PUBLIC}/` });
    [staff, holders] = await Promise.all([openIdentityServer(at('staff')), openIdentityServer(at('holders'))]);
    writeFileSync(join(folder, 'secret'), `${CLIENT_SECRET}\n`);
    const shared = { clientId: CLIENT_ID, clientSecretFile: 'secret' };
    const claims = { citizenNumber: 'id_no', creditCode: 'uscc', organisation: 'org_name', assurance: 'level' };
    const file = {
      staff: { ...shared, issuer: staff.issuer },
      holders: { ...shared, issuer: holders.issuer, claims, assurances: ['L3', 'L4'], userInfo: true },
    };
    const path = join(folder, 'identity.json');
    writeFileSync(path, JSON.stringify(file));
    const clock = { now: () => Date.now() };
    app = await openApp({ providers: await openProviders(path, { publicUrl: PUBLIC, production: false, clock }) });
    staff.people['u-1'] = { preferred_username: 'oidc-clerk', name: '张样' };
    staff.people['u-2'] = { preferred_username: 'oidc-clerk', name: '李样' };
    staff.people['u-3'] = { preferred_username: 'nobody-here' };
    staff.people['u-4'] = { preferred_username: 'oidc-locked' };
    const citizen = { name: '欧阳晓样', id_no: citizenNumber, level: 'L3' };
    holders.people['h-1'] = citizen;
    holders.people['h-2'] = { ...citizen, uscc: '11990100MB0000027F', org_name: '样例公司' };
    holders.people['h-low'] = { ...citizen, level: 'L1' };
    holders.people['h-wrong'] = { ...citizen, id_no: '990101199001010010' };
    holders.people['h-none'] = { name: '欧阳晓样', level: 'L3' };
    const order = { displayName: '张样', password: null, organisation: '11990100MB0000027F', demonstration: false };
    await createAccount(app.access, SERVER_ACTOR, { ...order, userName: 'oidc-clerk', roles: ['issuer'] });
    const { account } = await createAccount(app.access, SERVER_ACTOR, { ...order, userName: 'oidc-locked', roles: ['issuer'] });
    await lockAccount(app.access, administratorAs('security-administrator'), account._id);
  });
  beforeEach(() => {
    Object.assign(staff, { subject: 'u-1', altering: null, status: null });
    Object.assign(holders, { subject: 'h-1', altering: null, status: null });
  });
  after(async () => {
    await app.close();
    await Promise.all([staff.close(), holders.close()]);
  });

  const signIn = async (name = 'staff'): Promise<Response> => comeBack(app, await throughProvider(app, name));
  const session = (cookie: string) => request(app.server).get('/api/v1/session').set('Cookie', cookie);
  const entered = async (response: Response): Promise<Record<string, unknown>> => {
    assert.equal(response.status, 303, response.text);
    assert.match(response.get('Location') ?? '', /^https:\/\/licence\.example\/(?:#my)?$/);
    return { ...((await session(sessionCookie(response)).expect(200)).body as object), cookie: sessionCookie(response) };
  };
  const told = async (): Promise<readonly string[]> => {
    await (await sharedInstallation()).relay.drain();
    const entries = await newestEntries(app.store);
    return entries.filter(({ event }) => event.kind === 'sign-in-refused').map(({ event }) => String(event.facts['reason']));
  };
  const refusedFor = async (response: Response, reason: string): Promise<void> => {
    problem(response, 'IDENTITY_REFUSED');
    assert.equal(sessionCookie(response), '');
    assert.equal((await told()).at(-1), reason);
  };

  it('let staff into the account that the claim names, with the roles that it has here', async () => {
    const back = await throughProvider(app, 'staff');
    const answer = await comeBack(app, back);
    const body = await entered(answer);
    assert.deepEqual([body['kind'], body['userName'], body['role'], body['required']], ['person', 'oidc-clerk', 'issuer', null]);
    // The cookie of the sign-in is gone, and what came back once does not come back again.
    assert.ok((answer.get('Set-Cookie') ?? []).some((set) => /^yinzheng-flow=;/.test(set)));
    await refusedFor(await comeBack(app, back), 'flow');
  });

  it('never let in who has no account, one that is locked, or a user name that was somebody else’s', async () => {
    await entered(await signIn());
    for (const [subject, reason] of [
      ['u-2', 'linked-elsewhere'],
      ['u-3', 'unknown'],
      ['u-4', 'disabled'],
    ] as const) {
      staff.subject = subject;
      const response = await signIn();
      await refusedFor(response, reason);
      // All of them are told the same.
      assert.match(String((response.body as { detailEn: unknown }).detailEn), /no account here that may sign in/);
    }
    const made = await app.store.records.find('accounts', { index: 'userName', equals: 'nobody-here', limit: 1 });
    assert.deepEqual(made, []);
  });

  it('bind an account anew once a security administrator took the binding away', async () => {
    await entered(await signIn());
    const [account] = await app.store.records.find('accounts', { index: 'userName', equals: 'oidc-clerk', limit: 1 });
    const guard = await signInAs(app, 'security');
    const before = sessionCookie(await signIn());
    const gone = await request(app.server)
      .delete(`/api/v1/accounts/${account?._id ?? ''}/identity`)
      .set('Cookie', guard.cookie)
      .set('X-CSRF-Token', guard.csrf)
      .expect(200);
    assert.equal((gone.body as { linked: unknown }).linked, false);
    problem(await session(before), 'NOT_SIGNED_IN');
    staff.subject = 'u-2';
    await entered(await signIn());
    staff.subject = 'u-1';
    await refusedFor(await signIn(), 'linked-elsewhere');
    await request(app.server)
      .delete(`/api/v1/accounts/${account?._id ?? ''}/identity`)
      .set('Cookie', guard.cookie)
      .set('X-CSRF-Token', guard.csrf)
      .expect(200);
    await entered(await signIn());
  });

  it('end the session of before, whosever it was', async () => {
    const clerk = await signInAs(app, 'clerk');
    const back = await throughProvider(app, 'staff');
    await entered(await comeBack(app, { ...back, cookie: `${back.cookie}; ${clerk.cookie}` }));
    problem(await session(clerk.cookie), 'NOT_SIGNED_IN');
  });

  it('are answered only in the browser that began, with its state, in time', async () => {
    const back = await throughProvider(app, 'staff');
    await refusedFor(await comeBack(app, { ...back, cookie: '' }), 'flow');
    const other = await throughProvider(app, 'staff');
    await refusedFor(await comeBack(app, { ...back, cookie: other.cookie }), 'flow');
    await refusedFor(await comeBack(app, { ...back, path: back.path.replace(/state=[^&]+/, 'state=wrong') }), 'flow');
    await refusedFor(await comeBack(app, { ...back, path: back.path.replace(/&?state=[^&]+/, '') }), 'flow');
    await refusedFor(
      await comeBack(app, { ...back, cookie: back.cookie.replace(/\d$/, (digit) => (digit === '1' ? '2' : '1')) }),
      'flow',
    );
    app.advance(600_000);
    await refusedFor(await comeBack(app, back), 'flow');
    await entered(await signIn());
  });

  it('are not mixed up: what one answers is no answer of the other', async () => {
    const back = await throughProvider(app, 'holders');
    await refusedFor(await comeBack(app, { ...back, path: back.path.replace('holders', 'staff') }), 'flow');
    const own = await throughProvider(app, 'staff');
    const iss = new URL(`${PUBLIC}${own.path}`).searchParams.get('iss');
    assert.equal(iss, staff.issuer);
    await refusedFor(
      await comeBack(app, {
        ...own,
        path: own.path.replace(encodeURIComponent(staff.issuer), encodeURIComponent(holders.issuer)),
      }),
      'provider',
    );
  });

  it('give a code that is good once and for who asked for it', async () => {
    const [first, second] = [await throughProvider(app, 'staff'), await throughProvider(app, 'staff')];
    const code = new URL(`${PUBLIC}${first.path}`).searchParams.get('code') ?? '';
    const replaced = second.path.replace(/code=[^&]+/, `code=${code}`);
    // The verifier of another sign-in does not fit (PKCE).
    await refusedFor(await comeBack(app, { ...second, path: replaced }), 'provider');
    const third = await throughProvider(app, 'staff');
    const used = new URL(`${PUBLIC}${third.path}`).searchParams.get('code') ?? '';
    await entered(await comeBack(app, third));
    const fourth = await throughProvider(app, 'staff');
    await refusedFor(await comeBack(app, { ...fourth, path: fourth.path.replace(/code=[^&]+/, `code=${used}`) }), 'provider');
  });

  it('are refused ID tokens that are not what they must be, though the provider’s own key signed them', async () => {
    const changed =
      (changes: object, header: object = {}) =>
      async (token: string) => {
        const claims = Object.fromEntries(
          Object.entries({ ...decodeJwt(token), ...changes }).filter(([, value]) => value !== undefined),
        );
        return staff.sign(claims, header);
      };
    const seconds = () => Math.floor(Date.now() / 1000);
    for (const changes of [
      { nonce: 'another' },
      { nonce: undefined },
      { aud: 'another' },
      { aud: [CLIENT_ID, 'another'], azp: 'another' },
      { iss: 'https://another.example' },
      { exp: seconds() - 120 },
      { exp: undefined },
      { iat: undefined },
      { sub: undefined },
      { nbf: seconds() + 600 },
    ]) {
      staff.altering = changed(changes);
      await refusedFor(await signIn(), 'provider');
    }
    const { privateKey } = (await import('node:crypto')).generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { SignJWT } = await import('jose');
    for (const alter of [
      (token: string) => `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1] ?? ''}.`,
      (token: string) => `${token.slice(0, -4)}AAAA`,
      (token: string) => new SignJWT(decodeJwt(token)).setProtectedHeader({ alg: 'RS256', kid: 'provider-key' }).sign(privateKey),
      (token: string) =>
        new SignJWT(decodeJwt(token)).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(CLIENT_SECRET)),
      () => 'nonsense',
    ]) {
      staff.altering = alter;
      await refusedFor(await signIn(), 'provider');
    }
    // Clocks may differ by a minute.
    for (const changes of [{ exp: seconds() - 30 }, { iat: seconds() + 30 }, {}]) {
      staff.altering = changed(changes);
      await entered(await signIn());
    }
  });

  it('may sign by SM2, with a key that they publish and no other, and end sessions by it', async () => {
    const [key, other] = [systemKey('SGD_SM3_SM2'), systemKey('SGD_SM3_SM2')];
    const path = join(folder, 'sm2.json');
    for (const algorithm of ['SGD_SM3_SM2', 'SM2']) {
      staff.published.splice(0, staff.published.length, { ...sm2Jwk(key), kid: 'sm2-key', use: 'sig' });
      const described = { issuer: staff.issuer, clientId: CLIENT_ID, clientSecretFile: 'secret', signingAlgorithm: algorithm };
      writeFileSync(path, JSON.stringify({ staff: described }));
      const clock = { now: () => Date.now() };
      const own = await openApp({ providers: await openProviders(path, { publicUrl: PUBLIC, production: false, clock }) });
      const enter = async (alter: (token: string) => string): Promise<Response> => {
        staff.altering = alter;
        return comeBack(own, await throughProvider(own, 'staff'));
      };
      const by =
        (signer: typeof key, header: object = {}) =>
        (token: string) =>
          signJws(signer, decodeJwt(token), { alg: algorithm, kid: 'sm2-key', ...header });
      try {
        const entered = await enter(by(key));
        assert.equal(entered.status, 303, entered.text);
        for (const alter of [
          by(other),
          by(key, { kid: 'another' }),
          by(key, { alg: algorithm === 'SM2' ? 'SGD_SM3_SM2' : 'SM2' }),
          by(key, { alg: 'none' }),
          by(key, { crit: ['b64'], b64: false }),
          (token: string) => `${by(key)(token).slice(0, -4)}AAAA`,
          (token: string) => signJws(key, { ...decodeJwt(token), nonce: 'another' }, { alg: algorithm, kid: 'sm2-key' }),
          (token: string) => signJws(key, { ...decodeJwt(token), aud: 'another' }, { alg: algorithm, kid: 'sm2-key' }),
          // The provider's own RSA key is no key of this algorithm.
          (token: string) => token,
        ]) {
          const refused = await enter(alter);
          problem(refused, 'IDENTITY_REFUSED');
          assert.equal(sessionCookie(refused), '');
        }
        const cookie = sessionCookie(entered);
        const inside = () => request(own.server).get('/api/v1/session').set('Cookie', cookie);
        await inside().expect(200);
        const seconds = Math.floor(Date.now() / 1000);
        const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
        const good = { iss: staff.issuer, aud: CLIENT_ID, sub: 'u-1', iat: seconds, exp: seconds + 120, events };
        const tell = (claims: object, signer = key) =>
          request(own.server)
            .post('/oidc/staff/backchannel-logout')
            .type('form')
            .send({ logout_token: signJws(signer, { jti: randomUUID(), ...claims }, { alg: algorithm, kid: 'sm2-key' }) });
        for (const wrong of [
          { ...good, aud: 'another' },
          { ...good, iss: 'https://another.example' },
          { ...good, iat: seconds - 900 },
          { ...good, exp: seconds - 120 },
          { ...good, nonce: 'x' },
          { ...good, events: {} },
        ])
          assert.equal((await tell(wrong)).status, 401);
        assert.equal((await tell(good, other)).status, 401);
        await inside().expect(200);
        assert.ok((await tell(good)).status < 300);
        problem(await inside(), 'NOT_SIGNED_IN');
      } finally {
        await own.close();
      }
    }
    staff.published.length = 0;
  });

  it('are said to be unavailable when they are, and found again', async () => {
    const back = await throughProvider(app, 'staff');
    staff.status = 503;
    problem(await comeBack(app, back), 'IDENTITY_PROVIDER_UNAVAILABLE');
    staff.status = null;
    await entered(await signIn());
    const gone = createServer();
    gone.listen(0, '127.0.0.1');
    await new Promise((resolve) => gone.once('listening', resolve));
    const { port } = gone.address() as { readonly port: number };
    await new Promise((resolve) => gone.close(resolve));
    const path = join(folder, 'gone.json');
    writeFileSync(path, JSON.stringify({ staff: { issuer: `http://127.0.0.1:${port}`, clientId: 'x' } }));
    const clock = { now: () => Date.now() };
    const down = await openApp({ providers: await openProviders(path, { publicUrl: PUBLIC, production: false, clock }) });
    try {
      problem(await request(down.server).get('/oidc/staff/sign-in'), 'IDENTITY_PROVIDER_UNAVAILABLE');
      problem(await request(down.server).get('/oidc/holders/sign-in'), 'ROUTE_NOT_FOUND');
    } finally {
      await down.close();
    }
  });

  it('tell when the person did not want to', async () => {
    const back = await throughProvider(app, 'staff');
    const path = back.path.replace(/code=[^&]+/, 'error=access_denied');
    await refusedFor(await comeBack(app, { ...back, path }), 'provider');
  });

  it('let holders in by their real name, as pseudonyms that may do what is their own and nothing else', async () => {
    const answer = await signIn('holders');
    assert.equal(answer.get('Location'), `${PUBLIC}/#my`);
    const body = await entered(answer);
    assert.deepEqual([body['kind'], body['name'], body['role'], body['organisation']], ['holder', '欧阳晓样', 'holder', null]);
    const actions = body['actions'] as readonly string[];
    assert.ok(
      actions.includes('holding:read') && actions.every((action) => /^(?:holding|holder-link|representation):/.test(action)),
    );
    assert.ok(!actions.some((action) => action.endsWith(':decide')));
    const cookie = String(body['cookie']);
    const csrf = String(body['csrfToken']);
    for (const path of ['licences', 'seals', 'licence-types', 'organisations', 'accounts', 'clients'])
      problem(await request(app.server).get(`/api/v1/${path}`).set('Cookie', cookie), 'NOT_ALLOWED');
    for (const [path, sent] of [
      ['session/password', { present: 'x', next: 'x' }],
      ['session/role', { role: 'issuer' }],
      ['session/second-factor', { code: '123456' }],
    ] as const)
      problem(
        await request(app.server).post(`/api/v1/${path}`).set('Cookie', cookie).set('X-CSRF-Token', csrf).send(sent),
        'NOT_ALLOWED',
      );
    problem(await request(app.server).post('/api/v1/verifications').set('Cookie', cookie).send({}), 'CSRF_REFUSED');
    const kept = await app.store.records.list('holder-sessions', { limit: 1000 });
    const stored = JSON.stringify(kept);
    for (const secret of ['欧阳', citizenNumber, cookie.split('=')[1] ?? '']) assert.ok(!stored.includes(secret));
    await (await sharedInstallation()).relay.drain();
    const journal = JSON.stringify(await newestEntries(app.store));
    for (const place of [journal, app.log()]) {
      assert.ok(!place.includes(citizenNumber));
      assert.ok(!place.includes('欧阳'));
    }
  });

  it('know a holder again by the same pseudonym, and whom he acts for', async () => {
    const records = async () => app.store.records.list('holder-sessions', { limit: 1000 });
    const before = new Set((await records()).map(({ _id }) => _id));
    await entered(await signIn('holders'));
    await entered(await signIn('holders'));
    holders.subject = 'h-2';
    await entered(await signIn('holders'));
    const made = (await records()).filter(({ _id }) => !before.has(_id));
    assert.equal(made.length, 3);
    assert.equal(new Set(made.map(({ pseudonym }) => pseudonym)).size, 1);
    assert.equal(new Set(made.map(({ blob }) => blob)).size, 3);
    assert.deepEqual(made.map(({ enterprise }) => enterprise !== null).sort(), [false, false, true]);
  });

  it('refuse holders without a real number, or identified too weakly', async () => {
    for (const [subject, reason] of [
      ['h-low', 'assurance'],
      ['h-wrong', 'attributes'],
      ['h-none', 'attributes'],
    ] as const) {
      holders.subject = subject;
      await refusedFor(await signIn('holders'), reason);
    }
  });

  it('end every session of a holder that asks for it, and none of another', async () => {
    const [one, two] = [await entered(await signIn('holders')), await entered(await signIn('holders'))];
    holders.subject = 'h-2';
    const other = await entered(await signIn('holders'));
    await request(app.server)
      .delete('/api/v1/sessions')
      .set('Cookie', String(one['cookie']))
      .set('X-CSRF-Token', String(one['csrfToken']))
      .expect(204);
    for (const { cookie } of [one, two]) problem(await session(String(cookie)), 'NOT_SIGNED_IN');
    await session(String(other['cookie'])).expect(200);
    await (await sharedInstallation()).relay.drain();
    const [event] = (await newestEntries(app.store)).filter(({ event: { kind } }) => kind === 'signed-out-everywhere').slice(-1);
    assert.match(event?.event.subject ?? '', /^holders\//);
  });

  it('end sessions here and there, and forget what was kept of a holder', async () => {
    const body = await entered(await signIn('holders'));
    const cookie = String(body['cookie']);
    const secret = cookie.split('=')[1] ?? '';
    const id = secretDigest(secret, app.access.crypto);
    const kept = await app.store.records.get('holder-sessions', id);
    assert.ok(kept);
    await app.store.blobs.get(kept.blob);
    problem(await request(app.server).delete('/api/v1/session').set('Cookie', cookie), 'CSRF_REFUSED');
    const ended = await request(app.server)
      .delete('/api/v1/session')
      .set('Cookie', cookie)
      .set('X-CSRF-Token', String(body['csrfToken']))
      .expect(200);
    const { signOutUrl } = ended.body as { readonly signOutUrl: string };
    assert.ok(signOutUrl.startsWith(`${holders.issuer}/session/end`));
    const asked = new URL(signOutUrl).searchParams;
    assert.equal(asked.get('post_logout_redirect_uri'), `${PUBLIC}/`);
    assert.equal((await fetch(signOutUrl, { redirect: 'manual' })).status, 200);
    problem(await session(cookie), 'NOT_SIGNED_IN');
    const left = await app.store.records.list('holder-sessions', { limit: 1000 });
    assert.ok(!left.some(({ _id }) => _id === id));
    await assert.rejects(app.store.blobs.get(kept.blob), (error) => isYinzhengError(error, 'BLOB_NOT_FOUND'));
    const clerk = await signInAs(app, 'clerk');
    await request(app.server).delete('/api/v1/session').set('Cookie', clerk.cookie).set('X-CSRF-Token', clerk.csrf).expect(204);
  });

  it('end sessions that are idle too long, and forget them', async () => {
    const cookie = sessionCookie(await signIn('holders'));
    app.advance(29 * 60_000);
    await session(cookie).expect(200);
    app.advance(31 * 60_000);
    problem(await session(cookie), 'NOT_SIGNED_IN');
    await signIn('holders');
    app.advance(31 * 60_000);
    await sweepHolderSessions({ ...app.access });
    const left = await app.store.records.list('holder-sessions', { limit: 1000 });
    assert.deepEqual(left, []);
  });

  it('say that sessions ended there: those of one session, or all of a person', async () => {
    const claims = (changes: object = {}) => ({
      ...{ iss: staff.issuer, aud: CLIENT_ID, iat: Math.floor(Date.now() / 1000), jti: randomUUID(), sub: 'u-1' },
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
      ...changes,
    });
    const notify = async (token: string, name = 'staff'): Promise<Response> =>
      request(app.server).post(`/oidc/${name}/backchannel-logout`).type('form').send({ logout_token: token });
    const cookie = sessionCookie(await signIn());
    for (const changes of [
      { aud: 'another' },
      { iss: holders.issuer },
      { nonce: 'x' },
      { events: {} },
      { events: undefined },
      { jti: undefined },
      { sub: undefined },
      { iat: Math.floor(Date.now() / 1000) - 600 },
    ])
      problem(await notify(await staff.sign(claims(changes))), 'IDENTITY_REFUSED');
    problem(await notify(await holders.sign(claims())), 'IDENTITY_REFUSED');
    problem(await notify(`${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`), 'IDENTITY_REFUSED');
    problem(await request(app.server).post('/oidc/staff/backchannel-logout').type('form').send({}), 'BODY_MALFORMED');
    await session(cookie).expect(200);
    const notice = await staff.sign(claims());
    assert.equal((await notify(notice)).status, 200);
    problem(await session(cookie), 'NOT_SIGNED_IN');
    problem(await notify(notice), 'IDENTITY_REFUSED');

    const holder = sessionCookie(await signIn('holders'));
    const ending = await holders.sign({ ...claims({ sub: 'h-1' }), iss: holders.issuer });
    assert.equal((await notify(ending, 'holders')).status, 200);
    problem(await session(holder), 'NOT_SIGNED_IN');
  });

  it('are described by a file that is checked at the start', async () => {
    const clock = { now: () => Date.now() };
    const open = (content: unknown, production = false) => {
      const path = join(folder, 'checked.json');
      writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
      return openProviders(path, { publicUrl: PUBLIC, production, clock });
    };
    const good = { issuer: 'https://id.example', clientId: 'x' };
    assert.deepEqual(Object.keys(await open({ staff: good }, true)), ['staff']);
    assert.deepEqual(await openProviders(null, { publicUrl: PUBLIC, production: true, clock }), {});
    for (const [content, production] of [
      ['{', false],
      [{ staff: { ...good, unknown: 1 } }, false],
      [{ staff: { ...good, issuer: 'http://id.example' } }, false],
      [{ staff: { ...good, issuer: 'http://127.0.0.1:1' } }, true],
      [{ holders: good }, false],
    ] as const)
      await assert.rejects(open(content, production), (error) => isYinzhengError(error, 'IDENTITY_FILE_INVALID'));
  });
});

/** A citizen number of a place that does not exist, with its check character (GB 11643). */
function withCheck(body: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = [...body].reduce((total, digit, index) => total + Number(digit) * (weights[index] ?? 0), 0);
  return `${body}${'10X98765432'.charAt(sum % 11)}`;
}
