/** Forgeries: whatever the holder of an ordinary certificate under a trusted CA makes of a seal, it never passes. */
import assert from 'node:assert/strict';
import { der, OID } from '../../src/asn1/index.ts';
import { concatBytes, utf8 } from '../../src/base/bytes.ts';
import { isYinzhengError } from '../../src/base/errors/index.ts';
import {
  basicConstraintsExtension,
  certificateDigest,
  createVerificationCache,
  keyUsageExtension,
  prepareTrust,
  type Extension,
  type TrustMaterial,
} from '../../src/pki/index.ts';
import { concludeChecks } from '../../src/report/index.ts';
import { assembleSeal, parseSesSignature, type SesSignatureVerdict } from '../../src/ses/index.ts';
import { crypto, day, issue, makeRevocationList, makeRoot, type TestIdentity } from '../support/pki.ts';
import { answers, makeSealOf, makeSealWorld, SIGNED_AT, stamp, verifyStamp, DATA_HASH } from '../support/ses.ts';

const CLAIMED = '某省人民政府';
const world = makeSealWorld();
const trust = prepareTrust(world.material, crypto);
const genuine = makeSealOf(world, { name: CLAIMED });

/** Verifies a forgery under every policy; none may pass, and one check must have failed with the code. */
function refused(bytes: Uint8Array, check: string, code: string, material: TrustMaterial = world.material): SesSignatureVerdict {
  for (const revocation of ['require', 'if-known'] as const) {
    for (const acceptDemonstration of [true, false]) {
      const verdict = verifyStamp(bytes, material, { policy: { revocation, acceptDemonstration } });
      assert.notEqual(concludeChecks(verdict.checks).conclusion, 'passed');
      assert.equal(answers(verdict)[check], code);
    }
  }
  return verifyStamp(bytes, material);
}

/** Another certificate in place of the signer's, which lies outside the signed bytes. */
function withSignerCertificate(bytes: Uint8Array, certificate: Uint8Array): Uint8Array {
  const { tbs, signatureAlgorithm, signature } = parseSesSignature(bytes);
  return der.sequence(tbs, der.octetString(certificate), der.oid(signatureAlgorithm), der.bitString(signature));
}

const withCaBit = (usual: readonly Extension[]): readonly Extension[] => [
  ...usual.filter(({ oid }) => oid !== OID.keyUsage),
  basicConstraintsExtension({ ca: true, pathLength: null }),
  keyUsageExtension(['digitalSignature', 'nonRepudiation', 'keyCertSign', 'cRLSign']),
];

describe('a forged seal', () => {
  const forger = issue(world.signersCa, { name: { organisation: '某公司', commonName: '91330000000000000X' } });
  const forge = (maker: TestIdentity, signer: TestIdentity = forger): Uint8Array =>
    stamp(makeSealOf({ signer, maker }, { name: CLAIMED }), signer);

  it('passes when it is none', () => {
    assert.equal(concludeChecks(verifyStamp(stamp(genuine, world.signer), trust).checks).conclusion, 'passed');
  });

  it('made by its own signer is named and refused', () => {
    const verdict = refused(forge(forger), 'seal-maker', 'failed SEAL_MAKER_NOT_AUTHORISED');
    assert.deepEqual([verdict.signer?.organisation, verdict.seal.name], ['某公司', CLAIMED]);
  });

  it('is refused whatever its maker’s certificate asserts of itself', () => {
    const makers = {
      'the policy, from the signers’ CA': issue(world.signersCa, { policies: [OID.sealMakerPolicy] }),
      'the policy, directly from the root': issue(world.root, { policies: [OID.sealMakerPolicy] }),
      'a CA, from the signers’ CA': issue(world.signersCa, { policies: [OID.sealMakerPolicy], extensions: withCaBit }),
      'the name of the maker': issue(world.signersCa, { name: { commonName: '制章中心' }, policies: [OID.sealMakerPolicy] }),
      'the key of the maker': issue(world.signersCa, { sameKeyAs: world.maker, policies: [OID.sealMakerPolicy] }),
      'no policy, from the makers’ CA': issue(world.makersCa),
      'any policy, from the makers’ CA': issue(world.makersCa, { policies: ['2.5.29.32.0'] }),
    };
    for (const maker of Object.values(makers)) refused(forge(maker), 'seal-maker', 'failed SEAL_MAKER_NOT_AUTHORISED');
  });

  it('is refused when the maker was certified by a maker, or by a CA that calls itself the makers’', () => {
    const greedy = issue(world.makersCa, { policies: [OID.sealMakerPolicy], extensions: withCaBit });
    const byMaker = issue(greedy, { policies: [OID.sealMakerPolicy] });
    const namesake = issue(world.signersCa, { profile: 'authority', name: { commonName: '制章 CA' } });
    const byNamesake = issue(namesake, { policies: [OID.sealMakerPolicy] });
    const byOrdinaryMaker = issue(world.maker, { policies: [OID.sealMakerPolicy] });
    const intermediates = [greedy, namesake, world.maker].map(({ certificate }) => certificate);
    const material = { ...world.material, intermediates: [...world.material.intermediates, ...intermediates] };
    for (const maker of [byMaker, byNamesake]) refused(forge(maker), 'seal-maker', 'failed SEAL_MAKER_NOT_AUTHORISED', material);
    refused(forge(byOrdinaryMaker), 'seal-maker', 'failed SEAL_MAKER_NOT_AUTHORISED', material);
  });

  it('is refused under a root of the forger’s own with all the names of the true one', () => {
    const root = makeRoot();
    const makersCa = issue(root, { profile: 'authority', name: { commonName: '制章 CA' } });
    const maker = issue(makersCa, { name: { commonName: '制章中心' }, policies: [OID.sealMakerPolicy] });
    const certificates = [root, makersCa].map(({ certificate }) => certificate);
    const verdict = verifyStamp(forge(maker), trust, { certificates });
    assert.equal(answers(verdict)['seal-maker'], 'indeterminate NO_CERTIFICATE_CHAIN_FOUND');
    assert.equal(verdict.trustClass, 'none');
  });

  it('is refused when it is a true seal with another identifier, name, picture, period or signer in it', () => {
    const bytes = Buffer.from(stamp(genuine, world.signer));
    for (const [from, to] of [
      ['33010600000001', '33010600000002'],
      [CLAIMED, '某市人民政府'],
      ['20260102000000Z', '20250102000000Z'],
    ] as const) {
      // re-signed by the signer, so that only the maker's signature is left to notice
      const seal = Buffer.from(genuine);
      const at = seal.indexOf(from);
      assert.notEqual(at, -1);
      seal.set(utf8(to), at);
      refused(stamp(seal, world.signer), 'seal-signature', 'failed SEAL_SIGNATURE_INVALID');
      bytes.set(utf8(to), bytes.indexOf(from));
    }
    refused(bytes, 'signature-value', 'failed SIG_CRYPTO_FAILURE');
    const picture = makeSealOf(world, {
      name: CLAIMED,
      picture: { type: 'png', data: Uint8Array.of(1, 2), width: 42, height: 42 },
    });
    const { signature, makerCertificate } = parseSesSignature(stamp(genuine, world.signer)).seal;
    const swapped = assembleSeal(parseSesSignature(stamp(picture, world.signer)).seal.signedBytes, makerCertificate, signature);
    refused(stamp(swapped, world.signer), 'seal-signature', 'failed SEAL_SIGNATURE_INVALID');
  });

  it('is refused when it is a true seal in other hands: of the same name, of the same key, or behind the true certificate', () => {
    const { country, organisation, commonName } = {
      country: 'CN',
      organisation: '11330106MB0000000X某某局',
      commonName: '33010600000001',
    };
    const namesake = issue(world.signersCa, { name: { country, organisation, commonName } });
    refused(stamp(genuine, namesake), 'signer-in-seal', 'failed SIGNER_NOT_IN_SEAL');
    const renewed = issue(world.signersCa, { name: { country, organisation, commonName }, sameKeyAs: world.signer });
    refused(stamp(genuine, renewed), 'signer-in-seal', 'failed SIGNER_NOT_IN_SEAL');
    const borrowed = withSignerCertificate(stamp(genuine, namesake), world.signer.certificate.raw);
    refused(borrowed, 'signature-value', 'failed SIG_CRYPTO_FAILURE');
    refused(
      withSignerCertificate(stamp(genuine, world.signer), renewed.certificate.raw),
      'signer-in-seal',
      'failed SIGNER_NOT_IN_SEAL',
    );
  });

  it('is refused when its list admits the signer by anything but the certificate or its SM3', () => {
    const { raw } = world.signer.certificate;
    const item = (value: Uint8Array): Uint8Array => der.sequence(der.printableString('SM3'), der.octetString(value));
    const altered = raw.with(-1, (raw.at(-1) ?? 0) ^ 1);
    for (const [kind, list] of [
      [2, item(raw)],
      [2, item(crypto.digest('sha256', raw))],
      [2, item(crypto.digest('sm3', raw).subarray(0, 16))],
      [2, item(crypto.digest('sm3', world.signer.certificate.tbs))],
      [2, item(new Uint8Array(0))],
      [1, der.octetString(crypto.digest('sm3', raw))],
      [1, der.octetString(new Uint8Array(0))],
      [1, der.octetString(altered)],
      [1, der.octetString(concatBytes(raw, Uint8Array.of(0)))],
    ] as const) {
      refused(stamp(sealWithList(kind, list), world.signer), 'signer-in-seal', 'failed SIGNER_NOT_IN_SEAL');
    }
    for (const [kind, list] of [
      [1, item(crypto.digest('sm3', raw))],
      [2, der.octetString(raw)],
      [0, der.octetString(raw)],
      [3, der.octetString(raw)],
      [-1, der.octetString(raw)],
    ] as const) {
      assert.throws(
        () => verifyStamp(stamp(sealWithList(kind, list), world.signer), trust),
        (error) => isYinzhengError(error, 'SEAL_MALFORMED', 'DER_MALFORMED'),
      );
    }
  });

  it('is refused with keys that are not SM2', () => {
    for (const key of ['rsa', 'p256'] as const) {
      const signer = issue(world.signersCa, { key });
      const algorithm = key === 'rsa' ? OID.sha256WithRsa : OID.ecdsaWithSha256;
      const { tbs } = parseSesSignature(stamp(makeSealOf({ signer, maker: world.maker }), world.signer));
      const value = der.bitString(signer.sign(tbs));
      const bytes = der.sequence(tbs, der.octetString(signer.certificate.raw), der.oid(algorithm), value);
      const verdict = verifyStamp(bytes, trust);
      assert.equal(answers(verdict)['signature-value'], 'indeterminate CRYPTO_CONSTRAINTS_FAILURE');
      assert.equal(verdict.signatureRight, null);
    }
  });

  /** A seal by the true maker with a list of any form. */
  function sealWithList(kind: number, item: Uint8Array): Uint8Array {
    const times = [day(1), day(1), day(1000)].map(der.generalizedTime);
    const info = der.sequence(
      der.sequence(der.ia5String('ES'), der.integer(4), der.ia5String('Yinzheng')),
      der.ia5String('33010600000001'),
      der.sequence(der.integer(1), der.utf8String(CLAIMED), der.integer(kind), der.sequence(item), ...times),
      der.sequence(der.ia5String('PNG'), der.octetString(Uint8Array.of(7)), der.integer(42), der.integer(42)),
    );
    return assembleSeal(info, world.maker.certificate.raw, world.maker.sign(info));
  }
});

describe('a renewed makers’ CA', () => {
  it('does not end the seals of its makers, in whatever order the certificates are stored', () => {
    const renewed = issue(world.root, { profile: 'authority', name: { commonName: '制章 CA' }, sameKeyAs: world.makersCa });
    const bytes = stamp(genuine, world.signer);
    for (const sm3 of [world.makersCa, renewed].map(({ certificate }) => certificateDigest(certificate, crypto))) {
      for (const intermediates of [
        [...world.material.intermediates, renewed.certificate],
        [renewed.certificate, ...world.material.intermediates],
      ]) {
        const sealMakers = [{ kind: 'policy', issuerSm3: sm3, policy: OID.sealMakerPolicy }] as const;
        const verdict = verifyStamp(bytes, { ...world.material, intermediates, sealMakers });
        assert.equal(concludeChecks(verdict.checks).conclusion, 'passed');
      }
    }
  });

  it('does not hide that the maker was revoked', () => {
    const list = makeRevocationList(world.makersCa, { revoked: [{ identity: world.maker, at: SIGNED_AT - 1, reason: 1 }] });
    const verdict = verifyStamp(stamp(genuine, world.signer), { ...world.material, revocationLists: [list] });
    assert.equal(answers(verdict)['seal-maker'], 'failed REVOKED');
  });
});

describe('a damaged seal signature', () => {
  const good = stamp(genuine, world.signer);
  const cache = createVerificationCache(1000);
  let judged = 0;
  const neverPasses = (bytes: Uint8Array, what: string): void => {
    let verdict: SesSignatureVerdict;
    try {
      verdict = verifyStamp(bytes, trust, { cache, dataHash: DATA_HASH });
    } catch (error) {
      assert.ok(
        isYinzhengError(error, 'SEAL_SIGNATURE_MALFORMED', 'SEAL_MALFORMED', 'DER_MALFORMED'),
        `${what}: ${String(error)}`,
      );
      return;
    }
    judged++;
    assert.notEqual(concludeChecks(verdict.checks).conclusion, 'passed', what);
  };

  it('never passes with any byte changed', function () {
    this.timeout(120_000);
    for (let index = 0; index < good.length; index++) {
      const mask = index % 3 === 0 ? 0xff : 1 << (index % 8);
      neverPasses(good.with(index, (good[index] ?? 0) ^ mask), `byte ${index} xor ${mask}`);
    }
    assert.ok(judged > 100);
  });

  it('never passes with any byte missing or doubled, or cut off anywhere', () => {
    for (let index = 0; index < good.length; index += 3) {
      neverPasses(concatBytes(good.subarray(0, index), good.subarray(index + 1)), `without byte ${index}`);
      neverPasses(concatBytes(good.subarray(0, index + 1), good.subarray(index)), `byte ${index} twice`);
      neverPasses(good.subarray(0, index), `first ${index} bytes`);
    }
  });
});
