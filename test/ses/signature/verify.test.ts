/** Verifying seal signatures: every step can fail, forgeries and damaged bytes never pass. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { der, OID } from '../../../src/asn1/index.ts';
import { utf8 } from '../../../src/base/bytes.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { derToRaw } from '../../../src/crypto/index.ts';
import { certificateDigest, createVerificationCache, prepareTrust, registerProof, writePem } from '../../../src/pki/index.ts';
import { concludeChecks } from '../../../src/report/index.ts';
import { assembleSeal, parseSesSignature, sealInfo, tbsSign } from '../../../src/ses/index.ts';
import { crypto, day, issue, makeRevocationList, makeRoot, trustIn } from '../../support/pki.ts';
import { answers, DATA_HASH, LENIENT, makeSealOf, makeSealWorld, SIGNED_AT, stamp, verifyStamp } from '../../support/ses.ts';

const PASSED = {
  'data-hash': 'passed',
  'signature-value': 'passed',
  'signer-in-seal': 'passed',
  'signer-chain': 'passed',
  'seal-signature': 'passed',
  'seal-maker': 'passed',
  'seal-period': 'passed',
  'signing-time': 'passed',
  revocation: 'passed',
};

describe('verifySesSignature', () => {
  const world = makeSealWorld();
  const seal = makeSealOf(world);
  const good = stamp(seal, world.signer);
  const trust = prepareTrust(world.material, crypto);

  it('passes a right signature, names signer and seal, and asks in order', () => {
    const verdict = verifyStamp(good, trust);
    assert.deepEqual(answers(verdict), PASSED);
    assert.deepEqual(Object.keys(answers(verdict)), Object.keys(PASSED));
    assert.deepEqual(verdict.deviations, []);
    assert.equal(verdict.signer?.organisation, '11330106MB0000000X某某局');
    assert.equal(verdict.signer.commonName, '33010600000001');
    assert.equal(verdict.seal.name, '某某局');
    assert.equal(verdict.seal.maker?.commonName, '制章中心');
    assert.equal(verdict.trustClass, 'production');
    assert.equal(verdict.claimedTime, '2026-01-11T00:00:00.000Z');
    assert.ok(verdict.digestRight && verdict.signatureRight);
    assert.ok(verdict.checks.every(({ clause }) => clause !== undefined));
  });

  it('agrees with OpenSSL on the signed bytes of signer and maker', () => {
    const folder = mkdtempSync(join(tmpdir(), 'yinzheng-ses-'));
    try {
      const signature = parseSesSignature(good);
      for (const [identity, tbs, value] of [
        [world.signer, signature.tbs, signature.signature],
        [world.maker, signature.seal.signedBytes, signature.seal.signature],
      ] as const) {
        writeFileSync(join(folder, 'key.pem'), writePem('PUBLIC KEY', identity.certificate.publicKey.raw));
        writeFileSync(join(folder, 'tbs'), tbs);
        writeFileSync(join(folder, 'value'), value);
        const options = ['-sm3', '-verify', 'key.pem', '-sigopt', 'distid:1234567812345678', '-signature', 'value', 'tbs'];
        assert.match(execFileSync('openssl', ['dgst', ...options], { cwd: folder, encoding: 'utf8' }), /Verified OK/);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('fails for another original', () => {
    const verdict = verifyStamp(good, trust, { dataHash: new Uint8Array(32) });
    assert.deepEqual(answers(verdict), { ...PASSED, 'data-hash': 'failed HASH_FAILURE' });
    assert.equal(verdict.digestRight, false);
  });

  it('fails for a signature by another key', () => {
    const other = issue(world.signersCa);
    const tbs = tbsSign({ seal, time: SIGNED_AT, dataHash: DATA_HASH, propertyInfo: 'x' });
    const bytes = der.sequence(
      tbs,
      der.octetString(world.signer.certificate.raw),
      der.oid(OID.sm2WithSm3),
      der.bitString(other.sign(tbs)),
    );
    const verdict = verifyStamp(bytes, trust);
    assert.equal(answers(verdict)['signature-value'], 'failed SIG_CRYPTO_FAILURE');
    assert.equal(verdict.signatureRight, false);
  });

  it('fails for a signer whom the seal does not list, with a good certificate of the same names', () => {
    const name = { country: 'CN', organisation: '11330106MB0000000X某某局', commonName: '33010600000001' };
    const verdict = verifyStamp(stamp(seal, issue(world.signersCa, { name })), trust);
    assert.deepEqual(answers(verdict), { ...PASSED, 'signer-in-seal': 'failed SIGNER_NOT_IN_SEAL' });
  });

  it('admits signers by digest (certListType 2)', () => {
    const item = (value: Uint8Array): Uint8Array => der.sequence(der.printableString('SM3'), der.octetString(value));
    for (const [digest, answer] of [
      [crypto.digest('sm3', world.signer.certificate.raw), 'passed'],
      [new Uint8Array(32), 'failed SIGNER_NOT_IN_SEAL'],
    ] as const) {
      const info = infoWithList(der.integer(2), der.sequence(item(digest)));
      const listed = assembleSeal(info, world.maker.certificate.raw, world.maker.sign(info));
      assert.deepEqual(answers(verifyStamp(stamp(listed, world.signer), trust)), { ...PASSED, 'signer-in-seal': answer });
    }
  });

  it('never passes a seal that an ordinary certificate holder made under a trusted CA', () => {
    const forger = issue(world.signersCa, { name: { organisation: '某公司', commonName: '91330000000000000X' } });
    const forged = makeSealOf({ signer: forger, maker: forger }, { name: '某省人民政府' });
    const verdict = verifyStamp(stamp(forged, forger), trust);
    assert.deepEqual(answers(verdict), { ...PASSED, 'seal-maker': 'failed SEAL_MAKER_NOT_AUTHORISED' });
    assert.equal(concludeChecks(verdict.checks).conclusion, 'failed');
    assert.equal(verdict.seal.name, '某省人民政府');
    assert.equal(verdict.signer?.organisation, '某公司');
  });

  it('takes neither the policy from another CA nor another policy of the makers’ CA for an authorisation', () => {
    const claimsPolicy = issue(world.signersCa, { policies: [OID.sealMakerPolicy] });
    const withoutPolicy = issue(world.makersCa);
    // a CA that calls itself by the makers' CA's name, under the same root
    const namesake = issue(world.root, { profile: 'authority', name: { commonName: '制章 CA' } });
    const underNamesake = issue(namesake, { policies: [OID.sealMakerPolicy] });
    for (const maker of [claimsPolicy, withoutPolicy, underNamesake]) {
      const bytes = stamp(makeSealOf({ signer: world.signer, maker }), world.signer);
      const material = { ...world.material, intermediates: [...world.material.intermediates, namesake.certificate] };
      assert.equal(answers(verifyStamp(bytes, material))['seal-maker'], 'failed SEAL_MAKER_NOT_AUTHORISED');
    }
  });

  it('accepts a maker that is authorised by its certificate, and only that one', () => {
    const sm3 = certificateDigest(world.maker.certificate, crypto);
    const material = { ...world.material, sealMakers: [{ kind: 'certificate', sm3 } as const] };
    assert.deepEqual(answers(verifyStamp(good, material)), PASSED);
    const renewed = issue(world.makersCa, { sameKeyAs: world.maker, policies: [OID.sealMakerPolicy] });
    const bytes = stamp(makeSealOf({ signer: world.signer, maker: renewed }), world.signer);
    assert.equal(answers(verifyStamp(bytes, material))['seal-maker'], 'failed SEAL_MAKER_NOT_AUTHORISED');
  });

  it('knows nothing of makers and signers without a chain', () => {
    const verdict = verifyStamp(good, trustIn({ anchors: [makeRoot()] }));
    assert.equal(answers(verdict)['signer-chain'], 'indeterminate NO_CERTIFICATE_CHAIN_FOUND');
    assert.equal(answers(verdict)['seal-maker'], 'indeterminate NO_CERTIFICATE_CHAIN_FOUND');
    assert.equal(answers(verdict)['revocation'], 'skipped REVOCATION_NOT_CHECKED');
    assert.ok(verdict.digestRight && verdict.signatureRight);
    assert.equal(verdict.trustClass, 'none');
  });

  it('refuses an encryption certificate as signer and as maker, chain or not', () => {
    const strange = makeSealWorld({
      signer: { profile: 'encryption' },
      maker: { profile: 'encryption', policies: [OID.sealMakerPolicy] },
    });
    const bytes = stamp(makeSealOf(strange), strange.signer);
    for (const material of [strange.material, trustIn({})]) {
      const found = answers(verifyStamp(bytes, material));
      assert.equal(found['signer-chain'], 'failed CHAIN_CONSTRAINTS_FAILURE');
      assert.equal(found['seal-maker'], 'failed CHAIN_CONSTRAINTS_FAILURE');
    }
  });

  it('fails where the claimed time lies outside the seal’s or a certificate’s period', () => {
    assert.equal(
      answers(verifyStamp(stamp(seal, world.signer, { time: day(0.5) }), trust))['seal-period'],
      'failed SEAL_OUT_OF_PERIOD',
    );
    const brief = makeSealOf(world, { validTo: day(5) });
    assert.equal(answers(verifyStamp(stamp(brief, world.signer), trust))['seal-period'], 'failed SEAL_OUT_OF_PERIOD');
    const later = makeSealWorld({ signer: { notBefore: day(12) } });
    const bytes = stamp(makeSealOf(later), later.signer);
    assert.deepEqual(answers(verifyStamp(bytes, later.material)), { ...PASSED, 'signing-time': 'failed NOT_YET_VALID' });
    const expired = makeSealWorld({ signer: { notAfter: day(9) } });
    const found = answers(verifyStamp(stamp(makeSealOf(expired), expired.signer), expired.material));
    assert.equal(found['signing-time'], 'failed EXPIRED');
    assert.equal(found['signer-chain'], 'indeterminate OUT_OF_BOUNDS_NO_POE');
  });

  it('believes a claimed time only as far as existence is proven', () => {
    const brief = makeSealWorld({ signer: { notAfter: day(15) }, maker: { notAfter: day(15), policies: [OID.sealMakerPolicy] } });
    const bytes = stamp(makeSealOf(brief, { validTo: day(15) }), brief.signer);
    assert.deepEqual(answers(verifyStamp(bytes, brief.material, { proofs: registerProof(day(11)) })), PASSED);
    const found = answers(verifyStamp(bytes, brief.material));
    assert.equal(found['signer-chain'], 'indeterminate OUT_OF_BOUNDS_NO_POE');
    assert.equal(found['seal-maker'], 'indeterminate OUT_OF_BOUNDS_NO_POE');
    assert.equal(found['seal-period'], 'indeterminate OUT_OF_BOUNDS_NO_POE');
    assert.equal(found['signing-time'], 'passed');
    assert.equal(answers(verifyStamp(good, trust, { at: day(9) }))['signing-time'], 'indeterminate SIG_CONSTRAINTS_FAILURE');
    assert.equal(
      answers(verifyStamp(good, trust, { proofs: registerProof(day(9)) }))['signing-time'],
      'indeterminate SIG_CONSTRAINTS_FAILURE',
    );
  });

  it('sets a revocation against the claimed time and against the proof of existence', () => {
    const revokedAt = (days: number): typeof world.material => {
      const list = makeRevocationList(world.signersCa, { revoked: [{ identity: world.signer, at: day(days), reason: 1 }] });
      return { ...world.material, revocationLists: [list] };
    };
    const before = answers(verifyStamp(good, revokedAt(9)));
    assert.equal(before['signing-time'], 'failed REVOKED');
    const after = answers(verifyStamp(good, revokedAt(12)));
    assert.equal(after['signing-time'], 'passed');
    assert.equal(after['revocation'], 'indeterminate REVOKED_NO_POE');
    assert.deepEqual(
      answers(
        verifyStamp(
          good,
          {
            ...revokedAt(12),
            revocationLists: [
              ...world.material.revocationLists.slice(0, 1),
              ...revokedAt(12).revocationLists,
              ...world.material.revocationLists.slice(2),
            ],
          },
          { proofs: registerProof(day(11)) },
        ),
      ),
      PASSED,
    );
    const maker = makeRevocationList(world.makersCa, { revoked: [{ identity: world.maker, at: day(9) }] });
    const found = answers(verifyStamp(good, { ...world.material, revocationLists: [maker] }));
    assert.equal(found['seal-maker'], 'failed REVOKED');
    assert.equal(found['revocation'], 'indeterminate REVOKED_NO_POE');
  });

  it('reports unknown revocation as the policy has it', () => {
    const material = { ...world.material, revocationLists: [] };
    assert.equal(answers(verifyStamp(good, material))['revocation'], 'skipped REVOCATION_NOT_CHECKED');
    const policy = { ...LENIENT, revocation: 'require' } as const;
    assert.equal(answers(verifyStamp(good, material, { policy }))['revocation'], 'indeterminate TRY_LATER');
  });

  it('keeps demonstration trust apart', () => {
    const anchors = world.material.anchors.map((anchor) => ({ ...anchor, trustClass: 'demonstration' }) as const);
    const verdict = verifyStamp(good, { ...world.material, anchors });
    assert.equal(verdict.trustClass, 'demonstration');
    assert.equal(answers(verdict)['signer-chain'], 'indeterminate DEMONSTRATION_TRUST');
    assert.equal(answers(verdict)['seal-maker'], 'indeterminate DEMONSTRATION_TRUST');
    const policy = { ...LENIENT, acceptDemonstration: true };
    assert.deepEqual(answers(verifyStamp(good, { ...world.material, anchors }, { policy })), PASSED);
  });

  it('accepts raw signature values of signer and maker and reports each', () => {
    const info = infoWithList(der.integer(1), der.sequence(der.octetString(world.signer.certificate.raw)));
    const raw = (value: Uint8Array): Uint8Array => der.bitString(derToRaw(value) ?? new Uint8Array(0));
    const algorithm = der.oid(OID.sm2WithSm3);
    const rawSeal = der.sequence(info, der.octetString(world.maker.certificate.raw), algorithm, raw(world.maker.sign(info)));
    const tbs = tbsSign({ seal: rawSeal, time: SIGNED_AT, dataHash: DATA_HASH, propertyInfo: 'x' });
    const bytes = der.sequence(tbs, der.octetString(world.signer.certificate.raw), algorithm, raw(world.signer.sign(tbs)));
    const verdict = verifyStamp(bytes, trust);
    assert.deepEqual(answers(verdict), PASSED);
    assert.deepEqual(verdict.deviations, [
      { code: 'RAW_SM2_SIGNATURE', evidence: { where: 'signature' } },
      { code: 'RAW_SM2_SIGNATURE', evidence: { where: 'seal' } },
    ]);
  });

  it('verifies RSA signatures of version 1', () => {
    const root = makeRoot({ key: 'rsa' });
    const maker = issue(root, { policies: [OID.sealMakerPolicy] });
    const signer = issue(root);
    const algorithm = der.oid(OID.sha256WithRsa);
    const info = der.sequence(
      der.sequence(der.ia5String('ES'), der.integer(1), der.ia5String('vendor')),
      der.ia5String('id'),
      der.sequence(
        der.integer(1),
        der.utf8String('某单位'),
        der.sequence(der.octetString(signer.certificate.raw)),
        ...[day(1), day(1), day(1000)].map(der.x509Time),
      ),
      der.sequence(der.ia5String('PNG'), der.octetString(Uint8Array.of(7)), der.integer(42), der.integer(42)),
    );
    const makerPart = [der.octetString(maker.certificate.raw), algorithm];
    const value = der.bitString(maker.sign(der.sequence(info, ...makerPart)));
    const tbs = der.sequence(
      der.integer(1),
      der.sequence(info, der.sequence(...makerPart, value)),
      der.bitString(utf8('260111000000Z')),
      der.bitString(DATA_HASH),
      der.ia5String('x'),
      der.octetString(signer.certificate.raw),
      algorithm,
    );
    const issuerSm3 = certificateDigest(root.certificate, crypto);
    const material = trustIn({
      anchors: [root],
      revocationLists: [makeRevocationList(root)],
      sealMakers: [{ kind: 'policy', issuerSm3, policy: OID.sealMakerPolicy }],
    });
    const verdict = verifyStamp(der.sequence(tbs, der.bitString(signer.sign(tbs))), material);
    assert.deepEqual(answers(verdict), PASSED);
    assert.equal(verdict.seal.version, 1);
  });

  it('leaves the signature undecided under an unknown algorithm or an unreadable certificate', () => {
    const { tbs } = parseSesSignature(good);
    const value = der.bitString(world.signer.sign(tbs));
    const unknown = verifyStamp(
      der.sequence(tbs, der.octetString(world.signer.certificate.raw), der.oid('1.2.3.4'), value),
      trust,
    );
    assert.equal(unknown.signatureRight, null);
    assert.equal(answers(unknown)['signature-value'], 'indeterminate CRYPTO_CONSTRAINTS_FAILURE');
    const unreadable = verifyStamp(der.sequence(tbs, der.octetString(Uint8Array.of(1)), der.oid(OID.sm2WithSm3), value), trust);
    assert.equal(unreadable.signatureRight, null);
    assert.equal(unreadable.signer, null);
    assert.equal(answers(unreadable)['signature-value'], 'failed FORMAT_FAILURE');
    assert.equal(answers(unreadable)['signer-chain'], 'failed FORMAT_FAILURE');
  });

  it('remembers right signatures only, and gives the same answers from memory', () => {
    const cache = createVerificationCache(100);
    const forged = good.slice();
    const last = forged.length - 1;
    forged[last] = (forged[last] ?? 0) ^ 1;
    for (let round = 0; round < 2; round++) {
      assert.deepEqual(answers(verifyStamp(good, trust, { cache })), PASSED);
      assert.equal(answers(verifyStamp(forged, trust, { cache }))['signature-value'], 'failed SIG_CRYPTO_FAILURE');
    }
    let verifications = 0;
    const counting = {
      ...crypto,
      verify: (...call: Parameters<typeof crypto.verify>) => (verifications++, crypto.verify(...call)),
    };
    verifyStamp(stamp(seal, world.signer, { time: day(11) }), trust, { cache, crypto: counting });
    assert.equal(verifications, 1, 'of a known seal and signer only the new value is verified');
  });

  it('never passes, and throws nothing but typed errors, with any one byte changed', () => {
    const cache = createVerificationCache(1000);
    let parsed = 0;
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const damaged = good.slice();
        damaged[at] = (damaged[at] ?? 0) ^ mask;
        try {
          const verdict = verifyStamp(damaged, trust, { cache });
          parsed++;
          assert.notEqual(concludeChecks(verdict.checks).conclusion, 'passed', `byte ${at} xor ${mask}`);
        } catch (error) {
          assert.ok(isYinzhengError(error, 'SEAL_SIGNATURE_MALFORMED', 'SEAL_MALFORMED', 'DER_MALFORMED'), String(error));
        }
      }),
      { numRuns: 1500 },
    );
    assert.ok(parsed > 100);
  });

  /** SES_SealInfo with a certificate list of any form. */
  function infoWithList(kind: Uint8Array, list: Uint8Array): Uint8Array {
    return der.sequence(
      der.sequence(der.ia5String('ES'), der.integer(4), der.ia5String('Yinzheng')),
      der.ia5String('33010600000001'),
      der.sequence(der.integer(1), der.utf8String('某某局'), kind, list, ...[day(1), day(1), day(1000)].map(der.generalizedTime)),
      der.sequence(der.ia5String('PNG'), der.octetString(Uint8Array.of(7)), der.integer(42), der.integer(42)),
    );
  }

  it('refuses to write what is not well formed', () => {
    const refused = (write: () => unknown): void => assert.throws(write, (error) => isYinzhengError(error, 'INPUT_INVALID'));
    refused(() => tbsSign({ seal, time: SIGNED_AT, dataHash: new Uint8Array(20), propertyInfo: 'x' }));
    refused(() => tbsSign({ seal, time: SIGNED_AT, dataHash: DATA_HASH, propertyInfo: '路径' }));
    refused(() => tbsSign({ seal, time: Number.NaN, dataHash: DATA_HASH, propertyInfo: 'x' }));
    refused(() => makeSealOf(world, { createdAt: 1e15 }));
    refused(() => makeSealOf(world, { signerCertificates: [] }));
    refused(() => makeSealOf(world, { validTo: day(1) }));
    refused(() => makeSealOf(world, { picture: { type: 'png', data: Uint8Array.of(1), width: 42.5, height: 42 } }));
    refused(() =>
      assembleSeal(sealInfo({ ...SPECIFICATION, signerCertificates: [Uint8Array.of(1)] }), Uint8Array.of(1), new Uint8Array(64)),
    );
  });
});

const SPECIFICATION = {
  vendor: 'v',
  esId: '1',
  name: 'n',
  type: 1,
  createdAt: day(1),
  validFrom: day(1),
  validTo: day(2),
  picture: { type: 'png', data: Uint8Array.of(1), width: 42, height: 42 },
} as const;
