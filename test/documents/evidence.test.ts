import assert from 'node:assert/strict';
import { concatBytes } from '../../src/base/bytes.ts';
import { finishEvidence, prepareEvidence, verifyDocument } from '../../src/documents/index.ts';
import { gatherPaths, gatherRevocationLists, parseCertificate, prepareTrust, type TrustMaterial } from '../../src/pki/index.ts';
import { fromBase64 } from '../../src/base/bytes.ts';
import { parseSeal } from '../../src/ses/index.ts';
import { crypto, issue, makeRevocationList, makeRoot, type TestIdentity } from '../support/pki.ts';
import { checkOf } from '../support/pdf-verify.ts';
import { createSealingBench, SIGNING_TIME, type SealingBench } from '../support/sealed-licence.ts';
import { makeToken } from '../support/time-stamp.ts';

const HOUR = 3_600_000;
const YEAR = 365 * 86_400_000;

describe('evidence for later', () => {
  let bench: SealingBench;
  let root: TestIdentity;
  let authority: TestIdentity;
  let material: TrustMaterial;
  let licence: Uint8Array;
  before(async () => {
    bench = await createSealingBench();
    const life = { notBefore: SIGNING_TIME - YEAR, notAfter: SIGNING_TIME + 20 * YEAR };
    root = makeRoot(life);
    authority = issue(root, { ...life, profile: 'time-stamping' });
    const anchors = [...bench.material.anchors, { certificate: root.certificate, trustClass: 'production' as const }];
    material = { ...bench.material, anchors };
    const later = makeRevocationList(root, { thisUpdate: SIGNING_TIME, nextUpdate: SIGNING_TIME + 30 * 86_400_000 });
    const trust = prepareTrust({ ...material, revocationLists: [...material.revocationLists, later] }, crypto);

    const sealed = await bench.issue(1, (signature) => makeToken(authority, signature, SIGNING_TIME + 1000));
    const { seal, certificate } = bench.seal.version;
    const maker = parseSeal(fromBase64(seal)).makerCertificate;
    const paths = gatherPaths([parseCertificate(fromBase64(certificate)), parseCertificate(maker), authority.certificate], {
      trust,
      crypto,
    });
    // signer, its CA, maker, its CA, their root, authority, its root
    assert.equal(paths.certificates.length, 7);
    assert.equal(paths.questioned.length, 5);
    const revocationLists = gatherRevocationLists(paths.questioned, trust);
    assert.equal(revocationLists.length, 4);
    const prepared = prepareEvidence(bench.engine, {
      document: sealed,
      data: { certificates: paths.certificates.map(({ raw }) => raw), revocationLists, ocspResponses: [] },
      timeStampSize: 4_000,
      unique: 'licences/1/evidence',
    });
    const finished = finishEvidence(prepared, makeToken(authority, concatBytes(...prepared.draft.covered), SIGNING_TIME + 2000));
    assert.deepEqual(prepared.imprint, crypto.digest('sm3', ...prepared.draft.covered));
    assert.deepEqual(finished.sm3, crypto.digest('sm3', finished.bytes));
    licence = finished.bytes;
  });
  after(() => bench.close());

  /** `lists` are what the verifier gets of somebody else. */
  function verifyAt(at: number, lists: TrustMaterial['revocationLists'] = []) {
    const { anchors, sealMakers } = material;
    return verifyDocument(bench.engine, licence, {
      trust: prepareTrust({ anchors, sealMakers, intermediates: [], revocationLists: lists }, crypto),
      policy: { revocation: 'require', acceptDemonstration: true },
      at,
      proofOfExistence: null,
    });
  }

  it('lets a verifier judge who knows nothing but the anchors', () => {
    const { conclusion, subIndication, signatures } = verifyAt(SIGNING_TIME + HOUR);
    assert.deepEqual([conclusion, subIndication], ['passed', null]);
    assert.deepEqual(
      signatures.map(({ kind, intact }) => [kind, intact]),
      [
        ['seal', true],
        ['time-stamp', true],
      ],
    );
  });

  it('lets the seal be judged years later, when its certificates have expired and their lists are old', () => {
    const later = SIGNING_TIME + 12 * YEAR;
    const current = makeRevocationList(root, { thisUpdate: later - HOUR, nextUpdate: later + HOUR });
    const [seal] = verifyAt(later, [current]).signatures;
    assert.deepEqual([seal?.conclusion, seal?.subIndication], ['passed', null]);
    assert.equal(checkOf(seal, 'signing-time')?.outcome, 'passed');
  });
});
