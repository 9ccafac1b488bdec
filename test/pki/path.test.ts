import assert from 'node:assert/strict';
import { OID, der } from '../../src/asn1/index.ts';
import { buildPath, prepareTrust, type PathResult, type VerificationPolicy } from '../../src/pki/index.ts';
import { keyUsageExtension } from '../../src/pki/index.ts';
import { crypto, day, issue, makeChain, makeRevocationList, makeRoot, trustIn, type TestIdentity } from '../support/pki.ts';

const IF_KNOWN: VerificationPolicy = { revocation: 'if-known', acceptDemonstration: false };
const REQUIRE: VerificationPolicy = { revocation: 'require', acceptDemonstration: false };

interface Question {
  readonly at?: number;
  readonly timeOf?: 'signing' | 'validation';
  readonly policy?: VerificationPolicy;
  readonly extra?: readonly TestIdentity[];
  readonly usage?: 'signing' | 'time-stamping' | 'any';
}

function ask(target: TestIdentity, material: ReturnType<typeof trustIn>, question: Question = {}): PathResult {
  return buildPath({
    target: target.certificate,
    extra: question.extra?.map(({ certificate }) => certificate),
    trust: prepareTrust(material, crypto),
    crypto,
    at: question.at ?? day(10),
    timeOf: question.timeOf,
    policy: question.policy ?? IF_KNOWN,
    usage: question.usage,
  });
}

function flip(signature: Uint8Array): Uint8Array {
  const changed = Uint8Array.from(signature);
  changed[changed.length - 1] = (changed[changed.length - 1] ?? 0) ^ 1;
  return changed;
}

describe('certification paths', () => {
  for (const key of ['sm2', 'p256', 'rsa'] as const) {
    it(`accepts a chain of three ${key} certificates`, () => {
      const { root, ca, signer, trust } = makeChain(key);
      const result = ask(signer, trust);
      assert.equal(result.outcome, 'passed');
      assert.equal(result.code, null);
      assert.equal(result.trustClass, 'production');
      assert.deepEqual(
        result.path.map(({ raw }) => raw),
        [signer, ca, root].map(({ certificate }) => certificate.raw),
      );
      assert.equal(result.checks[1].code, 'REVOCATION_NOT_CHECKED');
    });
  }

  it('uses intermediates from the document, but never anchors', () => {
    const { root, ca, signer } = makeChain();
    assert.equal(ask(signer, trustIn({ anchors: [root] }), { extra: [ca] }).outcome, 'passed');
    const untrusted = ask(signer, trustIn({}), { extra: [ca, root] });
    assert.equal(untrusted.outcome, 'indeterminate');
    assert.equal(untrusted.code, 'NO_CERTIFICATE_CHAIN_FOUND');
    assert.equal(untrusted.trustClass, 'none');
  });

  it('fails a certificate whose signature is not that of the CA it names', () => {
    const { root, ca } = makeChain();
    const forged = issue(ca, { tamper: flip });
    const result = ask(forged, trustIn({ anchors: [root], intermediates: [ca] }));
    assert.equal(result.outcome, 'failed');
    assert.equal(result.code, 'CHAIN_CONSTRAINTS_FAILURE');
  });

  it('does not take another CA of the same name for the issuer', () => {
    const { root, ca } = makeChain();
    const impostor = makeRoot({ name: { country: 'CN', organisation: '测试机构', commonName: 'Test CA' } });
    const forged = issue(impostor);
    const result = ask(forged, trustIn({ anchors: [root], intermediates: [ca] }), { extra: [impostor] });
    assert.equal(result.code, 'NO_CERTIFICATE_CHAIN_FOUND');
  });

  it('finds the way through a cross-certificate when the first issuer leads nowhere', () => {
    const trusted = makeRoot({ name: { commonName: 'Trusted Root' } });
    const unknown = makeRoot({ name: { commonName: 'Unknown Root' } });
    const ca = issue(unknown, { profile: 'authority', name: { commonName: 'CA' } });
    const cross = issue(trusted, { profile: 'authority', name: { commonName: 'CA' }, sameKeyAs: ca });
    const result = ask(issue(ca), trustIn({ anchors: [trusted] }), { extra: [ca, unknown, cross] });
    assert.equal(result.outcome, 'passed');
    assert.equal(result.path[1]?.raw, cross.certificate.raw);
  });

  it('stays bounded when certificates sign each other in circles', () => {
    const one = makeRoot({ name: { commonName: 'One' } });
    const two = issue(one, { profile: 'authority', name: { commonName: 'Two' } });
    const back = issue(two, { profile: 'authority', name: { commonName: 'One' }, sameKeyAs: one });
    const many = Array.from({ length: 40 }, () => issue(two, { profile: 'authority', name: { commonName: 'One' } }));
    const result = ask(issue(back), trustIn({}), { extra: [two, back, ...many, one] });
    assert.equal(result.code, 'NO_CERTIFICATE_CHAIN_FOUND');
  });

  describe('periods', () => {
    const root = makeRoot();
    const signer = issue(root, { notBefore: day(5), notAfter: day(20) });
    const trust = trustIn({ anchors: [root] });
    const cases = [
      { at: day(5), outcome: 'passed', code: null },
      { at: day(20), outcome: 'passed', code: null },
      { at: day(5) - 1, outcome: 'failed', code: 'NOT_YET_VALID' },
      { at: day(20) + 1, outcome: 'indeterminate', code: 'OUT_OF_BOUNDS_NO_POE' },
    ] as const;
    for (const { at, outcome, code } of cases) {
      it(`at ${new Date(at).toISOString()} is ${code ?? 'passed'}`, () => {
        const result = ask(signer, trust, { at });
        assert.deepEqual([result.outcome, result.code], [outcome, code]);
      });
    }
    it('fails a certificate that had expired when it signed', () => {
      const result = ask(signer, trust, { at: day(21), timeOf: 'signing' });
      assert.deepEqual([result.outcome, result.code], ['failed', 'EXPIRED']);
    });
    it('minds the period of the CA too', () => {
      const old = issue(root, { profile: 'authority', notAfter: day(3) });
      const result = ask(issue(old), trustIn({ anchors: [root], intermediates: [old] }), { at: day(4) });
      assert.equal(result.code, 'OUT_OF_BOUNDS_NO_POE');
    });
  });

  describe('constraints', () => {
    const root = makeRoot();
    const refused = (target: TestIdentity, intermediates: TestIdentity[], question: Question = {}): void => {
      const result = ask(target, trustIn({ anchors: [root], intermediates }), question);
      assert.deepEqual([result.outcome, result.code], ['failed', 'CHAIN_CONSTRAINTS_FAILURE'], JSON.stringify(result.checks[0]));
    };
    const without = (oid: string) => (usual: readonly { oid: string; critical: boolean; value: Uint8Array }[]) =>
      usual.filter((extension) => extension.oid !== oid);

    it('refuses an issuer that is an ordinary certificate', () => {
      const holder = issue(root);
      refused(issue(holder), [holder]);
    });
    it('refuses an issuer without basicConstraints', () => {
      const ca = issue(root, { profile: 'authority', extensions: without(OID.basicConstraints) });
      refused(issue(ca), [ca]);
    });
    it('refuses an issuer whose key usage lacks keyCertSign', () => {
      const ca = issue(root, {
        profile: 'authority',
        extensions: (usual) => [...without(OID.keyUsage)(usual), keyUsageExtension(['cRLSign'])],
      });
      refused(issue(ca), [ca]);
    });
    it('refuses more CA certificates than pathLenConstraint allows', () => {
      const outer = issue(root, { profile: 'authority', pathLength: 0, name: { commonName: 'Outer' } });
      const inner = issue(outer, { profile: 'authority', name: { commonName: 'Inner' } });
      assert.equal(ask(issue(outer), trustIn({ anchors: [root], intermediates: [outer] })).outcome, 'passed');
      refused(issue(inner), [outer, inner]);
    });
    it('refuses an encryption certificate for signing', () => {
      const encryption = issue(root, { profile: 'encryption' });
      refused(encryption, []);
      assert.equal(ask(encryption, trustIn({ anchors: [root] }), { usage: 'any' }).outcome, 'passed');
    });
    it('refuses a signing certificate for time stamps, and accepts a time stamp authority', () => {
      refused(issue(root), [], { usage: 'time-stamping' });
      const authority = issue(root, { profile: 'time-stamping' });
      assert.equal(ask(authority, trustIn({ anchors: [root] }), { usage: 'time-stamping' }).outcome, 'passed');
    });
    it('refuses an unknown extension when critical, and ignores it when not', () => {
      const add = (critical: boolean) => (usual: readonly { oid: string; critical: boolean; value: Uint8Array }[]) => [
        ...usual,
        { oid: '1.2.3.4', critical, value: der.sequence() },
      ];
      refused(issue(root, { extensions: add(true) }), []);
      assert.equal(ask(issue(root, { extensions: add(false) }), trustIn({ anchors: [root] })).outcome, 'passed');
    });
    it('refuses a malformed keyUsage', () => {
      const broken = { oid: OID.keyUsage, critical: true, value: Uint8Array.of(3, 9) };
      refused(issue(root, { extensions: (usual) => [...without(OID.keyUsage)(usual), broken] }), []);
    });
  });

  describe('revocation', () => {
    const { root, ca, signer } = makeChain();
    const rootList = makeRevocationList(root);
    const withLists = (...revocationLists: ReturnType<typeof makeRevocationList>[]): ReturnType<typeof trustIn> =>
      trustIn({ anchors: [root], intermediates: [ca], revocationLists });
    const revoked = makeRevocationList(ca, { revoked: [{ identity: signer, at: day(5), reason: 1 }] });

    it('passes when fresh lists do not name the certificates', () => {
      const result = ask(signer, withLists(rootList, makeRevocationList(ca)), { policy: REQUIRE });
      assert.equal(result.outcome, 'passed');
      assert.equal(result.checks[1].outcome, 'passed');
    });
    it('is TRY_LATER without a list, with a stale one, and with one not signed by the issuer', () => {
      const stranger = makeRoot({ name: { country: 'CN', organisation: '测试机构', commonName: 'Test CA' } });
      for (const lists of [
        [rootList],
        [rootList, makeRevocationList(ca, { nextUpdate: day(9) })],
        [rootList, makeRevocationList(ca, { tamper: flip })],
        [rootList, makeRevocationList(stranger)],
        [makeRevocationList(ca)],
      ]) {
        const result = ask(signer, withLists(...lists), { policy: REQUIRE });
        assert.deepEqual([result.outcome, result.code], ['indeterminate', 'TRY_LATER']);
        const relaxed = ask(signer, withLists(...lists));
        assert.deepEqual([relaxed.outcome, relaxed.checks[1].code], ['passed', 'REVOCATION_NOT_CHECKED']);
      }
    });
    it('fails a certificate revoked before it signed', () => {
      const result = ask(signer, withLists(rootList, revoked), { timeOf: 'signing' });
      assert.deepEqual([result.outcome, result.code, result.revokedAt], ['failed', 'REVOKED', day(5)]);
    });
    it('cannot decide when only the revocation has a time', () => {
      const result = ask(signer, withLists(rootList, revoked));
      assert.deepEqual([result.outcome, result.code], ['indeterminate', 'REVOKED_NO_POE']);
    });
    it('goes on when the revocation came after the signature, and says so', () => {
      const result = ask(signer, withLists(rootList, revoked), { at: day(4), timeOf: 'signing', policy: REQUIRE });
      assert.deepEqual([result.outcome, result.revokedAt], ['passed', day(5)]);
    });
    it('counts a revocation of a stale list', () => {
      const stale = makeRevocationList(ca, { revoked: [{ identity: signer, at: day(1) }], nextUpdate: day(2) });
      assert.equal(ask(signer, withLists(stale)).code, 'REVOKED_NO_POE');
    });
    it('does not believe a revocation that the issuer did not sign', () => {
      const forged = makeRevocationList(ca, { revoked: [{ identity: signer, at: day(1) }], tamper: flip });
      assert.equal(ask(signer, withLists(forged)).outcome, 'passed');
    });
    it('knows that a hold is lifted by a later list', () => {
      const hold = makeRevocationList(ca, { revoked: [{ identity: signer, at: day(1), reason: 6 }], thisUpdate: day(1) });
      assert.equal(ask(signer, withLists(hold)).code, 'REVOKED_NO_POE');
      const later = makeRevocationList(ca, { thisUpdate: day(3), number: 2 });
      assert.equal(ask(signer, withLists(hold, later)).outcome, 'passed');
    });
    it('names a revoked CA', () => {
      const list = makeRevocationList(root, { revoked: [{ identity: ca, at: day(1) }] });
      assert.equal(ask(signer, withLists(list)).code, 'REVOKED_CA_NO_POE');
    });
  });

  describe('demonstration trust', () => {
    const DEMONSTRATION: VerificationPolicy = { revocation: 'if-known', acceptDemonstration: true };
    it('never passes in production', () => {
      const { root, ca, signer } = makeChain();
      const trust = trustIn({ anchors: [root], intermediates: [ca], trustClass: 'demonstration' });
      const result = ask(signer, trust);
      assert.deepEqual(
        [result.outcome, result.code, result.trustClass],
        ['indeterminate', 'DEMONSTRATION_TRUST', 'demonstration'],
      );
      assert.equal(ask(signer, trust, { policy: DEMONSTRATION }).outcome, 'passed');
    });
    it('is known by the policy in the certificates whatever class the anchor is given', () => {
      const root = makeRoot({ policies: [OID.demonstrationPolicy] });
      assert.equal(ask(issue(root), trustIn({ anchors: [root] })).code, 'DEMONSTRATION_TRUST');
      const clean = makeRoot();
      const marked = issue(clean, { policies: [OID.demonstrationPolicy] });
      assert.equal(ask(marked, trustIn({ anchors: [clean] })).trustClass, 'demonstration');
    });
  });

  it('reports a certificate signed with an empty user ID', () => {
    const root = makeRoot();
    const odd = issue(root, { userId: new Uint8Array(0) });
    const result = ask(odd, trustIn({ anchors: [root] }));
    assert.equal(result.outcome, 'passed');
    assert.deepEqual(
      result.deviations.map(({ code }) => code),
      ['EMPTY_SM2_USER_ID'],
    );
  });
});
