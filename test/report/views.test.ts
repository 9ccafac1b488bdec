import assert from 'node:assert/strict';
import { CHECK_CODES, type Check, type Evidence, type SignatureReport } from '../../src/report/index.ts';
import { detailedView, problemsOf, simpleView, timeProofs, evidenceLines, wordedEvidence } from '../../src/report/views/index.ts';
import { ADVICE_WORDS, CHECK_WORDS, CODE_WORDS, DEVIATION_WORDS } from '../../src/report/words/index.ts';
import {
  ALTERED_REPORT,
  checksWith,
  PASSED_REPORT,
  reportWith,
  REVOKED_REPORT,
  signatureWith,
  SPECIMEN_REPORT,
  UNSIGNED_REPORT,
  UNTRUSTED_REPORT,
} from '../support/reports.ts';

const RECORDED = '2026-05-06T01:02:04.000Z';
const existing = (existence: object | null, more: Partial<Check> = {}) =>
  signatureWith({ checks: checksWith({ id: 'signing-time', outcome: 'passed', evidence: { existence }, ...more }) });

describe('the simple view of a report', () => {
  it('answers each question apart and names who sealed', () => {
    const view = simpleView(REVOKED_REPORT);
    assert.deepEqual(
      [view.verdict, view.unaltered, view.trusted, view.status, view.time].map(({ tone }) => tone),
      ['failed', 'passed', 'passed', 'failed', 'indeterminate'],
    );
    assert.equal(view.signers[0]?.organisation, '11510000MB0000001X样本省市场监督管理局');
    assert.equal(view.register?.status, 'revoked');
    assert.deepEqual(simpleView(UNSIGNED_REPORT).signers, []);
  });

  it('gives one sentence of advice for each problem, failed ones first, each code once', () => {
    assert.deepEqual(simpleView(PASSED_REPORT).problems, []);
    assert.deepEqual(
      problemsOf(ALTERED_REPORT).map(({ code, tone, signatures }) => [code, tone, signatures]),
      [
        ['HASH_FAILURE', 'failed', [0]],
        ['NOT_IN_REGISTER', 'indeterminate', []],
      ],
    );
    assert.deepEqual(
      problemsOf(UNTRUSTED_REPORT).map(({ code }) => code),
      ['NO_CERTIFICATE_CHAIN_FOUND'],
    );
    assert.deepEqual(
      problemsOf(UNSIGNED_REPORT).map(({ code }) => code),
      ['NO_SIGNATURE'],
    );
    assert.deepEqual(
      problemsOf(SPECIMEN_REPORT).map(({ code }) => code),
      ['DEMONSTRATION_TRUST'],
    );
    const late = { id: 'revocation', outcome: 'indeterminate', code: 'TRY_LATER' } as const;
    const [first] = problemsOf(
      reportWith({
        signatures: [
          signatureWith({ checks: checksWith(late) }),
          signatureWith({ index: 1, checks: checksWith({ ...late, outcome: 'failed' }) }),
        ],
      }),
    );
    assert.deepEqual([first?.tone, first?.signatures, first?.advice], ['failed', [0, 1], ADVICE_WORDS.TRY_LATER]);
  });

  it('has advice for every code, one sentence in each language', () => {
    assert.deepEqual(Object.keys(ADVICE_WORDS).sort(), [...CHECK_CODES].sort());
    for (const [code, { en, zh }] of Object.entries(ADVICE_WORDS)) {
      assert.match(en, /^[A-Z][^.]*\.$/, code);
      assert.match(zh, /^[^。]*[\u4e00-\u9fff][^。]*。$/, code);
    }
  });
});

describe('the proof of time', () => {
  it('is what the verifier settled on, never the claim, and never what contradicts itself', () => {
    for (const by of ['signature-time-stamp', 'document-time-stamp', 'register'] as const) {
      const proof = { by, time: '2026-05-06T01:02:05.000Z' };
      const report = reportWith({ signatures: [existing(proof)] });
      assert.deepEqual(timeProofs(report), [proof]);
      assert.equal(simpleView(report).time.tone, 'passed');
      assert.equal(detailedView(report).signatures[0]?.proof?.by, by);
    }
    const time = '2026-05-06T01:02:05.000Z';
    const fault = { outcome: 'indeterminate', code: 'TIMESTAMP_ORDER_FAILURE' } as const;
    for (const none of [
      existing(null),
      existing({ by: 'hearsay', time }),
      existing({ by: 'toString', time }),
      existing({ by: 'register' }),
      existing({ by: 'register', time }, fault),
    ]) {
      const report = reportWith({ signatures: [none] });
      assert.deepEqual(timeProofs(report), [null]);
      assert.equal(simpleView(report).time.tone, 'indeterminate');
    }
  });

  it('is asked of every signature, but of time stamps not', () => {
    const proven = existing({ by: 'register', time: RECORDED });
    const tone = (...signatures: SignatureReport[]): string => simpleView(reportWith({ signatures })).time.tone;
    assert.equal(tone(proven, signatureWith({ index: 1 })), 'indeterminate');
    assert.equal(tone(proven, signatureWith({ index: 1, kind: 'time-stamp' })), 'passed');
  });
});

describe('the detailed view of a report', () => {
  it('keeps every check in its order, with its question, outcome, reason, clause and evidence', () => {
    const view = detailedView(UNTRUSTED_REPORT);
    const [signature] = view.signatures;
    const [found] = UNTRUSTED_REPORT.signatures;
    assert.deepEqual(
      signature?.checks.map(({ id }) => id),
      found?.checks.map(({ id }) => id),
    );
    const chain = signature?.checks.find(({ id }) => id === 'signer-chain');
    assert.deepEqual(chain?.question, CHECK_WORDS['signer-chain']);
    assert.deepEqual(chain.reason, CODE_WORDS.NO_CERTIFICATE_CHAIN_FOUND);
    const structure = signature?.checks[0];
    assert.deepEqual([structure?.clause, structure?.reason], ['GB/T 38540-2020 7.3 a)', null]);
    assert.deepEqual(signature?.deviations[0]?.meaning, DEVIATION_WORDS.GAP_WITHOUT_DELIMITERS);
    assert.equal(view.checks[0]?.code, 'NOT_IN_REGISTER');
    assert.deepEqual(view.reason, CODE_WORDS.NO_CERTIFICATE_CHAIN_FOUND);
  });
});

describe('the evidence of a check', () => {
  const reason = { en: 'no', zh: '否' };

  it('is told as sentences of one language, each once, with the rest as facts', () => {
    const nested = [
      { object: 1, reason },
      { object: 2, reason: { en: 'why', zh: '为何' } },
    ];
    assert.deepEqual(wordedEvidence({ reason, unexplained: nested, at: null }, 'zh'), {
      reasons: ['否', '为何'],
      facts: {
        unexplained: [
          { object: 1, reason: '否' },
          { object: 2, reason: '为何' },
        ],
        at: null,
      },
    });
    assert.deepEqual(wordedEvidence({ reason }, 'en'), { reasons: ['no'], facts: null });
  });

  it('is told in lines of one language: names, instants, and values that are words of this program', () => {
    const facts = {
      path: ['CN=a', 'CN=b'],
      trustClass: 'production',
      at: '2026-03-01T16:00:00.000Z',
      existence: { by: 'register', time: null },
      certificates: [{ certificate: 'list', status: 'revoked', source: 'ocsp' }, { status: 'good' }],
      added: [29, 30],
      overridden: [],
      somethingNew: true,
    };
    const tell = (language: 'zh' | 'en') =>
      evidenceLines(facts, { language, instant: (iso) => `<${iso}>` }).map(
        ({ depth, label, value }) => `${' '.repeat(depth)}${label}${value === null ? '' : `=${value}`}`,
      );
    assert.deepEqual(tell('zh'), [
      '证书路径=CN=a → CN=b',
      '信任类别=正式',
      '判定时间=<2026-03-01T16:00:00.000Z>',
      '存在证明',
      ' 依据=登记簿记录',
      ' 时间=无',
      '证书 1',
      ' 证书=list',
      ' 状态=已撤销',
      ' 来源=OCSP 应答',
      '证书 2',
      ' 状态=有效',
      '新增对象=29, 30',
      '替换对象=无',
      'somethingNew=是',
    ]);
    assert.deepEqual(tell('en').slice(0, 3), [
      'certificate path=CN=a → CN=b',
      'trust=production',
      'judged at=<2026-03-01T16:00:00.000Z>',
    ]);
    const register = evidenceLines({ status: 'revoked' }, { language: 'zh', instant: String });
    assert.deepEqual(register, [{ depth: 0, label: '状态', value: '证照已吊销' }]);
  });

  it('is shown whole in a report of before there were two languages', () => {
    const kept = JSON.parse('{"reason":"no","certificates":[{"reason":"keyCompromise"}]}') as Evidence;
    assert.deepEqual(wordedEvidence(kept, 'zh'), { reasons: [], facts: kept });
  });
});
