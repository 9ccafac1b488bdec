import assert from 'node:assert/strict';
import { createZlib } from '../../src/adapters/platform/zlib.ts';
import { finishReport, prepareReport, verifyDocument } from '../../src/documents/index.ts';
import { reportContent, type ReportMaker } from '../../src/documents/report/content.ts';
import { printable } from '../../src/documents/report/printable.ts';
import { verificationReportFace, type ReportContent } from '../../src/drawing/index.ts';
import { openPdf } from '../../src/pdf/index.ts';
import { CHECK_CODES, type SignatureReport, type VerificationReport } from '../../src/report/index.ts';
import {
  ALTERED_REPORT,
  checksWith,
  PASSED_REPORT,
  reportWith,
  REVOKED_REPORT,
  signatureWith,
  SPECIMEN_REPORT,
  TWO_ALGORITHMS_REPORT,
  UNSIGNED_REPORT,
  UNTRUSTED_REPORT,
} from '../support/reports.ts';
import { createSealingBench, SIGNING_TIME, type SealingBench } from '../support/sealed-licence.ts';

const MAKER: ReportMaker = {
  ...{ issuer: '样例市政务服务中心', number: '0'.repeat(44), at: SIGNING_TIME },
  ...{ address: 'https://licence.example/api/v1/verifications/0', marking: '样本 无效' },
};

/** So many signatures whose signers have this name. */
function signed(count: number, organisation: string): VerificationReport {
  const found = signatureWith();
  const signer = found.signer && { ...found.signer, organisation };
  return reportWith({ signatures: Array.from({ length: count }, (_, index) => signatureWith({ index, signer })) });
}

function textOf({ title, verdict, sections, note }: ReportContent): string {
  const rows = sections.flatMap((section) => [section.title, ...section.rows.flatMap(({ label, value }) => [label, value])]);
  return [title, verdict.title, verdict.meaning, ...rows, note].join('\n');
}

describe('the printed report', function () {
  this.timeout(300_000);
  let bench: SealingBench;
  before(async () => {
    bench = await createSealingBench();
  });
  after(() => bench.close());

  const print = async (report: VerificationReport): Promise<Uint8Array> => {
    const input = { report, maker: MAKER, seal: bench.seal, signingTime: SIGNING_TIME, unique: 'stampings/1' };
    const prepared = prepareReport(bench.engine, input);
    const authorisation = { actor: 'test', reference: 'test' };
    const { keyId } = bench.seal.version;
    return finishReport(
      prepared,
      await bench.custody.sign({ keyId: keyId ?? '', purpose: 'seal-signature', tbs: prepared.tbs, authorisation }),
    ).bytes;
  };
  const face = (report: VerificationReport) =>
    verificationReportFace(bench.engine.fonts, printable(bench.engine.fonts, reportContent(report, MAKER)));

  it('tells a signature without a seal from a seal: its form, its signer, and what it permits where it certifies', () => {
    const [cms, seal] = reportContent(TWO_ALGORITHMS_REPORT, MAKER).sections.slice(4);
    const rows = (section: typeof cms) => new Map(section?.rows.map(({ label, value }) => [label, value]));
    assert.match(cms?.title ?? '', /签章 1 · 数字签名/);
    assert.equal(rows(cms).get('格式与认证'), 'PAdES（ETSI EN 319 142）；认证文件：此后仅允许填写表单和签名、签章');
    assert.equal(rows(cms).get('签名人'), 'Sample Market Regulation Bureau');
    assert.ok(rows(cms).has('声称的签名时间'));
    assert.match(seal?.title ?? '', /签章 2 · 电子签章/);
    assert.ok(rows(seal).has('签章人') && rows(seal).has('声称的盖章时间') && !rows(seal).has('格式与认证'));
  });

  it('is sealed so that it passes itself, whatever it reports', async () => {
    for (const report of [ALTERED_REPORT, PASSED_REPORT, REVOKED_REPORT, SPECIMEN_REPORT, UNSIGNED_REPORT, UNTRUSTED_REPORT]) {
      const bytes = await print(report);
      const own = verifyDocument(bench.engine, bytes, {
        trust: bench.trust,
        policy: { revocation: 'require', acceptDemonstration: true },
        at: SIGNING_TIME + 60_000,
        proofOfExistence: null,
      });
      assert.deepEqual([own.conclusion, own.signatures.length, own.signatures[0]?.kind], ['passed', 1, 'seal']);
      assert.ok(openPdf(bytes, { zlib: createZlib() }));
    }
  });

  it('has a word for every reason, and says of each problem what to do', () => {
    for (const code of CHECK_CODES) {
      const checks = checksWith({ id: 'revocation', outcome: 'failed', code });
      const failed: SignatureReport = signatureWith({ conclusion: 'failed', subIndication: code, checks });
      const text = textOf(reportContent(reportWith({ conclusion: 'failed', subIndication: code, signatures: [failed] }), MAKER));
      assert.ok(text.includes(`（${code}）`), code);
      assert.ok(!text.includes('undefined') && !text.includes('NaN'), code);
    }
    assert.match(textOf(reportContent(UNSIGNED_REPORT, MAKER)), /请提供带有电子签章的 PDF 原文件/);
    assert.match(textOf(reportContent(PASSED_REPORT, MAKER)), /2026年5月6日 至 2031年5月5日/);
    assert.match(textOf(reportContent(PASSED_REPORT, MAKER)), /2026年5月6日 09:02:03（北京时间）/);
  });

  it('goes on to further pages, with nothing outside of them and the seal over the name on the last', () => {
    const counts = [0, 1, 2, 5, 12, 40, 300].map((count) => {
      const { template, values } = face(signed(count, '样例省样例自治州市场监督管理局'.repeat(12)));
      assert.ok(Object.values(values).some((value) => value === `第 1 页 共 ${template.pages.length} 页`));
      template.pages.forEach(({ fields = [], rules = [], seals = [] }, index) => {
        const feet = fields.filter(({ y }) => y === 282);
        assert.equal(feet.length, 2);
        for (const { x, y, width, height } of fields.filter((field) => !feet.includes(field))) {
          assert.ok(x >= 22 && x + width <= 188.001 && y >= 22 && y + height <= 274.001, `page ${index}`);
        }
        assert.ok(rules.every(({ y1, y2 }) => y1 >= 22 && y2 <= 275.001));
        const isLast = index === template.pages.length - 1;
        assert.equal(seals.length, isLast ? 1 : 0);
        if (isLast) assert.ok((seals[0]?.y ?? 0) + 22 <= 282);
        // No heading is the last thing on a page.
        const last = [...fields].filter((field) => !feet.includes(field)).sort((left, right) => right.y - left.y)[0];
        assert.notEqual(last?.face, 'song-bold', `page ${index}`);
      });
      return template.pages.length;
    });
    assert.deepEqual(
      [...counts].sort((left, right) => left - right),
      counts,
    );
    assert.ok((counts[0] ?? 0) <= 2 && (counts[4] ?? 0) > 5 && (counts[6] ?? 99) <= (counts[5] ?? 0) + 1, counts.join(' '));
  });

  it('prints a sign for characters that it cannot print, and cuts what is endless', async () => {
    const wild = '甲\u202e乙\u0000丙\u{1f600}丁عربי\ud800戊\n己';
    const [section] = printable(bench.engine.fonts, reportContent(signed(1, wild), MAKER)).sections.slice(-1);
    const name = section?.rows.find(({ label }) => label === '签章人')?.value ?? '';
    assert.match(name, /^甲〓乙〓丙〓丁〓+戊〓己，/);
    const endless = face(signed(1, '长'.repeat(100_000)));
    assert.ok(endless.template.pages.length <= 3);
    assert.ok((await print(signed(2, `${wild}${'x'.repeat(5000)}`))).length > 10_000);
  });
});
