import assert from 'node:assert/strict';
import request from 'supertest';
import { collectedItem, sm3Hex, sourceTerms } from '../../support/collecting.ts';
import { bearer, openApp, problem, signInAs, type OpenApp, type SignedIn } from '../../support/http.ts';
import { blankFile } from '../../support/sealing.ts';

interface Outcome {
  readonly outcome: string;
  readonly identifier: string | null;
  readonly error: { readonly code: string; readonly detail: string } | null;
}

interface SourceBody {
  readonly counts: { readonly sent: number; readonly taken: number; readonly refused: number };
  readonly reconciled: { readonly missing: number } | null;
}

describe('http: collecting', function () {
  this.timeout(300_000);
  let app: OpenApp;
  let admin: SignedIn;
  before(async () => {
    app = await openApp();
    admin = await signInAs(app, 'admin');
  });
  after(() => app.close());

  const SOURCE = '/api/v1/collecting-sources/registration';
  const record = (body: object, by = admin) =>
    request(app.server).post(SOURCE).set('Cookie', by.cookie).set('X-CSRF-Token', by.csrf).send(body);
  const asSystem = (path: string) => request(app.server).post(path).set('Authorization', bearer(app));
  const items = (...all: readonly object[]) => Buffer.from(JSON.stringify({ items: all }));

  it('records a source, takes what it sends with its files, and tells counts, errors and what is missing', async () => {
    await record(sourceTerms()).expect(200);
    // Once collected the register knows it: no other test may ask about a file of eleven pages.
    const pdf = Buffer.from(blankFile(11));
    const sent = await asSystem(`${SOURCE}/items`)
      .attach(
        'items',
        items(
          collectedItem({ sourceId: 'H-1', file: { name: 'one.pdf', sm3: sm3Hex(pdf) } }),
          collectedItem({ sourceId: 'H-2', status: 'unheard of' }),
        ),
        'items.json',
      )
      .attach('file', pdf, 'one.pdf')
      .expect(200);
    const outcomes = (sent.body as { readonly items: readonly Outcome[] }).items;
    assert.deepEqual(
      outcomes.map(({ outcome, error }) => [outcome, error?.code ?? null]),
      [
        ['taken', null],
        ['refused', 'COLLECTED_STATUS_UNKNOWN'],
      ],
    );
    const raw = await asSystem(`${SOURCE}/items`)
      .set('Content-Type', 'application/octet-stream')
      .send(items(collectedItem({ sourceId: 'H-3' })))
      .expect(200);
    assert.equal((raw.body as { readonly items: readonly Outcome[] }).items[0]?.outcome, 'taken');
    const compared = await asSystem(`${SOURCE}/reconciliation`)
      .send({ items: ['H-1', 'H-2', 'H-3', 'H-4'].map((sourceId) => ({ sourceId, version: 1 })) })
      .expect(200);
    assert.deepEqual(
      (compared.body as { readonly absent: readonly { readonly sourceId: string }[] }).absent.map(({ sourceId }) => sourceId),
      ['H-2', 'H-4'],
    );
    const shown = (await request(app.server).get(SOURCE).set('Cookie', admin.cookie).expect(200)).body as SourceBody;
    assert.deepEqual([shown.counts.sent, shown.counts.taken, shown.counts.refused, shown.reconciled?.missing], [3, 2, 1, 2]);
    const errors = (await request(app.server).get(`${SOURCE}/errors`).set('Cookie', admin.cookie).expect(200)).body as {
      readonly items: readonly { readonly item: string; readonly code: string; readonly sourceIdMasked: string }[];
    };
    assert.deepEqual(
      errors.items.map(({ code }) => code),
      ['COLLECTED_STATUS_UNKNOWN'],
    );
    const retried = await request(app.server)
      .post(`${SOURCE}/errors/${errors.items[0]?.item ?? ''}/retry`)
      .set('Cookie', admin.cookie)
      .set('X-CSRF-Token', admin.csrf)
      .expect(200);
    assert.equal((retried.body as Outcome).error?.code, 'COLLECTED_STATUS_UNKNOWN');
    app.advance(60_000);
    const flow = await request(app.server)
      .get(`/api/v1/return-flow?area=990100&item=x&cause=x`)
      .set('Authorization', bearer(app))
      .expect(200);
    const returned = (flow.body as { readonly items: readonly { readonly identifier: string; readonly origin: string }[] }).items;
    assert.ok(returned.some(({ identifier, origin }) => identifier === outcomes[0]?.identifier && origin === 'collected'));
  });

  it('refuses what is no sending, and who may not', async () => {
    await record(sourceTerms()).expect(200);
    const send = (bytes: Buffer, path = SOURCE) =>
      asSystem(`${path}/items`).set('Content-Type', 'application/octet-stream').send(bytes);
    problem(await send(Buffer.from('{')), 'INPUT_INVALID');
    problem(await send(Buffer.from('{"items":[]}')), 'INPUT_INVALID');
    problem(await send(items(...Array.from({ length: 101 }, () => ({})))), 'INPUT_INVALID');
    problem(await send(items({}), '/api/v1/collecting-sources/nothing'), 'SOURCE_NOT_FOUND');
    problem(await record({ ...sourceTerms(), address: 'https://x.example/' }), 'SOURCE_INVALID');
    problem(await record({ ...sourceTerms(), mode: 'other' }), 'REQUEST_INVALID');
    const clerk = await signInAs(app, 'clerk');
    problem(await record(sourceTerms(), clerk), 'NOT_ALLOWED');
    problem(
      await request(app.server).get('/api/v1/return-flow?area=440100&item=x&cause=x').set('Authorization', bearer(app)),
      'NOT_ALLOWED',
    );
  });
});
