import assert from 'node:assert/strict';
import { printReport } from '../../../src/cli/output/report.ts';
import { reportWith, signatureWith } from '../../support/reports.ts';

describe('a printed report', () => {
  const linesOf = (instead: Parameters<typeof signatureWith>[0]): readonly string[] => {
    const text = printReport(reportWith({ signatures: [signatureWith(instead)], register: null }), 'zh');
    return (text.split('\n\n')[1] ?? '').split('\n');
  };

  it('names the signer by certificate O and CN before the seal, whose name is its maker’s word', () => {
    const [title, seal] = linesOf({});
    assert.equal(title, '✔ [1] 签章人: 11510000MB0000001X样本省市场监督管理局 / 51000000000017');
    assert.equal(seal, '  印章: 样本省市场监督管理局行政许可专用章 (51000000000017)');
  });

  it('says that the signer is unknown rather than to head with the seal', () => {
    assert.equal(linesOf({ signer: null })[0], '✔ [1] 签章人: 未知');
    assert.equal(linesOf({ signer: null, seal: null })[0], '✔ [1] GM.sm2seal');
  });
});
