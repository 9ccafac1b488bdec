/** Verifying seals: the real ones by their own certificates, and the judgement of version 5 at createDate. */
import assert from 'node:assert/strict';
import { der, OID } from '../../../src/asn1/index.ts';
import { prepareTrust } from '../../../src/pki/index.ts';
import { parseSeal, parseSesSignature, verifySeal, verifySesSignature } from '../../../src/ses/index.ts';
import { crypto, day, trustIn } from '../../support/pki.ts';
import { needSamples, sample, unzip } from '../../support/samples.ts';
import { answers, LENIENT, makeSealOf, makeSealWorld } from '../../support/ses.ts';

describe('verifySeal', () => {
  const nothing = prepareTrust(trustIn({}), crypto);
  const judge = (bytes: Uint8Array, at: number, trust = nothing): Record<string, string> =>
    answers(verifySeal({ seal: parseSeal(bytes), trust, at, crypto, policy: LENIENT }));

  it('finds the makers’ signatures of the samples right, and the wrong one wrong', function () {
    needSamples(this);
    for (const file of ['UserV1.esl', 'UserV4.esl', 'UserV5.esl']) {
      const found = judge(sample(`seal/${file}`), day(0));
      assert.equal(found['seal-signature'], 'passed', file);
      assert.equal(found['seal-maker']?.split(' ')[0] === 'passed', false, file);
    }
    assert.equal(judge(sample('seal/UserV5.esl'), Date.UTC(2027, 0, 1))['seal-period'], 'passed');
    assert.equal(judge(sample('seal/UserV4.esl'), Date.UTC(2021, 0, 1))['seal-period'], 'passed');
    assert.equal(judge(sample('seal/UserV4.esl'), day(0))['seal-period'], 'failed SEAL_OUT_OF_PERIOD');
    const bad = judge(sample('seal/bad-maker-signature.der'), Date.UTC(2021, 0, 1));
    assert.equal(bad['seal-signature'], 'failed SEAL_SIGNATURE_INVALID');
  });

  it('finds the sample signature right and its data hash all zero', function () {
    needSamples(this);
    const signature = parseSesSignature(sample('seal/SignedValueV4.dat'));
    const at = Date.UTC(2021, 0, 1);
    const verdict = verifySesSignature({ signature, dataHash: new Uint8Array(32), trust: nothing, at, crypto, policy: LENIENT });
    assert.ok(verdict.digestRight && verdict.signatureRight);
    const found = answers(verdict);
    for (const id of ['data-hash', 'signature-value', 'signer-in-seal', 'seal-signature', 'seal-period']) {
      assert.equal(found[id], 'passed', id);
    }
    assert.equal(found['signer-chain'], 'indeterminate NO_CERTIFICATE_CHAIN_FOUND');
  });

  it('finds the seal signatures of real OFD files right', function () {
    needSamples(this);
    const files = [
      'v4signed',
      'signedFile',
      'zhejiang-invoice',
      'allprotected',
      'SESV4SignDoc',
      'straddling-5-pages',
      'invoice-edited',
    ];
    for (const file of files) {
      const entries = [...unzip(sample(`ofd/${file}.ofd`))];
      const value = entries.find(([name]) => /Sign(ed)?Value\.dat$/i.test(name))?.[1];
      assert.ok(value, file);
      const signature = parseSesSignature(value);
      const original = entries.find(([name]) => `/${name}` === signature.propertyInfo)?.[1];
      assert.ok(original, `${file} ${signature.propertyInfo}`);
      const dataHash = crypto.digest('sm3', original);
      const at = signature.claimedTime ?? 0;
      const verdict = verifySesSignature({ signature, dataHash, trust: nothing, at, crypto, policy: LENIENT });
      const found = answers(verdict);
      for (const id of ['data-hash', 'signature-value', 'signer-in-seal', 'seal-signature']) {
        assert.equal(found[id], 'passed', `${file} ${id}`);
      }
      // this one was signed in 2026 with a seal that ended in 2022
      assert.equal(found['seal-period'], file === 'SESV4SignDoc' ? 'failed SEAL_OUT_OF_PERIOD' : 'passed', file);
      assert.equal(verdict.trustClass, 'none');
    }
  });

  it('judges the maker of version 5 at createDate, of version 4 when used', () => {
    const world = makeSealWorld({ maker: { notAfter: day(5), policies: [OID.sealMakerPolicy] } });
    const trust = prepareTrust(world.material, crypto);
    const four = makeSealOf(world);
    assert.equal(judge(four, day(3), trust)['seal-maker'], 'passed');
    assert.equal(judge(four, day(20), trust)['seal-maker'], 'failed EXPIRED');
    const info = der.sequence(
      der.sequence(der.ia5String('ES'), der.integer(5), der.ia5String('Yinzheng')),
      der.ia5String('33010600000001'),
      der.sequence(
        der.integer(1),
        der.utf8String('某某局'),
        der.integer(1),
        der.sequence(der.octetString(world.signer.certificate.raw)),
        ...[day(2), day(2), day(1000)].map(der.generalizedTime),
      ),
      der.sequence(der.ia5String('PNG'), der.octetString(Uint8Array.of(7)), der.integer(42), der.integer(42)),
    );
    const value = der.bitString(world.maker.sign(info));
    const five = der.sequence(info, der.octetString(world.maker.certificate.raw), der.oid(OID.sm2WithSm3), value);
    assert.deepEqual(judge(five, day(20), trust), {
      'seal-signature': 'passed',
      'seal-maker': 'passed',
      'seal-period': 'passed',
      revocation: 'passed',
    });
  });

  it('says what a report needs', () => {
    const world = makeSealWorld();
    const seal = parseSeal(makeSealOf(world));
    const verdict = verifySeal({ seal, trust: prepareTrust(world.material, crypto), at: day(20), crypto, policy: LENIENT });
    assert.equal(verdict.summary.esId, '33010600000001');
    assert.equal(verdict.summary.validTo, new Date(day(1000)).toISOString());
    assert.equal(verdict.makerSummary?.commonName, '制章中心');
    assert.equal(verdict.trustClass, 'production');
    assert.deepEqual(verdict.deviations, []);
  });
});
