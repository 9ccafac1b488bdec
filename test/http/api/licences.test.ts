import assert from 'node:assert/strict';
import { readIdentifier, writeIdentifier } from '../../../src/domain/identifier/index.ts';
import request from 'supertest';
import { bearer, issueRequest, ISSUER, openApp, problem, signInAs, type OpenApp, type SignedIn } from '../../support/http.ts';

const LICENCES = '/api/v1/licences';
const PURPOSE = `item=${encodeURIComponent('食品经营许可')}&cause=${encodeURIComponent('核对')}`;

interface LicenceBody {
  readonly identifier: string;
  readonly verificationCode: string;
  readonly status: { readonly value: string };
  readonly file: { readonly sm3: string; readonly size: number; readonly evidence: string };
  readonly evidencePending: boolean;
  readonly possibleEvents: readonly string[];
  readonly events: readonly {
    readonly event: string;
    readonly effect: string;
    readonly note: { readonly en: string; readonly zh: string } | null;
  }[];
}

/** A licence as answered, without the moments that its statuses are told of. */
function withoutMoments(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body, (name, value: unknown) => (name === 'asOf' || name === 'knownAt' ? undefined : value)));
}

describe('http: licences', function () {
  this.timeout(300_000);
  let app: OpenApp;
  let clerk: SignedIn;
  before(async () => {
    app = await openApp();
    clerk = await signInAs(app, 'clerk');
  });
  after(() => app.close());

  const issue = (body: object) => request(app.server).post(LICENCES).set('Authorization', bearer(app)).send(body);
  const get = (path: string) => request(app.server).get(path).set('Cookie', clerk.cookie);
  const act = (identifier: string, body: object) =>
    request(app.server)
      .post(`${LICENCES}/${identifier}/status-events`)
      .set('Cookie', clerk.cookie)
      .set('X-CSRF-Token', clerk.csrf)
      .send(body);
  const verify = (file: Buffer) =>
    request(app.server).post('/api/v1/verifications').set('Content-Type', 'application/pdf').send(file).expect(200);

  it('goes the whole way: issue, read, download, verify, end, verify', async () => {
    const issued = await issue(issueRequest()).expect(201);
    const licence = issued.body as LicenceBody;
    assert.equal(issued.get('Location'), `${LICENCES}/${licence.identifier}`);
    assert.equal(licence.status.value, 'valid');
    assert.deepEqual([licence.file.evidence, licence.evidencePending], ['SES', false]);
    assert.match(licence.identifier, new RegExp(`^1\\.2\\.156\\.3005\\.2\\.11990000MB0000019F001\\.${ISSUER}\\.`));

    const read = await get(`${LICENCES}/${licence.identifier}?${PURPOSE}`).expect(200);
    assert.deepEqual(withoutMoments(read.body), withoutMoments(issued.body));
    const downloaded = await get(`${LICENCES}/${licence.identifier}/file?${PURPOSE}`).expect(200);
    const file = downloaded.body as Buffer;
    assert.equal(downloaded.get('Content-Type'), 'application/pdf');
    assert.equal(downloaded.get('Content-Disposition'), `attachment; filename=${licence.identifier}.pdf`);
    assert.equal(downloaded.get('Cache-Control'), 'no-store');
    assert.equal(file.subarray(0, 5).toString(), '%PDF-');
    assert.equal(file.length, licence.file.size);

    const before = (await verify(file)).body as {
      readonly conclusion: string;
      readonly demonstration: boolean;
      readonly signatures: readonly { readonly intact: boolean }[];
      readonly register: { readonly status: string; readonly holderMasked: string };
    };
    assert.equal(before.signatures[0]?.intact, true);
    assert.equal(before.register.status, 'valid');
    assert.equal(before.register.holderMasked, '欧***');
    assert.equal(before.demonstration, true);

    await act(licence.identifier, { event: 'revoke', reason: '违法经营', documentNumber: '样市监罚〔2026〕1号' }).expect(201);
    const after = (await verify(file)).body as typeof before;
    assert.equal(after.conclusion, 'failed');
    assert.equal(after.register.status, 'revoked');
    assert.equal(after.signatures[0]?.intact, true);
    const byCode = await request(app.server)
      .get(`/api/v1/verifications/codes/${licence.verificationCode.toLowerCase()}`)
      .expect(200);
    assert.equal((byCode.body as Record<string, unknown>)['status'], 'revoked');
  });

  it('issues once for a case, says so when repeated, and refuses another content', async () => {
    const body = issueRequest();
    const first = await issue(body).expect(201);
    const again = await issue(body).expect(200);
    assert.deepEqual(withoutMoments(again.body), withoutMoments(first.body));
    problem(await issue({ ...body, licenceNumber: 'ANOTHER' }), 'CASE_CONFLICT');
    const [one, two] = await Promise.all([issue(issueRequest({ purpose: body.purpose })), issue(body)]);
    problem(one, 'CASE_CONFLICT');
    assert.equal(two.status, 200);
  });

  it('tells what is wrong with the content, and lets the case be used again', async () => {
    const body = issueRequest();
    problem(await issue({ ...body, typeCode: '11990000MB0000019F999' }), 'LICENCE_TYPE_NOT_FOUND');
    problem(await issue({ ...body, fields: { ...body.fields, 别的: 'x' } }), 'FIELD_INVALID');
    problem(await issue({ ...body, holders: [{ name: '某某', codeType: '001', code: 'WRONG' }] }), 'HOLDER_INVALID');
    problem(await issue({ ...body, validFrom: '2026-02-30' }), 'DATE_INVALID');
    const missing = problem(await issue({ ...body, fields: { ...body.fields, 法定代表人: '\u{2fffd}' } }), 'GLYPH_MISSING');
    assert.match(String(missing['detailEn']), /U\+2FFFD/);
    await issue(body).expect(201);
  });

  it('answers only those who may, and tells nobody else what there is', async () => {
    const { identifier } = (await issue(issueRequest()).expect(201)).body as LicenceBody;
    problem(await request(app.server).post(LICENCES).send(issueRequest()), 'NOT_SIGNED_IN');
    problem(await request(app.server).get(`${LICENCES}/${identifier}?${PURPOSE}`), 'NOT_SIGNED_IN');
    const counter = await signInAs(app, 'counter');
    const asCounter = (path: string) => request(app.server).get(path).set('Cookie', counter.cookie);
    problem(await asCounter(`${LICENCES}/${identifier}?${PURPOSE}`), 'NOT_ALLOWED');
    problem(await asCounter(`${LICENCES}/${identifier}/file?${PURPOSE}`), 'NOT_ALLOWED');
    const unsigned = await request(app.server).post(LICENCES).set('Cookie', clerk.cookie).send(issueRequest());
    problem(unsigned, 'CSRF_REFUSED');
    const issuerCode = '11990100MB0000035A';
    const other = writeIdentifier({ ...readIdentifier(identifier), issuerCode });
    problem(await get(`${LICENCES}/${other}?${PURPOSE}`), 'LICENCE_NOT_FOUND');
    problem(await get(`${LICENCES}/${identifier.replace(ISSUER, issuerCode)}?${PURPOSE}`), 'IDENTIFIER_INVALID');
    problem(await get(`${LICENCES}/nonsense?${PURPOSE}`), 'IDENTIFIER_INVALID');
  });

  it('wants a purpose for personal data, and records it', async () => {
    const { identifier } = (await issue(issueRequest()).expect(201)).body as LicenceBody;
    for (const path of [
      `${LICENCES}/${identifier}`,
      `${LICENCES}/${identifier}/file?item=x`,
      `${LICENCES}/${identifier}?item=%20&cause=y`,
    ]) {
      problem(await get(path), 'REQUEST_INVALID');
    }
    const head = (await app.store.journal.head()).sequence;
    await get(`${LICENCES}/${identifier}/file?${PURPOSE}&caseNumber=C-1`).expect(200);
    const read = (await app.store.journal.read(head + 1, 100)).find(({ event }) => event.kind === 'licence-read');
    assert.deepEqual(read?.event.purpose, { item: '食品经营许可', cause: '核对', caseNumber: 'C-1' });
    assert.equal(read.event.actor.capacity, 'issuer');
  });

  it('lists the organisation’s licences in pages, holders masked', async () => {
    await issue(issueRequest()).expect(201);
    const seen = new Set<string>();
    let cursor: string | null = null;
    do {
      const page: { readonly items: readonly LicenceBody[]; readonly next: string | null } = (
        await get(`${LICENCES}?limit=2${cursor === null ? '' : `&cursor=${cursor}`}`).expect(200)
      ).body as never;
      assert.ok(page.items.length <= 2);
      assert.doesNotMatch(JSON.stringify(page), /欧阳|TEST-0001|verificationCode/);
      for (const { identifier } of page.items) {
        assert.ok(!seen.has(identifier));
        seen.add(identifier);
      }
      cursor = page.next;
    } while (cursor !== null);
    const stored = await app.store.records.find('licences', { index: 'issuer', equals: ISSUER, limit: 1000 });
    assert.equal(seen.size, stored.filter(({ state }) => state === 'published').length);
  });

  it('suspends, resumes and refuses what the state does not allow', async () => {
    const { identifier } = (await issue(issueRequest()).expect(201)).body as LicenceBody;
    const body = (event: string, more: object = {}) => ({ event, reason: '调查', documentNumber: '样〔2026〕2号', ...more });
    const suspended = (await act(identifier, body('suspend')).expect(201)).body as LicenceBody;
    assert.equal(suspended.status.value, 'suspended');
    assert.deepEqual([...suspended.possibleEvents].sort(), ['cancel', 'rescind', 'resume', 'revoke', 'void']);
    problem(await act(identifier, body('suspend')), 'STATUS_EVENT_NOT_POSSIBLE');
    const resumed = (await act(identifier, body('resume')).expect(201)).body as LicenceBody;
    assert.equal(resumed.status.value, 'valid');
    problem(await act(identifier, body('revoke', { effectiveAt: '1999-01-01T00:00:00Z' })), 'INPUT_INVALID');
    problem(await act(identifier, body('explode', { effectiveAt: 'soon' })), 'REQUEST_INVALID');
    const soon = new Date(Date.now() + 86_400_000).toISOString();
    const planned = (await act(identifier, body('cancel', { effectiveAt: soon })).expect(201)).body as LicenceBody;
    assert.equal(planned.status.value, 'valid');
    const ended = (await act(identifier, body('revoke')).expect(201)).body as LicenceBody;
    assert.equal(ended.status.value, 'revoked');
    assert.deepEqual(ended.possibleEvents, []);
    assert.deepEqual(
      ended.events.map(({ event, effect, note }) => [event, effect, note?.en ?? null]),
      [
        ['suspend', 'effective', null],
        ['resume', 'effective', null],
        ['revoke', 'effective', null],
        ['cancel', 'none', 'no effect: the licence is revoked by then'],
      ],
    );
  });

  it('gives a licence further editions, once per case number', async () => {
    const first = (await issue(issueRequest()).expect(201)).body as LicenceBody & { readonly issueDate: string };
    const { identifier } = first;
    const next = (body: object, of = identifier) =>
      request(app.server)
        .post(`${LICENCES}/${of}/editions`)
        .set('Cookie', clerk.cookie)
        .set('X-CSRF-Token', clerk.csrf)
        .send(body);
    const { purpose } = issueRequest();
    const body = { act: 'change', reason: '搬迁', fields: { 住所: '新址' }, purpose };
    const made = await next(body).expect(201);
    const changed = made.body as LicenceBody & Record<string, unknown>;
    assert.equal(made.get('Location'), `${LICENCES}/${changed.identifier}`);
    assert.deepEqual(
      [changed['edition'], changed['act'], changed['actReason'], changed['firstIssueDate'], changed.status.value],
      ['002', 'change', '搬迁', first.issueDate, 'valid'],
    );
    assert.deepEqual(changed['possibleActs'], ['change', 'renew', 'reissue', 'correct']);
    assert.equal(((await next(body).expect(200)).body as LicenceBody).identifier, changed.identifier);
    problem(await next({ ...body, reason: '别的' }), 'CASE_CONFLICT');
    const another = { ...body, purpose: issueRequest().purpose };
    problem(await next(another), 'EDITION_NOT_POSSIBLE');
    problem(await next({ ...another, act: 'explode' }), 'REQUEST_INVALID');
    problem(await next({ ...another, act: 'reinstate' }, changed.identifier), 'EDITION_NOT_POSSIBLE');
    const before = (await get(`${LICENCES}/${identifier}?${PURPOSE}`).expect(200)).body as LicenceBody & {
      readonly editions: readonly { readonly edition: string; readonly status: { readonly value: string } }[];
      readonly possibleActs: readonly string[];
    };
    assert.equal(before.status.value, 'replaced');
    assert.deepEqual(before.possibleActs, []);
    assert.deepEqual(
      before.editions.map(({ edition, status }) => [edition, status.value]),
      [
        ['001', 'replaced'],
        ['002', 'valid'],
      ],
    );
    const file = (await get(`${LICENCES}/${identifier}/file?${PURPOSE}`).expect(200)).body as Buffer;
    const report = (await verify(file)).body as { readonly register: { readonly status: string } };
    assert.equal(report.register.status, 'replaced');
  });

  it('records papers and annual reviews of types that have them alone', async () => {
    const { identifier } = (await issue(issueRequest()).expect(201)).body as LicenceBody;
    const send = (path: string, body: object) =>
      request(app.server)
        .post(`${LICENCES}/${identifier}/${path}`)
        .set('Cookie', clerk.cookie)
        .set('X-CSRF-Token', clerk.csrf)
        .send(body);
    problem(await send('papers', { serial: '990001' }), 'PAPER_NOT_POSSIBLE');
    problem(await send('papers', { serial: '' }), 'REQUEST_INVALID');
    problem(await send('paper-steps', { serial: '990001', step: 'collect' }), 'PAPER_NOT_FOUND');
    problem(await send('annual-reviews', { result: 'passed' }), 'REVIEW_NOT_POSSIBLE');
    problem(await send('annual-reviews', { result: 'perhaps' }), 'REQUEST_INVALID');
    const overlay = await get(`${LICENCES}/${identifier}/paper-overlay?${PURPOSE}&dx=1.5&dy=-2`).expect(200);
    assert.equal((overlay.body as Buffer).subarray(0, 5).toString(), '%PDF-');
    problem(await get(`${LICENCES}/${identifier}/paper-overlay?${PURPOSE}&dx=99`), 'REQUEST_INVALID');
    assert.deepEqual((await get('/api/v1/papers-due').expect(200)).body, { items: [], next: null });
    assert.deepEqual((await get('/api/v1/annual-reviews?month=2099-01').expect(200)).body, { items: [], next: null });
    problem(await get('/api/v1/annual-reviews?month=2099-13'), 'REQUEST_INVALID');
  });

  it('attaches files to a licence, and gives them to who says what for', async () => {
    const { identifier } = (await issue(issueRequest()).expect(201)).body as LicenceBody;
    const attach = (kind: string, body: Buffer) =>
      request(app.server)
        .post(`${LICENCES}/${identifier}/attachments?kind=${kind}&name=x.png`)
        .set('Cookie', clerk.cookie)
        .set('X-CSRF-Token', clerk.csrf)
        .set('Content-Type', 'application/octet-stream')
        .send(body);
    const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
    const { id, format } = (await attach('photo', png).expect(201)).body as { readonly id: string; readonly format: string };
    assert.equal(format, 'png');
    problem(await attach('photo', Buffer.from('<script>')), 'ATTACHMENT_REFUSED');
    problem(await attach('picture', png), 'REQUEST_INVALID');
    const file = await get(`${LICENCES}/${identifier}/attachments/${id}?${PURPOSE}`).expect(200);
    assert.deepEqual(file.body, png);
    assert.equal(file.get('Content-Type'), 'application/octet-stream');
    problem(await get(`${LICENCES}/${identifier}/attachments/${id}`), 'REQUEST_INVALID');
    problem(await get(`${LICENCES}/${identifier}/attachments/${'0'.repeat(32)}?${PURPOSE}`), 'FILE_NOT_FOUND');
    const shown = (await get(`${LICENCES}/${identifier}?${PURPOSE}`).expect(200)).body as {
      readonly attachments: readonly object[];
    };
    assert.equal(shown.attachments.length, 1);
  });
});
