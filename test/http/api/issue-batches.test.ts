import assert from 'node:assert/strict';
import request, { type Test } from 'supertest';
import { createIssueBatchWorker, type IssueBatchWorker } from '../../../src/services/licences/batches/index.ts';
import { issueRequest, openApp, problem, sharedDependencies, signInAs, type OpenApp, type SignedIn } from '../../support/http.ts';

const PATH = '/api/v1/issue-batches';
const TYPE = '11990000MB0000019F001';

interface Batch {
  readonly id: string;
  readonly state: string;
  readonly rows: number;
  readonly wrong: number;
  readonly issued: number;
}

describe('http: licences issued from a table', function () {
  this.timeout(300_000);
  let app: OpenApp;
  let clerk: SignedIn;
  let worker: IssueBatchWorker;
  before(async () => {
    app = await openApp();
    clerk = await signInAs(app, 'clerk');
    const { licences } = await sharedDependencies();
    worker = createIssueBatchWorker(licences, { owner: 'test' });
  });
  after(async () => {
    await worker.stop();
    await app.close();
  });

  const asClerk = (test: Test): Test => test.set({ Cookie: clerk.cookie, 'X-CSRF-Token': clerk.csrf });
  const post = (path: string) => asClerk(request(app.server).post(path));
  const get = (path: string) => asClerk(request(app.server).get(path));
  const query = new URLSearchParams({ typeCode: TYPE, item: '食品经营许可', cause: '批量换发', name: '换发.csv' }).toString();
  const send = (text: string) => post(`${PATH}?${query}`).set('Content-Type', 'application/octet-stream').send(Buffer.from(text));
  const state = async (id: string) => (await get(`${PATH}/${id}`).expect(200)).body as Batch;
  /** Works, together with whoever else does, until the batch has left a state. */
  const left = async (id: string, leaving: string): Promise<Batch> => {
    for (;;) {
      await worker.round();
      const batch = await state(id);
      if (batch.state !== leaving) return batch;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  const filled = async (changes: Record<string, string> = {}): Promise<string> => {
    const template = await get(`/api/v1/issue-tables?typeCode=${TYPE}`).expect(200);
    assert.match(template.get('Content-Type') ?? '', /^text\/csv/);
    const columns = template.text.replace('\ufeff', '').trim().split(',');
    const { fields, licenceNumber, purpose, holders } = issueRequest();
    const [holder] = holders;
    const cells: Record<string, string> = {
      ...{ ...fields, 办件编号: purpose.caseNumber, 证照编号: licenceNumber },
      ...{ 持证主体名称: holder?.name ?? '', 持证主体代码: holder?.code ?? '', ...changes },
    };
    return `${columns.join(',')}\r\n${columns.map((column) => cells[column] ?? '').join(',')}\r\n`;
  };

  it('are taken in, checked, started and told of row by row', async () => {
    const received = await send(await filled()).expect(201);
    const { id, rows } = received.body as Batch;
    assert.equal(received.get('Location'), `${PATH}/${id}`);
    assert.equal(rows, 1);
    assert.equal((await left(id, 'checking')).state, 'ready');
    await post(`${PATH}/${id}/start`).expect(200);
    const done = await left(id, 'running');
    assert.deepEqual([done.state, done.issued], ['done', 1]);
    const results = await get(`${PATH}/${id}/results`).expect(200);
    assert.match(results.text, /已签发,1\.2\.156\.3005\.2\./);
    const listed = (await get(PATH).expect(200)).body as { readonly items: readonly Batch[] };
    assert.ok(listed.items.some((batch) => batch.id === id));
    assert.ok(!JSON.stringify(listed).includes('欧阳晓样'));
    await asClerk(request(app.server).delete(`${PATH}/${id}`)).expect(204);
    assert.equal((await state(id)).state, 'forgotten');
  });

  it('are refused where they are no table of the type, and where a row is wrong', async () => {
    problem(await send('a,b\n1,2\n'), 'INPUT_INVALID');
    problem(await post(`${PATH}?typeCode=${TYPE}`).set('Content-Type', 'application/octet-stream').send('x'), 'REQUEST_INVALID');
    const { id } = (await send(await filled({ 主体业态: '' })).expect(201)).body as Batch;
    const refused = await left(id, 'checking');
    assert.deepEqual([refused.state, refused.wrong], ['refused', 1]);
    problem(await post(`${PATH}/${id}/start`), 'ISSUE_BATCH_NOT_POSSIBLE');
    assert.match((await get(`${PATH}/${id}/results`).expect(200)).text, /有误,,,FIELD_INVALID/);
    problem(await get(`${PATH}/${'0'.repeat(32)}`), 'ISSUE_BATCH_NOT_FOUND');
    const other = (await send(await filled()).expect(201)).body as Batch;
    assert.equal(((await post(`${PATH}/${other.id}/cancellation`).expect(200)).body as Batch).state, 'cancelled');
  });
});
