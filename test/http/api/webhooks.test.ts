/** Webhooks, errors of directory records and packages of evidence over HTTP. */
import assert from 'node:assert/strict';
import request from 'supertest';
import { readTar } from '../../../src/base/tar/index.ts';
import { addClientKey, authoriseClient, makeClient } from '../../../src/services/clients/index.ts';
import { ensureJournalKey } from '../../../src/services/journal/heads/index.ts';
import { ensureStatementKey } from '../../../src/services/statements/index.ts';
import { administratorAs } from '../../support/access.ts';
import { sharedRegister } from '../../support/certificate-register.ts';
import { AUTHORISATION } from '../../support/custody.ts';
import {
  bearer,
  ISSUER,
  issueRequest,
  openApp,
  problem,
  sharedInstallation,
  signInAs,
  type OpenApp,
  type SignedIn,
} from '../../support/http.ts';
import { crypto } from '../../support/pki.ts';
import { SHARES_NOTHING } from '../../support/sharing.ts';

const TYPE = '11990000MB0000019F001';

describe('http: webhooks and packages of evidence', function () {
  this.timeout(300_000);
  let app: OpenApp;
  let identifier = '';
  let auditor: SignedIn;
  before(async () => {
    app = await openApp();
    const { custody } = await sharedInstallation();
    const { random, clock } = app.access;
    const making = { signer: custody, custody, crypto, random, register: sharedRegister };
    const ordered = { now: clock.now() - 1, authorisation: AUTHORISATION };
    await ensureJournalKey(making, ordered);
    await ensureStatementKey(making, ordered);
    const issued = await request(app.server)
      .post('/api/v1/licences')
      .set('Authorization', bearer(app))
      .send(issueRequest())
      .expect(201);
    ({ identifier } = issued.body as { readonly identifier: string });
    auditor = await signInAs(app, 'auditor');
  });
  after(() => app.close());

  it('are made, replayed and ended by the system itself', async () => {
    const terms = {
      scopes: ['licence:share', 'webhook:manage', 'webhook:read'],
      perMinute: null,
      perDay: null,
      validUntil: null,
    };
    const sharing = { ...SHARES_NOTHING, types: [{ code: TYPE, fields: null, files: false }] };
    const { _id: id } = await makeClient(app.access, administratorAs('administrator'), {
      name: 'x',
      organisation: ISSUER,
      ...terms,
      sharing,
    });
    const added = await addClientKey(app.access, administratorAs('administrator'), {
      id,
      revision: 1,
      given: { kind: 'secret' },
    });
    await authoriseClient(app.access, administratorAs('security-administrator'), { id, revision: added.client.revision });
    const as = { Authorization: `Bearer ${added.secret ?? ''}` };
    const path = '/api/v1/webhooks';
    const made = await request(app.server).post(path).set(as).send({ url: 'https://hooks.example/licences' }).expect(201);
    const { id: webhook, client, state } = made.body as Record<string, unknown>;
    assert.deepEqual([client, state], [id, 'active']);
    const listed = await request(app.server).get(path).set(as).expect(200);
    assert.deepEqual((listed.body as { readonly items: readonly object[] }).items, [made.body]);
    problem(await request(app.server).post(path).set(as).send({ url: 'https://elsewhere.example/x' }), 'WEBHOOK_REFUSED');
    const replayed = await request(app.server)
      .post(`${path}/${String(webhook)}/replay`)
      .set(as)
      .send({ from: 0 })
      .expect(200);
    assert.equal((replayed.body as { readonly cursor: number }).cursor, 0);
    const ended = await request(app.server)
      .delete(`${path}/${String(webhook)}`)
      .set(as)
      .expect(200);
    assert.equal((ended.body as { readonly state: string }).state, 'ended');
    problem(await request(app.server).delete(`${path}/none`).set(as), 'WEBHOOK_NOT_FOUND');
    const keys = await request(app.server).get('/api/v1/statement-keys').expect(200);
    const [key] = (keys.body as { readonly items: readonly { readonly keyId: string }[] }).items;
    assert.match(key?.keyId ?? '', /^[0-9a-f]{16}$/);
  });

  it('gives auditors a package, and keeps the receipt of an archive', async () => {
    const headers = { Cookie: auditor.cookie, 'X-CSRF-Token': auditor.csrf };
    const purpose = { item: '行政诉讼', cause: '举证' };
    const path = `/api/v1/licences/${identifier}/evidence`;
    problem(await request(app.server).post(path).set(headers).send({}), 'REQUEST_INVALID');
    problem(await request(app.server).post(path).set('Authorization', bearer(app)).send({ purpose }), 'NOT_ALLOWED');
    const response = await request(app.server)
      .post(path)
      .set(headers)
      .send({ purpose })
      .buffer(true)
      .parse((stream, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => done(null, Buffer.concat(chunks)));
      });
    assert.equal(response.status, 200, String(response.body));
    assert.equal(response.get('Content-Type'), 'application/x-tar');
    const bytes = new Uint8Array(response.body as Buffer);
    assert.ok(readTar(bytes).members.some(({ path: part }) => part === 'content/licence.json'));
    const sm3 = response.get('X-Yinzheng-SM3') ?? '';
    assert.equal(Buffer.from(crypto.digest('sm3', bytes)).toString('hex'), sm3);
    const receipt = { archive: '样本市档案馆', number: 'R-9', receivedAt: new Date().toISOString(), checked: 'passed' };
    const received = await request(app.server)
      .post(`/api/v1/evidence-packages/${sm3}/receipt`)
      .set(headers)
      .send(receipt)
      .expect(200);
    assert.equal((received.body as { readonly receipt: { readonly number: string } }).receipt.number, 'R-9');
    problem(
      await request(app.server).post('/api/v1/evidence-packages/none/receipt').set(headers).send(receipt),
      'EVIDENCE_PACKAGE_NOT_FOUND',
    );
    const listed = await request(app.server).get('/api/v1/evidence-packages?limit=500').set(headers).expect(200);
    assert.ok((listed.body as { readonly items: readonly { readonly sm3: string }[] }).items.some((one) => one.sm3 === sm3));
  });

  it('shows a department what is wrong with its directory records, and knows no other', async () => {
    const clerk = await signInAs(app, 'clerk');
    const headers = { Cookie: clerk.cookie, 'X-CSRF-Token': clerk.csrf };
    await request(app.server).get('/api/v1/directory-errors').set(headers).expect(200);
    const order = { id: 'none', purpose: { item: 'x', cause: 'y' } };
    problem(
      await request(app.server).post('/api/v1/directory-errors/resolutions').set(headers).send(order),
      'DIRECTORY_ERROR_NOT_FOUND',
    );
  });
});
