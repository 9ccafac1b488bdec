import assert from 'node:assert/strict';
import request from 'supertest';
import { writeIdentifier, writeVerificationCode } from '../../../src/domain/identifier/index.ts';
import { bearer, ISSUER, openApp, problem, signInAs, type OpenApp } from '../../support/http.ts';

describe('http: types, seals, stamping, verifications', function () {
  this.timeout(300_000);
  let app: OpenApp;
  before(async () => {
    app = await openApp();
  });
  after(() => app.close());

  const get = (path: string) => request(app.server).get(`/api/v1${path}`).set('Authorization', bearer(app));

  it('lists licence types without their template, and one with its fields', async () => {
    const { items } = (await get('/licence-types').expect(200)).body as { readonly items: readonly Record<string, unknown>[] };
    assert.equal(items.length, 12);
    const type = items.find(({ code }) => code === '11990000MB0000019F001');
    assert.ok(type);
    const issuable = items.filter((one) => one['issuable'] === true).map(({ code }) => code);
    assert.deepEqual(issuable, ['11990000MB0000019F001'], 'of a province, its bodies issue what the rules let them');
    assert.equal(type['issuable'], true);
    const told = [
      'approvedActs',
      'certifyAs',
      'code',
      'definer',
      'demonstration',
      'fields',
      'issuable',
      'name',
      'origin',
      'owner',
    ];
    told.push('state', 'twoPersons', 'validity', 'version');
    assert.deepEqual(Object.keys(type).sort(), told);
    const one = await get(`/licence-types/${String(type['code'])}`).expect(200);
    assert.deepEqual(one.body, type);
    problem(await get('/licence-types/unknown'), 'LICENCE_TYPE_NOT_FOUND');
  });

  it('lists the seals of the own organisation only, without keys', async () => {
    const response = await get('/seals').expect(200);
    const { items } = response.body as { readonly items: readonly { readonly owner: string; readonly code: string }[] };
    assert.deepEqual(items.map(({ code }) => code).sort(), ['99010000000001', '99010000000003']);
    for (const { owner } of items) assert.equal(owner, ISSUER);
    assert.doesNotMatch(response.text, /keyId|certificate/);
    const counter = await signInAs(app, 'counter');
    problem(await request(app.server).get('/api/v1/seals').set('Cookie', counter.cookie), 'NOT_ALLOWED');
  });

  it('stamps a document and verifies it', async () => {
    const sealer = await signInAs(app, 'sealer');
    const query = new URLSearchParams({ seal: '99010000000003', page: '1', x: '100', y: '120', item: '证明', cause: '用章' });
    const stamp = (search: URLSearchParams, file: Buffer) =>
      request(app.server)
        .post(`/api/v1/documents/stamped?${search.toString()}`)
        .set('Cookie', sealer.cookie)
        .set('X-CSRF-Token', sealer.csrf)
        .set('Content-Type', 'application/pdf')
        .send(file);
    const stamped = await stamp(query, PLAIN).expect(201);
    const file = stamped.body as Buffer;
    assert.deepEqual(file.subarray(0, PLAIN.length), PLAIN);
    const record = await app.store.records.get('stampings', stamped.get('X-Stamping') ?? '');
    assert.equal(record?.state, 'done');
    assert.deepEqual([stamped.get('X-Yinzheng-Evidence'), record.evidence], ['SES', 'SES']);
    assert.deepEqual(record.purpose, { item: '证明', cause: '用章', caseNumber: null });
    const verified = await request(app.server)
      .post('/api/v1/verifications')
      .attach('file', file, { filename: 'stamped.pdf', contentType: 'application/pdf' })
      .expect(200);
    const report = verified.body as {
      readonly register: null;
      readonly signatures: readonly { readonly intact: boolean; readonly seal: { readonly esId: string } }[];
    };
    assert.equal(report.register, null);
    assert.equal(report.signatures[0]?.intact, true);
    assert.equal(report.signatures[0].seal.esId, '99010000000003');

    const foreign = new URLSearchParams(query);
    foreign.set('seal', '99010000000002');
    problem(await stamp(foreign, PLAIN), 'SEAL_NOT_FOUND');
    problem(await stamp(query, Buffer.from('no pdf')), 'DOCUMENT_UNRECOGNISED');
    const faulty = new URLSearchParams({ seal: '', page: '0', x: 'left', y: '-1' });
    const { errors } = problem(await stamp(faulty, PLAIN), 'REQUEST_INVALID') as {
      readonly errors: readonly { readonly pointer: string }[];
    };
    assert.deepEqual(errors.map(({ pointer }) => pointer).sort(), ['/cause', '/item', '/page', '/seal', '/x', '/y']);
  });

  it('answers for identifiers and codes, and limits codes by address', async () => {
    const parts = { typeCode: '11990000MB0000019F001', issuerCode: '11990100MB0000027F', serial: '0'.repeat(20), edition: '001' };
    const identifier: string = writeIdentifier(parts);
    problem(await get(`/verifications/identifiers/${identifier}`), 'LICENCE_NOT_FOUND');
    const mistyped = `${identifier.slice(0, -1)}${identifier.endsWith('0') ? '1' : '0'}`;
    problem(await get(`/verifications/identifiers/${mistyped}`), 'IDENTIFIER_INVALID');
    problem(await get('/verifications/identifiers/x'), 'IDENTIFIER_INVALID');
    problem(await get(`/verifications/identifiers/${identifier}?asOf=yesterday`), 'REQUEST_INVALID');
    problem(await request(app.server).get(`/api/v1/verifications/identifiers/${identifier}`), 'NOT_SIGNED_IN');
    problem(await get('/verifications/codes/ABCD'), 'VERIFICATION_CODE_INVALID');
    problem(await get(`/verifications/codes/${writeVerificationCode(new Uint8Array(10))}`), 'LICENCE_NOT_FOUND');
    const own = await openApp({
      settings: { rates: { signIn: 1, code: 2, verification: 1, ocsp: 1, timeStamp: 1, token: 1 }, trustProxy: 1 },
    });
    try {
      const ask = (address: string) =>
        request(own.server).get('/api/v1/verifications/codes/ABCD').set('X-Forwarded-For', address);
      problem(await ask('203.0.113.1'), 'VERIFICATION_CODE_INVALID');
      problem(await ask('203.0.113.1'), 'VERIFICATION_CODE_INVALID');
      problem(await ask('203.0.113.1'), 'RATE_LIMITED');
      problem(await ask('203.0.113.2'), 'VERIFICATION_CODE_INVALID');
      // One household or attacker has a whole IPv6 network.
      problem(await ask('2001:db8::1'), 'VERIFICATION_CODE_INVALID');
      problem(await ask('2001:db8::2'), 'VERIFICATION_CODE_INVALID');
      problem(await ask('2001:db8::3'), 'RATE_LIMITED');
      const file = () => request(own.server).post('/api/v1/verifications').set('Content-Type', 'application/pdf').send('x');
      problem(await file(), 'DOCUMENT_UNRECOGNISED');
      problem(await file(), 'RATE_LIMITED');
      problem(await file().set('Authorization', bearer(own)), 'DOCUMENT_UNRECOGNISED');
      problem(await file().set('Authorization', 'Bearer yz_wrong'), 'NOT_SIGNED_IN');
    } finally {
      await own.close();
    }
  });

  it('does not believe forwarded addresses without a trusted proxy', async () => {
    const own = await openApp({ settings: { rates: { signIn: 1, code: 1, verification: 1, ocsp: 1, timeStamp: 1, token: 1 } } });
    try {
      const ask = (address: string) =>
        request(own.server).get('/api/v1/verifications/codes/ABCD').set('X-Forwarded-For', address);
      problem(await ask('203.0.113.1'), 'VERIFICATION_CODE_INVALID');
      problem(await ask('203.0.113.2'), 'RATE_LIMITED');
    } finally {
      await own.close();
    }
  });
});

const PLAIN = plainPdf();

/** One empty A4 page. */
function plainPdf(): Buffer {
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>',
  ];
  let text = '%PDF-1.7\n';
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const start = text.length;
  text += `xref\n0 4\n0000000000 65535 f \n${offsets.join('')}trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}
