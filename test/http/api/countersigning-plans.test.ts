/** Three organisations seal one document over HTTP, in the order of a plan; every seal is intact in the end. */
import assert from 'node:assert/strict';
import request, { type Response, type Test } from 'supertest';
import { createAccount } from '../../../src/services/access/index.ts';
import { SERVER_ACTOR } from '../../../src/services/platform.ts';
import { newHeldKey, newHeldSeal } from '../../support/held-seal.ts';
import { openApp, problem, sharedInstallation, type OpenApp, type SignedIn } from '../../support/http.ts';
import { needTool, runTool } from '../../support/pdf.ts';
import { crypto } from '../../support/pki.ts';
import { blankFile } from '../../support/sealing.ts';

const PATH = '/api/v1/countersigning-plans';
const SEALS = { one: '99010000000003', two: '99010000000002', three: '99010000001006' } as const;
const DOCUMENT = Buffer.from(blankFile(2));
const PURPOSE = { item: '联合审批', cause: '会签', caseNumber: 'CASE-会签-1' };
const sm3 = (bytes: Uint8Array): string => Buffer.from(crypto.digest('sm3', bytes)).toString('hex');

interface Plan {
  readonly id: string;
  readonly state: string;
  readonly waitingFor: readonly string[];
  readonly heldUntil: string | null;
  readonly documentDigest: string | null;
  readonly currentDigest: string | null;
  readonly reason: string | null;
  readonly steps: readonly {
    readonly number: number;
    readonly state: string;
    readonly inTurn: boolean;
    readonly reason: string | null;
    readonly result: { readonly stamping: string; readonly digestBefore: string; readonly digestAfter: string } | null;
  }[];
}

describe('http: countersigning', function () {
  this.timeout(300_000);
  let app: OpenApp;
  const people = new Map<string, SignedIn>();
  const organisations = new Map<string, string>();

  before(async () => {
    app = await openApp();
    for (const [name, seal] of Object.entries(SEALS)) {
      const organisation = (await app.store.records.get('seals', seal))?.owner ?? '';
      organisations.set(name, organisation);
      await add(name, organisation);
    }
    await add('stranger', '12990100MB00000432');
  });
  after(() => app.close());

  async function add(name: string, organisation: string): Promise<void> {
    const userName = `countersigning-${name}`;
    const order = {
      userName,
      displayName: name,
      password: null,
      organisation,
      roles: ['seal-user'],
      demonstration: true,
    } as const;
    const { password } = await createAccount(app.access, SERVER_ACTOR, order);
    const response = await request(app.server).post('/api/v1/session').send({ userName, password }).expect(201);
    const { csrfToken } = response.body as { readonly csrfToken: string };
    people.set(name, { cookie: (response.get('Set-Cookie')?.[0] ?? '').split(';')[0] ?? '', csrf: csrfToken });
  }
  const as = (name: string, test: Test): Test => {
    const who = people.get(name);
    assert.ok(who);
    return test.set({ Cookie: who.cookie, 'X-CSRF-Token': who.csrf });
  };
  const post = (name: string, path: string, body?: object): Test => {
    const test = as(name, request(app.server).post(path));
    return body === undefined ? test : test.send(body);
  };
  const get = (name: string, path: string): Test => as(name, request(app.server).get(path));
  const planOf = ({ body }: Response): Plan => body as Plan;
  const organisation = (name: string): string => organisations.get(name) ?? '';
  const step = (name: keyof typeof SEALS, rank: number, place: object = { page: 1, x: 40 * rank, y: 100 }) => ({
    ...{ rank, organisation: organisation(name), seal: SEALS[name], place },
  });
  const begin = async (steps: readonly object[], changes: object = {}): Promise<string> => {
    const response = await post('one', PATH, { title: '联合批文', purpose: PURPOSE, steps, ...changes });
    assert.equal(response.status, 201, response.text);
    assert.equal(response.get('Location'), `${PATH}/${planOf(response).id}`);
    return planOf(response).id;
  };
  const upload = (id: string, document: Buffer = DOCUMENT): Test =>
    post('one', `${PATH}/${id}/document`).type('application/pdf').send(document);
  const open = async (steps: readonly object[]): Promise<string> => {
    const id = await begin(steps);
    assert.equal(planOf(await upload(id).expect(200)).documentDigest, sm3(DOCUMENT));
    assert.equal(planOf(await post('one', `${PATH}/${id}/opening`).expect(200)).state, 'open');
    return id;
  };
  const seal = (name: string, id: string, number: number, query = ''): Test =>
    post(name, `${PATH}/${id}/steps/${number}/seal${query}`);
  const document = async (name: string, id: string, query = ''): Promise<Buffer> =>
    (await get(name, `${PATH}/${id}/document${query}`).expect(200)).body as Buffer;
  const waiting = async (name: string): Promise<readonly string[]> =>
    ((await get(name, `${PATH}?of=waiting`).expect(200)).body as { readonly items: readonly Plan[] }).items.map(({ id }) => id);

  it('takes the seals of three organisations in their order; verified, every one of them is intact', async function () {
    const id = await open([step('one', 1), step('two', 2, { pages: 'all', x: 90, y: 100 }), step('three', 3, { edge: 'right' })]);
    problem(await seal('three', id, 3), 'COUNTERSIGNING_OUT_OF_TURN');
    problem(await seal('two', id, 1), 'NOT_ALLOWED');
    for (const [index, name] of (['one', 'two', 'three'] as const).entries()) {
      assert.ok((await waiting(name)).includes(id), name);
      const before = planOf(await get(name, `${PATH}/${id}`).expect(200));
      const handed = await document(name, id);
      assert.equal(before.currentDigest, sm3(handed));
      const after = planOf(await seal(name, id, index + 1).expect(200));
      const result = after.steps[index]?.result;
      assert.deepEqual([result?.digestBefore, result?.digestAfter], [before.currentDigest, after.currentDigest]);
      const now = await document(name, id);
      assert.deepEqual(now.subarray(0, handed.length), handed);
      assert.ok(!(await waiting(name)).includes(id));
    }
    assert.equal(planOf(await get('one', `${PATH}/${id}`)).state, 'completed');
    assert.deepEqual(await document('two', id, '?seals=0'), DOCUMENT);
    problem(await get('two', `${PATH}/${id}/document?seals=4`), 'COUNTERSIGNING_STEP_NOT_FOUND');
    const whole = await document('one', id);
    const report = await request(app.server).post('/api/v1/verifications').type('application/pdf').send(whole).expect(200);
    const { signatures } = report.body as {
      readonly signatures: readonly { readonly intact: boolean; readonly conclusion: string }[];
    };
    assert.deepEqual(
      signatures.map(({ intact, conclusion }) => [intact, conclusion]),
      [1, 2, 3].map(() => [true, 'passed']),
    );
    needTool(this, 'qpdf');
    assert.equal(runTool(whole, 'qpdf', '--check', '{}').status, 0);
    needTool(this, 'pdfsig');
    // It counts impressions: one, two pages, strips on two pages.
    assert.equal(runTool(whole, 'pdfsig', '-nocert', '{}').output.match(/Signature #\d/g)?.length, 5);
    const log = await get('two', `/api/v1/stampings?plan=${id}`).expect(200);
    const { items } = log.body as { readonly items: readonly { readonly plan: string; readonly planStep: number }[] };
    assert.deepEqual(
      items.map(({ plan, planStep }) => [plan, planStep]),
      [[id, 2]],
    );
  });

  it('takes steps of one rank in any order, and refuses one for good', async () => {
    const id = await open([step('one', 1), step('two', 1, { page: 2, x: 60, y: 60 }), step('three', 2)]);
    assert.deepEqual(
      planOf(await get('three', `${PATH}/${id}`)).steps.map(({ inTurn }) => inTurn),
      [true, true, false],
    );
    await seal('two', id, 2).expect(200);
    await seal('one', id, 1).expect(200);
    problem(await post('two', `${PATH}/${id}/steps/3/refusal`, { reason: 'x' }), 'NOT_ALLOWED');
    problem(await post('three', `${PATH}/${id}/steps/3/refusal`, {}), 'REQUEST_INVALID');
    const over = planOf(await post('three', `${PATH}/${id}/steps/3/refusal`, { reason: '数额有误' }).expect(200));
    assert.deepEqual([over.state, over.steps[2]?.reason], ['refused', '数额有误']);
    problem(await seal('three', id, 3), 'COUNTERSIGNING_NOT_POSSIBLE');
    assert.equal(planOf(await get('one', `${PATH}/${id}`)).steps[2]?.reason, '数额有误');
  });

  it('is not there for others; a draft for its parties neither', async () => {
    const id = await begin([step('one', 1), step('two', 2)]);
    problem(await get('two', `${PATH}/${id}`), 'COUNTERSIGNING_NOT_FOUND');
    problem(await post('one', `${PATH}/${id}/opening`), 'COUNTERSIGNING_DOCUMENT_MISSING');
    await upload(id).expect(200);
    await post('one', `${PATH}/${id}/opening`).expect(200);
    await get('two', `${PATH}/${id}`).expect(200);
    for (const path of ['', '/document']) problem(await get('stranger', `${PATH}/${id}${path}`), 'COUNTERSIGNING_NOT_FOUND');
    problem(await seal('stranger', id, 1), 'COUNTERSIGNING_NOT_FOUND');
    problem(await post('stranger', `${PATH}/${id}/withdrawal`, { reason: 'x' }), 'COUNTERSIGNING_NOT_FOUND');
    problem(await post('two', `${PATH}/${id}/withdrawal`, { reason: 'x' }), 'NOT_ALLOWED');
    const mine = await get('stranger', PATH).expect(200);
    assert.deepEqual(mine.body, { items: [], next: null });
    assert.equal(planOf(await post('one', `${PATH}/${id}/withdrawal`, { reason: '改版' }).expect(200)).reason, '改版');
    problem(await upload(id), 'COUNTERSIGNING_NOT_POSSIBLE');
  });

  it('names every fault of a plan', async () => {
    const wrong = async (steps: readonly object[], changes: object = {}) =>
      problem(await post('one', PATH, { title: 'x', purpose: PURPOSE, steps, ...changes }), 'COUNTERSIGNING_INVALID');
    await wrong([step('one', 2)]);
    await wrong([{ ...step('one', 1), seal: SEALS.two }]);
    await wrong([step('one', 1), step('one', 2)]);
    await wrong([step('one', 1)], { expiresAt: '2020-01-01T00:00:00Z' });
    for (const place of [{}, { page: 0, x: 1, y: 1 }, { page: 1, x: 1 }, { x: 1, y: 1, keyword: 'a' }, { edge: 'inner' }, 'x'])
      problem(
        await post('one', PATH, { title: 'x', purpose: PURPOSE, steps: [{ ...step('one', 1), place }] }),
        'REQUEST_INVALID',
      );
    problem(await post('one', PATH, { title: 'x', purpose: PURPOSE, steps: [] }), 'REQUEST_INVALID');
    problem(await post('one', PATH, { title: ' ', purpose: PURPOSE, steps: [step('one', 1)] }), 'REQUEST_INVALID');
    const keyword = await begin([step('one', 1, { keyword: '没有的字' })]);
    await upload(keyword).expect(200);
    assert.match(
      String(problem(await post('one', `${PATH}/${keyword}/opening`), 'COUNTERSIGNING_INVALID')['detailZh']),
      /第 1 步.*关键字/,
    );
    const other = await begin([step('one', 1)]);
    await upload(other, Buffer.from('no document')).expect(200);
    problem(await post('one', `${PATH}/${other}/opening`), 'DOCUMENT_UNRECOGNISED');
    problem(await get('one', `${PATH}?of=nobody`), 'REQUEST_INVALID');
    problem(await seal('one', other, 0), 'REQUEST_INVALID');
  });

  it('takes the signature of a key that its holder has', async () => {
    const { store, relay } = await sharedInstallation();
    const key = await newHeldKey();
    const held = await newHeldSeal(store, relay, key.request);
    app.advance(1000);
    const id = await open([step('two', 1), { ...step('one', 2), seal: held._id }]);
    problem(await seal('two', id, 1, '?signer=client'), 'SEAL_KEY_ELSEWHERE');
    await seal('two', id, 1).expect(200);
    const prepared = await seal('one', id, 2, '?signer=client').expect(202);
    const { tbs } = prepared.body as { readonly tbs: string };
    assert.notEqual(planOf(await get('two', `${PATH}/${id}`)).heldUntil, null);
    problem(await seal('one', id, 2, '?signer=client'), 'COUNTERSIGNING_BUSY');
    await as('one', request(app.server).delete(`${PATH}/${id}/steps/2/seal`)).expect(200);
    problem(await post('one', `${PATH}/${id}/steps/2/signature`, { signature: tbs.slice(0, 96) }), 'STAMP_NOT_FOUND');
    const again = (await seal('one', id, 2, '?signer=client').expect(202)).body as { readonly tbs: string };
    const signature = Buffer.from(key.sign(Buffer.from(again.tbs, 'base64'))).toString('base64');
    const done = planOf(await post('one', `${PATH}/${id}/steps/2/signature`, { signature }).expect(200));
    assert.equal(done.state, 'completed');
    assert.equal(planOf(await post('one', `${PATH}/${id}/steps/2/signature`, { signature }).expect(200)).state, 'completed');
  });
});
