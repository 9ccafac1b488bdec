import assert from 'node:assert/strict';
import {
  answeredBy,
  verifyAgain,
  verifyDocument,
  verifyWithDiagnostic,
  type VerificationDiagnostic,
} from '../../src/documents/index.ts';
import { MAX_CARRIED_LISTS } from '../../src/documents/diagnostic/index.ts';
import { parseCertificateList, prepareTrust, type TrustMaterial, type VerificationPolicy } from '../../src/pki/index.ts';
import type { RegisterFinding, VerificationReport } from '../../src/report/index.ts';
import { assembleSesSignature, parseSesSignature } from '../../src/ses/index.ts';
import { issue, makeRoot } from '../support/pki.ts';
import { makeSealOf, makeSealWorld, SIGNED_AT, stamp } from '../support/ses.ts';
import { makeToken } from '../support/time-stamp.ts';
import { createSealingBench, SIGNING_TIME, type SealingBench } from '../support/sealed-licence.ts';

const NOTHING: TrustMaterial = { anchors: [], intermediates: [], revocationLists: [], sealMakers: [] };
const REGISTER: RegisterFinding = {
  check: { id: 'register', outcome: 'failed', code: 'LICENCE_REVOKED', evidence: { status: 'revoked' } },
  report: null,
  demonstration: true,
};

/** As it is after being stored or sent. */
function travelled<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

describe('the diagnostic of a verification', function () {
  this.timeout(300_000);
  let bench: SealingBench;
  let licence: Uint8Array;
  before(async () => {
    bench = await createSealingBench();
    licence = await bench.issue(1);
  });
  after(() => bench.close());

  interface Changes {
    readonly material?: TrustMaterial;
    readonly policy?: VerificationPolicy;
    readonly at?: number;
    readonly existing?: number | null;
  }
  const verify = (bytes: Uint8Array, { material = bench.material, policy, at, existing = null }: Changes = {}) =>
    verifyWithDiagnostic(bench.engine, bytes, {
      trust: prepareTrust(material, bench.engine.crypto),
      policy: policy ?? { revocation: 'require', acceptDemonstration: true },
      at: at ?? SIGNING_TIME + 60_000,
      proofOfExistence: existing === null ? null : { size: bytes.length, recordedAt: existing },
    });
  /** Computes again from what was stored, and sees that nothing differs. */
  const repeat = (bytes: Uint8Array, { report, diagnostic }: ReturnType<typeof verify>): VerificationReport => {
    const again = verifyAgain(bench.engine, travelled(diagnostic), bytes);
    assert.deepEqual(travelled(again), travelled(report));
    return again;
  };
  const damaged = (): Uint8Array => {
    const bytes = licence.slice();
    const at = Buffer.from(bytes).indexOf('/MediaBox') + 2;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    return bytes;
  };
  const YEARS_LATER = SIGNING_TIME + 20 * 366 * 86_400_000;

  it('changes nothing about the report', () => {
    const plain = verifyDocument(bench.engine, licence, {
      trust: bench.trust,
      policy: { revocation: 'require', acceptDemonstration: true },
      at: SIGNING_TIME + 60_000,
      proofOfExistence: null,
    });
    assert.equal(plain.conclusion, 'passed');
    assert.deepEqual(verify(licence).report, plain);
  });

  it('lets the same report be computed from it and the document alone', () => {
    const cases: readonly (readonly [Uint8Array, Changes, string])[] = [
      [licence, {}, 'passed'],
      [licence, { existing: SIGNING_TIME + 1000, at: YEARS_LATER }, 'passed'],
      [licence, { at: YEARS_LATER }, 'indeterminate'],
      [licence, { material: NOTHING }, 'indeterminate'],
      [licence, { material: { ...bench.material, revocationLists: [] } }, 'indeterminate'],
      [licence, { material: { ...bench.material, sealMakers: [] } }, 'failed'],
      [licence, { policy: { revocation: 'if-known', acceptDemonstration: false } }, 'indeterminate'],
      [damaged(), {}, 'failed'],
    ];
    for (const [index, [bytes, changes, conclusion]] of cases.entries()) {
      const verified = answeredBy(verify(bytes, changes), null);
      assert.equal(repeat(bytes, verified).conclusion, conclusion, `case ${index}`);
    }
    const ended = answeredBy(verify(licence), REGISTER);
    assert.equal(repeat(licence, ended).subIndication, 'LICENCE_REVOKED');
  });

  it('holds what was looked at of a large store, and no more', () => {
    const stranger = makeRoot();
    const material = { ...bench.material, intermediates: [...bench.material.intermediates, stranger.certificate] };
    const verified = answeredBy(verify(licence, { material }), null);
    repeat(licence, verified);
    const { certificates, anchors, revocationLists } = verified.diagnostic;
    const digests = certificates.map(({ sm3 }) => sm3);
    assert.equal(new Set(digests).size, digests.length);
    const { certificate } = stranger;
    assert.ok(!certificates.some(({ der }) => der === Buffer.from(certificate.raw).toString('base64')));
    assert.ok(anchors.every(({ sm3, trustClass }) => trustClass === 'demonstration' && digests.includes(sm3)));
    assert.ok(anchors.length > 0 && revocationLists.length > 0);
  });

  it('names the certificates of the document by digest only', () => {
    const { diagnostic, report } = verify(licence);
    const signer = diagnostic.certificates.find(({ sm3 }) => sm3 === report.signatures[0]?.signer?.sm3);
    assert.deepEqual([signer?.from, signer?.der], ['document', null]);
  });

  it('names the time stamps, proven or not, and gives the same report of them', () => {
    const world = makeSealWorld();
    const { tbs, signerCertificate, signature } = parseSesSignature(stamp(makeSealOf(world), world.signer));
    for (const [root, proven] of [
      [world.root, true],
      [makeRoot(), false],
    ] as const) {
      const authority = issue(root, { profile: 'time-stamping', name: { commonName: 'TSA' } });
      const timeStamp = makeToken(authority, signature, SIGNED_AT);
      const bytes = assembleSesSignature({ tbs, signerCertificate, signature, timeStamp });
      const verified = answeredBy(verify(bytes, { material: world.material, at: SIGNED_AT + 60_000 }), null);
      const time = new Date(SIGNED_AT).toISOString();
      assert.deepEqual(verified.diagnostic.timeStamps, [{ signature: 0, of: 'signature', time, proven }]);
      repeat(bytes, verified);
    }
  });

  it('names lists too large to carry, which whoever has them may supply', () => {
    const [list] = bench.material.revocationLists;
    assert.ok(list);
    const heavy = { ...list, raw: new Uint8Array(MAX_CARRIED_LISTS + 1) };
    const others = bench.material.revocationLists.slice(1);
    const { diagnostic } = verify(licence, { material: { ...bench.material, revocationLists: [heavy, ...others] } });
    const index = diagnostic.revocationLists.findIndex(({ der }) => der === null);
    assert.ok(index >= 0);
    const whole = answeredBy(verify(licence), null);
    const revocationLists = whole.diagnostic.revocationLists.map((found) => ({ ...found, der: null }));
    const light = { ...whole.diagnostic, revocationLists };
    assert.throws(() => verifyAgain(bench.engine, light, licence), { code: 'INPUT_INVALID' });
    const supplied = bench.material.revocationLists.map(({ raw }) => parseCertificateList(raw).raw);
    assert.deepEqual(verifyAgain(bench.engine, light, licence, supplied), whole.report);
  });

  it('is refused with another document, and with anything altered that has a digest', () => {
    const { diagnostic } = verify(licence);
    const [first] = diagnostic.certificates;
    assert.ok(first);
    const other = diagnostic.certificates.find(({ der }) => der !== null && der !== first.der)?.der ?? null;
    const wrong: readonly VerificationDiagnostic[] = [
      { ...diagnostic, document: { ...diagnostic.document, sm3: '00'.repeat(32) } },
      { ...diagnostic, policy: { ...diagnostic.policy, value: { revocation: 'if-known', acceptDemonstration: true } } },
      {
        ...diagnostic,
        certificates: diagnostic.certificates.map((found) => (found === first ? { ...found, der: other } : found)),
      },
      { ...diagnostic, certificates: [] },
      { ...diagnostic, revocationLists: diagnostic.revocationLists.map((found) => ({ ...found, sm3: '00'.repeat(32) })) },
    ];
    for (const altered of wrong) {
      assert.throws(() => verifyAgain(bench.engine, altered, licence), { code: 'INPUT_INVALID' });
    }
  });
});
