import assert from 'node:assert/strict';
import request from 'supertest';
import type { ErrorCode } from '../../../src/base/errors/index.ts';
import { createAccount } from '../../../src/services/access/index.ts';
import { stepOf, totpCode } from '../../../src/services/access/totp.ts';
import { SERVER_ACTOR } from '../../../src/services/platform.ts';
import { secretOf } from '../../support/access.ts';
import { bearer, openApp, problem, signInAs, type OpenApp, type SignedIn } from '../../support/http.ts';

const ACCOUNTS = '/api/v1/accounts';
const SESSION = '/api/v1/session';

interface Account {
  readonly id: string;
  readonly userName: string;
  readonly roles: readonly string[];
  readonly state: string;
}

describe('http: accounts', function () {
  this.timeout(300_000);
  let app: OpenApp;
  let admin: SignedIn;
  let security: SignedIn;
  before(async () => {
    app = await openApp();
    [admin, security] = [await signInAs(app, 'admin'), await signInAs(app, 'security')];
  });
  after(() => app.close());

  const post = (who: SignedIn, path: string, body?: object) => {
    const call = request(app.server).post(path).set('Cookie', who.cookie).set('X-CSRF-Token', who.csrf);
    return body ? call.send(body) : call;
  };
  const act = async (who: SignedIn, path: string, body?: object) =>
    (await post(who, `${ACCOUNTS}/${path}`, body).expect(200)).body as Account;
  const attempt = (userName: string, password: string) => request(app.server).post(SESSION).send({ userName, password });
  const enter = async (userName: string, password: string): Promise<SignedIn> => {
    const response = await attempt(userName, password).expect(201);
    const { csrfToken } = response.body as { readonly csrfToken: string };
    return { cookie: (response.get('Set-Cookie')?.[0] ?? '').split(';')[0] ?? '', csrf: csrfToken };
  };
  const seals = (who: SignedIn) => request(app.server).get('/api/v1/seals').set('Cookie', who.cookie);
  const make = async (userName: string) => {
    const body = { userName, displayName: '某人', organisation: '11990100MB0000027F' };
    const made = await post(admin, ACCOUNTS, body).expect(201);
    return made.body as { readonly account: Account; readonly initialPassword: string };
  };

  it('makes an account, lets its holder choose a password, gives it a role, locks it, closes it', async () => {
    const { account, initialPassword } = await make('Newcomer');
    assert.deepEqual([account.userName, account.roles, account.state], ['newcomer', [], 'initial']);
    const { id } = account;
    assert.deepEqual((await act(security, `${id}/roles`, { roles: ['seal-user'] })).roles, ['seal-user']);

    const first = await enter('newcomer', initialPassword);
    const told = await request(app.server).get(SESSION).set('Cookie', first.cookie).expect(200);
    assert.equal((told.body as Record<string, unknown>)['required'], 'password-change');
    problem(await seals(first), 'PASSWORD_CHANGE_REQUIRED');
    const choice = { present: initialPassword, next: 'a password of my own' };
    problem(await post(first, `${SESSION}/password`, { ...choice, present: 'wrong' }), 'PASSWORD_REFUSED');
    const changed = await post(first, `${SESSION}/password`, choice).expect(200);
    const own: SignedIn = {
      cookie: (changed.get('Set-Cookie')?.[0] ?? '').split(';')[0] ?? '',
      csrf: (changed.body as { readonly csrfToken: string }).csrfToken,
    };
    assert.notEqual(own.cookie, first.cookie);
    problem(await seals(first), 'NOT_SIGNED_IN');
    await seals(own).expect(200);

    assert.equal((await act(security, `${id}/lock`)).state, 'locked');
    problem(await seals(own), 'NOT_SIGNED_IN');
    problem(await attempt('newcomer', choice.next), 'SIGN_IN_REFUSED');
    assert.equal((await act(security, `${id}/unlock`, {})).state, 'active');
    problem(await seals(own), 'NOT_SIGNED_IN');
    const again = await enter('newcomer', choice.next);
    await seals(again).expect(200);

    const reset = (await post(admin, `${ACCOUNTS}/${id}/password`).expect(200)).body as { readonly initialPassword: string };
    problem(await seals(again), 'NOT_SIGNED_IN');
    const returned = await enter('newcomer', reset.initialPassword);
    assert.equal((await act(admin, `${id}/closure`)).state, 'closed');
    problem(await seals(returned), 'NOT_SIGNED_IN');
    problem(await post(security, `${ACCOUNTS}/${id}/unlock`, {}), 'ACCOUNT_CHANGE_REFUSED');
    const shown = await request(app.server).get(`${ACCOUNTS}/${id}`).set('Cookie', admin.cookie).expect(200);
    assert.equal((shown.body as Account).state, 'closed');
    assert.doesNotMatch(shown.text, /scrypt|passwordHash/);
    const log = app.log();
    for (const secret of [initialPassword, reset.initialPassword, choice.next, '某人']) assert.ok(!log.includes(secret));
  });

  it('asks administrators for a second factor, and lets a lost one be taken away', async () => {
    const { deps, next } = { deps: app.access, next: 'a password of my own' };
    const order = { userName: 'second', displayName: 'x', password: null, organisation: null, demonstration: false };
    const { account, password } = await createAccount(deps, SERVER_ACTOR, { ...order, roles: ['administrator'] });
    const first = await enter('second', password);
    problem(await post(first, `${SESSION}/second-factor/enrolment`), 'PASSWORD_CHANGE_REQUIRED');
    await post(first, `${SESSION}/password`, { present: password, next }).expect(200);

    const fresh = await enter('second', next);
    const own = (who: SignedIn) => request(app.server).get(ACCOUNTS).set('Cookie', who.cookie);
    problem(await own(fresh), 'SECOND_FACTOR_ENROLMENT_REQUIRED');
    const begun = (await post(fresh, `${SESSION}/second-factor/enrolment`).expect(201)).body as { readonly secret: string };
    const code = () => totpCode(secretOf(begun.secret), stepOf(deps.clock.now()));
    problem(await post(fresh, `${SESSION}/second-factor/confirmation`, { code: 'wrong!' }), 'SECOND_FACTOR_REFUSED');
    const done = await post(fresh, `${SESSION}/second-factor/confirmation`, { code: code() }).expect(200);
    const { session, recoveryCodes } = done.body as { readonly session: object; readonly recoveryCodes: readonly string[] };
    assert.equal((session as Record<string, unknown>)['required'], null);
    await own({ cookie: (done.get('Set-Cookie')?.[0] ?? '').split(';')[0] ?? '', csrf: '' }).expect(200);
    problem(await own(fresh), 'NOT_SIGNED_IN');

    const later = await enter('second', next);
    problem(await own(later), 'SECOND_FACTOR_REQUIRED');
    problem(await post(later, `${SESSION}/second-factor`, { code: code() }), 'SECOND_FACTOR_REFUSED');
    const proved = await post(later, `${SESSION}/second-factor`, { code: recoveryCodes[0] }).expect(200);
    await own({ cookie: (proved.get('Set-Cookie')?.[0] ?? '').split(';')[0] ?? '', csrf: '' }).expect(200);
    for (const secret of [begun.secret, ...recoveryCodes]) assert.ok(!app.log().includes(secret));

    const remove = (who: SignedIn) =>
      request(app.server)
        .delete(`${ACCOUNTS}/${account._id}/second-factor`)
        .set('Cookie', who.cookie)
        .set('X-CSRF-Token', who.csrf);
    problem(await remove(admin), 'NOT_ALLOWED');
    assert.equal(((await remove(security).expect(200)).body as Record<string, unknown>)['secondFactor'], false);
    problem(await own(await enter('second', next)), 'SECOND_FACTOR_ENROLMENT_REQUIRED');
  });

  it('answers everybody else and every wrong call with the reason', async () => {
    const { account } = await make('bystander');
    const refused: readonly (readonly [string, string, object | undefined, ErrorCode])[] = [
      ['admin', `${account.id}/roles`, { roles: ['issuer'] }, 'NOT_ALLOWED'],
      ['admin', `${account.id}/lock`, undefined, 'NOT_ALLOWED'],
      ['security', `${account.id}/closure`, undefined, 'NOT_ALLOWED'],
      ['security', `${account.id}/password`, undefined, 'NOT_ALLOWED'],
      ['auditor', `${account.id}/closure`, undefined, 'NOT_ALLOWED'],
      ['clerk', `${account.id}/roles`, { roles: ['issuer'] }, 'NOT_ALLOWED'],
      ['security', `${account.id}/roles`, { roles: ['auditor', 'issuer'] }, 'ROLES_INCOMPATIBLE'],
      ['security', `${account.id}/roles`, { roles: ['auditor'] }, 'ACCOUNT_CHANGE_REFUSED'],
      ['security', `${account.id}/roles`, { roles: ['system'] }, 'REQUEST_INVALID'],
      ['security', `${'0'.repeat(32)}/lock`, undefined, 'ACCOUNT_NOT_FOUND'],
    ];
    for (const [who, path, body, code] of refused)
      problem(await post(await signInAs(app, who), `${ACCOUNTS}/${path}`, body), code);
    problem(await post(admin, ACCOUNTS, { userName: 'bystander', displayName: 'x', organisation: null }), 'ALREADY_EXISTS');
    problem(await post(admin, ACCOUNTS, { userName: 'a b', displayName: 'x', organisation: null }), 'INPUT_INVALID');
    problem(await request(app.server).get(ACCOUNTS).set('Authorization', bearer(app)), 'NOT_ALLOWED');
    problem(await request(app.server).get(ACCOUNTS), 'NOT_SIGNED_IN');
    const password = { present: 'x', next: 'a password of my own' };
    const system = request(app.server).post(`${SESSION}/password`).set('Authorization', bearer(app));
    problem(await system.send(password), 'NOT_ALLOWED');
  });

  it('lists accounts a page at a time', async () => {
    const auditor = await signInAs(app, 'auditor');
    const names: string[] = [];
    let cursor = '';
    do {
      const response = await request(app.server).get(`${ACCOUNTS}?limit=3${cursor}`).set('Cookie', auditor.cookie).expect(200);
      const page = response.body as { readonly items: readonly Account[]; readonly next: string | null };
      names.push(...page.items.map(({ userName }) => userName));
      cursor = page.next === null ? '' : `&cursor=${page.next}`;
    } while (cursor !== '');
    for (const name of ['clerk', 'sealer', 'counter', 'auditor', 'admin', 'security']) assert.ok(names.includes(name), name);
    assert.equal(new Set(names).size, names.length);
  });
});
