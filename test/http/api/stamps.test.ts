import assert from 'node:assert/strict';
import request, { type Response } from 'supertest';
import { fromBase64, toBase64, toHex } from '../../../src/base/bytes.ts';
import { derToRaw } from '../../../src/crypto/index.ts';
import { createEvidenceSources } from '../../support/evidence-sources.ts';
import { newHeldKey, newHeldSeal, type HeldKeyPair } from '../../support/held-seal.ts';
import {
  bearer,
  ISSUER,
  issueRequest,
  openApp,
  problem,
  sharedInstallation,
  signInAs,
  type OpenApp,
  type OpenAppOptions,
  type SignedIn,
} from '../../support/http.ts';
import { sm3 } from '../../support/records.ts';
import { readPng } from '../../../src/drawing/index.ts';
import { blankFile, textFile, zlib } from '../../support/sealing.ts';
import { newDocumentKey } from '../../support/signature-key.ts';

const MINUTE = 60_000;
const PLAIN = Buffer.from(blankFile(1));
const IN_CUSTODY = '99010000000003';

interface PreparedBody {
  readonly id: string;
  readonly tbs: string;
  readonly documentDigest: string;
  readonly expiresAt: string;
  readonly signingTime: string;
  readonly algorithm: Readonly<Record<string, string>>;
}

describe('http: stamps', function () {
  this.timeout(300_000);
  let app: OpenApp;
  let key: HeldKeyPair;
  let held: string;
  let sealer: SignedIn;
  before(async () => {
    key = await newHeldKey();
    const { store, relay } = await sharedInstallation();
    held = (await newHeldSeal(store, relay, key.request))._id;
    await relay.drain();
  });
  after(async () => {
    // The installation is that of all tests.
    const { store, relay } = await sharedInstallation();
    await relay.drain();
    await store.records.remove('seals', held);
  });
  const open = async (options: OpenAppOptions = {}): Promise<void> => {
    app = await openApp(options);
    app.advance(1000);
    sealer = await signInAs(app, 'sealer');
  };
  beforeEach(() => open());
  afterEach(async () => {
    const waiting = await app.store.records.find('stampings', { index: 'state', equals: 'prepared', limit: 100 });
    for (const { _id } of waiting) await app.store.records.remove('stampings', _id);
    await app.close();
  });

  describe('shown before they are put on', () => {
    const ask = (search: string, document = PLAIN) =>
      request(app.server)
        .post(`/api/v1/stamps/preview?${search}`)
        .set({ Cookie: sealer.cookie, 'X-CSRF-Token': sealer.csrf })
        .type('application/pdf')
        .send(document);

    it('are a picture; no key is used, and nothing is recorded', async () => {
      const before = await app.store.records.count('stampings', { index: 'seal', equals: IN_CUSTODY });
      const response = await ask(`seal=${IN_CUSTODY}&x=60&y=60&show=1`).responseType('blob').expect(200);
      assert.equal(response.get('Content-Type'), 'image/png');
      assert.deepEqual([response.get('X-Yinzheng-Pages'), response.get('X-Yinzheng-Pages-Of')], ['1', '1']);
      const { width, height } = readPng(new Uint8Array(response.body as Buffer), zlib);
      assert.ok(width > 800 && height > 1200);
      assert.equal(await app.store.records.count('stampings', { index: 'seal', equals: IN_CUSTODY }), before);
    });

    it('are shown of a seal too whose key its holder has', async () => {
      await ask(`seal=${held}&x=60&y=60`).expect(200);
    });

    it('are refused as stamping would be', async () => {
      problem(await ask(`seal=none&x=60&y=60`), 'SEAL_NOT_FOUND');
      problem(await ask(`seal=${IN_CUSTODY}&x=900&y=60`), 'PDF_NOT_STAMPABLE');
      problem(await ask(`seal=${IN_CUSTODY}&keyword=none`), 'KEYWORD_NOT_FOUND');
      problem(await ask(`seal=${IN_CUSTODY}&destination=none`), 'PLACE_NOT_FOUND');
      problem(await ask(`seal=${IN_CUSTODY}&licenceType=none`), 'LICENCE_TYPE_NOT_FOUND');
      problem(await ask(`seal=${IN_CUSTODY}&x=60&y=60&bookmark=a`), 'REQUEST_INVALID');
      problem(await ask(`seal=${IN_CUSTODY}&x=60&y=60`, Buffer.from('x')), 'DOCUMENT_UNRECOGNISED');
      problem(await ask(`seal=${IN_CUSTODY}&x=60&y=60&show=x`), 'REQUEST_INVALID');
    });
  });

  const query = (changes: Record<string, string> = {}) =>
    new URLSearchParams({
      ...{ signer: 'client', seal: held, page: '1', x: '100', y: '120', item: '合同', cause: '用章', caseNumber: 'C-1' },
      ...changes,
    }).toString();
  const as = (who: SignedIn | null, call: request.Test) =>
    who ? call.set('Cookie', who.cookie).set('X-CSRF-Token', who.csrf) : call.set('Authorization', bearer(app));
  const post = (changes: Record<string, string> = {}, file: Buffer = PLAIN, who: SignedIn | null = sealer) =>
    as(
      who,
      request(app.server)
        .post(`/api/v1/stamps?${query(changes)}`)
        .set('Content-Type', 'application/pdf'),
    ).send(file);
  const prepare = async (who: SignedIn | null = sealer): Promise<PreparedBody> =>
    (await post({}, PLAIN, who).expect(202)).body as PreparedBody;
  const finish = (id: string, signature: unknown, who: SignedIn | null = sealer) =>
    as(who, request(app.server).post(`/api/v1/stamps/${id}/signature`)).send({ signature });
  const signed = ({ tbs }: PreparedBody) => key.sign(fromBase64(tbs));
  const fileOf = (id: string, who: SignedIn | null = sealer) => as(who, request(app.server).get(`/api/v1/stamps/${id}/file`));
  const body = (response: Response) => response.body as Buffer;

  it('stamps at once with a key in custody', async () => {
    const stamped = await post({ signer: 'custody', seal: IN_CUSTODY }).expect(201);
    assert.deepEqual(body(stamped).subarray(0, PLAIN.length), PLAIN);
    assert.equal((await app.store.records.get('stampings', stamped.get('X-Stamping') ?? ''))?.state, 'done');
    const asForm = await as(sealer, request(app.server).post(`/api/v1/stamps?${query({ signer: 'custody', seal: IN_CUSTODY })}`))
      .attach('file', PLAIN, 'letter.pdf')
      .expect(201);
    assert.equal(asForm.get('Content-Type'), 'application/pdf');
    problem(await post({ signer: 'custody' }), 'SEAL_KEY_ELSEWHERE');
    problem(await post({ seal: IN_CUSTODY }), 'SEAL_KEY_ELSEWHERE');
  });

  it('finds the place by a keyword, also for the caller’s own key', async () => {
    const file = Buffer.from(textFile('BT /F 12 Tf 50 500 Td (Seal here, Seal here) Tj ET'));
    const where = { x: '', y: '', keyword: 'Seal here', occurrence: 'last', dx: '2.5', dy: '-3' };
    const sent = (changes: Record<string, string>) => {
      const words = new URLSearchParams(query({ ...where, ...changes }));
      for (const [name, value] of [...words]) if (value === '') words.delete(name);
      const call = request(app.server).post(`/api/v1/stamps?${words.toString()}`).set('Content-Type', 'application/pdf');
      return as(sealer, call).send(file);
    };
    const stamped = await sent({ signer: 'custody', seal: IN_CUSTODY }).expect(201);
    const verified = await request(app.server).post('/api/v1/verifications').attach('file', body(stamped), 'stamped.pdf');
    const { signatures } = verified.body as { readonly signatures: readonly { readonly place: Record<string, number> }[] };
    const { x = 0, y = 0, width = 0, height = 0 } = signatures[0]?.place ?? {};
    // 50 pt, what is before it in Helvetica, half of its own width
    const middle = ((50 + (4.28 + 0.556 + 4.28 / 2) * 12) * 25.4) / 72;
    assert.ok(Math.abs(x + width / 2 - middle - 2.5) < 0.01);
    assert.ok(Math.abs(y + height / 2 - ((842 - 500 - 4) * 25.4) / 72 + 3) < 1);
    const waiting = (await sent({}).expect(202)).body as PreparedBody;
    await finish(waiting.id, toBase64(signed(waiting))).expect(200);
    const problemOf = problem(await sent({ keyword: '此处盖章' }), 'KEYWORD_NOT_FOUND');
    assert.ok(!JSON.stringify(problemOf).includes('此处盖章'));
    problem(await sent({ occurrence: '3' }), 'KEYWORD_NOT_FOUND');
    for (const wrong of [{ x: '5' }, { keyword: '' }, { keyword: ' ' }, { occurrence: '0' }, { dx: 'far' }])
      problem(await sent(wrong), 'REQUEST_INVALID');
  });

  it('shows one seal on several pages and over their edges, also for the caller’s own key', async () => {
    const file = Buffer.from(blankFile(3));
    const sent = (changes: Record<string, string>) => {
      const words = new URLSearchParams(query(changes));
      for (const [name, value] of [...words]) if (value === '') words.delete(name);
      const call = request(app.server).post(`/api/v1/stamps?${words.toString()}`).set('Content-Type', 'application/pdf');
      return as(sealer, call).send(file);
    };
    const places: readonly Record<string, string>[] = [
      { pages: '1,2-3' },
      { x: '', y: '', edge: 'right', group: '2' },
      { x: '', y: '', edge: 'top', at: '60', pages: '2-3' },
    ];
    for (const place of places) {
      const stamped = await sent({ ...place, signer: 'custody', seal: IN_CUSTODY }).expect(201);
      const waiting = (await sent(place).expect(202)).body as PreparedBody;
      const own = await finish(waiting.id, toBase64(signed(waiting))).expect(200);
      for (const bytes of [body(stamped), body(own)]) {
        const verified = await request(app.server).post('/api/v1/verifications').attach('file', bytes, 'stamped.pdf');
        const { signatures } = verified.body as { readonly signatures: readonly { readonly intact: boolean }[] };
        assert.deepEqual(
          signatures.map(({ intact }) => intact),
          [true],
        );
      }
    }
    for (const wrong of [
      { edge: 'right' },
      { pages: '0' },
      { pages: '1,' },
      { keyword: 'x', pages: 'all', x: '', y: '' },
      { edge: 'front' },
    ])
      problem(await sent(wrong), 'REQUEST_INVALID');
    problem(await sent({ pages: '2-4' }), 'PDF_NOT_STAMPABLE');
  });

  for (const form of ['DER', 'r‖s'] as const) {
    it(`prepares for the caller’s own key, and finishes with its signature as ${form}`, async () => {
      const answer = await post().expect(202);
      const prepared = answer.body as PreparedBody;
      assert.equal(answer.get('Location'), `/api/v1/stamps/${prepared.id}`);
      assert.equal(prepared.documentDigest, toHex(sm3(PLAIN)));
      assert.deepEqual(prepared.algorithm, { name: 'SM2 with SM3', oid: '1.2.156.10197.1.501', userId: '1234567812345678' });
      problem(await fileOf(prepared.id), 'STAMP_NOT_SIGNED');
      const der = signed(prepared);
      const signature = toBase64(form === 'DER' ? der : (derToRaw(der) ?? der));
      const stamped = await finish(prepared.id, signature).expect(200);
      assert.equal(stamped.get('X-Stamping'), prepared.id);
      const record = await app.store.records.get('stampings', prepared.id);
      assert.deepEqual([record?.state, record?.digestAfter], ['done', toHex(sm3(body(stamped)))]);
      assert.deepEqual(record?.purpose, { item: '合同', cause: '用章', caseNumber: 'C-1' });
      for (const again of [finish(prepared.id, signature), finish(prepared.id, toBase64(der)), fileOf(prepared.id)])
        assert.deepEqual(body(await again.expect(200)), body(stamped));
      problem(await finish(prepared.id, toBase64(signed(prepared))), 'STAMP_SIGNED_OTHERWISE');
      const verified = await request(app.server).post('/api/v1/verifications').attach('file', body(stamped), 'stamped.pdf');
      const { signatures } = verified.body as { readonly signatures: readonly { readonly conclusion: string }[] };
      assert.deepEqual(
        signatures.map(({ conclusion }) => conclusion),
        ['passed'],
      );
      await as(sealer, request(app.server).delete(`/api/v1/stamps/${prepared.id}`)).expect(204);
      problem(await fileOf(prepared.id), 'STAMP_EXPIRED');
    });
  }

  it('certifies by a key in custody first where that is asked for, and names the record of it', async () => {
    problem(await post({ certifyAs: 'pades' }), 'SIGNATURE_KEY_MISSING');
    const { keyId } = await newDocumentKey('rsa');
    const admin = await signInAs(app, 'admin');
    await as(admin, request(app.server).post('/api/v1/signature-keys')).send({ key: keyId, organisation: ISSUER }).expect(201);
    const prepared = (await post({ certifyAs: 'pades' }).expect(202)).body as PreparedBody & { readonly signing: string };
    assert.equal(prepared.documentDigest, toHex(sm3(PLAIN)));
    const stamped = await finish(prepared.id, toBase64(signed(prepared))).expect(200);
    assert.equal(stamped.get('X-Signing'), prepared.signing);
    assert.deepEqual(body(stamped).subarray(0, PLAIN.length), PLAIN);
    const fetched = await fileOf(prepared.id).expect(200);
    assert.deepEqual([body(fetched), fetched.get('X-Signing')], [body(stamped), prepared.signing]);
    const verified = await request(app.server).post('/api/v1/verifications').attach('file', body(stamped), 'stamped.pdf');
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
    await as(admin, request(app.server).delete(`/api/v1/signature-keys/${keyId}`)).expect(204);
    assert.equal((await post().expect(202)).get('X-Signing'), undefined);
  });

  it('says how far the stamped document proves itself, whoever signed', async () => {
    const { evidence, reachable } = await createEvidenceSources();
    await app.close();
    await open({ evidence });
    const levels = async () => {
      const prepared = await prepare();
      const signature = toBase64(signed(prepared));
      const answers = [
        await post({ signer: 'custody', seal: IN_CUSTODY }).expect(201),
        await finish(prepared.id, signature).expect(200),
        await fileOf(prepared.id).expect(200),
      ];
      for (const answer of answers) {
        const record = await app.store.records.get('stampings', answer.get('X-Stamping') ?? '');
        assert.equal(record?.evidence, answer.get('X-Yinzheng-Evidence'));
      }
      return answers.map((answer) => answer.get('X-Yinzheng-Evidence'));
    };
    assert.deepEqual(await levels(), ['SES-LT', 'SES-LT', 'SES-LT']);
    reachable.revocation = false;
    assert.deepEqual(await levels(), ['SES-T', 'SES-T', 'SES-T']);
    reachable.timeStamps = false;
    assert.deepEqual(await levels(), ['SES', 'SES', 'SES']);
  });

  it('refuses another key, other bytes and what is no signature', async () => {
    const prepared = await prepare();
    const other = await newHeldKey();
    const tbs = fromBase64(prepared.tbs);
    for (const signature of [other.sign(tbs), key.sign(sm3(tbs)), new Uint8Array(64), key.sign(tbs).subarray(1)])
      problem(await finish(prepared.id, toBase64(signature)), 'STAMP_SIGNATURE_WRONG');
    for (const signature of ['', 'no base64!', 'A'.repeat(100), 7, null, undefined, ['AA=='], { r: 'AA==', s: 'AA==' }]) {
      const refused = problem(await finish(prepared.id, signature), 'REQUEST_INVALID');
      assert.equal((refused['errors'] as readonly { readonly pointer: string }[])[0]?.pointer, '/signature');
    }
    problem(await finish(prepared.id, 'A'.repeat(2_000_000)), 'INPUT_TOO_LARGE');
    const extra = as(sealer, request(app.server).post(`/api/v1/stamps/${prepared.id}/signature`));
    problem(await extra.send({ signature: toBase64(signed(prepared)), certificate: 'AA==' }), 'REQUEST_INVALID');
    assert.equal((await app.store.records.get('stampings', prepared.id))?.state, 'prepared');
    await finish(prepared.id, toBase64(signed(prepared))).expect(200);
  });

  it('is there for the account that prepared it alone', async () => {
    const prepared = await prepare();
    const signature = toBase64(signed(prepared));
    problem(await finish(prepared.id, signature, null), 'STAMP_NOT_FOUND');
    problem(await fileOf(prepared.id, null), 'STAMP_NOT_FOUND');
    const remove = (who: SignedIn | null) => as(who, request(app.server).delete(`/api/v1/stamps/${prepared.id}`));
    problem(await remove(null), 'STAMP_NOT_FOUND');
    for (const userName of ['clerk', 'counter', 'admin']) {
      const other = await signInAs(app, userName);
      problem(await finish(prepared.id, signature, other), 'NOT_ALLOWED');
      problem(await post({}, PLAIN, other), 'NOT_ALLOWED');
    }
    const { cookie } = sealer;
    const bare = request(app.server).post(`/api/v1/stamps/${prepared.id}/signature`);
    problem(await bare.send({ signature }), 'NOT_SIGNED_IN');
    problem(await finish(prepared.id, signature, { cookie, csrf: '' }), 'CSRF_REFUSED');
    problem(await post({}, PLAIN, { cookie, csrf: '' }), 'CSRF_REFUSED');
    problem(await finish('0'.repeat(32), signature), 'STAMP_NOT_FOUND');
    problem(await finish('x'.repeat(65), signature), 'REQUEST_INVALID');
    await finish(prepared.id, signature, await signInAs(app, 'sealer')).expect(200);
    const ofSystem = await prepare(null);
    problem(await finish(ofSystem.id, toBase64(signed(ofSystem))), 'STAMP_NOT_FOUND');
    await finish(ofSystem.id, toBase64(signed(ofSystem)), null).expect(200);
  });

  it('is over after ten minutes', async () => {
    const prepared = await prepare();
    const waits = Date.parse(prepared.expiresAt) - Date.parse(prepared.signingTime);
    assert.ok(waits >= 10 * MINUTE && waits < 11 * MINUTE);
    app.advance(11 * MINUTE);
    problem(await finish(prepared.id, toBase64(signed(prepared))), 'STAMP_EXPIRED');
    problem(await fileOf(prepared.id), 'STAMP_EXPIRED');
  });

  it('lets no more than ten documents of an account wait', async () => {
    const prepared: PreparedBody[] = [];
    for (let refused: Response | null = null; refused === null;) {
      const answer = await post();
      if (answer.status === 202) prepared.push(answer.body as PreparedBody);
      else refused = answer;
      if (refused) problem(refused, 'STAMPS_OPEN');
    }
    assert.equal(prepared.length, 10);
    for (const { id } of prepared) await as(sealer, request(app.server).delete(`/api/v1/stamps/${id}`)).expect(204);
  });

  it('refuses documents that cannot be stamped, and calls that are wrong', async () => {
    problem(await post({}, Buffer.from('no pdf')), 'DOCUMENT_UNRECOGNISED');
    problem(await post({}, Buffer.from('%PDF-1.7 not really')), 'PDF_MALFORMED');
    problem(await post({}, Buffer.alloc(1024 * 1024 + 1, 0x20)), 'INPUT_TOO_LARGE');
    const issued = await as(null, request(app.server).post('/api/v1/licences')).send(issueRequest()).expect(201);
    const { identifier } = issued.body as { readonly identifier: string };
    const licence = await as(null, request(app.server).get(`/api/v1/licences/${identifier}/file?item=x&cause=y`)).expect(200);
    problem(await post({}, body(licence)), 'PDF_NOT_STAMPABLE');
    problem(await post({ page: '2' }), 'PDF_NOT_STAMPABLE');
    problem(await post({ seal: '99010000000002' }), 'SEAL_NOT_FOUND');
    problem(await post({ signer: 'nobody' }), 'REQUEST_INVALID');
    problem(await post({ x: '5001', y: '-1', item: '' }), 'REQUEST_INVALID');
    const none = as(sealer, request(app.server).post(`/api/v1/stamps?${query()}`));
    problem(await none, 'MEDIA_TYPE_UNSUPPORTED');
    assert.deepEqual(await app.store.records.find('stampings', { index: 'state', equals: 'prepared', limit: 10 }), []);
  });
});
