/** Evidence from the authority and the responders within: what proves a licence was said at or after its time stamp, and is enough. */
import assert from 'node:assert/strict';
import { equalBytes } from '../../../src/base/bytes.ts';
import { YinzhengError } from '../../../src/base/errors/index.ts';
import { verifyDocument } from '../../../src/documents/index.ts';
import { openPdf } from '../../../src/pdf/reader/index.ts';
import { readSecurityStore } from '../../../src/pdf/verify/security-store.ts';
import { parseCertificate, parseOcspResponse, prepareTrust } from '../../../src/pki/index.ts';
import { freshAnswers } from '../../../src/services/evidence/index.ts';
import { crypto } from '../../support/pki.ts';
import { provenIssue, type ProvenIssue } from '../../support/proven-licence.ts';
import { createSealingBench, SIGNING_TIME, type SealingBench } from '../../support/sealed-licence.ts';

describe('evidence from within', function () {
  this.timeout(300_000);
  let bench: SealingBench;
  let issue: ProvenIssue;
  before(async () => {
    bench = await createSealingBench();
    issue = await provenIssue(bench);
  });
  after(() => bench.close());

  const storeOf = (licence: Uint8Array) => readSecurityStore(openPdf(licence, { zlib: bench.engine.zlib }));
  const verify = (licence: Uint8Array, at: number, revocation: 'require' | 'if-known' = 'require') =>
    verifyDocument(bench.engine, licence, {
      // anchors and makers, and nothing else
      ...{ trust: prepareTrust({ ...bench.material, intermediates: [], revocationLists: [] }, crypto), at },
      ...{ policy: { revocation, acceptDemonstration: true }, proofOfExistence: null },
    });

  it('is enough for who has nothing but the anchors, now and when the answers are old', async () => {
    const licence = await issue(1);
    for (const days of [0, 1, 365]) {
      // Later, news of the authority of the last time stamp must come from elsewhere; all else is proven by it.
      const policy = days === 0 ? 'require' : 'if-known';
      const at = SIGNING_TIME + 60_000 + days * 86_400_000;
      const { conclusion, subIndication, signatures } = verify(licence, at, policy);
      const revocation = signatures[0]?.checks.find(({ id }) => id === 'revocation');
      assert.equal(revocation?.outcome, 'passed', `after ${days} days: ${conclusion} ${subIndication}`);
      assert.deepEqual([signatures[0]?.conclusion, signatures.length], ['passed', 2]);
    }
  });

  it('was said at or after the time stamp, to the second, and is asked for once a second', async () => {
    const licences = [];
    for (let serial = 1; serial <= 8; serial++) licences.push(await issue(serial));
    const answers = licences.map((licence) => storeOf(licence).ocspResponses);
    for (const [index, licence] of licences.entries()) {
      const [seal] = verify(licence, SIGNING_TIME + 60_000).signatures;
      const { existence } = seal?.checks.find(({ id }) => id === 'signing-time')?.evidence as { existence: { time: string } };
      const stamped = Date.parse(existence.time);
      assert.equal(stamped % 1000, 0);
      const found = answers[index]?.map((bytes) => parseOcspResponse(bytes).response) ?? [];
      // signer, maker and authority; the two CAs are answered for by the root's list
      assert.equal(found.length, 3);
      for (const response of found) {
        for (const { thisUpdate, status } of response?.data.responses ?? []) {
          assert.equal(status.kind, 'good');
          assert.ok(thisUpdate >= stamped, `${thisUpdate} is before ${stamped}`);
        }
      }
    }
    const distinct: Uint8Array[] = [];
    for (const bytes of answers.flat()) if (!distinct.some((known) => equalBytes(known, bytes))) distinct.push(bytes);
    assert.ok(distinct.length < answers.flat().length, 'licences of one second share their answers');
  });

  it('is made once for all who ask for it at once, and anew when making it failed', async () => {
    const { certificates, ocspResponses } = storeOf(await issue(9));
    const [certificate, issuer] = certificates.map((bytes) => parseCertificate(bytes));
    const [answer] = ocspResponses;
    assert.ok(certificate && issuer && answer);
    const questions = [{ certificate, issuer }];
    let asked = 0;
    let broken = true;
    const answers = freshAnswers({
      ...{ crypto, random: { bytes: (length) => new Uint8Array(length) }, trust: () => prepareTrust(bench.material, crypto) },
      responder: () => {
        asked++;
        if (broken) return Promise.reject(new YinzhengError('SIGNER_UNAVAILABLE'));
        return Promise.resolve({ bytes: answer, freshUntil: null, producedAt: SIGNING_TIME + 500 });
      },
    });
    const both = () => Promise.allSettled([answers.about(questions, SIGNING_TIME), answers.about(questions, SIGNING_TIME)]);
    assert.deepEqual(
      (await both()).map(({ status }) => status),
      ['rejected', 'rejected'],
    );
    assert.equal(asked, 1);
    broken = false;
    assert.deepEqual(
      (await both()).map(({ status }) => status),
      ['fulfilled', 'fulfilled'],
    );
    await answers.about(questions, SIGNING_TIME + 500);
    assert.equal(asked, 2);
    await answers.about(questions, SIGNING_TIME + 501);
    assert.equal(asked, 3, 'later than it was made');
  });
});
