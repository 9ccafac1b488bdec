import assert from 'node:assert/strict';
import request, { type Response } from 'supertest';
import { bearer, ISSUER, openApp, problem, signInAs, type OpenApp, type SignedIn } from '../../support/http.ts';

const WHY = 'item=区划维护&cause=年度更新';

interface Place {
  readonly code: string;
  readonly name: string;
  readonly parent: string | null;
}

describe('http: areas and lines of business', function () {
  this.timeout(120_000);
  let app: OpenApp;
  let admin: SignedIn;
  before(async () => {
    app = await openApp();
    admin = await signInAs(app, 'admin');
  });
  after(() => app.close());

  const get = (path: string) => request(app.server).get(`/api/v1${path}`).set('Authorization', bearer(app));
  const take = (
    path: string,
    text: string,
    { cookie, csrf }: SignedIn = admin,
    type = 'text/csv; charset=utf-8',
  ): Promise<Response> =>
    Promise.resolve(
      request(app.server)
        .post(`/api/v1/${path}/import?${WHY}`)
        .set('Cookie', cookie)
        .set('X-CSRF-Token', csrf)
        .set('Content-Type', type)
        .send(text),
    );
  const items = async (path: string): Promise<readonly Place[]> =>
    ((await get(path).expect(200)).body as { readonly items: readonly Place[] }).items;

  it('are those of the demonstration, found by code, name and place above', async () => {
    assert.deepEqual(
      (await items('/areas?parent=990100')).map(({ code, name }) => [code, name]),
      [
        ['990101', '样例区'],
        ['990102', '样例新区'],
      ],
    );
    assert.deepEqual(
      (await items(`/lines?q=${encodeURIComponent('市场')}`)).map(({ code }) => code),
      ['market'],
    );
    const one = (await get('/areas/990100').expect(200)).body as Place;
    assert.deepEqual([one.name, one.parent], ['样例市', '990000']);
    problem(await get('/areas/990777'), 'REGISTERED_PLACE_NOT_FOUND');
  });

  it('have their names where organisations have their codes', async () => {
    const shown = (await get(`/organisations/${ISSUER}`).expect(200)).body as Record<string, unknown>;
    assert.deepEqual([shown['areaCode'], shown['areaName'], shown['lineName']], ['990100', '样例市', null]);
  });

  it('are taken in from a file as it was given out, and refused as a whole where a row is wrong', async () => {
    const text = (
      await get('/areas/export')
        .expect(200)
        .expect('Content-Type', /text\/csv/)
    ).text;
    assert.match(text, /^\ufeffcode,name,firstDay,lastDay,successors\r\n/);
    const same = await take('areas', text);
    assert.equal(same.status, 200, same.text);
    const { recorded, changed } = same.body as { readonly recorded: number; readonly changed: number };
    assert.deepEqual([recorded, changed], [0, 0]);
    const wrong = await take('lines', 'code,name\nwater,水利\nWater,水利\n');
    problem(wrong, 'REGISTER_FILE_INVALID');
    assert.match(wrong.text, /3: /);
    problem(await get('/lines/water'), 'REGISTERED_PLACE_NOT_FOUND');
    assert.equal((await take('lines', 'code,name\nwater,水利\n')).status, 200);
    assert.equal(((await get('/lines/water').expect(200)).body as Place).name, '水利');
  });

  it('are not taken from others, nor in another form', async () => {
    for (const user of ['clerk', 'auditor', 'security'])
      problem(await take('areas', 'code,name\n', await signInAs(app, user)), 'NOT_ALLOWED');
    problem(await take('areas', '{}', admin, 'application/json'), 'MEDIA_TYPE_UNSUPPORTED');
    const large = `code,name\n${'990000,样例省\n'.repeat(150_000)}`;
    assert.equal((await take('areas', large)).status, 413);
    problem(await request(app.server).get('/api/v1/areas'), 'NOT_SIGNED_IN');
  });

  it('take their organisations along when a code is replaced', async () => {
    assert.equal(
      (await take('areas', 'code,name,lastDay,successors\n990103,新县,,\n990104,旧县,2020-12-31,990103\n')).status,
      200,
    );
    const move = (code: string): Promise<Response> =>
      Promise.resolve(
        request(app.server)
          .post(`/api/v1/areas/${code}/succession`)
          .set('Cookie', admin.cookie)
          .set('X-CSRF-Token', admin.csrf)
          .send({ purpose: { item: '区划调整', cause: '撤县设区' } }),
      );
    const moved = await move('990104');
    assert.equal(moved.status, 200, moved.text);
    assert.deepEqual(moved.body, { moved: [], left: [] });
    problem(await move('990103'), 'ORGANISATION_INVALID');
    problem(await move('990199'), 'REGISTERED_PLACE_NOT_FOUND');
  });
});
