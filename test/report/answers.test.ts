import assert from 'node:assert/strict';
import { CHECK_CODES, type Check } from '../../src/report/index.ts';
import { CODE_WORDS, LICENCE_STATUS_NAMES, LICENCE_STATUS_WORDS } from '../../src/report/words/index.ts';
import {
  detailedView,
  simpleView,
  statusAnswer,
  statusNow,
  trusted,
  unaltered,
  verdictOf,
} from '../../src/report/views/index.ts';
import { codeVerdict } from '../../src/web/verdict.ts';
import {
  ALTERED_REPORT,
  checksWith,
  PASSED_REPORT,
  registerWith,
  reportWith,
  REVOKED_REPORT,
  signatureWith,
  SPECIMEN_REPORT,
  UNSIGNED_REPORT,
  UNTRUSTED_REPORT,
} from '../support/reports.ts';

const tones = (report: typeof PASSED_REPORT) => [verdictOf, unaltered, trusted, statusNow].map((ask) => ask(report).tone);

describe('the verdict of the page', () => {
  it('answers the three questions apart', () => {
    assert.deepEqual(tones(PASSED_REPORT), ['passed', 'passed', 'passed', 'passed']);
    assert.deepEqual(tones(REVOKED_REPORT), ['failed', 'passed', 'passed', 'failed']);
    assert.deepEqual(tones(UNTRUSTED_REPORT), ['indeterminate', 'passed', 'indeterminate', 'indeterminate']);
    assert.deepEqual(tones(ALTERED_REPORT), ['failed', 'failed', 'indeterminate', 'indeterminate']);
    assert.deepEqual(tones(UNSIGNED_REPORT), ['indeterminate', 'indeterminate', 'indeterminate', 'indeterminate']);
  });

  it('names the reason of each code in the headline', () => {
    for (const code of CHECK_CODES) {
      const report = reportWith({ conclusion: 'failed', subIndication: code, register: null });
      assert.equal(verdictOf(report).title, CODE_WORDS[code].title, code);
    }
  });

  it('tells of the seal maker what is the maker’s alone, and of the signer what is the signer’s too', () => {
    const maker = { id: 'seal-maker', outcome: 'failed', code: 'EXPIRED' } as const;
    const saying = (...checks: readonly Check[]) =>
      reportWith({
        ...{ conclusion: 'failed', subIndication: 'EXPIRED', register: null },
        signatures: [signatureWith({ conclusion: 'failed', subIndication: 'EXPIRED', checks: checksWith(...checks) })],
      });
    const alone = saying(maker);
    for (const title of [
      verdictOf(alone).title,
      trusted(alone).title,
      simpleView(alone).problems[0]?.title,
      detailedView(alone).reason?.title,
    ])
      assert.equal(title?.zh, '制章证书已过期');
    assert.match(simpleView(alone).problems[0]?.advice.zh ?? '', /重新制作印章/);
    const both = saying(maker, { ...maker, id: 'signer-chain' });
    assert.equal(verdictOf(both).title, CODE_WORDS.EXPIRED.title);
    assert.match(simpleView(both).problems[0]?.advice.zh ?? '', /使用有效证书重新盖章/);
    const details = detailedView(both).signatures[0]?.checks ?? [];
    assert.deepEqual(
      details.flatMap(({ id, reason }) => (reason ? [[id, reason.title.en]] : [])),
      [
        ['signer-chain', 'Signed with an expired certificate'],
        ['seal-maker', 'Seal maker’s certificate had expired'],
      ],
    );
  });

  it('says of a seal by itself that it is whole, and that nothing was sealed with it', () => {
    const document = { format: 'seal', size: 1, sm3: '00' } as const;
    const seal = (intact: boolean) =>
      reportWith({
        document,
        register: null,
        signatures: [signatureWith({ format: 'SESeal', signer: null, intact, checks: [] })],
      });
    assert.deepEqual([unaltered(seal(true)).tone, unaltered(seal(true)).title.zh], ['passed', '印章完好']);
    assert.deepEqual([unaltered(seal(false)).tone, unaltered(seal(false)).title.zh], ['failed', '印章已被改动']);
    assert.deepEqual(
      [simpleView(seal(true)).time.tone, simpleView(seal(true)).time.title.en],
      ['indeterminate', 'Nothing sealed'],
    );
  });

  it('does not pass a file whose status nobody knows', () => {
    const unknown = reportWith({ register: null, checks: [{ id: 'register', outcome: 'skipped', code: 'NOT_IN_REGISTER' }] });
    assert.deepEqual(tones(unknown), ['indeterminate', 'passed', 'passed', 'indeterminate']);
    assert.equal(verdictOf(unknown).title.en, 'Seal genuine, status unknown');
  });

  it('lends an altered file no trust from its seal', () => {
    assert.equal(trusted(ALTERED_REPORT).tone, 'indeterminate');
    const one = reportWith({ signatures: [signatureWith(), signatureWith({ index: 1, intact: false })] });
    assert.equal(unaltered(one).tone, 'failed');
    assert.notEqual(trusted(one).tone, 'passed');
  });

  it('says that a specimen is one, even where every check passed', () => {
    assert.equal(verdictOf(reportWith({ demonstration: true })).tone, 'indeterminate');
    assert.equal(verdictOf(reportWith({ demonstration: true })).title.zh, '样本，无效');
    assert.equal(verdictOf(SPECIMEN_REPORT).title.zh, '样本，无效');
    assert.equal(trusted(SPECIMEN_REPORT).title.zh, '样本，无效');
    assert.equal(trusted(reportWith({ signatures: [signatureWith({ trustClass: 'demonstration' })] })).tone, 'indeterminate');
    assert.equal(codeVerdict('valid', { demonstration: true }).tone, 'indeterminate');
    assert.equal(codeVerdict('revoked', { demonstration: true }).title, LICENCE_STATUS_WORDS.revoked.title);
  });

  it('shows a forged seal as failed before it says specimen', () => {
    const forged = reportWith({
      demonstration: true,
      signatures: [
        signatureWith({
          trustClass: 'demonstration',
          checks: checksWith(
            { id: 'signer-chain', outcome: 'indeterminate', code: 'DEMONSTRATION_TRUST' },
            { id: 'seal-maker', outcome: 'failed', code: 'SEAL_MAKER_NOT_AUTHORISED' },
          ),
        }),
      ],
    });
    assert.equal(trusted(forged).title, CODE_WORDS.SEAL_MAKER_NOT_AUTHORISED.title);
    assert.equal(trusted(forged).tone, 'failed');
  });

  it('never calls a signature without a trust class trusted', () => {
    assert.equal(trusted(reportWith({ signatures: [signatureWith({ trustClass: 'none' })] })).tone, 'indeterminate');
  });

  it('passes only a licence in force, and tells the statuses apart', () => {
    for (const status of LICENCE_STATUS_NAMES) {
      assert.equal(statusAnswer(status).tone, status === 'valid' ? 'passed' : 'failed');
      const report = reportWith({ register: registerWith({ status }) });
      assert.equal(verdictOf(report).tone, status === 'valid' ? 'passed' : 'failed');
    }
    assert.equal(statusAnswer('teleported').tone, 'indeterminate');
    assert.equal(statusAnswer('constructor').tone, 'indeterminate');
    const replaced = reportWith({ checks: [{ id: 'register', outcome: 'failed', code: 'LICENCE_REPLACED' }] });
    assert.equal(statusNow(replaced).title, CODE_WORDS.LICENCE_REPLACED.title);
  });

  it('says what is not known where the register did not answer', () => {
    const unavailable = reportWith({
      conclusion: 'indeterminate',
      subIndication: 'REGISTER_UNAVAILABLE',
      register: null,
      checks: [{ id: 'register', outcome: 'indeterminate', code: 'REGISTER_UNAVAILABLE' }],
    });
    assert.equal(statusNow(unavailable).title, CODE_WORDS.REGISTER_UNAVAILABLE.title);
    assert.equal(statusNow(reportWith({ register: null, checks: [] })).tone, 'indeterminate');
  });
});
