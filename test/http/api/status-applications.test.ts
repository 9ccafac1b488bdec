import assert from 'node:assert/strict';
import request from 'supertest';
import { HOUSING_MINISTRY } from '../../../src/domain/status-mapping/index.ts';
import { bearer, issueRequest, openApp, problem, signInAs, type OpenApp, type SignedIn } from '../../support/http.ts';

describe('http: acts that wait for a second person, and statuses in other words', function () {
  this.timeout(300_000);
  let app: OpenApp;
  let clerk: SignedIn;
  before(async () => {
    app = await openApp();
    clerk = await signInAs(app, 'clerk');
  });
  after(() => app.close());

  const issue = async () => {
    const issued = await request(app.server).post('/api/v1/licences').set('Authorization', bearer(app)).send(issueRequest());
    return (issued.body as { readonly identifier: string }).identifier;
  };
  const post = (path: string, body: object) =>
    request(app.server).post(`/api/v1${path}`).set('Cookie', clerk.cookie).set('X-CSRF-Token', clerk.csrf).send(body);
  const get = (path: string) => request(app.server).get(`/api/v1${path}`).set('Cookie', clerk.cookie);
  const act = { event: 'suspend', reason: '核查', documentNumber: '样扣〔2026〕1号' };

  it('asks, lists, and is approved by another than who asked', async () => {
    const identifier = await issue();
    const path = `/licences/${identifier}/status-applications`;
    const asked = await request(app.server).post(`/api/v1${path}`).set('Authorization', bearer(app)).send(act).expect(201);
    const { id } = asked.body as { readonly id: string };
    const listed = (await get('/status-applications?limit=100').expect(200)).body as {
      readonly items: readonly { readonly id: string }[];
    };
    assert.ok(listed.items.some((each) => each.id === id));
    problem(
      await request(app.server).post(`/api/v1${path}/${id}/approval`).set('Authorization', bearer(app)).send({}),
      'STATUS_APPLICATION_REFUSED',
    );
    const approved = await post(`${path}/${id}/approval`, {}).expect(200);
    assert.equal((approved.body as { readonly state: string }).state, 'approved');
    const codes = (await get(`/status-mappings/housing-ministry/licences/${identifier}`).expect(200)).body as {
      readonly code: string;
      readonly status: string;
    };
    assert.deepEqual([codes.code, codes.status], ['02', 'suspended']);
    const own = await post(path, { ...act, event: 'resume' }).expect(201);
    const mine = (own.body as { readonly id: string }).id;
    problem(await post(`${path}/${mine}/refusal`, { note: '不符' }), 'STATUS_APPLICATION_REFUSED');
    await post(`${path}/${mine}/withdrawal`, {}).expect(200);
    problem(await post(`${path}/${'0'.repeat(32)}/approval`, {}), 'STATUS_APPLICATION_NOT_FOUND');
  });

  it('has tables of statuses, which who reaches everything imports', async () => {
    const { items } = (await get('/status-mappings').expect(200)).body as { readonly items: readonly { readonly id: string }[] };
    assert.deepEqual(items.map(({ id }) => id).slice(0, 2), ['housing-ministry', 'yinzheng']);
    problem(await post('/status-mappings', HOUSING_MINISTRY), 'NOT_ALLOWED');
    problem(await get(`/status-mappings/nothing/licences/${await issue()}`), 'STATUS_MAPPING_NOT_FOUND');
  });
});
