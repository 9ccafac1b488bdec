/** The catalogue over HTTP: versions and their approval by two persons, additions of bodies beneath, files. */
import assert from 'node:assert/strict';
import request, { type Response } from 'supertest';
import type { StoredLicenceType } from '../../../src/domain/catalogue/index.ts';
import type { CatalogueFile } from '../../../src/services/catalogue/index.ts';
import { FOOD_OPERATION_PERMIT } from '../../../src/drawing/index.ts';
import {
  bearer,
  issueRequest,
  ISSUER,
  openApp,
  problem,
  sharedInstallation,
  signInAs,
  type OpenApp,
  type SignedIn,
} from '../../support/http.ts';

const FOOD = '11990000MB0000019F001';
const purpose = { item: '证照目录', cause: '调整照面' };

interface Entry {
  readonly id: string;
  readonly withdrawal: string | null;
  readonly versions: readonly { readonly number: number; readonly state: string }[];
}

describe('http: the catalogue', function () {
  this.timeout(300_000);
  let app: OpenApp;
  let editor: SignedIn;
  let city: SignedIn;
  let approver: SignedIn;
  let original: StoredLicenceType;
  before(async () => {
    app = await openApp();
    const stored = await app.store.records.get('licence-types', FOOD);
    assert.ok(stored);
    original = stored;
    editor = await signInAs(app, 'cataloguer');
    city = await signInAs(app, 'city-cataloguer');
    approver = await signInAs(app, 'publisher');
  });
  // Other files use the same installation.
  after(async () => {
    const { records } = app.store;
    await (await sharedInstallation()).relay.drain();
    for (const id of [FOOD, '11990000MB0000019F011', '11990000MB0000019F012']) await records.remove('licence-types', id);
    await records.remove('licence-type-additions', `${FOOD}.${ISSUER}`);
    await records.insert('licence-types', original);
    await app.close();
  });

  const post = (by: SignedIn, path: string, body: object = { purpose }): Promise<Response> =>
    Promise.resolve(request(app.server).post(`/api/v1${path}`).set('Cookie', by.cookie).set('X-CSRF-Token', by.csrf).send(body));
  const get = (by: SignedIn, path: string): Promise<Response> =>
    Promise.resolve(request(app.server).get(`/api/v1${path}`).set('Cookie', by.cookie));
  const done = async (asked: Promise<Response>): Promise<Entry> => {
    const response = await asked;
    assert.equal(response.status, 200, response.text);
    return response.body as Entry;
  };
  const states = ({ versions }: Entry) => versions.map(({ number, state }) => `${number} ${state}`);
  const food = async () => {
    const [entry] = (await file(`?code=${FOOD}`))['licence-types'];
    assert.ok(entry);
    return entry.content;
  };
  const file = async (query: string): Promise<CatalogueFile> => {
    const response = await request(app.server)
      .get(`/api/v1/catalogue-files${query}`)
      .set('Cookie', editor.cookie)
      .buffer(true)
      .parse((stream, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          done(null, Buffer.concat(chunks));
        });
      });
    return JSON.parse((response.body as Buffer).toString('utf8')) as CatalogueFile;
  };

  it('changes a type by a draft that another person publishes; licences before and after keep their version', async () => {
    const path = `/catalogue/licence-types/${FOOD}`;
    const issue = async () => {
      const response = await request(app.server).post('/api/v1/licences').set('Authorization', bearer(app)).send(issueRequest());
      assert.equal(response.status, 201, response.text);
      const { identifier } = response.body as { readonly identifier: string };
      const [licence] = await app.store.records.find('licences', { index: 'identifier', equals: identifier, limit: 1 });
      return licence?.editions[0];
    };
    const before = await issue();
    assert.deepEqual([before?.typeVersion, before?.template], [1, 'standard']);
    const content = await food();
    const drafted = await done(
      post(editor, `${path}/draft`, { content: { ...content, name: '食品经营许可证（样本）二' }, purpose }),
    );
    assert.deepEqual(states(drafted), ['1 published', '2 draft']);
    problem(await post(city, `${path}/draft`, { content, purpose }), 'CATALOGUE_ENTRY_NOT_FOUND');
    problem(await post(approver, `${path}/publication`), 'CATALOGUE_STEP_REFUSED');
    await done(post(editor, `${path}/submission`));
    problem(await post(editor, `${path}/draft`, { content, purpose }), 'CATALOGUE_STEP_REFUSED');
    assert.deepEqual(states(await done(post(approver, `${path}/return`))), ['1 published', '2 draft']);
    await done(post(editor, `${path}/submission`));
    assert.deepEqual(states(await done(post(approver, `${path}/publication`))), ['1 changed', '2 published']);
    const after = await issue();
    assert.equal(after?.typeVersion, 2);
    const shown = await request(app.server).get(`/api/v1/licence-types/${FOOD}`).set('Authorization', bearer(app)).expect(200);
    assert.equal((shown.body as { readonly name: string }).name, '食品经营许可证（样本）二');
  });

  it('refuses drafts of wrong form with every fault, and submissions that do not hold together', async () => {
    const path = `/catalogue/licence-types/11990000MB0000019F011`;
    const content = await food();
    const { errors } = problem(
      await post(editor, `${path}/draft`, { content: { ...content, validity: { kind: 'never' }, fields: 1 }, purpose }),
      'REQUEST_INVALID',
    ) as unknown as {
      readonly errors: readonly { readonly pointer: string }[];
    };
    assert.deepEqual(errors.map(({ pointer }) => pointer).sort(), ['/content/fields', '/content/validity/kind']);
    const broken = { name: 'x', area: null, face: { id: 'x' } };
    problem(
      await post(editor, `${path}/draft`, { content: { ...content, templates: [broken] }, purpose }),
      'CATALOGUE_STEP_REFUSED',
    );
    problem(
      await post(editor, '/catalogue/licence-types/11990000MB0000019F1/draft', { content, purpose }),
      'CATALOGUE_STEP_REFUSED',
    );
    problem(
      await post(editor, '/catalogue/licence-types/11990100MB0000027F001/draft', { content, purpose }),
      'CATALOGUE_STEP_REFUSED',
    );
    const fields = content.fields.filter(({ name }) => name !== '住所');
    await done(post(editor, `${path}/draft`, { content: { ...content, fields, metadata: [] }, purpose }));
    const { detail } = problem(await post(editor, `${path}/submission`), 'CATALOGUE_STEP_REFUSED') as unknown as {
      readonly detail: string;
    };
    assert.match(detail, /住所/);
    assert.deepEqual(states(await done(post(editor, `${path}/discard`))), ['1 discarded']);
  });

  it('takes additions of a body beneath, which never change what is defined above', async () => {
    const id = `${FOOD}.${ISSUER}`;
    const path = `/catalogue/licence-type-additions/${id}`;
    const extra = { name: '监管等级', label: '监管等级', required: true, maxLength: 4, mask: 'none' };
    const [page] = FOOD_OPERATION_PERMIT.pages;
    assert.ok(page);
    const place = { ...page.fields?.at(-1), name: '监管等级', x: 229, y: 168, width: 40, height: 8 };
    const face = { ...FOOD_OPERATION_PERMIT, id: 'city-food', pages: [{ ...page, fields: [...(page.fields ?? []), place] }] };
    const addition = {
      fields: [extra],
      templates: [{ name: 'city', area: '990100', face }],
      bindings: {},
      seals: {},
      serviceItems: [],
    };
    const taken = { ...extra, name: '住所' };
    await done(post(city, `${path}/draft`, { content: { ...addition, fields: [taken] }, purpose }));
    problem(await post(city, `${path}/submission`), 'CATALOGUE_STEP_REFUSED');
    await done(post(city, `${path}/draft`, { content: addition, purpose }));
    await done(post(city, `${path}/submission`));
    await done(post(approver, `${path}/publication`));
    problem(
      await post(editor, `/catalogue/licence-type-additions/${FOOD}.11990000MB0000019F/draft`, { content: addition, purpose }),
      'CATALOGUE_STEP_REFUSED',
    );
    const send = (fields: object) =>
      request(app.server)
        .post('/api/v1/licences')
        .set('Authorization', bearer(app))
        .send({ ...issueRequest(), fields: { ...issueRequest().fields, ...fields } });
    problem(await send({}), 'FIELD_INVALID');
    const issued = await send({ 监管等级: 'A级' });
    assert.equal(issued.status, 201, issued.text);
    const { identifier } = issued.body as { readonly identifier: string };
    const [licence] = await app.store.records.find('licences', { index: 'identifier', equals: identifier, limit: 1 });
    assert.deepEqual(licence?.editions[0]?.typeAdditions, [{ owner: ISSUER, version: 1 }]);
    assert.equal(licence.editions[0].template, 'city');
    await done(post(city, `${path}/withdrawal`, { documentNumber: '样市监〔2026〕1号', purpose }));
    const gone = await done(post(approver, `${path}/withdrawal/approval`));
    assert.equal(gone.withdrawal, 'decided');
    assert.equal((await send({})).status, 201);
  });

  it('goes out as a file and comes in as drafts', async () => {
    const whole = await file('');
    assert.equal(whole['licence-types'].length, 12);
    assert.equal(whole.dictionaries.length, 6);
    const back = await post(editor, '/catalogue-files', { file: { ...whole, 'licence-type-additions': [] }, purpose });
    assert.equal(back.status, 200, back.text);
    const { items } = back.body as { readonly items: readonly { readonly outcome: string }[] };
    assert.deepEqual([...new Set(items.map(({ outcome }) => outcome))], ['unchanged']);
    const one = await file(`?code=${FOOD}`);
    const [entry] = one['licence-types'];
    assert.ok(entry);
    const copied = { ...entry, id: '11990000MB0000019F012', content: { ...entry.content, name: '食品小作坊登记证' } };
    const foreign = { ...entry, id: '11990100MB0000027F001' };
    const sent = await post(editor, '/catalogue-files', {
      file: { ...one, dictionaries: [], 'licence-types': [copied, foreign], 'licence-type-additions': [] },
      purpose,
    });
    const outcomes = (
      sent.body as { readonly items: readonly { readonly outcome: string; readonly error: { readonly code: string } | null }[] }
    ).items;
    assert.deepEqual(
      outcomes.map(({ outcome, error }) => [outcome, error?.code ?? null]),
      [
        ['drafted', null],
        ['refused', 'CATALOGUE_STEP_REFUSED'],
      ],
    );
    const draft = await done(get(editor, '/catalogue/licence-types/11990000MB0000019F012'));
    assert.deepEqual(states(draft), ['1 draft']);
    problem(
      await request(app.server).get('/api/v1/licence-types/11990000MB0000019F012').set('Authorization', bearer(app)),
      'LICENCE_TYPE_NOT_FOUND',
    );
    problem(await get(city, '/catalogue/licence-types/11990000MB0000019F012'), 'CATALOGUE_ENTRY_NOT_FOUND');
  });

  it('issues nothing by a type that was withdrawn, which two persons decide', async () => {
    const path = `/catalogue/licence-types/${FOOD}`;
    problem(await post(editor, `${path}/withdrawal`), 'REQUEST_INVALID');
    const asked = { documentNumber: '样省监〔2026〕8号', purpose };
    assert.equal((await done(post(editor, `${path}/withdrawal`, asked))).withdrawal, 'asked');
    assert.equal((await done(post(approver, `${path}/withdrawal/refusal`))).withdrawal, null);
    await done(post(editor, `${path}/withdrawal`, asked));
    assert.equal((await done(post(approver, `${path}/withdrawal/approval`))).withdrawal, 'decided');
    problem(
      await request(app.server).post('/api/v1/licences').set('Authorization', bearer(app)).send(issueRequest()),
      'LICENCE_TYPE_UNUSABLE',
    );
    const shown = await request(app.server).get(`/api/v1/licence-types/${FOOD}`).set('Authorization', bearer(app)).expect(200);
    assert.deepEqual(
      [(shown.body as { readonly state: string }).state, (shown.body as { readonly issuable: boolean }).issuable],
      ['withdrawn', false],
    );
  });

  it('shows the face of a version with examples, marked as a specimen', async () => {
    const path = `/catalogue/licence-types/${FOOD}/preview`;
    const shown = await get(editor, path);
    assert.equal(shown.status, 200, shown.text);
    assert.equal(shown.get('Content-Type'), 'application/pdf');
    assert.equal((shown.body as Buffer).subarray(0, 5).toString(), '%PDF-');
    assert.ok(!(shown.body as Buffer).includes('/ByteRange'));
    const named = await get(editor, `${path}?version=1&template=standard`);
    assert.equal(named.status, 200, named.text);
    problem(await get(editor, `${path}?version=999`), 'CATALOGUE_ENTRY_NOT_FOUND');
    problem(await get(editor, `${path}?template=none`), 'CATALOGUE_ENTRY_NOT_FOUND');
    problem(await get(editor, `${path}?version=x`), 'REQUEST_INVALID');
    problem(await get(editor, '/catalogue/licence-types/11990000MB0000019F999/preview'), 'CATALOGUE_ENTRY_NOT_FOUND');
  });
});
