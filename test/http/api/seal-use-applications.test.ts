/** Uses of seals that have to be approved, over HTTP: who may approve what, and that a stamp follows for exactly that. */
import assert from 'node:assert/strict';
import request, { type Response } from 'supertest';
import type { GrantRecord } from '../../../src/domain/grant/index.ts';
import { newHeldKey, newHeldSeal } from '../../support/held-seal.ts';
import { openApp, problem, sharedInstallation, signInAs, type OpenApp, type SignedIn } from '../../support/http.ts';
import { crypto } from '../../support/pki.ts';
import { blankFile } from '../../support/sealing.ts';

const DAY = 86_400_000;
const PURPOSE = { item: '合同', cause: '签订合同', caseNumber: 'CASE-1' };
const digestOf = (document: Uint8Array): string => Buffer.from(crypto.digest('sm3', document)).toString('hex');

describe('http: approval of the use of seals', function () {
  this.timeout(120_000);
  let app: OpenApp;
  let seal: string;
  let usual: GrantRecord | null;
  const people = new Map<string, SignedIn>();

  before(async () => {
    app = await openApp();
    for (const name of ['keeper', 'supervisor', 'sealer', 'clerk', 'approver']) people.set(name, await signInAs(app, name));
    // The seal of the demonstration, by this grant alone.
    seal = '99010000000003';
    usual = await app.store.records.get('grants', `demonstration-${seal}`);
    await app.store.records.remove('grants', `demonstration-${seal}`);
  });
  after(async () => {
    if (usual) await app.store.records.insert('grants', usual);
    await app.close();
  });

  const send = (who: string, path: string, body: object, method: 'post' | 'delete' = 'post'): Promise<Response> => {
    const { cookie = '', csrf = '' } = people.get(who) ?? {};
    const agent = request(app.server);
    const call = method === 'post' ? agent.post(`/api/v1/${path}`) : agent.delete(`/api/v1/${path}`);
    return Promise.resolve(call.set('Cookie', cookie).set('X-CSRF-Token', csrf).send(body));
  };
  const get = (who: string, path: string): Promise<Response> =>
    Promise.resolve(
      request(app.server)
        .get(`/api/v1/${path}`)
        .set('Cookie', people.get(who)?.cookie ?? ''),
    );
  const idOf = ({ body, text }: Response): string => {
    const { id } = body as { readonly id?: string };
    assert.ok(id, text);
    return id;
  };
  const grantOf = async (changes: object): Promise<string> => {
    const terms = {
      ...{ seal, users: ['sealer'], documents: true, approvers: ['supervisor', 'keeper'], purpose: { item: 'x', cause: 'y' } },
      ...{ validFrom: new Date(Date.now() - DAY).toISOString(), validTo: new Date(Date.now() + DAY).toISOString(), ...changes },
    };
    const id = idOf(await send('keeper', 'seal-grants', terms));
    assert.equal((await send('supervisor', `seal-grants/${id}/confirmation`, {})).status, 200);
    return id;
  };
  const stamp = (document: Uint8Array, approval?: string, caseNumber = PURPOSE.caseNumber): Promise<Response> =>
    Promise.resolve(
      request(app.server)
        .post('/api/v1/stamps')
        .query({ seal, page: 1, x: 100, y: 100, ...PURPOSE, caseNumber, ...(approval !== undefined && { approval }) })
        .set('Cookie', people.get('sealer')?.cookie ?? '')
        .set('X-CSRF-Token', people.get('sealer')?.csrf ?? '')
        .set('Content-Type', 'application/pdf')
        .send(Buffer.from(document)),
    );
  const apply = (grant: string, documents: readonly Uint8Array[]): Promise<Response> =>
    send('sealer', 'seal-use-applications', { grant, digests: documents.map(digestOf), purpose: PURPOSE });
  const state = ({ body }: Response): unknown => (body as { readonly state?: unknown }).state;

  it('lets nobody stamp before it, and then the document that was approved once', async () => {
    const grant = await grantOf({ approval: 'per-use' });
    const document = blankFile(2);
    assert.match(String(problem(await stamp(document), 'SEAL_USE_REFUSED')['detail']), /needs an approval/);
    const id = idOf(await apply(grant, [document]));
    assert.match(String(problem(await stamp(document, id), 'SEAL_USE_REFUSED')['detail']), /not approved/);
    const seen = await get('supervisor', `seal-use-applications/${id}`);
    const { purpose, digests, applicant } = seen.body as Record<string, unknown>;
    assert.deepEqual([purpose, digests], [PURPOSE, [digestOf(document)]]);
    assert.match(String(applicant), /^[0-9a-f]{32}$/);
    assert.equal(state(await send('supervisor', `seal-use-applications/${id}/approval`, {})), 'approved');
    assert.match(String(problem(await stamp(blankFile(3), id), 'SEAL_USE_REFUSED')['detail']), /another document/);
    const elsewhere = problem(await stamp(document, id, 'CASE-2'), 'SEAL_USE_REFUSED');
    assert.match(String(elsewhere['detail']), /another case number/);
    const stamped = await stamp(document, id);
    assert.equal(stamped.status, 201, stamped.text);
    const record = await app.store.records.get('stampings', stamped.get('X-Stamping') ?? '');
    assert.deepEqual([record?.grant, record?.approval], [grant, id]);
    assert.match(String(problem(await stamp(document, id), 'SEAL_USE_REFUSED')['detail']), /already/);
    await send('keeper', `seal-grants/${grant}/end`, { reason: 'x' });
  });

  it('is not needed by a grant that counts uses, and where one of two is used up, the other counts', async () => {
    const rule = { approval: 'automatic', approvers: [], uses: 1 };
    const grants = [await grantOf(rule), await grantOf(rule)];
    const stamped = [await stamp(blankFile(4)), await stamp(blankFile(4))];
    const used = await Promise.all(stamped.map((one) => app.store.records.get('stampings', one.get('X-Stamping') ?? '')));
    assert.deepEqual(used.map((one) => one?.grant).toSorted(), grants.toSorted());
    assert.match(String(problem(await stamp(blankFile(4), undefined, 'USED-UP'), 'SEAL_USE_REFUSED')['detail']), /used up/);
    // Custody's refusal is one in the log, as the register's are.
    const refused = (await get('keeper', 'stampings?caseNumber=USED-UP&result=refused')).body as { readonly items: unknown[] };
    assert.equal(refused.items.length, 1);
    for (const grant of grants) await send('keeper', `seal-grants/${grant}/end`, { reason: 'x' });
  });

  it('takes two persons where the grant says so, never the applicant, and none that the grant does not name', async () => {
    const grant = await grantOf({ approval: 'per-batch', approvals: 2, approvers: ['supervisor', 'keeper', 'sealer'] });
    const documents = [blankFile(1), blankFile(2)];
    const id = idOf(await apply(grant, documents));
    problem(await send('sealer', `seal-use-applications/${id}/approval`, {}), 'APPROVAL_NOT_POSSIBLE');
    assert.equal(state(await send('supervisor', `seal-use-applications/${id}/approval`, {})), 'open');
    assert.equal(state(await send('supervisor', `seal-use-applications/${id}/approval`, {})), 'open');
    assert.equal(state(await send('keeper', `seal-use-applications/${id}/approval`, {})), 'approved');
    for (const document of documents) assert.equal((await stamp(document, id)).status, 201);
    await send('keeper', `seal-grants/${grant}/end`, { reason: 'x' });
    problem(await apply(grant, documents), 'APPROVAL_NOT_POSSIBLE');
  });

  it('is refused, withdrawn, and not for those who have nothing to do with it', async () => {
    const grant = await grantOf({ approval: 'per-use' });
    problem(await apply(grant, [blankFile(1), blankFile(2)]), 'APPROVAL_NOT_POSSIBLE');
    problem(await apply('none', [blankFile(1)]), 'GRANT_NOT_FOUND');
    const refused = idOf(await apply(grant, [blankFile(1)]));
    assert.equal(state(await send('supervisor', `seal-use-applications/${refused}/refusal`, { reason: '材料不全' })), 'refused');
    problem(await send('supervisor', `seal-use-applications/${refused}/approval`, {}), 'APPROVAL_NOT_POSSIBLE');
    const withdrawn = idOf(await apply(grant, [blankFile(1)]));
    await send('supervisor', `seal-use-applications/${withdrawn}/approval`, {});
    problem(await send('keeper', `seal-use-applications/${withdrawn}`, {}, 'delete'), 'NOT_ALLOWED');
    assert.equal(state(await send('sealer', `seal-use-applications/${withdrawn}`, {}, 'delete')), 'withdrawn');
    problem(await stamp(blankFile(1), withdrawn), 'SEAL_USE_REFUSED');
    problem(await get('supervisor', 'seal-use-applications/none'), 'APPROVAL_NOT_FOUND');
    const mine = (await get('sealer', 'seal-use-applications')).body as { readonly items: readonly { readonly id: string }[] };
    assert.ok([refused, withdrawn].every((id) => mine.items.some((one) => one.id === id)));
    const none = (await get('keeper', 'seal-use-applications?of=mine')).body as { readonly items: readonly unknown[] };
    assert.deepEqual(none.items, []);
    await send('keeper', `seal-grants/${grant}/end`, { reason: 'x' });
  });

  it('passes to deputies for a term, and to whoever was handed the duties over', async () => {
    const grant = await grantOf({ approval: 'per-use', approvers: ['supervisor'] });
    const first = idOf(await apply(grant, [blankFile(1)]));
    problem(await send('keeper', `seal-use-applications/${first}/approval`, {}), 'SEAL_USE_REFUSED');
    const term = { from: new Date(Date.now() - 1000).toISOString(), to: new Date(Date.now() + DAY).toISOString() };
    assert.equal((await send('supervisor', 'seal-approvers/deputies', { deputy: 'keeper', ...term })).status, 204);
    assert.equal(state(await send('keeper', `seal-use-applications/${first}/approval`, {})), 'approved');
    const second = idOf(await apply(grant, [blankFile(1)]));
    problem(await send('keeper', 'seal-approvers/handovers', { from: 'supervisor', to: 'keeper' }), 'SEAL_USE_REFUSED');
    assert.equal((await send('supervisor', 'seal-approvers/handovers', { from: 'supervisor', to: 'keeper' })).status, 204);
    problem(await send('supervisor', `seal-use-applications/${second}/approval`, {}), 'SEAL_USE_REFUSED');
    assert.equal(state(await send('keeper', `seal-use-applications/${second}/approval`, {})), 'approved');
    assert.equal((await send('keeper', 'seal-approvers/handovers', { from: 'keeper', to: 'supervisor' })).status, 204);
    await send('keeper', `seal-grants/${grant}/end`, { reason: 'x' });
  });

  it('passes on from somebody who left, by his user name, and to nobody who cannot approve', async () => {
    people.set('admin', await signInAs(app, 'admin'));
    const left = { userName: `left-${process.pid}`, displayName: '离岗人员', organisation: '11990100MB0000027F' };
    const made = await send('admin', 'accounts', left);
    const { account } = made.body as { readonly account: { readonly id: string } };
    assert.equal((await send('admin', `accounts/${account.id}/closure`, { reason: '离职' })).status, 200);
    const term = { from: new Date(Date.now() - 1000).toISOString(), to: new Date(Date.now() + DAY).toISOString() };
    for (const nobody of ['clerk', 'approver', left.userName]) {
      problem(await send('supervisor', 'seal-approvers/handovers', { from: left.userName, to: nobody }), 'GRANT_INVALID');
      problem(await send('supervisor', 'seal-approvers/deputies', { deputy: nobody, ...term }), 'GRANT_INVALID');
    }
    assert.equal((await send('supervisor', 'seal-approvers/handovers', { from: left.userName, to: 'keeper' })).status, 204);
  });

  it('does not help while the seal is in emergency stop, which another person ends', async () => {
    const grant = await grantOf({ approval: 'automatic', approvers: [] });
    assert.equal((await stamp(blankFile(1))).status, 201);
    const purpose = { item: '紧急停用', cause: '测试' };
    assert.equal(state(await send('keeper', `seals/${seal}/emergency-stop`, { purpose })), 'stopped');
    assert.equal(state(await send('keeper', `seals/${seal}/emergency-stop`, { purpose })), 'stopped');
    problem(await stamp(blankFile(1)), 'SEAL_STOPPED');
    const { custody } = await sharedInstallation();
    assert.ok(custody);
    problem(await send('keeper', `seals/99010000000002/emergency-stop`, { purpose }), 'SEAL_NOT_FOUND');
    problem(await send('keeper', `seals/${seal}/emergency-stop/end`, { purpose }), 'NOT_ALLOWED');
    const resumed = await send('approver', `seals/${seal}/emergency-stop/end`, { purpose });
    assert.equal(state(resumed), 'resumed', resumed.text);
    assert.equal((await stamp(blankFile(1))).status, 201);
    await send('keeper', `seal-grants/${grant}/end`, { reason: 'x' });
  });

  it('is needed before a holder’s key is given anything to sign as well', async () => {
    const { relay } = await sharedInstallation();
    const { request: csr } = await newHeldKey();
    const held = (await newHeldSeal(app.store, relay, csr))._id;
    await app.store.records.remove('grants', `demonstration-${held}`);
    const before = seal;
    seal = held;
    try {
      const grant = await grantOf({ approval: 'per-use' });
      const id = idOf(await apply(grant, [blankFile(1)]));
      await send('supervisor', `seal-use-applications/${id}/approval`, {});
      const prepare = (approval?: string): Promise<Response> =>
        Promise.resolve(
          request(app.server)
            .post('/api/v1/stamps')
            .query({
              seal,
              signer: 'client',
              page: 1,
              x: 100,
              y: 100,
              ...PURPOSE,
              ...(approval !== undefined && { approval }),
            })
            .set('Cookie', people.get('sealer')?.cookie ?? '')
            .set('X-CSRF-Token', people.get('sealer')?.csrf ?? '')
            .set('Content-Type', 'application/pdf')
            .send(Buffer.from(blankFile(1))),
        );
      problem(await prepare(), 'SEAL_USE_REFUSED');
      assert.equal((await prepare(id)).status, 202);
      problem(await prepare(id), 'SEAL_USE_REFUSED');
    } finally {
      await app.store.records.remove('seals', held);
      seal = before;
    }
  });
});
