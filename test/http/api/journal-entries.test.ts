import assert from 'node:assert/strict';
import request, { type Response } from 'supertest';
import { openApp, problem, sharedInstallation, signInAs, type OpenApp, type SignedIn } from '../../support/http.ts';

interface Entry {
  readonly sequence: number;
  readonly kind: string;
  readonly subject: string;
  readonly actor: { readonly person: string | null };
  readonly hash: string;
}

describe('http: entries of the journal', function () {
  this.timeout(60_000);
  let app: OpenApp;
  let auditor: SignedIn;
  before(async () => {
    app = await openApp();
    auditor = await signInAs(app, 'auditor');
    await (await sharedInstallation()).relay.drain();
  });
  after(() => app.close());
  const get = (query: string, who = auditor): Promise<Response> =>
    Promise.resolve(request(app.server).get(`/api/v1/journal-entries${query}`).set('Cookie', who.cookie));
  const page = async (query: string) =>
    (await get(query)).body as { readonly items: readonly Entry[]; readonly next: string | null };

  it('are shown to auditors, the last first, page by page to the beginning', async () => {
    const first = await page('?limit=5');
    assert.equal(first.items.length, 5);
    const sequences = first.items.map(({ sequence }) => sequence);
    assert.deepEqual(
      sequences,
      sequences.toSorted((left, right) => right - left),
    );
    const [stored] = await app.store.journal.read(sequences[0] ?? 0, 1);
    assert.deepEqual([first.items[0]?.hash, first.items[0]?.kind], [stored?.hash, stored?.event.kind]);
    let next = first.next;
    let lowest = sequences.at(-1) ?? 0;
    while (next !== null) {
      const following: Awaited<ReturnType<typeof page>> = await page(`?limit=200&cursor=${next}`);
      for (const { sequence } of following.items) {
        assert.equal(sequence, lowest - 1);
        lowest = sequence;
      }
      next = following.next;
    }
    assert.equal(lowest, 1);
  });

  it('are found by kind, subject and who acted; the journal says who looked', async () => {
    const { items } = await page('?kind=signed-in&limit=1');
    const [found] = items;
    assert.equal(found?.kind, 'signed-in');
    const by = found.actor.person ?? '';
    for (const entry of (await page(`?by=${by}`)).items) assert.equal(entry.actor.person, by);
    for (const entry of (await page(`?subject=${encodeURIComponent(found.subject)}`)).items)
      assert.equal(entry.subject, found.subject);
    const [last] = (await page('?kind=journal-read&limit=1')).items;
    assert.equal(last?.subject, 'journal');
    assert.deepEqual((await page('?kind=no-such-kind')).items, []);
    assert.deepEqual((await page('?cursor=1')).items, []);
  });

  it('are nobody else’s, and are asked for as is said', async () => {
    for (const name of ['security', 'admin', 'clerk', 'sealer']) problem(await get('', await signInAs(app, name)), 'NOT_ALLOWED');
    for (const wrong of ['?limit=0', '?limit=201', '?cursor=0', '?cursor=x', '?kind='])
      problem(await get(wrong), 'REQUEST_INVALID');
  });
});
