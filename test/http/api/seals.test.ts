/** Seals over HTTP: who may stop them, and that it is told. */
import assert from 'node:assert/strict';
import request from 'supertest';
import { openApp, problem, signInAs, type OpenApp, type SignedIn } from '../../support/http.ts';

const PURPOSE = { item: '印章管理', cause: '紧急停用' };

describe('http: the life of seals', function () {
  this.timeout(120_000);
  let app: OpenApp;
  const CODE = '99010000009999';
  before(async () => {
    app = await openApp();
    const known = await app.store.records.get('seals', '99010000000003');
    assert.ok(known);
    await app.store.records.insert('seals', { ...known, _id: CODE, version: 1, outbox: [], pending: false });
  });
  after(async () => {
    await app.store.records.remove('seals', CODE);
    await app.close();
  });

  const post = (person: SignedIn, path: string, body: object) =>
    request(app.server).post(`/api/v1/seals/${path}`).set('Cookie', person.cookie).set('X-CSRF-Token', person.csrf).send(body);

  it('stops one, says so, and lets another person let it go on', async () => {
    const [keeper, approver] = [await signInAs(app, 'keeper'), await signInAs(app, 'approver')];
    const stopped = (await post(keeper, `${CODE}/stop`, { purpose: PURPOSE }).expect(200)).body as {
      readonly versions: readonly { readonly state: string }[];
      readonly filings: readonly Record<string, unknown>[];
    };
    assert.equal(stopped.versions[0]?.state, 'suspended');
    assert.deepEqual([stopped.filings[0]?.['step'], stopped.filings[0]?.['cause']], ['suspend', '紧急停用']);
    assert.equal(JSON.stringify(stopped).includes('person'), false);
    problem(await post(keeper, `${CODE}/resumption`, { purpose: PURPOSE }), 'NOT_ALLOWED');
    await post(approver, `${CODE}/resumption`, { purpose: PURPOSE }).expect(200);
    await post(keeper, `${CODE}/loss`, { since: '2026-01-01T00:00:00+08:00', purpose: PURPOSE }).expect(200);
    problem(await post(approver, `${CODE}/resumption`, { purpose: PURPOSE }), 'SEAL_STEP_REFUSED');
    const one = await request(app.server).get(`/api/v1/seals/${CODE}`).set('Cookie', approver.cookie).expect(200);
    const { filings } = one.body as { readonly filings: readonly { readonly step: string; readonly since: string }[] };
    assert.deepEqual(
      filings.map(({ step }) => step),
      ['suspend', 'resume', 'report-lost'],
    );
    assert.equal(filings[2]?.since, '2025-12-31T16:00:00.000Z');
  });

  it('needs a purpose, and knows nothing of what there is not', async () => {
    const keeper = await signInAs(app, 'keeper');
    problem(await post(keeper, `${CODE}/stop`, {}), 'REQUEST_INVALID');
    problem(await post(keeper, '99010000000002/stop', { purpose: PURPOSE }), 'SEAL_NOT_FOUND');
    problem(await post(keeper, 'nothing/stop', { purpose: PURPOSE }), 'SEAL_NOT_FOUND');
  });
});
