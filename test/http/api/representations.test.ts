/** Acting for others, uses and checks by duty over HTTP. */
import assert from 'node:assert/strict';
import request, { type Test } from 'supertest';
import { followUses } from '../../../src/services/uses/index.ts';
import { bearer, issueRequest, openApp, problem, sharedInstallation, signInAs, type OpenApp } from '../../support/http.ts';
import { citizenNumber, holderHeaders } from '../../support/holders.ts';

type Headers = Readonly<Record<string, string>>;
const PROOF = { document: '死亡医学证明', number: 'P-1', issuer: '样例医院' };
const OWN = '/api/v1/my';
const ITEM = '000131012000';
const BUSINESS = '11990000MB0000019F002';

describe('http: acting for others, uses, and checks by duty', function () {
  this.timeout(120_000);
  let app: OpenApp;
  let headers: Headers;
  let counter: Headers;
  let identifier: string;
  const me = { name: '欧阳晓样', citizenNumber: citizenNumber() };
  const dead = { name: '欧阳老样', citizenNumber: citizenNumber('19400307') };
  const day = (shift: number): string => new Date(Date.now() + shift * 86_400_000).toISOString().slice(0, 10);
  before(async () => {
    app = await openApp();
    headers = await holderHeaders(app, me);
    const { cookie, csrf } = await signInAs(app, 'counter');
    counter = { Cookie: cookie, 'X-CSRF-Token': csrf };
    const holders = [{ name: dead.name, codeType: '999', code: dead.citizenNumber }];
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
    ...{ kind: 'deceased', principal: { code: dead.citizenNumber, name: dead.name }, from: day(-1), to: day(30), proof: PROOF },
  };

  it('is asked for, decided at a counter, and used by onBehalfOf', async () => {
    problem(await post(`${OWN}/representations`, { ...asked, to: day(2000) }), 'REPRESENTATION_REFUSED');
    problem(await post(`${OWN}/representations`, { ...asked, principal: { code: '1', name: 'x' } }), 'HOLDER_INVALID');
    const made = await post(`${OWN}/representations`, asked).expect(201);
    const { id, principal } = made.body as { readonly id: string; readonly principal: string };
    assert.ok(!made.text.includes(dead.citizenNumber) && !made.text.includes(dead.name));
    problem(await get(`${OWN}/licences?onBehalfOf=${principal}`), 'NOT_ALLOWED');
    assert.ok((await get('/api/v1/representations?limit=100', counter).expect(200)).text.includes(id));
    const whole = (await get(`/api/v1/representations/${id}`, counter).expect(200)).body as {
      readonly represented: object;
      readonly proof: object;
    };
    assert.deepEqual([whole.represented, whole.proof], [{ code: dead.citizenNumber, name: dead.name }, PROOF]);
    await post(`/api/v1/representations/${id}/acceptance`, {}, counter).expect(200);
    problem(await post(`/api/v1/representations/${id}/refusal`, {}, counter), 'HOLDER_APPLICATION_REFUSED');
    assert.ok((await get(`${OWN}/licences?onBehalfOf=${principal}`).expect(200)).text.includes(identifier));
    await get(`${OWN}/licences/${identifier}?onBehalfOf=${principal}`).expect(200);
    const { actsFor } = (await get(`${OWN}/representations`).expect(200)).body as {
      readonly actsFor: readonly { readonly id: string }[];
    };
    assert.deepEqual(
      actsFor.map((each) => each.id),
      [principal],
    );

    const { relay, store } = await sharedInstallation();
    await relay.drain();
    for (let found = 1; found > 0;) found = await followUses({ store });
    const uses = (await get(`${OWN}/uses?onBehalfOf=${principal}`).expect(200)).body as {
      readonly items: readonly { readonly id: string; readonly user: { readonly kind: string }; readonly result: string }[];
    };
    assert.deepEqual(
      uses.items.map(({ user, result }) => [user.kind, result]),
      [['yourself', 'data']],
    );
    const table = await get(`${OWN}/uses/export?onBehalfOf=${principal}`).expect(200);
    assert.match(table.get('Content-Type') ?? '', /^text\/csv/);
    assert.ok(table.text.includes(identifier));
    const file = await get(`${OWN}/uses/export?onBehalfOf=${principal}&format=json`).expect(200);
    assert.match(file.get('Content-Type') ?? '', /^application\/json/);
    const use = uses.items[0]?.id ?? '';
    const objected = await post(`${OWN}/uses/${use}/objections?onBehalfOf=${principal}`, { reason: '不知情' }).expect(201);
    assert.equal((objected.body as { readonly objections: readonly object[] }).objections.length, 1);
    problem(await post(`${OWN}/uses/${use}/objections`, { reason: '不知情' }), 'USE_NOT_FOUND');

    await request(app.server).delete(`${OWN}/representations/${id}`).set(headers).expect(200);
    problem(await get(`${OWN}/licences?onBehalfOf=${principal}`), 'NOT_ALLOWED');
    problem(await request(app.server).delete(`${OWN}/representations/none`).set(headers), 'HOLDER_APPLICATION_NOT_FOUND');
  });

  it('is given by an enterprise', async () => {
    const legal = await holderHeaders(app, { ...me, creditCode: '11990100MB0000027F', organisation: '样例公司' });
    const { actsFor } = (await get(`${OWN}/representations`, legal).expect(200)).body as {
      readonly actsFor: readonly { readonly id: string }[];
    };
    const onBehalfOf = actsFor[0]?.id ?? '';
    const order = {
      ...{ onBehalfOf, kind: 'handler', representative: { code: citizenNumber(), name: '办事人' }, from: day(0), to: day(10) },
      ...{ matters: ['年度报告'], proof: { document: '授权委托书', number: '1', issuer: '样例公司' } },
    };
    const given = await post(`${OWN}/delegations`, order, legal).expect(201);
    assert.equal((given.body as { readonly state: string }).state, 'accepted');
    problem(await post(`${OWN}/delegations`, { ...order, matters: null }, legal), 'REPRESENTATION_REFUSED');
    problem(await post(`${OWN}/delegations`, order), 'NOT_ALLOWED');
  });

  it('is checked by duty, and what is missing is registered and answered', async () => {
    const holder = { code: '91990100MA0000015X', name: '样例市锦绣街老张川菜馆有限公司' };
    const question = { holder, item: ITEM, caseNumber: `C-${process.pid}-${Date.now()}`, cause: '受理' };
    const checked = await post('/api/v1/duty-checks', question, counter).expect(200);
    const body = checked.body as {
      readonly licences: readonly { readonly typeCode: string; readonly answer: string; readonly demand: string | null }[];
    };
    assert.ok(body.licences.some(({ typeCode }) => typeCode === BUSINESS));
    for (const { answer, demand } of body.licences) assert.equal(demand !== null, answer === 'missing');
    problem(await post('/api/v1/duty-checks', { ...question, item: 'none' }, counter), 'SERVICE_ITEM_NOT_FOUND');
    problem(await post('/api/v1/duty-checks', { ...question, copiesUntil: 'soon' }, counter), 'REQUEST_INVALID');
    const copy = '/api/v1/duty-checks/copies/FB20261201000000000000/file?item=x&cause=y';
    problem(await get(copy, counter), 'COPY_NOT_FOUND');
    const { cookie, csrf } = await signInAs(app, 'clerk');
    const clerk = { Cookie: cookie, 'X-CSRF-Token': csrf };
    await get('/api/v1/licence-demands?type=11990000MB0000019F001', clerk).expect(200);
    problem(await get('/api/v1/licence-demands?type=11990000MB0000019F999', clerk), 'LICENCE_TYPE_NOT_FOUND');
    problem(await get('/api/v1/licence-demands/none', clerk), 'DEMAND_NOT_FOUND');
    problem(await post('/api/v1/licence-demands/none/answer', { answer: 'supplied' }, clerk), 'DEMAND_NOT_FOUND');
  });
});
