/** The log of stampings over HTTP. */
import assert from 'node:assert/strict';
import request, { type Response } from 'supertest';
import { openApp, problem, signInAs, type OpenApp } from '../../support/http.ts';
import { blankFile } from '../../support/sealing.ts';

const SEAL = '99010000000003';

describe('http: the log of stampings', function () {
  this.timeout(120_000);
  let app: OpenApp;
  before(async () => (app = await openApp()));
  after(() => app.close());

  it('lists, shows and exports what was stamped', async () => {
    const { cookie, csrf } = await signInAs(app, 'sealer');
    const caseNumber = `LOG-${process.pid}`;
    const stamped = await request(app.server)
      .post('/api/v1/stamps')
      .query({ seal: SEAL, page: 1, x: 100, y: 100, item: 'i', cause: 'c', caseNumber })
      .set({ Cookie: cookie, 'X-CSRF-Token': csrf, 'Content-Type': 'application/pdf' })
      .send(Buffer.from(blankFile(1)));
    assert.equal(stamped.status, 201, stamped.text);
    const keeper = (await signInAs(app, 'keeper')).cookie;
    const get = (path: string): Promise<Response> =>
      Promise.resolve(request(app.server).get(`/api/v1/stampings${path}`).set('Cookie', keeper));
    const listed = await get(`?caseNumber=${caseNumber}`);
    const { items, next } = listed.body as { readonly items: readonly Record<string, unknown>[]; readonly next: string | null };
    assert.deepEqual([items.length, next, items[0]?.['result'], items[0]?.['seal']], [1, null, 'done', SEAL]);
    const id = stamped.get('X-Stamping') ?? '';
    assert.equal(items[0]?.['id'], id);
    assert.deepEqual((await get(`/${id}`)).body, items[0]);
    const table = await get(`/export?caseNumber=${caseNumber}`);
    assert.match(table.get('Content-Type') ?? '', /^text\/csv/);
    assert.equal(table.text.split('\r\n').length, 3);
    const rows = (await get(`/export?caseNumber=${caseNumber}&format=json`)).body as readonly Record<string, string>[];
    assert.deepEqual([rows.length, rows[0]?.['caseNumber']], [1, caseNumber]);
    assert.deepEqual(((await get('?seal=99010000000002')).body as { readonly items: readonly unknown[] }).items, []);
    const byName = await get(`?caseNumber=${caseNumber}&applicant=Sealer`);
    assert.deepEqual((byName.body as { readonly items: readonly unknown[] }).items, items);
    problem(await get('/none'), 'STAMP_NOT_FOUND');
    problem(await get('?result=perhaps'), 'REQUEST_INVALID');
  });
});
