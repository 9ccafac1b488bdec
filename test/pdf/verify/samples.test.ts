import assert from 'node:assert/strict';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { verifyFile } from '../../support/pdf-verify.ts';
import { needSamples, sample } from '../../support/samples.ts';

/** File, number of signatures, deviations that must be reported. */
const SIGNED: readonly (readonly [string, number, ...string[]])[] = [
  ['dss-PAdES-LT', 4, 'HYBRID_CROSS_REFERENCE'],
  ['dss-doc-firmado', 2],
  ['minimal-two-fields-signed-twice', 2],
  ['pades-lta-dss-indirect-arrs-test', 2],
  ['pdf-sig-with-econtent', 1, 'CMS_WITH_EMBEDDED_CONTENT'],
  ['shadow-hide-1', 1, 'WRONG_STREAM_LENGTH'],
  ['shadow-hide-replace-1', 1, 'DANGLING_CROSS_REFERENCE'],
  ['shadow-replace-1', 1],
  ['sig-no-signed-attrs', 1, 'CMS_WITHOUT_SIGNED_ATTRIBUTES'],
  ['sig-with-ski-sid', 1, 'SIGNER_BY_KEY_IDENTIFIER'],
  ['signed_verified', 1, 'GAP_WITHOUT_DELIMITERS', 'DIGEST_ALGORITHM_MISMATCH'],
];

const ATTACKS: readonly (readonly [string, string])[] = [
  ['one-byterange', 'FORMAT_FAILURE'],
  ['tail-uncovered', 'COVERAGE_INCOMPLETE'],
  ['siwa', 'FORMAT_FAILURE'],
  ['shadow-hide-1', 'CHANGES_NOT_EXPLAINED'],
  ['shadow-replace-1', 'CHANGES_NOT_EXPLAINED'],
  ['shadow-hide-replace-1', 'CHANGES_NOT_EXPLAINED'],
  ['dss-2236-replace', 'CHANGES_NOT_EXPLAINED'],
  ['modified_after_signature', 'CHANGES_NOT_EXPLAINED'],
  ['form-update-override-appearance-stream-sneaky', 'CHANGES_NOT_EXPLAINED'],
];

describe('PDFs signed by other products', () => {
  before(function () {
    needSamples(this);
  });

  for (const [name, count, ...deviations] of SIGNED) {
    it(`${name}: ${count} intact, of unknown trust`, () => {
      const reports = verifyFile(sample(`pdf/signed/${name}.pdf`));
      assert.equal(reports.length, count);
      for (const report of reports) {
        assert.equal(report.intact, true);
        assert.equal(report.conclusion, 'indeterminate');
        assert.equal(report.trustClass, 'none');
        assert.ok(report.signer);
      }
      const found = reports[0]?.deviations.map(({ code }) => code) ?? [];
      for (const code of deviations) assert.ok((found as string[]).includes(code), `${code} is reported`);
    });
  }

  it('recognises document time stamps', () => {
    const kinds = verifyFile(sample('pdf/signed/dss-PAdES-LT.pdf')).map(({ kind }) => kind);
    assert.deepEqual(kinds, ['cms', 'cms', 'time-stamp', 'cms']);
  });

  for (const [name, code] of ATTACKS) {
    it(`never passes the attack ${name}`, () => {
      const reports = verifyFile(sample(`pdf/attack/${name}.pdf`));
      assert.ok(reports.length > 0);
      const [attacked] = reports;
      assert.equal(attacked?.intact, false);
      assert.equal(attacked.conclusion, 'failed');
      assert.equal(attacked.subIndication, code);
    });
  }

  it('fails with any byte of the signed parts flipped', () => {
    const bytes = sample('pdf/signed/signed_verified.pdf');
    const [, start, end] = /ByteRange\s*\[\s*0+ (\d+) (\d+) /.exec(Buffer.from(bytes).toString('latin1'))?.map(Number) ?? [];
    assert.ok(start && end);
    for (let position = 9; position < bytes.length; position += position >= start && position < end ? end - start : 31) {
      const changed = bytes.slice();
      changed[position] = (changed[position] ?? 0) ^ 1;
      let found: readonly (boolean | null)[];
      try {
        found = verifyFile(changed).map(({ intact }) => intact);
      } catch (error) {
        assert.ok(isYinzhengError(error), `byte ${position}`);
        continue;
      }
      assert.ok(!found.includes(true), `byte ${position}`);
    }
  });
});
