/** Grants of seals over HTTP: proposed by one, confirmed by another, and from then on the only way to use a seal. */
import assert from 'node:assert/strict';
import request, { type Response } from 'supertest';
import { openApp, problem, sharedInstallation, signInAs, type OpenApp, type SignedIn } from '../../support/http.ts';
import { newHeldSeal, newHeldKey } from '../../support/held-seal.ts';
import { blankFile } from '../../support/sealing.ts';

const DAY = 86_400_000;
const PURPOSE = { item: '用章授权', cause: '测试' };
const OTHER_SEAL = '99010000000002';

describe('http: grants of seals', function () {
  this.timeout(120_000);
  let app: OpenApp;
  let keeper: SignedIn;
  let supervisor: SignedIn;
  let sealer: SignedIn;
  const seal = '99010000000003';

  before(async () => {
    app = await openApp();
    [keeper, supervisor, sealer] = [
      await signInAs(app, 'keeper'),
      await signInAs(app, 'supervisor'),
      await signInAs(app, 'sealer'),
    ];
  });
  after(() => app.close());

  const post = (who: SignedIn, path: string, body: object): Promise<Response> =>
    Promise.resolve(
      request(app.server).post(`/api/v1/seal-grants${path}`).set('Cookie', who.cookie).set('X-CSRF-Token', who.csrf).send(body),
    );
  const get = (who: SignedIn, path: string): Promise<Response> =>
    Promise.resolve(request(app.server).get(`/api/v1/seal-grants${path}`).set('Cookie', who.cookie));
  const terms = (changes: object = {}) => ({
    ...{ seal, users: ['sealer'], documents: true, approval: 'automatic', purpose: PURPOSE },
    ...{ validFrom: new Date(Date.now() - DAY).toISOString(), validTo: new Date(Date.now() + DAY).toISOString(), ...changes },
  });
  const stamp = (code: string): Promise<Response> =>
    Promise.resolve(
      request(app.server)
        .post('/api/v1/stamps')
        .query({ seal: code, page: 1, x: 100, y: 100, ...PURPOSE })
        .set('Cookie', sealer.cookie)
        .set('X-CSRF-Token', sealer.csrf)
        .set('Content-Type', 'application/pdf')
        .send(Buffer.from(blankFile(1))),
    );
  const idOf = ({ body }: Response): string => (body as { readonly id: string }).id;

  it('are proposed by one account and put into force by another, and end at once', async () => {
    const proposed = await post(keeper, '', terms({ uses: 2 }));
    assert.equal(proposed.status, 201, proposed.text);
    const id = idOf(proposed);
    assert.match((proposed.body as { readonly users: readonly string[] }).users[0] ?? '', /^[0-9a-f]{32}$/);
    const spent = async () => ((await get(keeper, `/${id}`)).body as { readonly used: number | null }).used;
    assert.equal(await spent(), null);
    problem(await post(keeper, `/${id}/confirmation`, {}), 'GRANT_NOT_POSSIBLE');
    const confirmed = await post(supervisor, `/${id}/confirmation`, {});
    assert.equal((confirmed.body as { readonly state: string }).state, 'in-force', confirmed.text);
    assert.equal((await post(supervisor, `/${id}/confirmation`, {})).status, 200);
    problem(await post(supervisor, `/${id}/refusal`, { reason: 'x' }), 'GRANT_NOT_POSSIBLE');
    assert.equal(await spent(), 0);
    const list = (await get(sealer, `?seal=${seal}`)).body as { readonly items: readonly { readonly id: string }[] };
    assert.ok(list.items.some((grant) => grant.id === id));
    const ended = await post(keeper, `/${id}/end`, { reason: '岗位调整' });
    assert.equal((ended.body as { readonly state: string }).state, 'ended');
    assert.equal((await get(keeper, `/${id}`)).status, 200);
  });

  it('are refused where they say nothing that can be checked', async () => {
    const wrong = [
      terms({ users: [] }),
      terms({ documents: false }),
      terms({ validTo: new Date(Date.now() - 2 * DAY).toISOString() }),
      terms({ validTo: new Date(Date.now() + 2000 * DAY).toISOString() }),
      terms({ users: ['nobody'] }),
      terms({ approvers: ['supervisor'] }),
      terms({ licenceTypes: ['no-such-type'] }),
      terms({ approval: 'per-use' }),
      // Neither has a role that approves, and one is of another organisation.
      terms({ approval: 'per-use', approvers: ['clerk'] }),
      terms({ approval: 'per-use', approvers: ['approver'] }),
      terms({ approval: 'per-use', approvers: ['supervisor'], approvals: 2 }),
      terms({ approval: 'per-use', approvers: ['supervisor'], licenceTypes: 'all' }),
    ];
    for (const body of wrong) problem(await post(keeper, '', body), 'GRANT_INVALID');
    problem(await post(keeper, '', terms({ uses: 0 })), 'REQUEST_INVALID');
  });

  it('of the seals of other organisations are not found', async () => {
    problem(await post(keeper, '', terms({ seal: OTHER_SEAL })), 'SEAL_NOT_FOUND');
    problem(await get(keeper, `/demonstration-${OTHER_SEAL}`), 'GRANT_NOT_FOUND');
    problem(await post(keeper, `/demonstration-${OTHER_SEAL}/end`, { reason: 'x' }), 'GRANT_NOT_FOUND');
    const auditor = await signInAs(app, 'auditor');
    assert.equal((await get(auditor, `/demonstration-${OTHER_SEAL}`)).status, 200);
    const seen = (await get(keeper, `?seal=${OTHER_SEAL}`)).body as { readonly items: readonly unknown[] };
    assert.deepEqual(seen.items, []);
  });

  it('are what a seal is used by: without one, nobody stamps', async () => {
    const { relay } = await sharedInstallation();
    const { request: csr } = await newHeldKey();
    const held = (await newHeldSeal(app.store, relay, csr))._id;
    await app.store.records.remove('grants', `demonstration-${held}`);
    const refused = problem(await stamp(held), 'SEAL_USE_REFUSED');
    assert.match(String(refused['detail']), /no grant covers it/);
    await relay.drain();
    const { sequence } = await app.store.journal.head();
    const entries = await app.store.journal.read(Math.max(1, sequence - 20), 100);
    assert.ok(entries.some(({ event }) => event.kind === 'seal-use-refused' && event.facts['seal'] === held));
    await app.store.records.remove('seals', held);
  });
});
