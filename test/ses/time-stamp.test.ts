/** Time stamps inside seals and seal signatures: proof where the authority is trusted, a fault where they are wrong. */
import assert from 'node:assert/strict';
import { der, OID } from '../../src/asn1/index.ts';
import { assembleSesSignature, parseSesSignature, tbsSign, type SesSignatureVerdict } from '../../src/ses/index.ts';
import { day, issue, makeRevocationList, makeRoot } from '../support/pki.ts';
import { answers, DATA_HASH, LENIENT, makeSealOf, makeSealWorld, SIGNED_AT, stamp, verifyStamp } from '../support/ses.ts';
import { makeToken } from '../support/time-stamp.ts';

const HOUR = 3_600_000;

/** The signature with a token over its value. */
function stamped(bytes: Uint8Array, token: (value: Uint8Array) => Uint8Array): Uint8Array {
  const { tbs, signerCertificate, signature } = parseSesSignature(bytes);
  return assembleSesSignature({ tbs, signerCertificate, signature, timeStamp: token(signature) });
}

function timeEvidence({ checks }: SesSignatureVerdict): unknown {
  return checks.find(({ id }) => id === 'signing-time')?.evidence?.['timeStamp'];
}

describe('the time stamp of a seal signature', () => {
  // signer, maker and seal end on day 15, verification is on day 20
  const world = makeSealWorld({ signer: { notAfter: day(15) }, maker: { notAfter: day(15), policies: [OID.sealMakerPolicy] } });
  const authority = issue(world.root, { profile: 'time-stamping', name: { commonName: 'TSA' } });
  const good = stamp(makeSealOf(world, { validTo: day(15) }), world.signer);

  it('proves existence, so that what ended later does not matter', () => {
    const expired = answers(verifyStamp(good, world.material));
    assert.equal(expired['signer-chain'], 'indeterminate OUT_OF_BOUNDS_NO_POE');
    const verdict = verifyStamp(
      stamped(good, (value) => makeToken(authority, value, SIGNED_AT + HOUR)),
      world.material,
    );
    assert.ok(
      Object.values(answers(verdict)).every((answer) => answer === 'passed'),
      JSON.stringify(answers(verdict)),
    );
    assert.deepEqual(timeEvidence(verdict), { time: new Date(SIGNED_AT + HOUR).toISOString(), proven: true });
    assert.equal(verdict.trustClass, 'production');
  });

  it('proves nothing when its authority is unknown, or is none', () => {
    const stranger = issue(makeRoot(), { profile: 'time-stamping' });
    for (const [signer, code] of [
      [stranger, 'NO_CERTIFICATE_CHAIN_FOUND'],
      [world.signer, 'CHAIN_CONSTRAINTS_FAILURE'],
    ] as const) {
      const verdict = verifyStamp(
        stamped(good, (value) => makeToken(signer, value, SIGNED_AT)),
        world.material,
      );
      assert.deepEqual(answers(verdict), answers(verifyStamp(good, world.material)));
      assert.deepEqual(timeEvidence(verdict), { time: new Date(SIGNED_AT).toISOString(), code });
    }
  });

  it('fails the signature when it is about something else, altered or no token', () => {
    const other = stamped(good, () => makeToken(authority, new Uint8Array(70), SIGNED_AT));
    assert.equal(answers(verifyStamp(other, world.material))['signing-time'], 'failed HASH_FAILURE');
    const altered = stamped(good, (value) => {
      const token = makeToken(authority, value, SIGNED_AT);
      return token.with(-1, (token.at(-1) ?? 0) ^ 1);
    });
    assert.equal(answers(verifyStamp(altered, world.material))['signing-time'], 'failed SIG_CRYPTO_FAILURE');
    const none = stamped(good, () => der.sequence(der.nullValue()));
    assert.equal(answers(verifyStamp(none, world.material))['signing-time'], 'failed FORMAT_FAILURE');
  });

  it('contradicts a claimed time after it', () => {
    const bytes = stamped(good, (value) => makeToken(authority, value, SIGNED_AT - HOUR));
    assert.equal(answers(verifyStamp(bytes, world.material))['signing-time'], 'indeterminate SIG_CONSTRAINTS_FAILURE');
  });

  it('does not help a signature made after its certificate was revoked', () => {
    const list = makeRevocationList(world.signersCa, { revoked: [{ identity: world.signer, at: day(9), reason: 1 }] });
    const bytes = stamped(good, (value) => makeToken(authority, value, SIGNED_AT));
    const found = answers(verifyStamp(bytes, { ...world.material, revocationLists: [list] }));
    assert.equal(found['signing-time'], 'failed REVOKED');
  });

  it('of a demonstration demonstrates only', () => {
    const root = makeRoot({ policies: [OID.demonstrationPolicy] });
    const demonstration = issue(root, { profile: 'time-stamping', policies: [OID.demonstrationPolicy] });
    const anchor = { certificate: root.certificate, trustClass: 'production' } as const;
    const material = { ...world.material, anchors: [...world.material.anchors, anchor] };
    const bytes = stamped(good, (value) => makeToken(demonstration, value, SIGNED_AT));
    assert.equal(answers(verifyStamp(bytes, material))['signer-chain'], 'indeterminate OUT_OF_BOUNDS_NO_POE');
    const lenient = verifyStamp(bytes, material, { policy: { ...LENIENT, acceptDemonstration: true } });
    assert.equal(answers(lenient)['signer-chain'], 'passed');
    assert.equal(lenient.trustClass, 'demonstration');
  });
});

describe('a seal of version 5', () => {
  const world = makeSealWorld();
  const authority = issue(world.root, { profile: 'time-stamping', name: { commonName: 'TSA' } });

  /** A signature with a seal of version 5 made on day 2 unless told otherwise. */
  const signature = (changes: { createdAt?: number; token?: (value: Uint8Array) => Uint8Array } = {}): Uint8Array => {
    const info = der.sequence(
      der.sequence(der.ia5String('ES'), der.integer(5), der.ia5String('Yinzheng')),
      der.ia5String('33010600000001'),
      der.sequence(
        der.integer(1),
        der.utf8String('某某局'),
        der.integer(1),
        der.sequence(der.octetString(world.signer.certificate.raw)),
        ...[changes.createdAt ?? day(2), day(2), day(1000)].map(der.generalizedTime),
      ),
      der.sequence(der.ia5String('PNG'), der.octetString(Uint8Array.of(7)), der.integer(42), der.integer(42)),
    );
    const value = world.maker.sign(info);
    const seal = der.sequence(
      info,
      der.octetString(world.maker.certificate.raw),
      der.oid(OID.sm2WithSm3),
      der.bitString(value),
      ...(changes.token ? [der.explicit(0, der.bitString(changes.token(value)))] : []),
    );
    const tbs = tbsSign({ seal, time: SIGNED_AT, dataHash: DATA_HASH, propertyInfo: 'x' });
    return assembleSesSignature({ tbs, signerCertificate: world.signer.certificate.raw, signature: world.signer.sign(tbs) });
  };
  const judge = (bytes: Uint8Array, revocation?: { at: number; reason: number; of?: 'maker' | 'ca' }): Record<string, string> => {
    if (!revocation) return answers(verifyStamp(bytes, world.material));
    const [issuer, identity] = revocation.of === 'ca' ? [world.root, world.makersCa] : ([world.makersCa, world.maker] as const);
    const list = makeRevocationList(issuer, { revoked: [{ identity, at: revocation.at, reason: revocation.reason }] });
    return answers(verifyStamp(bytes, { ...world.material, revocationLists: [list, ...world.material.revocationLists] }));
  };

  it('may have a right time stamp, not one that is wrong or earlier than createDate', () => {
    assert.equal(judge(signature())['seal-period'], 'passed');
    assert.equal(judge(signature({ token: (value) => makeToken(authority, value, day(3)) }))['seal-period'], 'passed');
    const early = signature({ token: (value) => makeToken(authority, value, day(1)) });
    assert.equal(judge(early)['seal-period'], 'failed SIG_CONSTRAINTS_FAILURE');
    const wrong = signature({ token: () => makeToken(authority, new Uint8Array(3), day(3)) });
    assert.equal(judge(wrong)['seal-period'], 'failed HASH_FAILURE');
  });

  it('outlives the end of its maker, but not its maker’s key in other hands', () => {
    // reason 5: cessationOfOperation; 1: keyCompromise
    assert.equal(judge(signature(), { at: day(15), reason: 5 })['revocation'], 'passed');
    assert.equal(judge(signature(), { at: day(15), reason: 1 })['revocation'], 'indeterminate REVOKED_NO_POE');
    assert.equal(judge(signature(), { at: day(15), reason: 5, of: 'ca' })['revocation'], 'indeterminate REVOKED_CA_NO_POE');
    const proven = signature({ token: (value) => makeToken(authority, value, day(3)) });
    assert.equal(judge(proven, { at: day(15), reason: 1 })['revocation'], 'passed');
  });

  it('cannot be made after it was used', () => {
    assert.equal(judge(signature({ createdAt: day(900) }))['seal-period'], 'indeterminate SIG_CONSTRAINTS_FAILURE');
  });
});
