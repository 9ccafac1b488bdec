import assert from 'node:assert/strict';
import request from 'supertest';
import { bearer, issueRequest, openApp, problem, signInAs, type OpenApp, type SignedIn } from '../../support/http.ts';

const REASON = { item: '食品经营许可', cause: '办理贷款' };
const QUERY = `item=${encodeURIComponent(REASON.item)}&cause=${encodeURIComponent(REASON.cause)}`;

interface CopyBody {
  readonly number: string;
  readonly verificationCode: string;
  readonly sm3: string;
  readonly original: { readonly identifier: string; readonly sm3: string };
}

interface Told {
  readonly status: string;
  readonly copy?: { readonly number: string; readonly state: string; readonly user: string | null };
}

describe('http: copies of licences', function () {
  this.timeout(300_000);
  let app: OpenApp;
  let clerk: SignedIn;
  before(async () => {
    app = await openApp();
    clerk = await signInAs(app, 'clerk');
  });
  after(() => app.close());

  const post = (path: string, body: object, by: SignedIn = clerk) =>
    request(app.server).post(`/api/v1${path}`).set('Cookie', by.cookie).set('X-CSRF-Token', by.csrf).send(body);
  const get = (path: string, by: SignedIn = clerk) => request(app.server).get(`/api/v1${path}`).set('Cookie', by.cookie);
  const issue = async () => {
    const issued = await request(app.server)
      .post('/api/v1/licences')
      .set('Authorization', bearer(app))
      .send(issueRequest())
      .expect(201);
    return issued.body as { readonly identifier: string; readonly file: { readonly sm3: string } };
  };
  const use = (changes: object = {}) => ({
    ...{ purpose: '办理贷款', user: '样例银行', reason: REASON },
    ...{ expiresAt: new Date(Date.now() + 3_600_000).toISOString(), ...changes },
  });

  it('makes one, gives its file, and tells its state by file, code and number', async () => {
    const { identifier, file } = await issue();
    const made = await post(`/licences/${identifier}/copies`, use()).expect(201);
    const copy = made.body as CopyBody;
    assert.deepEqual([copy.original.identifier, copy.original.sm3], [identifier, file.sm3]);
    const path = `/licence-copies/${copy.number}/file`;
    assert.equal(made.get('Location'), `/api/v1${path}`);
    const bytes = (await get(`${path}?${QUERY}`).expect(200)).body as Buffer;
    const verified = await request(app.server).post('/api/v1/verifications').set('Content-Type', 'application/pdf').send(bytes);
    const byFile = (verified.body as { readonly register: Told }).register;
    const counter = await signInAs(app, 'counter');
    const byNumber = (await get(`/verifications/copies/${copy.number}`, counter).expect(200)).body as Told;
    const byCode = (await request(app.server).get(`/api/v1/verifications/codes/${copy.verificationCode}`).expect(200))
      .body as Told;
    for (const told of [byFile, byNumber, byCode])
      assert.deepEqual(
        [told.status, told.copy?.number, told.copy?.state, told.copy?.user],
        ['valid', copy.number, 'valid', '样例银行'],
      );
    const later = encodeURIComponent(new Date(Date.now() + 7_200_000).toISOString());
    const expired = (await get(`/verifications/copies/${copy.number}?asOf=${later}`, counter).expect(200)).body as Told;
    assert.equal(expired.copy?.state, 'expired');
    const listed = (await get(`/licences/${identifier}/copies?${QUERY}`).expect(200)).body as {
      readonly items: readonly CopyBody[];
    };
    assert.deepEqual(
      listed.items.map(({ number }) => number),
      [copy.number],
    );

    problem(await post(`/licences/${identifier}/cancelled-rendition`, { reason: REASON }), 'COPY_REFUSED');
    const end = { event: 'cancel', reason: '申请注销', documentNumber: '样注〔2026〕2号' };
    await post(`/licences/${identifier}/status-events`, end).expect(201);
    const rendition = (await post(`/licences/${identifier}/cancelled-rendition`, { reason: REASON }).expect(201))
      .body as CopyBody;
    const again = (await post(`/licences/${identifier}/cancelled-rendition`, { reason: REASON }).expect(200)).body as CopyBody;
    assert.deepEqual(again, rendition);
    const over = (await get(`/verifications/copies/${copy.number}`, counter).expect(200)).body as Told;
    assert.deepEqual([over.status, over.copy?.state], ['cancelled', 'original-ended']);
    problem(await post(`/licences/${identifier}/copies`, use()), 'COPY_REFUSED');
  });

  it('refuses what is wrong, and tells others nothing', async () => {
    const { identifier } = await issue();
    problem(await post(`/licences/${identifier}/copies`, use({ purpose: 'x'.repeat(61) })), 'REQUEST_INVALID');
    problem(await post(`/licences/${identifier}/copies`, use({ expiresAt: '2020-01-01T00:00:00Z' })), 'COPY_REFUSED');
    problem(await get(`/licence-copies/FB20200101000000000000/file?${QUERY}`), 'COPY_NOT_FOUND');
    problem(await get(`/licence-copies/none/file?${QUERY}`), 'REQUEST_INVALID');
    problem(await get('/verifications/copies/FB20200101000000000000'), 'COPY_NOT_FOUND');
    const keeper = await signInAs(app, 'keeper');
    problem(await post('/seals/99010000000099/use-for-copies', { purpose: REASON }, keeper), 'SEAL_NOT_FOUND');
    problem(await post('/seals/99010000000003/use-for-copies', { purpose: REASON }), 'NOT_ALLOWED');
    const chosen = await post('/seals/99010000000003/use-for-copies', { purpose: REASON }, keeper).expect(200);
    assert.equal((chosen.body as { readonly seal: string }).seal, '99010000000003');
  });
});
