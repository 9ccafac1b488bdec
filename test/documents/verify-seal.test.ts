/** Bare seals and seal signatures: the samples give the results they are listed with, everything else is a typed error. */
import assert from 'node:assert/strict';
import { verifyBareSeal } from '../../src/documents/verify-seal.ts';
import { isYinzhengError } from '../../src/base/errors/index.ts';
import { prepareTrust } from '../../src/pki/index.ts';
import type { SignatureReport } from '../../src/report/index.ts';
import { crypto, day, trustIn } from '../support/pki.ts';
import { needSamples, sample } from '../support/samples.ts';
import { LENIENT, makeSealOf, makeSealWorld, stamp } from '../support/ses.ts';

const world = makeSealWorld();
const NOTHING = prepareTrust(trustIn({}), crypto);
const WORLD = prepareTrust(world.material, crypto);

function verify(bytes: Uint8Array, at = day(20), trust = WORLD): { format: string; signature: SignatureReport } {
  const { format, signatures } = verifyBareSeal(bytes, { crypto, trust, policy: LENIENT, at });
  return { format, signature: signatures[0] };
}

function outcomes({ checks }: SignatureReport): Record<string, string> {
  return Object.fromEntries(checks.map(({ id, outcome }) => [id, outcome]));
}

describe('a bare seal', () => {
  it('of the samples has a right maker’s signature, but for the one that has a wrong one', function () {
    needSamples(this);
    for (const [file, right] of [
      ['UserV1.esl', true],
      ['UserV4.esl', true],
      ['UserV5.esl', true],
      ['bad-maker-signature.der', false],
    ] as const) {
      const { format, signature } = verify(sample(`seal/${file}`), Date.UTC(2021, 0, 1), NOTHING);
      assert.equal(format, 'seal');
      assert.equal(signature.intact, right, file);
      assert.equal(outcomes(signature)['seal-signature'], right ? 'passed' : 'failed', file);
      assert.notEqual(signature.conclusion, 'passed');
      assert.equal(signature.trustClass, 'none');
    }
  });

  it('passes when maker and period are right, and has no signer', () => {
    const { signature } = verify(makeSealOf(world));
    assert.deepEqual([signature.conclusion, signature.signer, signature.seal?.name], ['passed', null, '某某局']);
  });
});

describe('a bare seal signature', () => {
  it('of the samples verifies, with a data hash all zero that nothing can be compared with', function () {
    needSamples(this);
    const { format, signature } = verify(sample('seal/SignedValueV4.dat'), Date.UTC(2021, 0, 1), NOTHING);
    assert.equal(format, 'seal-signature');
    assert.deepEqual([signature.intact, signature.conclusion], [null, 'indeterminate']);
    const found = outcomes(signature);
    assert.deepEqual(
      [found['data-hash'], found['signature-value'], found['signer-in-seal']],
      ['indeterminate', 'passed', 'passed'],
    );
  });

  it('never passes, for what it is over is not there', () => {
    const good = stamp(makeSealOf(world), world.signer);
    const { signature } = verify(good);
    assert.deepEqual([signature.conclusion, signature.subIndication], ['indeterminate', 'SIGNED_DATA_NOT_FOUND']);
    assert.equal(verify(good.with(-1, (good.at(-1) ?? 0) ^ 1)).signature.intact, false);
  });

  it('is told from what is neither', () => {
    for (const bytes of [
      new Uint8Array(0),
      Uint8Array.of(0x30, 0),
      world.signer.certificate.raw,
      new Uint8Array(1000).fill(0x30),
    ]) {
      assert.throws(
        () => verify(bytes),
        (error) => isYinzhengError(error, 'SEAL_SIGNATURE_MALFORMED', 'SEAL_MALFORMED', 'DER_MALFORMED'),
      );
    }
  });
});
