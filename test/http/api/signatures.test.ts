import assert from 'node:assert/strict';
import request, { type Response } from 'supertest';
import { toHex } from '../../../src/base/bytes.ts';
import { createEvidenceSources } from '../../support/evidence-sources.ts';
import {
  bearer,
  ISSUER,
  openApp,
  problem,
  sharedInstallation,
  signInAs,
  type OpenApp,
  type OpenAppOptions,
  type SignedIn,
} from '../../support/http.ts';
import { needTool, runTool } from '../../support/pdf.ts';
import { sm3 } from '../../support/records.ts';
import { blankFile } from '../../support/sealing.ts';
import { newDocumentKey, trustWith, type DocumentKey } from '../../support/signature-key.ts';

const PLAIN = Buffer.from(blankFile(1));

describe('http: signatures without a seal', function () {
  this.timeout(300_000);
  const keys = {} as Record<'rsa' | 'sm2', DocumentKey>;
  let app: OpenApp;
  let sealer: SignedIn;
  let admin: SignedIn;
  const open = async (options: OpenAppOptions = {}): Promise<void> => {
    app = await openApp(options);
    [sealer, admin] = [await signInAs(app, 'sealer'), await signInAs(app, 'admin')];
  };
  before(async () => {
    keys.rsa = await newDocumentKey('rsa');
    keys.sm2 = await newDocumentKey('sm2');
  });
  beforeEach(() => open());
  afterEach(async () => {
    // The installation is that of all tests.
    const { store, relay } = await sharedInstallation();
    await relay.drain();
    for (const collection of ['signature-keys', 'signings'] as const)
      for (const { _id } of await store.records.list(collection, { limit: 100 })) await store.records.remove(collection, _id);
    await app.close();
  });

  const as = (who: SignedIn | null, call: request.Test) =>
    who ? call.set('Cookie', who.cookie).set('X-CSRF-Token', who.csrf) : call.set('Authorization', bearer(app));
  const url = (changes: Record<string, string> = {}) =>
    `/api/v1/signatures?${new URLSearchParams({ form: 'pades', item: '合同', cause: '对外签署', caseNumber: 'C-1', ...changes }).toString()}`;
  const post = (changes: Record<string, string> = {}, file: Buffer = PLAIN, who: SignedIn | null = sealer) =>
    as(who, request(app.server).post(url(changes)).set('Content-Type', 'application/pdf')).send(file);
  const assign = (key: string, organisation = ISSUER, who: SignedIn | null = admin) =>
    as(who, request(app.server).post('/api/v1/signature-keys')).send({ key, organisation });
  const list = (who: SignedIn | null, query = '') => as(who, request(app.server).get(`/api/v1/signature-keys${query}`));
  const withdraw = (key: string, who: SignedIn | null = admin) =>
    as(who, request(app.server).delete(`/api/v1/signature-keys/${key}`));
  const body = (response: Response) => response.body as Buffer;

  it('signs an uploaded PDF, as the body or in a form, and verifies what it signed', async () => {
    await assign(keys.rsa.keyId).expect(201);
    const signed = await post({ certify: 'signing', reason: '对外签署' }).expect(201);
    assert.equal(signed.get('Content-Type'), 'application/pdf');
    assert.deepEqual(body(signed).subarray(0, PLAIN.length), PLAIN);
    const record = await app.store.records.get('signings', signed.get('X-Signing') ?? '');
    assert.deepEqual([record?.state, record?.digestAfter, record?.certify], ['done', toHex(sm3(body(signed))), 'signing']);
    assert.deepEqual(record?.purpose, { item: '合同', cause: '对外签署', caseNumber: 'C-1' });
    assert.equal(signed.get('X-Yinzheng-Evidence'), 'B-B');
    await as(null, request(app.server).post(url())).attach('file', PLAIN, 'letter.pdf').expect(201);
    const verified = await request(app.server)
      .post('/api/v1/verifications')
      .attach('file', body(signed), 'signed.pdf')
      .expect(200);
    const { signatures } = verified.body as {
      readonly signatures: readonly { readonly kind: string; readonly intact: boolean }[];
    };
    assert.deepEqual(
      signatures.map(({ kind, intact }) => [kind, intact]),
      [['cms', true]],
    );
  });

  it('pdfsig finds what was signed by RSA valid', async function () {
    needTool(this, 'pdfsig');
    await assign(keys.rsa.keyId).expect(201);
    for (const form of ['pades', 'pkcs7']) {
      const { output } = runTool(body(await post({ form }).expect(201)), 'pdfsig', '-nocert', '{}');
      assert.match(output, /Signature is Valid/);
      assert.match(output, /Total document signed/);
      assert.match(output, form === 'pades' ? /ETSI\.CAdES\.detached/ : /adbe\.pkcs7\.detached/);
      assert.match(output, /Sample Market Regulation Bureau/);
    }
  });

  it('signs by RSASSA-PSS with a key that is assigned so', async function () {
    needTool(this, 'pdfsig');
    const assignAs = (key: string, padding: string) =>
      as(admin, request(app.server).post('/api/v1/signature-keys')).send({ key, organisation: ISSUER, padding });
    const { padding } = (await assignAs(keys.rsa.keyId, 'pss').expect(201)).body as { readonly padding: string };
    assert.equal(padding, 'pss');
    const signed = body(await post().expect(201));
    assert.match(runTool(signed, 'pdfsig', '-nocert', '{}').output, /Signature is Valid/);
    assert.match(signed.toString('latin1'), /06092a864886f70d01010a/i);
    problem(await assignAs(keys.sm2.keyId, 'pss'), 'SIGNATURE_KEY_UNUSABLE');
    problem(await assignAs(keys.rsa.keyId, 'oaep'), 'REQUEST_INVALID');
    await assignAs(keys.rsa.keyId, 'pkcs1').expect(201);
    assert.doesNotMatch(body(await post().expect(201)).toString('latin1'), /06092a864886f70d01010a/i);
  });

  it('says how far the document proves itself', async () => {
    const { evidence, reachable } = await createEvidenceSources((material) => trustWith(material, keys.rsa));
    await app.close();
    await open({ evidence });
    await assign(keys.rsa.keyId).expect(201);
    const level = async () => (await post().expect(201)).get('X-Yinzheng-Evidence');
    assert.equal(await level(), 'B-LTA');
    reachable.revocation = false;
    assert.equal(await level(), 'B-T');
  });

  it('certifies a document before its seal follows, where a stamp asks for it', async () => {
    const stamp = (changes: Record<string, string> = {}) => {
      const query = { seal: '99010000000003', x: '100', y: '120', item: '合同', cause: '用章', certifyAs: 'pades', ...changes };
      const call = request(app.server).post(`/api/v1/stamps?${new URLSearchParams(query).toString()}`);
      return as(sealer, call.set('Content-Type', 'application/pdf')).send(PLAIN);
    };
    problem(await stamp(), 'SIGNATURE_KEY_MISSING');
    await assign(keys.rsa.keyId).expect(201);
    // Whoever has the key, the seal says so: this one's is in custody.
    problem(await stamp({ signer: 'client' }), 'SEAL_KEY_ELSEWHERE');
    problem(await stamp({ certifyAs: 'gm-cms' }), 'REQUEST_INVALID');
    const stamped = await stamp().expect(201);
    assert.equal((await app.store.records.get('signings', stamped.get('X-Signing') ?? ''))?.state, 'done');
    assert.equal((await app.store.records.get('stampings', stamped.get('X-Stamping') ?? ''))?.state, 'done');
    const verified = await request(app.server)
      .post('/api/v1/verifications')
      .attach('file', body(stamped), 'both.pdf')
      .expect(200);
    const { signatures } = verified.body as {
      readonly signatures: readonly { readonly kind: string; readonly intact: boolean }[];
    };
    assert.deepEqual(
      signatures.map(({ kind, intact }) => [kind, intact]),
      [
        ['cms', true],
        ['seal', true],
      ],
    );
  });

  it('assigns, lists and withdraws keys', async () => {
    problem(await post(), 'SIGNATURE_KEY_MISSING');
    const assigned = await assign(keys.rsa.keyId).expect(201);
    const { since, certificate, ...rest } = assigned.body as Record<string, unknown>;
    assert.deepEqual(rest, { key: keys.rsa.keyId, organisation: ISSUER, algorithm: 'rsa', padding: 'pkcs1' });
    assert.equal(typeof since, 'string');
    assert.match(String((certificate as Record<string, unknown>)['subject']), /CN=Sample Market Regulation Bureau/);
    await assign(keys.rsa.keyId).expect(201);
    await assign(keys.sm2.keyId, '11990100MB0000035A').expect(201);
    const listed = async (who: SignedIn | null, query?: string) =>
      ((await list(who, query).expect(200)).body as { readonly items: readonly { readonly key: string }[] }).items
        .map(({ key }) => key)
        .sort();
    assert.deepEqual(await listed(sealer), [keys.rsa.keyId]);
    assert.deepEqual(await listed(null), [keys.rsa.keyId]);
    assert.deepEqual(await listed(admin), [keys.rsa.keyId, keys.sm2.keyId].sort());
    assert.deepEqual(await listed(await signInAs(app, 'auditor'), '?organisation=11990100MB0000035A'), [keys.sm2.keyId]);
    problem(await list(sealer, '?organisation=11990100MB0000035A'), 'NOT_ALLOWED');
    problem(await post({ organisation: '11990100MB0000035A', form: 'gm-cms' }), 'NOT_ALLOWED');
    problem(await post({ key: keys.sm2.keyId }), 'SIGNATURE_KEY_MISSING');
    await withdraw(keys.rsa.keyId).expect(204);
    problem(await withdraw(keys.rsa.keyId), 'SIGNATURE_KEY_NOT_ASSIGNED');
    problem(await post(), 'SIGNATURE_KEY_MISSING');
  });

  it('keeps to roles, credentials and inputs', async () => {
    await assign(keys.rsa.keyId).expect(201);
    for (const userName of ['clerk', 'counter', 'admin', 'auditor'])
      problem(await post({}, PLAIN, await signInAs(app, userName)), 'NOT_ALLOWED');
    for (const who of [sealer, await signInAs(app, 'clerk'), await signInAs(app, 'auditor'), null]) {
      problem(await assign(keys.sm2.keyId, ISSUER, who), 'NOT_ALLOWED');
      problem(await withdraw(keys.rsa.keyId, who), 'NOT_ALLOWED');
    }
    problem(await list(await signInAs(app, 'clerk')), 'NOT_ALLOWED');
    problem(await request(app.server).post(url()).send(PLAIN), 'NOT_SIGNED_IN');
    problem(await post({}, PLAIN, { ...sealer, csrf: '' }), 'CSRF_REFUSED');
    problem(await post({ form: 'xades' }), 'REQUEST_INVALID');
    problem(await post({ certify: 'all', item: '' }), 'REQUEST_INVALID');
    problem(await assign('nothing'), 'SIGNATURE_KEY_UNUSABLE');
    problem(await assign(keys.sm2.keyId, '11990100MB0000099X'), 'ORGANISATION_NOT_FOUND');
    problem(await post({}, Buffer.from('no pdf')), 'DOCUMENT_UNRECOGNISED');
    problem(await post({}, Buffer.alloc(1024 * 1024 + 1, 0x20)), 'INPUT_TOO_LARGE');
    const locked = body(await post({ certify: 'no-changes' }).expect(201));
    problem(await post({}, locked), 'PDF_NOT_STAMPABLE');
  });
});
