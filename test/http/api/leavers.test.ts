/** Those of an organisation that ends: let in until its last day is over, then no more, and again once they are given to its successor. */
import assert from 'node:assert/strict';
import request, { type Response } from 'supertest';
import { addDays, endOfDay, localDateAt, type LocalDate } from '../../../src/base/time.ts';
import { creditCodeCheck } from '../../../src/domain/identifier/index.ts';
import { createApiKey } from '../../../src/services/access/index.ts';
import { SERVER_ACTOR } from '../../../src/services/platform.ts';
import { newestEntries } from '../../support/newest-entries.ts';
import { openApp, problem, sharedInstallation, signInAs, type OpenApp, type SignedIn } from '../../support/http.ts';

const PURPOSE = { item: '机构管理', cause: '机构改革', caseNumber: 'ORG-L' };
const SUCCESSOR = '11990100MB0000035A';
const PASSWORD = 'a password of my own';

function codeOf(n: number): string {
  const body = `11990101MB${String(n).padStart(7, '0')}`;
  return `${body}${creditCodeCheck(body) ?? ''}`;
}

describe('http: who belongs to an organisation that ends', function () {
  this.timeout(120_000);
  let app: OpenApp;
  let admin: SignedIn;
  let security: SignedIn;
  beforeEach(async () => {
    app = await openApp();
    [admin, security] = [await signInAs(app, 'admin'), await signInAs(app, 'security')];
  });
  afterEach(() => app.close());

  const post = (path: string, body: object, who = admin): Promise<Response> =>
    Promise.resolve(
      request(app.server).post(`/api/v1${path}`).set('Cookie', who.cookie).set('X-CSRF-Token', who.csrf).send(body),
    );
  const done = async (path: string, body: object, who = admin): Promise<Record<string, unknown>> => {
    const response = await post(path, body, who);
    assert.ok(response.status < 300, response.text);
    return response.body as Record<string, unknown>;
  };
  const attempt = (userName: string, password = PASSWORD) =>
    request(app.server).post('/api/v1/session').send({ userName, password });
  const enter = async (userName: string, password = PASSWORD): Promise<SignedIn> => {
    const response = await attempt(userName, password).expect(201);
    const { csrfToken } = response.body as { readonly csrfToken: string };
    return { cookie: (response.get('Set-Cookie')?.[0] ?? '').split(';')[0] ?? '', csrf: csrfToken };
  };
  const seals = (who: SignedIn) => request(app.server).get('/api/v1/seals').set('Cookie', who.cookie);
  const byKey = (text: string) => request(app.server).get('/api/v1/seals').set('Authorization', `Bearer ${text}`);

  /** An organisation with somebody who is signed in and a system that has a key. */
  const inhabited = async (n: number) => {
    const code = codeOf(n);
    const made = { code, name: `将撤局${n}`, bodyClass: 'department', areaCode: '990101', purpose: PURPOSE };
    await done('/organisations', made);
    const userName = `leaver-${n}`;
    const { account, initialPassword } = (await done('/accounts', { userName, displayName: '某人', organisation: code })) as {
      readonly account: { readonly id: string };
      readonly initialPassword: string;
    };
    await done(`/accounts/${account.id}/roles`, { roles: ['issuer'] }, security);
    const first = await enter(userName, initialPassword);
    await done('/session/password', { present: initialPassword, next: PASSWORD }, first);
    const key = await createApiKey(app.access, SERVER_ACTOR, {
      ...{ name: 'x', organisation: code, role: 'system', demonstration: true },
    });
    return { code, userName, id: account.id, who: await enter(userName), key: key.text };
  };
  const end = (code: string, lastDay: LocalDate) =>
    done(`/organisations/${code}/end`, {
      ...{
        revision: 1,
        kind: 'merged',
        lastDay,
        documentNumber: '样例府〔2026〕7 号',
        successors: [SUCCESSOR],
        purpose: PURPOSE,
      },
    });

  it('is out at once where the end holds at once: sessions, sign-in and keys', async () => {
    const { code, who, userName, key, id } = await inhabited(301);
    await seals(who).expect(200);
    await byKey(key).expect(200);
    await end(code, localDateAt(Date.now()));
    problem(await seals(who), 'NOT_SIGNED_IN');
    problem(await attempt(userName), 'SIGN_IN_REFUSED');
    problem(await byKey(key), 'NOT_SIGNED_IN');
    const { relay, store } = await sharedInstallation();
    await relay.drain();
    const entries = await newestEntries(store);
    // What a change left in its record's outbox may reach the journal after a refusal, which is written there directly.
    const refusals = entries.filter(({ event }) => event.subject === `accounts/${id}` && event.kind === 'sign-in-refused');
    assert.deepEqual(
      refusals.map(({ event }) => event.facts['reason']),
      ['organisation-ended'],
    );
  });

  it('is let in until a planned last day is over, and not an instant longer though nothing was swept', async () => {
    const { code, userName, key } = await inhabited(302);
    const lastDay = addDays(localDateAt(Date.now()), 1);
    const planned = await end(code, lastDay);
    assert.deepEqual((planned['end'] as Record<string, unknown>)['planned'], true);
    app.advance(endOfDay(lastDay) - Date.now() - 60_000);
    const who = await enter(userName);
    await byKey(key).expect(200);
    app.advance(60_001);
    problem(await seals(who), 'NOT_SIGNED_IN');
    problem(await attempt(userName), 'SIGN_IN_REFUSED');
    problem(await byKey(key), 'NOT_SIGNED_IN');
  });

  it('stays in where the planned end is withdrawn', async () => {
    const { code, userName } = await inhabited(303);
    const lastDay = addDays(localDateAt(Date.now()), 1);
    await end(code, lastDay);
    const withdrawn = await done(`/organisations/${code}/end/withdrawal`, { revision: 2, purpose: PURPOSE });
    assert.equal(withdrawn['end'], null);
    app.advance(3 * 86_400_000);
    await seals(await enter(userName)).expect(200);
  });

  it('comes in again for the successor, with the roles that a security administrator gives', async () => {
    const { code, userName, id, who } = await inhabited(304);
    problem(await post(`/accounts/${id}/organisation`, { organisation: codeOf(999) }), 'ORGANISATION_NOT_FOUND');
    problem(await post(`/accounts/${id}/organisation`, { organisation: SUCCESSOR }, security), 'NOT_ALLOWED');
    await end(code, localDateAt(Date.now()));
    problem(await post('/accounts/none/organisation', { organisation: code }), 'ORGANISATION_ENDED');
    const moved = await done(`/accounts/${id}/organisation`, { organisation: SUCCESSOR });
    assert.deepEqual([moved['organisation'], moved['roles']], [SUCCESSOR, []]);
    problem(await seals(who), 'NOT_SIGNED_IN');
    problem(await seals(await enter(userName)), 'NOT_ALLOWED');
    await done(`/accounts/${id}/roles`, { roles: ['issuer'] }, security);
    const response = await seals(await enter(userName)).expect(200);
    const { items } = response.body as { readonly items: readonly { readonly owner: string }[] };
    assert.deepEqual(new Set(items.map(({ owner }) => owner)), new Set([SUCCESSOR]));
  });
});
