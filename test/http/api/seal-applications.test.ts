/** Applications for seals over HTTP, by four people. */
import assert from 'node:assert/strict';
import request from 'supertest';
import { newHeldKey } from '../../support/held-seal.ts';
import { openApp, problem, signInAs, type OpenApp, type SignedIn } from '../../support/http.ts';
import { toBase64 } from '../../../src/base/bytes.ts';
import { addDays, localDateAt } from '../../../src/base/time.ts';
import { writePem } from '../../../src/pki/index.ts';

const PURPOSE = { item: '印章管理', cause: '新设专用章' };
const NAME = '样例市市场监督管理局';

describe('http: applications for seals', function () {
  this.timeout(120_000);
  let app: OpenApp;
  let [keeper, approver, maker]: SignedIn[] = [];
  const made: string[] = [];
  before(async () => {
    app = await openApp();
    [keeper, approver, maker] = [await signInAs(app, 'keeper'), await signInAs(app, 'approver'), await signInAs(app, 'maker')];
  });
  after(async () => {
    for (const seal of made) await app.store.records.remove('seals', seal);
    await app.close();
  });

  const post = (person: SignedIn | undefined, path: string, body: object) =>
    request(app.server)
      .post(`/api/v1/seal-applications${path}`)
      .set('Cookie', person?.cookie ?? '')
      .set('X-CSRF-Token', person?.csrf ?? '')
      .send({ purpose: PURPOSE, ...body });
  const get = (person: SignedIn | undefined, path: string) =>
    request(app.server)
      .get(`/api/v1/seal-applications${path}`)
      .set('Cookie', person?.cookie ?? '');
  const face = (lowerLine: string) => ({ kind: 'special-purpose', name: NAME, lowerLine });

  it('go through four hands', async () => {
    const applied = await post(keeper, '', { kind: 'make', face: face('接口专用章'), basis: '样例〔2026〕1 号' }).expect(201);
    const { id, state } = applied.body as { readonly id: string; readonly state: string };
    assert.equal(state, 'applied');
    assert.equal(applied.get('Location'), `/api/v1/seal-applications/${id}`);
    problem(await post(keeper, `/${id}/approval`, {}), 'NOT_ALLOWED');
    await post(approver, `/${id}/approval`, { note: '同意' }).expect(200);
    const making = await post(maker, `/${id}/seal`, {}).expect(200);
    const { seal, certificate } = making.body as { readonly seal: string; readonly certificate: string };
    made.push(seal);
    assert.ok(certificate.length > 500);
    problem(await post(maker, `/${id}/cancellation`, {}), 'SEAL_APPLICATION_REFUSED');
    await post(maker, `/${id}/filing`, {}).expect(200);
    const body = (await get(approver, `/${id}`).expect(200)).body as {
      readonly steps: readonly { readonly step: string; readonly note: string | null }[];
    };
    const { steps } = body;
    assert.deepEqual(
      steps.map(({ step, note }) => [step, note]),
      [
        ['apply', '新设专用章'],
        ['approve', '同意'],
        ['make', null],
        ['file', null],
      ],
    );
    assert.doesNotMatch(JSON.stringify(body), /keyId/);
    const listed = await get(approver, '?state=done').expect(200);
    assert.ok((listed.body as { readonly items: readonly { readonly id: string }[] }).items.some((one) => one.id === id));
  });

  it('end in what is filed, which other systems are told and tell', async () => {
    const url = '/api/v1/seal-filings';
    const day = localDateAt(Date.now());
    const read = request(app.server)
      .get(url)
      .query({ from: addDays(day, -1), to: addDays(day, 1) });
    const { source, items } = (await read.set('Cookie', maker?.cookie ?? '').expect(200)).body as {
      readonly source: string;
      readonly items: readonly { readonly code: string }[];
    };
    assert.ok(items.some(({ code }) => made.includes(code)));
    const told = { source, seals: items, purpose: PURPOSE };
    const enter = (what: object) =>
      request(app.server)
        .post(url)
        .set('Cookie', maker?.cookie ?? '')
        .set('X-CSRF-Token', maker?.csrf ?? '')
        .send(what);
    const entered = (await enter(told).expect(200)).body as { readonly items: readonly { readonly outcome: string }[] };
    assert.ok(entered.items.every(({ outcome }) => outcome === 'refused'));
    problem(await enter({ ...told, seals: [{ ...items[0], more: 1 }] }), 'REQUEST_INVALID');
    problem(
      await request(app.server)
        .get(url)
        .query({ from: day, to: '2020-01-01' })
        .set('Cookie', maker?.cookie ?? ''),
      'INPUT_INVALID',
    );
  });

  it('take a request as PEM or as Base64, and nothing else', async () => {
    const { request: der } = await newHeldKey();
    const pem = writePem('CERTIFICATE REQUEST', der);
    for (const [index, text] of [pem, toBase64(der)].entries()) {
      const body = { kind: 'make', face: face(`UKey 章${index}`), key: { kind: 'holder', request: text } };
      const { id } = (await post(keeper, '', body).expect(201)).body as { readonly id: string };
      await post(keeper, `/${id}/withdrawal`, {}).expect(200);
    }
    const wrong = [
      { kind: 'make', face: face('x'), key: { kind: 'holder', request: '!' } },
      { kind: 'make', face: face('x'), key: { kind: 'holder', request: pem + pem } },
      { kind: 'make', face: { ...face('x'), shape: 'triangle' } },
      { kind: 'make' },
      { kind: 'burn', seal: '1' },
    ];
    for (const body of wrong) problem(await post(keeper, '', body), 'REQUEST_INVALID');
    const unread = await post(maker, '/nothing/seal', { certificate: '!' });
    problem(unread, 'REQUEST_INVALID');
    assert.match(JSON.stringify(unread.body), /must be one certificate, PEM or DER in Base64.*须为一份证书/);
    problem(await post(keeper, '', { kind: 'make', face: { ...face('x'), name: '别的' } }), 'SEAL_APPLICATION_REFUSED');
    problem(await get(keeper, '/nothing'), 'SEAL_APPLICATION_NOT_FOUND');
  });
});
