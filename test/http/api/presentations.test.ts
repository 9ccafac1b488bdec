/** Showing and sharing licences over HTTP. */
import assert from 'node:assert/strict';
import request, { type Test } from 'supertest';
import { bearer, ISSUER, issueRequest, openApp, problem, signInAs, type OpenApp } from '../../support/http.ts';
import { citizenNumber, holderHeaders } from '../../support/holders.ts';

type Headers = Readonly<Record<string, string>>;
const PURPOSE = { item: '贷款', cause: '核对资格' };
const PASSWORD = 'hat7Zq';
const OWN = '/api/v1/my';

describe('http: showing and sharing licences', function () {
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
  const remove = (path: string): Test => request(app.server).delete(path).set(headers);
  interface Made {
    readonly id: string;
    readonly digits: string;
    readonly url: string;
    readonly qr: string;
  }
  const show = async (changes: object = {}): Promise<Made & { readonly secret: string }> => {
    const order = { identifier, fields: ['法定代表人'], password: PASSWORD, ...changes };
    const made = (await post(`${OWN}/presentations`, order).expect(201)).body as Made;
    return { ...made, secret: made.url.split('=')[1] ?? '' };
  };

  it('asks for a password of its own first', async () => {
    problem(await post(`${OWN}/presentations`, { identifier, password: PASSWORD }), 'PRESENTATION_PASSWORD_MISSING');
    problem(await post(`${OWN}/presentation-password`, { next: '123456' }), 'INPUT_INVALID');
    assert.deepEqual((await get(`${OWN}/presentation-password`).expect(200)).body, { setAt: null });
    await post(`${OWN}/presentation-password`, { next: PASSWORD }).expect(200);
    problem(await post(`${OWN}/presentations`, { identifier, password: 'other1' }), 'PRESENTATION_PASSWORD_REFUSED');
  });

  it('shows a counter what was chosen, masked, by code or by digits, once', async () => {
    const { secret, qr, id } = await show();
    assert.match(qr, /^<svg /);
    const seen = await post('/api/v1/presentations/views', { code: secret, purpose: PURPOSE }, counter).expect(200);
    const body = seen.body as { readonly status: string; readonly holderMasked: string; readonly fields: readonly object[] };
    assert.deepEqual([body.status, body.holderMasked], ['valid', '欧***']);
    assert.deepEqual(body.fields, [{ name: '法定代表人', label: '法定代表人（负责人）', value: '欧***' }]);
    problem(await post('/api/v1/presentations/views', { code: secret, purpose: PURPOSE }, counter), 'PRESENTATION_OVER');
    const { digits } = await show();
    await post('/api/v1/presentations/views', { digits, purpose: PURPOSE }, counter).expect(200);
    problem(await post('/api/v1/presentations/views', { digits }, counter), 'REQUEST_INVALID');
    problem(
      await post('/api/v1/presentations/views', { code: '0'.repeat(64), purpose: PURPOSE }, counter),
      'PRESENTATION_NOT_FOUND',
    );
    const list = (await get(`${OWN}/presentations`).expect(200)).body as {
      readonly items: readonly { readonly id: string; readonly state: string }[];
    };
    assert.equal(list.items.find((item) => item.id === id)?.state, 'used');
    assert.ok(!JSON.stringify(list).includes(secret));
  });

  it('shows anybody little, and the holder of a link with its code what was chosen', async () => {
    const { secret } = await show();
    const seen = await post('/api/v1/presentations/public-views', { code: secret }, {}).expect(200);
    assert.deepEqual((seen.body as { readonly fields: readonly object[] }).fields, []);
    const link = await show({ via: 'link' });
    const wrong = link.digits === '00000000' ? '00000001' : '00000000';
    problem(await post('/api/v1/presentations/link-views', { link: link.secret, code: wrong }, {}), 'PRESENTATION_CODE_REFUSED');
    const opened = await post('/api/v1/presentations/link-views', { link: link.secret, code: link.digits }, {}).expect(200);
    assert.equal((opened.body as { readonly fields: readonly object[] }).fields.length, 1);
    const withdrawn = await show({ via: 'link' });
    await remove(`${OWN}/presentations/${withdrawn.id}`).expect(200);
    problem(await remove(`${OWN}/presentations/${withdrawn.id}`), 'PRESENTATION_OVER');
    problem(await remove(`${OWN}/presentations/none`), 'PRESENTATION_NOT_FOUND');
    problem(
      await post('/api/v1/presentations/link-views', { link: withdrawn.secret, code: withdrawn.digits }, {}),
      'PRESENTATION_OVER',
    );
    assert.ok(!app.log().includes(link.secret) && !app.log().includes(PASSWORD));
  });

  it('shares with a body, which uses it so often, until it is revoked', async () => {
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const order = {
      identifier,
      grantee: ISSUER,
      purpose: PURPOSE,
      fields: ['法定代表人'],
      until,
      uses: 2,
      file: true,
      password: PASSWORD,
    };
    problem(await post(`${OWN}/shares`, { ...order, until: '2020-01-01T00:00:00Z' }), 'INPUT_INVALID');
    problem(await post(`${OWN}/shares`, { ...order, grantee: '91000000000000000X' }), 'ORGANISATION_NOT_FOUND');
    const { id } = (await post(`${OWN}/shares`, order).expect(201)).body as { readonly id: string };
    const { cookie, csrf } = await signInAs(app, 'clerk');
    const clerk = { Cookie: cookie, 'X-CSRF-Token': csrf };
    assert.ok((await get('/api/v1/shares?limit=100', clerk).expect(200)).text.includes(id));
    const seen = await post(`/api/v1/shares/${id}/uses`, { caseNumber: 'C-1' }, clerk).expect(200);
    assert.equal((seen.body as { readonly fields: readonly { readonly value: string }[] }).fields[0]?.value, '欧阳晓样');
    const file = await post(`/api/v1/shares/${id}/file`, {}, { Authorization: bearer(app) }).expect(200);
    assert.equal(file.get('Content-Type'), 'application/pdf');
    problem(await post(`/api/v1/shares/${id}/uses`, {}, clerk), 'SHARE_OVER');
    problem(await post('/api/v1/shares/none/uses', {}, clerk), 'SHARE_NOT_FOUND');
    const again = (await post(`${OWN}/shares`, order).expect(201)).body as { readonly id: string };
    const revoked = await remove(`${OWN}/shares/${again.id}`).expect(200);
    assert.equal((revoked.body as { readonly state: string }).state, 'revoked');
    problem(await post(`/api/v1/shares/${again.id}/uses`, {}, clerk), 'SHARE_OVER');
    const mine = (await get(`${OWN}/shares`).expect(200)).body as {
      readonly items: readonly { readonly id: string; readonly used: number }[];
    };
    assert.equal(mine.items.find((item) => item.id === id)?.used, 2);
  });
});
