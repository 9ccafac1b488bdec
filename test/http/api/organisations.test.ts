import assert from 'node:assert/strict';
import request, { type Response } from 'supertest';
import { creditCodeCheck } from '../../../src/domain/identifier/index.ts';
import { bearer, ISSUER, openApp, problem, signInAs, type OpenApp } from '../../support/http.ts';

const PURPOSE = { item: '机构管理', cause: '新设机构', caseNumber: 'ORG-1' };
const BODY = '11990101MB0000001';
const CODE = `${BODY}${creditCodeCheck(BODY) ?? ''}`;
const SUCCESSOR = '11990100MB0000035A';

interface Organisation {
  readonly code: string;
  readonly revision: number;
  readonly name: string;
  readonly superiors: unknown;
  readonly end: { readonly successors: readonly string[] } | null;
  readonly formerAreas: readonly unknown[];
}

describe('http: organisations', function () {
  this.timeout(60_000);
  let app: OpenApp;
  let admin: { readonly cookie: string; readonly csrf: string };
  before(async () => {
    app = await openApp();
    admin = await signInAs(app, 'admin');
  });
  after(async () => {
    await app.store.records.remove('organisations', CODE);
    await app.close();
  });

  const get = (path: string, cookie = admin.cookie) =>
    request(app.server).get(`/api/v1/organisations${path}`).set('Cookie', cookie);
  const post = (path: string, body: object, who = admin): Promise<Response> =>
    Promise.resolve(
      request(app.server).post(`/api/v1/organisations${path}`).set('Cookie', who.cookie).set('X-CSRF-Token', who.csrf).send(body),
    );
  const one = (response: Response, status: number): Organisation => {
    assert.equal(response.status, status, response.text);
    return response.body as Organisation;
  };

  it('lists all for the administrator of the installation, in pages', async () => {
    type Page = { readonly items: readonly Organisation[]; readonly next: string | null };
    const all = (await get('').expect(200)).body as Page;
    // Those of the demonstration, and what other tests left.
    assert.ok(all.items.length >= 6 && all.next === null);
    const paged: Organisation[] = [];
    for (let next: string | null = ''; next !== null;) {
      const page = (await get(`?limit=3${next === '' ? '' : `&cursor=${next}`}`).expect(200)).body as Page;
      paged.push(...page.items);
      next = page.next;
    }
    assert.deepEqual(paged, all.items);
  });

  it('shows others their own, and does not find the rest', async () => {
    const own = request(app.server).get('/api/v1/organisations').set('Authorization', bearer(app));
    const { items } = (await own.expect(200)).body as { readonly items: readonly Organisation[] };
    assert.deepEqual(
      items.map(({ code }) => code),
      [ISSUER],
    );
    const other = request(app.server).get(`/api/v1/organisations/${SUCCESSOR}`).set('Authorization', bearer(app));
    problem(await other, 'ORGANISATION_NOT_FOUND');
    const { cookie } = await signInAs(app, 'clerk');
    problem(await get(`/${SUCCESSOR}`, cookie), 'ORGANISATION_NOT_FOUND');
    problem(await get('/nothing'), 'ORGANISATION_NOT_FOUND');
  });

  it('records, changes, ends one and names who succeeds it', async () => {
    const order = {
      code: CODE,
      name: '样例区商务局',
      bodyClass: 'department',
      areaCode: '990101',
      line: 'commerce',
      purpose: PURPOSE,
    };
    const made = await post('', order);
    assert.deepEqual(one(made, 201).superiors, { area: null, line: null });
    assert.equal(made.get('Location'), `/api/v1/organisations/${CODE}`);
    problem(await post('', order), 'ALREADY_EXISTS');
    problem(await post('', { ...order, code: `${BODY}0` === CODE ? `${BODY}1` : `${BODY}0` }), 'ORGANISATION_INVALID');

    const change = { revision: 1, name: '样例区商务和投资局', areaCode: '990102', areaSince: '2026-01-01', purpose: PURPOSE };
    const changed = one(await post(`/${CODE}/changes`, change), 200);
    assert.deepEqual([changed.name, changed.revision], ['样例区商务和投资局', 2]);
    assert.deepEqual(changed.formerAreas, [{ areaCode: '990101', areaName: '样例区', lastDay: '2025-12-31' }]);
    problem(await post(`/${CODE}/changes`, change), 'VERSION_CONFLICT');

    const end = { kind: 'transferred', lastDay: '2026-02-01', documentNumber: '样例〔2026〕2 号', purpose: PURPOSE };
    one(await post(`/${CODE}/end`, { ...end, revision: 2 }), 200);
    problem(await post(`/${CODE}/changes`, { ...change, revision: 3, name: '别名' }), 'ORGANISATION_ENDED');
    const named = one(await post(`/${CODE}/successors`, { revision: 3, successors: [SUCCESSOR], purpose: PURPOSE }), 200);
    assert.deepEqual(named.end?.successors, [SUCCESSOR]);
    assert.deepEqual((await get(`/${CODE}`).expect(200)).body, named);
  });

  it('shows which seals a change of the name ends, before it is planned and while it is', async () => {
    const next = '样例市市场和知识产权局';
    const path = `/${ISSUER}/renaming`;
    type Renaming = { readonly firstDay: string | null; readonly ending: readonly { readonly seal: string }[] };
    const thought = (await get(`${path}?name=${encodeURIComponent(next)}`).expect(200)).body as Renaming;
    assert.ok(thought.ending.some(({ seal }) => seal === '99010000000003') && thought.firstDay === null);
    const { revision } = one(await get(`/${ISSUER}`), 200);
    const planned = await post(`/${ISSUER}/changes`, { revision, name: next, nameSince: '2028-01-01', purpose: PURPOSE });
    assert.equal(one(planned, 200).name, '样例市市场监督管理局');
    assert.deepEqual((planned.body as { readonly nextName: unknown }).nextName, { name: next, firstDay: '2028-01-01' });
    assert.equal(((await get(path).expect(200)).body as Renaming).firstDay, '2028-01-01');
    const back = { revision: revision + 1, name: '样例市市场监督管理局', purpose: PURPOSE };
    assert.equal((one(await post(`/${ISSUER}/changes`, back), 200) as unknown as { readonly nextName: unknown }).nextName, null);
    const past = { revision: revision + 2, name: next, nameSince: '2020-01-01', purpose: PURPOSE };
    problem(await post(`/${ISSUER}/changes`, past), 'ORGANISATION_INVALID');
    problem(await get(path, (await signInAs(app, 'clerk')).cookie), 'NOT_ALLOWED');
  });

  it('refuses all of it to others, and what is not well formed', async () => {
    for (const user of ['clerk', 'sealer', 'counter', 'auditor']) {
      const who = await signInAs(app, user);
      for (const path of ['', `/${CODE}/changes`, `/${CODE}/end`, `/${CODE}/successors`])
        problem(await post(path, { revision: 1, purpose: PURPOSE }, who), 'NOT_ALLOWED');
    }
    problem(await post('', { code: CODE }), 'REQUEST_INVALID');
    const end = { revision: 1, kind: 'gone', lastDay: '2026-02-30', documentNumber: '1', purpose: PURPOSE };
    problem(await post(`/${ISSUER}/end`, end), 'REQUEST_INVALID');
    problem(await post(`/${ISSUER}/end`, { ...end, kind: 'merged' }), 'REQUEST_INVALID');
    problem(await request(app.server).get('/api/v1/organisations'), 'NOT_SIGNED_IN');
  });
});
