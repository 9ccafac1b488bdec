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
      /\[1\] Signer: Sample Market Regulation Bureau; digital signature; PAdES .*; certifies the document: only filling/,
    );
    assert.doesNotMatch(simple, /\[2\].*digital signature/);
  });

  it('tells times in the time zone of its reader, with the offset', () => {
    const instead = { claimedTime: '2026-03-01T16:00:00.000Z' };
    assert.match(linesOf(instead).join('\n'), /声称的盖章时间: 2026-03-02 00:00:00 \+08:00/);
    assert.match(linesOf(instead, 'UTC').join('\n'), /声称的盖章时间: 2026-03-01 16:00:00 \+00:00/);
    assert.match(linesOf({ claimedTime: null }).join('\n'), /声称的盖章时间: 未知/);
    const report = reportWith({ register: registerWith({ since: '2026-03-01T16:00:00.000Z' }) });
    assert.match(printReport(report, { language: 'en', timeZone: 'Asia/Shanghai' }), /\(2026-03-02 00:00:00 \+08:00\)$/m);
    const simple = simpleView(reportWith({ signatures: [signatureWith(instead)] }));
    assert.match(
      printSimple(simple, { language: 'en', timeZone: 'UTC' }),
      /Claimed time of sealing: 2026-03-01 16:00:00 \+00:00/,
    );
  });

  it('says that the signer is unknown rather than to head with the seal', () => {
    assert.equal(linesOf({ signer: null })[0], '✔ [1] 签章人: 未知');
    assert.equal(linesOf({ signer: null, seal: null })[0], '✔ [1] GM.sm2seal');
  });

  it('tells a time stamp from a seal, and calls its time its own', () => {
    const instead = { kind: 'time-stamp', format: 'ETSI.RFC3161', seal: null, claimedTime: '2026-03-01T16:00:00.000Z' } as const;
    const [title, time] = linesOf(instead);
    assert.match(title ?? '', /^✔ \[1\] 时间戳机构: /);
    assert.match(time ?? '', /^ {2}时间戳时间: 2026-03-02 00:00:00 \+08:00 /);
    const simple = printSimple(simpleView(reportWith({ signatures: [signatureWith(instead)] })), {
      language: 'en',
      timeZone: 'UTC',
    });
    assert.match(simple, /\[1\] Time stamp authority: .+; Time stated: 2026-03-01 16:00:00 \+00:00/);
  });

  it('heads a seal by itself with the seal and its maker, for nobody signed with it', () => {
    const instead = { format: 'SESeal', signer: null, claimedTime: null };
    const [title, maker] = linesOf(instead);
    assert.equal(title, '✔ [1] 印章: 样本省市场监督管理局行政许可专用章 (51000000000017)');
    assert.match(maker ?? '', /^ {2}制作者: .+ {3}未被改动: ✔$/);
    const simple = printSimple(simpleView(reportWith({ signatures: [signatureWith(instead)] })), {
      language: 'zh',
      timeZone: 'UTC',
    });
    assert.match(simple, /\[1\] 印章: 样本省市场监督管理局行政许可专用章$/m);
  });

  it('says of the seal maker what is the maker’s', () => {
    const check = { id: 'seal-maker', outcome: 'failed', code: 'EXPIRED' } as const;
    assert.match(linesOf({ checks: [check] }).join('\n'), /EXPIRED: 在判定印章的时间点，印章制作者的证书已过期。/);
  });
});
