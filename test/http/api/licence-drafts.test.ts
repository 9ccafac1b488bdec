import assert from 'node:assert/strict';
import request from 'supertest';
import { bearer, issueRequest, openApp, problem, signInAs, type OpenApp, type SignedIn } from '../../support/http.ts';
import { changeType } from '../../support/licence-types.ts';

const DRAFTS = '/api/v1/licence-drafts';
const WHY = `item=${encodeURIComponent('食品经营许可')}&cause=${encodeURIComponent('核对')}`;

interface DraftBody {
  readonly id: string;
  readonly state: string;
  readonly licence: string | null;
  readonly possibleSteps: readonly string[];
}

describe('http: drafts of licences', function () {
  this.timeout(300_000);
  let app: OpenApp;
  let clerk: SignedIn;
  before(async () => {
    app = await openApp();
    clerk = await signInAs(app, 'clerk');
    await changeType(app.store.records, '11990000MB0000019F001', { twoPersons: true });
  });
  after(async () => {
    // The store is there for other tests too.
    await changeType(app.store.records, '11990000MB0000019F001', { twoPersons: false });
    await app.close();
  });

  const post = (path: string, body?: object) =>
    request(app.server).post(path).set('Cookie', clerk.cookie).set('X-CSRF-Token', clerk.csrf).send(body);
  const get = (path: string) => request(app.server).get(path).set('Cookie', clerk.cookie);
  const system = (path: string, body?: object) => request(app.server).post(path).set('Authorization', bearer(app)).send(body);

  it('go from a system that makes them to a clerk who issues them', async () => {
    const order = { kind: 'issue', request: issueRequest() };
    problem(await system('/api/v1/licences', order.request), 'TWO_PERSONS_NEEDED');
    const made = await system(DRAFTS, order).expect(201);
    const draft = made.body as DraftBody;
    assert.equal(made.get('Location'), `${DRAFTS}/${draft.id}`);
    assert.ok(!made.text.includes('欧阳晓样'));
    await system(DRAFTS, order).expect(200);
    problem(await system(`${DRAFTS}/${draft.id}/issue`), 'TWO_PERSONS_NEEDED');
    const waiting = await get(`${DRAFTS}?limit=100`).expect(200);
    assert.ok((waiting.body as { readonly items: readonly DraftBody[] }).items.some(({ id }) => id === draft.id));
    assert.ok(!waiting.text.includes('欧阳晓样') && !waiting.text.includes('TEST-0001'));
    const whole = await get(`${DRAFTS}/${draft.id}?${WHY}`).expect(200);
    assert.ok(whole.text.includes('欧阳晓样'));
    problem(await get(`${DRAFTS}/${draft.id}`), 'REQUEST_INVALID');
    const preview = await get(`${DRAFTS}/${draft.id}/preview?${WHY}`).expect(200);
    assert.equal((preview.body as Buffer).subarray(0, 5).toString(), '%PDF-');
    const returned = (await post(`${DRAFTS}/${draft.id}/return`, { note: '住所有误' }).expect(200)).body as DraftBody;
    assert.deepEqual([returned.state, returned.possibleSteps], ['returned', ['change', 'withdraw']]);
    problem(await post(`${DRAFTS}/${draft.id}/issue`), 'LICENCE_DRAFT_NOT_POSSIBLE');
    const changed = { ...order, request: { ...order.request, licenceNumber: 'JY-CHANGED' } };
    await system(`${DRAFTS}/${draft.id}/content`, changed).expect(200);
    const issued = (await post(`${DRAFTS}/${draft.id}/issue`).expect(200)).body as DraftBody;
    assert.equal(issued.state, 'issued');
    await get(`/api/v1/licences/${issued.licence ?? ''}?${WHY}`).expect(200);
    problem(await get(`${DRAFTS}/${draft.id}/preview?${WHY}`), 'FILE_NOT_FOUND');
  });

  it('are previewed without being kept, and withdrawn', async () => {
    const order = { kind: 'issue', request: issueRequest() };
    const preview = await post('/api/v1/licence-previews', order).expect(200);
    assert.equal(preview.get('Content-Type'), 'application/pdf');
    problem(await post('/api/v1/licence-previews', { ...order, kind: 'other' }), 'REQUEST_INVALID');
    problem(await post('/api/v1/licence-previews', { ...order, request: { ...order.request, fields: {} } }), 'FIELD_INVALID');
    const { id } = (await post(DRAFTS, order).expect(201)).body as DraftBody;
    const withdrawn = (await post(`${DRAFTS}/${id}/withdrawal`).expect(200)).body as DraftBody;
    assert.equal(withdrawn.state, 'withdrawn');
    problem(await post(`${DRAFTS}/${id}/return`, { note: 'x' }), 'LICENCE_DRAFT_NOT_POSSIBLE');
    problem(await get(`${DRAFTS}/${'0'.repeat(32)}?${WHY}`), 'LICENCE_DRAFT_NOT_FOUND');
  });
});
