/** Objections and calendars of working days over HTTP. */
import assert from 'node:assert/strict';
import request, { type Test } from 'supertest';
import { followNotices } from '../../../src/services/inbox/index.ts';
import { crypto } from '../../support/pki.ts';
import {
  bearer,
  ISSUER,
  issueRequest,
  openApp,
  problem,
  sharedInstallation,
  signInAs,
  type OpenApp,
} from '../../support/http.ts';
import { citizenNumber, holderHeaders } from '../../support/holders.ts';

type Headers = Readonly<Record<string, string>>;
interface Whole {
  readonly id: string;
  readonly state: string;
  readonly organisation: string;
  readonly due: string;
  readonly attachments: readonly { readonly id: string; readonly name: string; readonly type: string }[];
  readonly answer: { readonly outcome: string } | null;
}
const MINE = '/api/v1/my/objections';
const ALL = '/api/v1/objections';
const PDF = Buffer.from('%PDF-1.7 evidence');

describe('http: objections', function () {
  this.timeout(120_000);
  let app: OpenApp;
  let holder: Headers;
  let counter: Headers;
  let clerk: Headers;
  let identifier: string;
  const me = { name: '欧阳晓样', citizenNumber: citizenNumber() };
  const staff = async (name: string): Promise<Headers> => {
    const { cookie, csrf } = await signInAs(app, name);
    return { Cookie: cookie, 'X-CSRF-Token': csrf };
  };
  before(async () => {
    app = await openApp();
    holder = await holderHeaders(app, me);
    [counter, clerk] = [await staff('counter'), await staff('clerk')];
    const holders = [{ name: me.name, codeType: '999', code: me.citizenNumber }];
    const issued = await request(app.server)
      .post('/api/v1/licences')
      .set('Authorization', bearer(app))
      .send(issueRequest({ holders }))
      .expect(201);
    ({ identifier } = issued.body as { readonly identifier: string });
  });
  after(() => app.close());

  const get = (path: string, as: Headers): Test => request(app.server).get(path).set(as);
  const post = (path: string, body: object, as: Headers): Test => request(app.server).post(path).set(as).send(body);
  const whole = (answer: { readonly body: unknown }): Whole => answer.body as Whole;
  const order = () => ({ target: { kind: 'licence', identifier }, cause: 'wrong-status', statement: '状态有误' });

  it('are made with evidence by a holder, answered by the issuer, and closed', async () => {
    const made = await post(MINE, order(), holder).expect(201);
    const { id, organisation, due } = whole(made);
    assert.equal(organisation, ISSUER);
    assert.match(due, /^\d{4}-\d{2}-\d{2}$/);
    assert.ok(!made.text.includes(me.citizenNumber) && !made.text.includes(me.name));
    const attached = await request(app.server)
      .post(`${MINE}/${id}/attachments`)
      .set(holder)
      .attach('file', PDF, { filename: '证明.pdf' })
      .expect(201);
    const [piece] = whole(attached).attachments;
    assert.deepEqual([piece?.name, piece?.type], ['证明.pdf', 'application/pdf']);
    problem(
      await request(app.server).post(`${MINE}/${id}/attachments`).set(holder).attach('file', Buffer.from('<svg/>'), 'x.pdf'),
      'OBJECTION_INVALID',
    );
    const file = await get(`${ALL}/${id}/attachments/${piece?.id}`, clerk).expect(200);
    assert.deepEqual(file.body, PDF);
    assert.match(file.get('Content-Disposition') ?? '', /^attachment/);
    const waiting = await get(`${ALL}?of=waiting&limit=100`, clerk).expect(200);
    assert.ok(waiting.text.includes(id) && !waiting.text.includes('状态有误'));
    assert.ok((await get(`${ALL}/${id}`, clerk).expect(200)).text.includes(me.citizenNumber));
    problem(await get(`${ALL}/${id}`, counter), 'OBJECTION_NOT_FOUND');
    problem(
      await get(`${MINE}/${id}`, await holderHeaders(app, { ...me, citizenNumber: citizenNumber() })),
      'OBJECTION_NOT_FOUND',
    );
    await post(`${ALL}/${id}/acceptance`, {}, clerk).expect(200);
    problem(await post(`${ALL}/${id}/refusal`, { reason: 'x' }, clerk), 'OBJECTION_NOT_POSSIBLE');
    await post(`${ALL}/${id}/answer`, { outcome: 'upheld', reason: '状态无误' }, clerk).expect(200);
    assert.deepEqual(
      [whole(await get(`${MINE}/${id}`, holder).expect(200)).state, (await get(MINE, holder).expect(200)).text.includes(id)],
      ['answered', true],
    );
    assert.equal(whole(await post(`${MINE}/${id}/closure`, {}, holder).expect(200)).state, 'closed');
    problem(await post(`${MINE}/${id}/withdrawal`, {}, holder), 'OBJECTION_NOT_POSSIBLE');
  });

  it('are made at a counter, and taken back there', async () => {
    const { id } = whole(await post(ALL, order(), counter).expect(201));
    assert.ok((await get(`${ALL}?of=filed&limit=100`, counter).expect(200)).text.includes(id));
    problem(await post(`${ALL}/${id}/acceptance`, {}, counter), 'NOT_ALLOWED');
    assert.equal(whole(await post(`${ALL}/${id}/withdrawal`, {}, counter).expect(200)).state, 'withdrawn');
    const missing = { target: { kind: 'missing', type: '11990000MB0000019F001', issuer: ISSUER }, statement: '缺证' };
    problem(await post(ALL, missing, counter), 'OBJECTION_INVALID');
    const person = { name: me.name, code: me.citizenNumber };
    await post(ALL, { ...missing, person }, counter).expect(201);
    problem(await post(ALL, { ...order(), target: { kind: 'use', use: 'none' } }, counter), 'USE_NOT_FOUND');
    problem(await post(ALL, { ...order(), statement: '' }, counter), 'REQUEST_INVALID');
  });

  it('are told of in the inbox, which is read and marked as read', async () => {
    const { relay, store } = await sharedInstallation();
    await relay.drain();
    const deps = { store, crypto, clock: { now: () => Date.now() } };
    for (let found = 1; found > 0;) found = await followNotices(deps);
    const path = '/api/v1/my/notices';
    const read = async (query: string) =>
      (await get(`${path}?limit=100&${query}`, holder).expect(200)).body as {
        readonly items: readonly { readonly id: string; readonly kind: string; readonly objection: string | null }[];
      };
    const { items } = await read('unread=true');
    const answered = items.find(({ kind }) => kind === 'objection-answered');
    assert.ok(answered?.objection && items.some(({ kind }) => kind === 'issued'));
    await post(`${path}/${answered.id}/reading`, {}, holder).expect(200);
    assert.ok(!(await read('unread=true')).items.some(({ id }) => id === answered.id));
    assert.ok((await read('unread=false')).items.some(({ id }) => id === answered.id));
    problem(await post(`${path}/none/reading`, {}, holder), 'NOTICE_NOT_FOUND');
  });

  it('count by calendars that an administrator records', async () => {
    const admin = await staff('admin');
    const path = '/api/v1/working-calendars';
    const { calendars } = (await get(path, clerk).expect(200)).body as {
      readonly calendars: readonly { readonly year: number; readonly workdays: readonly string[] }[];
    };
    assert.ok(calendars.find(({ year }) => year === 2026)?.workdays.includes('2026-02-14'));
    const given = { year: 2098, holidays: ['2098-01-01'], workdays: [], notice: '样〔2097〕1号' };
    assert.deepEqual((await post(path, given, admin).expect(200)).body, given);
    problem(await post(path, { ...given, workdays: ['2098-01-02'] }, admin), 'CALENDAR_INVALID');
    problem(await post(path, given, clerk), 'NOT_ALLOWED');
  });
});
