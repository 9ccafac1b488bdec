import assert from 'node:assert/strict';
import { printFacts } from '../../../src/cli/output/facts.ts';

describe('printed facts', () => {
  it('tell times in the time zone of their reader, and leave texts that only look like times', () => {
    const facts = {
      name: '2026-03-01T16:00:00.000Z',
      validFrom: '2026-03-01T16:00:00.000Z',
      validTo: '\u001b[2J',
      signer: { nextUpdate: null, notAfter: '2030-01-01T00:00:00.000Z' },
      revoked: [{ revokedAt: '2026-06-30T16:00:00.000Z' }],
    };
    assert.deepEqual(printFacts(facts, { language: 'zh', timeZone: 'Asia/Shanghai' }).split('\n'), [
      '名称: 2026-03-01T16:00:00.000Z',
      '有效期起: 2026-03-02 00:00:00 +08:00',
      '有效期止: \\u001b[2J',
      '签章人:',
      '  下次更新: 无',
      '  失效时间: 2030-01-01 08:00:00 +08:00',
      '已撤销 [1]:',
      '  撤销时间: 2026-07-01 00:00:00 +08:00',
    ]);
    assert.match(printFacts(facts, { language: 'en', timeZone: 'UTC' }), /^Valid from: 2026-03-01 16:00:00 \+00:00$/m);
  });

  it('say what a departure from a standard is, in the language of their reader', () => {
    const facts = { deviations: ['RAW_SM2_SIGNATURE', 'a\u001bb'] };
    assert.match(
      printFacts(facts, { language: 'zh', timeZone: 'UTC' }),
      /^与标准不一致之处: RAW_SM2_SIGNATURE \(.*签名值.+\); a\\u001bb$/,
    );
    assert.equal(printFacts({ deviations: [] }, { language: 'en', timeZone: 'UTC' }), 'Departures from the standard: none');
  });
});
