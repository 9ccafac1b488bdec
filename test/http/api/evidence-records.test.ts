import assert from 'node:assert/strict';
import request, { type Response } from 'supertest';
import { readDerPrefix } from '../../../src/asn1/index.ts';
import { fromBase64, toBase64, toHex } from '../../../src/base/bytes.ts';
import { verifyDocument } from '../../../src/documents/index.ts';
import { parseEvidenceRecord, prepareTrust } from '../../../src/pki/index.ts';
import type { VerificationReport } from '../../../src/report/index.ts';
import { createEvidenceSources, type EvidenceSources } from '../../support/evidence-sources.ts';
import { bearer, openApp, problem, sharedInstallation, signInAs, type OpenApp, type SignedIn } from '../../support/http.ts';
import { crypto } from '../../support/pki.ts';
import { blankFile } from '../../support/sealing.ts';

interface Provided {
  readonly record: string;
  readonly renewal: string | null;
}

describe('http: evidence records', function () {
  this.timeout(300_000);
  let sources: EvidenceSources;
  let app: OpenApp;
  let sealer: SignedIn;
  let signature: string;

  /** The seal signature of a stamped document, alone. */
  const sealSignature = async (): Promise<string> => {
    const query = new URLSearchParams({ seal: '99010000000003', x: '100', y: '120', item: 'x', cause: 'y' });
    const stamped = await as(sealer, request(app.server).post(`/api/v1/stamps?${query.toString()}`))
      .set('Content-Type', 'application/pdf')
      .send(Buffer.from(blankFile(1)))
      .expect(201);
    const text = (stamped.body as Buffer).toString('latin1');
    const [, hexadecimal = ''] = /\/Contents ?<([0-9A-Fa-f]+)>/.exec(text) ?? [];
    return toBase64(readDerPrefix(Buffer.from(hexadecimal, 'hex')).raw);
  };
  before(async () => {
    sources = await createEvidenceSources();
    app = await openApp();
    sealer = await signInAs(app, 'sealer');
    // Sealed without evidence of its own, as an exchange interface hands signatures over.
    signature = await sealSignature();
    await app.close();
    app = await openApp({ evidence: sources.evidence, trust: sources.trust });
    sealer = await signInAs(app, 'sealer');
  });
  beforeEach(() => void Object.assign(sources.reachable, { timeStamps: true, revocation: true }));
  after(() => app.close());

  const as = (who: SignedIn | null, call: request.Test) =>
    who ? call.set('Cookie', who.cookie).set('X-CSRF-Token', who.csrf) : call.set('Authorization', bearer(app));
  const post = (body: object, who: SignedIn | null = sealer) =>
    as(who, request(app.server).post('/api/v1/evidence-records')).send(body);
  const provide = async (body: object): Promise<Provided> => (await post(body).expect(201)).body as Provided;
  const chainsOf = ({ record }: Provided) => parseEvidenceRecord(fromBase64(record)).chains.map((chain) => chain.length);
  /** By what a verifier knows that the signature existed, and what it says of each time stamp. */
  const judge = async ({ record }: Provided) => {
    const { engine } = await sharedInstallation();
    const { signatures } = verifyDocument(engine, fromBase64(signature), {
      ...{ trust: prepareTrust(sources.material, crypto), at: Date.now() + 60_000, proofOfExistence: null },
      ...{ policy: { revocation: 'if-known', acceptDemonstration: true }, evidenceRecord: fromBase64(record) },
    });
    const time = signatures[0]?.checks.find(({ id }) => id === 'signing-time');
    const { existence, evidenceRecord } = time?.evidence as {
      readonly existence: { readonly by: string } | null;
      readonly evidenceRecord: readonly { readonly proven?: boolean }[];
    };
    return [time?.outcome, existence?.by, ...evidenceRecord.map(({ proven }) => proven)];
  };

  it('makes one for a seal signature, for who seals and for systems', async () => {
    for (const who of [sealer, null]) {
      const made = (await post({ signature }, who).expect(201)).body as Provided;
      assert.deepEqual([made.renewal, chainsOf(made)], [null, [2]]);
      assert.deepEqual(await judge(made), ['passed', 'evidence-record', true, true]);
    }
  });

  it('renews one, by the same digest or by another', async () => {
    const { record } = await provide({ signature });
    const renewed = await provide({ signature, record });
    assert.deepEqual([renewed.renewal, chainsOf(renewed)], ['time-stamp', [3]]);
    const again = await provide({ signature, record: renewed.record, digest: 'sha256' });
    assert.deepEqual([again.renewal, chainsOf(again)], ['hash-tree', [3, 1]]);
    assert.deepEqual(await judge(again), ['passed', 'evidence-record', true, true, true, true]);
  });

  it('verifies one for everybody, and keeps the report', async () => {
    const verify = (body: object) => request(app.server).post('/api/v1/evidence-records/verifications').send(body);
    const { record } = await provide({ signature, record: (await provide({ signature })).record, digest: 'sha256' });
    const answer = await verify({ signature, record }).expect(200);
    const timeOf = ({ body }: Response) => {
      const { signatures } = body as VerificationReport;
      const time = signatures[0]?.checks.find(({ id }) => id === 'signing-time');
      const { existence, evidenceRecord } = time?.evidence as {
        readonly existence: { readonly by: string } | null;
        readonly evidenceRecord: readonly unknown[];
      };
      return [time?.outcome, time?.code, existence?.by, evidenceRecord.length];
    };
    assert.deepEqual(timeOf(answer), ['passed', undefined, 'evidence-record', 3]);
    const { id } = answer.body as { readonly id: string };
    const kept = await request(app.server).get(`/api/v1/verifications/${id}`).expect(200);
    assert.deepEqual(timeOf(kept), timeOf(answer));
    const other = await verify({ signature: await sealSignature(), record }).expect(200);
    // It has a time stamp of its own; the record of another proves nothing of it.
    assert.deepEqual(timeOf(other), ['indeterminate', 'HASH_FAILURE', 'signature-time-stamp', 3]);
    problem(await verify({ signature }), 'REQUEST_INVALID');
    problem(await verify({ signature, record: signature }), 'EVIDENCE_RECORD_MALFORMED');
    for (const bytes of [toBase64(blankFile(1)), 'AAAA']) problem(await verify({ signature: bytes, record }), 'INPUT_INVALID');
    const none = await verify({ signature: record, record });
    assert.deepEqual([none.status, (none.body as { readonly code: string }).code], [422, 'DOCUMENT_UNRECOGNISED']);
  });

  it('refuses others, what is none, what does not belong together, and what is not to be had', async () => {
    for (const userName of ['clerk', 'counter', 'admin'])
      problem(await post({ signature }, await signInAs(app, userName)), 'NOT_ALLOWED');
    problem(await request(app.server).post('/api/v1/evidence-records').send({ signature }), 'NOT_SIGNED_IN');
    problem(await post({ signature }, { cookie: sealer.cookie, csrf: '' }), 'CSRF_REFUSED');
    const { record } = await provide({ signature });
    for (const wrong of [
      {},
      { signature: 'no base64!' },
      { signature, digest: 'sm3' },
      { signature, record, digest: 'md5' },
      { signature, more: 1 },
    ])
      problem(await post(wrong), 'REQUEST_INVALID');
    for (const bytes of ['AAAA', toBase64(blankFile(1)), record]) {
      const answer = await post({ signature: bytes });
      assert.equal(answer.status, 422);
      assert.match((answer.body as { readonly code: string }).code, /MALFORMED$/);
    }
    problem(await post({ signature, record: signature }), 'EVIDENCE_RECORD_MALFORMED');
    const other = await sealSignature();
    assert.notEqual(toHex(fromBase64(other)), toHex(fromBase64(signature)));
    problem(await post({ signature: other, record }), 'EVIDENCE_RECORD_NOT_RENEWABLE');
    problem(await post({ signature: 'A'.repeat(1024 * 1024) }), 'INPUT_TOO_LARGE');
    sources.reachable.timeStamps = false;
    problem(await post({ signature }), 'TIME_STAMP_UNAVAILABLE');
    problem(await post({ signature, record }), 'TIME_STAMP_UNAVAILABLE');
    sources.reachable.revocation = false;
    problem(await post({ signature, record }), 'REVOCATION_UNAVAILABLE');
  });

  it('is not to be had where no evidence is taken', async () => {
    const bare = await openApp();
    const answer = await as(await signInAs(bare, 'sealer'), request(bare.server).post('/api/v1/evidence-records')).send({
      signature,
    });
    problem(answer, 'REVOCATION_UNAVAILABLE');
    await bare.close();
  });
});
