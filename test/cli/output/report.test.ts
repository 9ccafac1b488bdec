import assert from 'node:assert/strict';
import { printReport } from '../../../src/cli/output/report.ts';
import { printSimple } from '../../../src/cli/output/simple.ts';
import { simpleView } from '../../../src/report/views/index.ts';
import { registerWith, reportWith, signatureWith, TWO_ALGORITHMS_REPORT } from '../../support/reports.ts';

describe('a printed report', () => {
  const linesOf = (instead: Parameters<typeof signatureWith>[0], timeZone = 'Asia/Shanghai'): readonly string[] => {
    const text = printReport(reportWith({ signatures: [signatureWith(instead)], register: null }), { language: 'zh', timeZone });
    return (text.split('\n\n')[1] ?? '').split('\n');
  };

  it('names the signer by certificate O and CN before the seal, whose name is its maker’s word', () => {
    const [title, seal] = linesOf({});
    assert.equal(title, '✔ [1] 签章人: 11510000MB0000001X样本省市场监督管理局 / 51000000000017');
    assert.equal(seal, '  印章: 样本省市场监督管理局行政许可专用章 (51000000000017)');
  });

  it('tells a signature without a seal from a seal: its form, and what it permits where it certifies', () => {
    const lines = printReport(TWO_ALGORITHMS_REPORT, { language: 'zh', timeZone: 'Asia/Shanghai' });
    assert.match(lines, /\n {2}数字签名; PAdES（ETSI EN 319 142）; 认证文件：此后仅允许填写表单和签名、签章\n/);
    const simple = printSimple(simpleView(TWO_ALGORITHMS_REPORT), { language: 'en', timeZone: 'Asia/Shanghai' });
    assert.match(
      simple,
      /\[1\] Sample Market Regulation Bureau; digital signature; PAdES .*; certifies the document: only filling/,
    );
    assert.doesNotMatch(simple, /\[2\].*digital signature/);
  });

  it('tells times in the time zone of its reader, with the offset', () => {
    const instead = { claimedTime: '2026-03-01T16:00:00.000Z' };
    assert.match(linesOf(instead).join('\n'), /签章时间（自称）: 2026-03-02 00:00:00 \+08:00/);
    assert.match(linesOf(instead, 'UTC').join('\n'), /签章时间（自称）: 2026-03-01 16:00:00 \+00:00/);
    assert.match(linesOf({ claimedTime: null }).join('\n'), /签章时间（自称）: 未知/);
    const report = reportWith({ register: registerWith({ since: '2026-03-01T16:00:00.000Z' }) });
    assert.match(printReport(report, { language: 'en', timeZone: 'Asia/Shanghai' }), /\(2026-03-02 00:00:00 \+08:00\)$/m);
    const simple = simpleView(reportWith({ signatures: [signatureWith(instead)] }));
    assert.match(printSimple(simple, { language: 'en', timeZone: 'UTC' }), /claimed time: 2026-03-01 16:00:00 \+00:00/);
  });

  it('says that the signer is unknown rather than to head with the seal', () => {
    assert.equal(linesOf({ signer: null })[0], '✔ [1] 签章人: 未知');
    assert.equal(linesOf({ signer: null, seal: null })[0], '✔ [1] GM.sm2seal');
  });
});
