import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import request, { type Test } from 'supertest';
import { createBatchWorker, type BatchWorker } from '../../../src/services/stamping/batches/index.ts';
import { bearer, openApp, problem, sharedDependencies, signInAs, type OpenApp, type SignedIn } from '../../support/http.ts';
import { needTool, runTool } from '../../support/pdf.ts';
import { blankFile } from '../../support/sealing.ts';

const PATH = '/api/v1/stamp-batches';
const PLAIN = Buffer.from(blankFile(1));
const ORDER = { seal: '99010000000003', x: '100', y: '120', item: '合同', cause: '批量用印', caseNumber: 'C-1' };

interface Batch {
  readonly id: string;
  readonly state: string;
  readonly documents: number;
  readonly waiting: number;
  readonly stamped: number;
  readonly failed: number;
  readonly stop: { readonly code: string } | null;
}

interface Document {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly state: string;
  readonly stampedDigest: string | null;
  readonly failure: { readonly code: string; readonly detailZh: string } | null;
}

describe('http: stamp batches', function () {
  this.timeout(300_000);
  let app: OpenApp;
  let sealer: SignedIn;
  let worker: BatchWorker;
  before(async () => {
    app = await openApp();
    sealer = await signInAs(app, 'sealer');
    const { licences } = await sharedDependencies();
    worker = createBatchWorker(licences, { owner: 'test' });
  });
  after(async () => {
    await worker.stop();
    await app.close();
  });

  const asSealer = (test: Test): Test => test.set({ Cookie: sealer.cookie, 'X-CSRF-Token': sealer.csrf });
  const post = (path: string) => asSealer(request(app.server).post(path));
  const get = (path: string) => asSealer(request(app.server).get(path));
  const query = (changes: Record<string, string> = {}) => new URLSearchParams({ ...ORDER, ...changes }).toString();
  const begin = async (changes: Record<string, string> = {}): Promise<string> => {
    const response = await post(`${PATH}?${query(changes)}`).expect(201);
    const { id, state } = response.body as Batch;
    assert.equal(response.get('Location'), `${PATH}/${id}`);
    assert.equal(state, 'open');
    return id;
  };
  const documentsOf = async (id: string, search = '') =>
    ((await get(`${PATH}/${id}/documents${search}`).expect(200)).body as { readonly documents: readonly Document[] }).documents;

  it('stamps what was added raw and in forms, tells how far it is, and gives each document and all of them', async function () {
    needTool(this, 'unzip');
    const id = await begin();
    await post(`${PATH}/${id}/documents?name=one.pdf`).type('application/pdf').send(PLAIN).expect(201);
    const form = await post(`${PATH}/${id}/documents`)
      .attach('file', PLAIN, '合同 二.pdf')
      .attach('file', Buffer.from('no document'), 'three.pdf')
      .expect(201);
    assert.deepEqual(
      (form.body as { readonly documents: readonly Document[] }).documents.map(({ number, name, state }) => [
        number,
        name,
        state,
      ]),
      [
        [2, '合同 二.pdf', 'waiting'],
        [3, 'three.pdf', 'waiting'],
      ],
    );
    const started = (await post(`${PATH}/${id}/start`).expect(202)).body as Batch;
    assert.deepEqual([started.state, started.documents, started.waiting], ['running', 3, 3]);
    await worker.round();
    const done = (await get(`${PATH}/${id}`).expect(200)).body as Batch;
    assert.deepEqual([done.state, done.stamped, done.failed, done.waiting], ['done', 2, 1, 0]);
    const [one, , three] = await documentsOf(id);
    assert.deepEqual([three?.failure?.code, one?.failure], ['DOCUMENT_UNRECOGNISED', null]);
    assert.match(three?.failure?.detailZh ?? '', /文件/);
    assert.deepEqual(
      (await documentsOf(id, '?state=stamped')).map(({ number }) => number),
      [1, 2],
    );
    const file = await get(`${PATH}/${id}/documents/${one?.id ?? ''}/file`).expect(200);
    assert.deepEqual((file.body as Buffer).subarray(0, PLAIN.length), PLAIN);
    assert.ok(file.get('X-Stamping'));
    problem(await get(`${PATH}/${id}/documents/${three?.id ?? ''}/file`), 'STAMP_BATCH_DOCUMENT_UNSTAMPED');
    problem(await get(`${PATH}/${id}/documents/none`), 'STAMP_BATCH_DOCUMENT_NOT_FOUND');
    const zip = await get(`${PATH}/${id}/files.zip`).responseType('blob').expect(200);
    assert.equal(zip.get('Content-Type'), 'application/zip');
    const listing = runTool(zip.body as Buffer, 'unzip', '-t', '{}').output;
    assert.match(listing, /No errors detected/);
    assert.equal(listing.match(/testing:/g)?.length, 3);
    await asSealer(request(app.server).delete(`${PATH}/${id}`)).expect(204);
    problem(await get(`${PATH}/${id}/files.zip`), 'STAMP_BATCH_DOCUMENT_NOT_FOUND');
    assert.equal(((await get(`${PATH}/${id}`).expect(200)).body as Batch).stamped, 2);
  });

  it('is ended where it is when it is cancelled', async () => {
    const id = await begin();
    await post(`${PATH}/${id}/documents?name=one.pdf`).type('application/pdf').send(PLAIN).expect(201);
    assert.equal(((await post(`${PATH}/${id}/cancellation`).expect(200)).body as Batch).state, 'cancelled');
    problem(await post(`${PATH}/${id}/start`), 'STAMP_BATCH_NOT_POSSIBLE');
    problem(await post(`${PATH}/${id}/documents?name=2.pdf`).type('application/pdf').send(PLAIN), 'STAMP_BATCH_NOT_POSSIBLE');
  });

  it('takes place, seal and purpose for documents of their own', async () => {
    const id = await begin();
    const send = (search: string) => post(`${PATH}/${id}/documents?${search}`).type('application/pdf').send(PLAIN);
    await send('name=1.pdf&edge=right').expect(201);
    await send('name=2.pdf&seal=none').expect(201);
    await send(`name=3.pdf&keyword=${encodeURIComponent('没有')}&item=a&cause=b&caseNumber=c`).expect(201);
    await send('name=5.pdf&field=place').expect(201);
    await send('name=6.pdf&bookmark=place&dx=3').expect(201);
    problem(await send('name=7.pdf&licenceType=none'), 'LICENCE_TYPE_NOT_FOUND');
    for (const wrong of [
      'page=2',
      'field=a&x=1',
      'x=1',
      'edge=right&x=1',
      'sealPlace=a',
      'bookmark=a&destination=b',
      'item=a',
      'caseNumber=a',
      'name=',
      'edge=inner',
    ])
      problem(await send(`${wrong.includes('name') ? '' : 'name=4.pdf&'}${wrong}`), 'REQUEST_INVALID');
    problem(await send('name=a/b.pdf'), 'INPUT_INVALID');
    problem(await post(`${PATH}?${query({ certifyAs: 'pades' })}`), 'SIGNATURE_KEY_MISSING');
    problem(await post(`${PATH}?${query({ certifyAs: 'gm-cms' })}`), 'REQUEST_INVALID');
    problem(await send(''), 'INPUT_INVALID');
    await post(`${PATH}/${id}/start`).expect(202);
    await worker.round();
    assert.deepEqual(
      (await documentsOf(id)).map(({ failure }) => failure?.code ?? null),
      ['PDF_NOT_STAMPABLE', 'SEAL_NOT_FOUND', 'KEYWORD_NOT_FOUND', 'PLACE_NOT_FOUND', 'PLACE_NOT_FOUND'],
    );
  });

  it('is listed to whoever began it, and to nobody else there', async () => {
    const id = await begin();
    const listed = (await get(PATH).expect(200)).body as { readonly batches: readonly Batch[] };
    assert.equal(listed.batches[0]?.id, id);
    const system = { Authorization: bearer(app) };
    const others = (await request(app.server).get(PATH).set(system).expect(200)).body as typeof listed;
    assert.ok(!others.batches.some((batch) => batch.id === id));
    for (const path of ['', '/documents', '/files.zip'])
      problem(await request(app.server).get(`${PATH}/${id}${path}`).set(system), 'STAMP_BATCH_NOT_FOUND');
    problem(await request(app.server).post(`${PATH}/${id}/start`).set(system), 'STAMP_BATCH_NOT_FOUND');
  });

  it('takes no more than 100 files in a form, nor more together than one document may have, and gives the memory back', async () => {
    const id = await begin();
    const many = post(`${PATH}/${id}/documents`);
    for (let count = 0; count < 101; count++) void many.attach('file', Buffer.from('x'), `${count}.pdf`);
    problem(await many, 'INPUT_INVALID');
    const large = post(`${PATH}/${id}/documents`);
    for (let count = 0; count < 2; count++) void large.attach('file', Buffer.alloc(600 * 1024), `${count}.pdf`);
    problem(await large, 'INPUT_TOO_LARGE');
    problem(await post(`${PATH}/${id}/documents`).field('a', 'b'), 'INPUT_INVALID');
    problem(await post(`${PATH}/${id}/documents?name=a`).attach('file', PLAIN, 'a').attach('file', PLAIN, 'b'), 'INPUT_INVALID');
    const { text } = await request(app.server).get('/metrics').expect(200);
    assert.match(text, /^http_upload_bytes 0$/m);
  });

  it('survives that somebody goes away in the middle of a ZIP file', async () => {
    const id = await begin();
    for (let count = 0; count < 40; count++)
      await post(`${PATH}/${id}/documents?name=${count}.pdf`).type('application/pdf').send(PLAIN).expect(201);
    await post(`${PATH}/${id}/start`).expect(202);
    await worker.round();
    await new Promise<void>((resolve, reject) => {
      const leaving = httpRequest(`${app.url}${PATH}/${id}/files.zip`, { headers: { Cookie: sealer.cookie } }, (response) => {
        response.once('data', () => {
          response.destroy();
          resolve();
        });
      });
      leaving.on('error', reject).end();
    });
    await get(`${PATH}/${id}`).expect(200);
    assert.ok(!/"level":50/.test(app.log()), 'nothing failed');
  });
});
