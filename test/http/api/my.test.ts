/** Holders over HTTP: what is theirs, masked in lists, and the counter that links numbers. */
import assert from 'node:assert/strict';
import request, { type Test } from 'supertest';
import { bearer, issueRequest, openApp, problem, signInAs, type OpenApp } from '../../support/http.ts';
import { citizenNumber, holderHeaders } from '../../support/holders.ts';

type Headers = Readonly<Record<string, string>>;

describe('http: what is a holder’s own', function () {
  this.timeout(120_000);
  let app: OpenApp;
  let headers: Headers;
  let counter: Headers;
  let identifier: string;
  const me = { name: '欧阳晓样', citizenNumber: citizenNumber() };
  before(async () => {
    app = await openApp();
    headers = await holderHeaders(app, me);
    const { cookie, csrf } = await signInAs(app, 'counter');
    counter = { Cookie: cookie, 'X-CSRF-Token': csrf };
    const holders = [{ name: me.name, codeType: '999', code: me.citizenNumber }];
    const issued = await request(app.server)
      .post('/api/v1/licences')
      .set('Authorization', bearer(app))
      .send(issueRequest({ holders }))
      .expect(201);
    ({ identifier } = issued.body as { readonly identifier: string });
  });
  after(() => app.close());

  const get = (path: string, as: Headers = headers): Test => request(app.server).get(path).set(as);
  const post = (path: string, body: object, as: Headers = headers): Test => request(app.server).post(path).set(as).send(body);
  const asked = {
    ...{ codeType: '414', code: `P${process.pid}0`.padEnd(9, '7'), name: 'OUYANG XIAOYANG' },
    proof: { document: '护照', number: 'P1', issuer: '出入境管理局' },
  };

  it('is listed masked, read whole and downloaded', async () => {
    const list = await get('/api/v1/my/licences').expect(200);
    const { items } = list.body as { readonly items: readonly Record<string, unknown>[] };
    assert.deepEqual(
      items.map((item) => [item['identifier'], item['holdersMasked']]),
      [[identifier, ['欧***']]],
    );
    assert.ok(!list.text.includes(me.citizenNumber));
    const whole = await get(`/api/v1/my/licences/${identifier}`).expect(200);
    assert.ok(whole.text.includes(me.citizenNumber));
    const file = await get(`/api/v1/my/licences/${identifier}/file`).expect(200);
    assert.equal(file.get('Content-Type'), 'application/pdf');
  });

  it('is nobody else’s', async () => {
    const other = await holderHeaders(app, { name: '李样', citizenNumber: citizenNumber() });
    problem(await get(`/api/v1/my/licences/${identifier}`, other), 'LICENCE_NOT_FOUND');
    problem(await get(`/api/v1/my/licences/${identifier}/file`, other), 'LICENCE_NOT_FOUND');
    problem(await get('/api/v1/my/licences', counter), 'NOT_ALLOWED');
    problem(await get(`/api/v1/my/licences?onBehalfOf=${'0'.repeat(32)}`), 'NOT_ALLOWED');
    problem(await get('/api/v1/my/licences?onBehalfOf=x'), 'REQUEST_INVALID');
  });

  it('is linked by what a counter has seen', async () => {
    problem(await post('/api/v1/my/numbers', { ...asked, codeType: '001' }), 'HOLDER_LINK_REFUSED');
    problem(await post('/api/v1/my/numbers', { ...asked, from: '2020-02-30' }), 'REQUEST_INVALID');
    const made = await post('/api/v1/my/numbers', asked).expect(201);
    const { id, state, codeMasked } = made.body as { readonly id: string; readonly state: string; readonly codeMasked: string };
    assert.equal(state, 'asked');
    assert.ok(!made.text.includes(asked.code) && codeMasked.includes('*'));
    const waiting = await get('/api/v1/holder-links?limit=100', counter).expect(200);
    assert.ok(waiting.text.includes(id) && !waiting.text.includes(asked.code));
    const whole = await get(`/api/v1/holder-links/${id}`, counter).expect(200);
    const { asked: told, holder } = whole.body as { readonly asked: object; readonly holder: object };
    assert.deepEqual(told, { codeType: '414', code: asked.code, name: asked.name });
    assert.deepEqual(holder, { code: me.citizenNumber, name: me.name });
    const accepted = await post(`/api/v1/holder-links/${id}/acceptance`, { note: '已核原件' }, counter).expect(200);
    assert.equal((accepted.body as { readonly state: string }).state, 'accepted');
    problem(await post(`/api/v1/holder-links/${id}/refusal`, {}, counter), 'HOLDER_APPLICATION_REFUSED');
    problem(await post('/api/v1/holder-links/none/acceptance', {}, counter), 'HOLDER_APPLICATION_NOT_FOUND');
    const numbers = await get('/api/v1/my/numbers').expect(200);
    assert.deepEqual(
      (numbers.body as { readonly numbers: readonly { readonly basis: string }[] }).numbers.map(({ basis }) => basis),
      ['proved', 'derived', 'linked'],
    );
    const ended = await request(app.server).delete(`/api/v1/my/numbers/${id}`).set(headers).expect(200);
    assert.equal((ended.body as { readonly state: string }).state, 'ended');
    const again = await request(app.server).delete(`/api/v1/my/numbers/${id}`).set(headers);
    problem(again, 'HOLDER_APPLICATION_REFUSED');
  });
});
