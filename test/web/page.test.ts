import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { BrowserContext, Page } from 'playwright-core';
import type { VerificationReport } from '../../src/report/index.ts';
import type { CodeAnswer } from '../../src/web/api.ts';
import {
  ALTERED_REPORT,
  COVERED_REPORT,
  PASSED_REPORT,
  REVOKED_REPORT,
  SPECIMEN_REPORT,
  TWO_ALGORITHMS_REPORT,
  UNSIGNED_REPORT,
  UNTRUSTED_REPORT,
} from '../support/reports.ts';
import { hasBrowser, openBrowser, servePage, type Asked, type Canned, type ServedPage } from '../support/web-page.ts';

const REPORTS: Readonly<Record<string, VerificationReport>> = {
  passed: PASSED_REPORT,
  altered: ALTERED_REPORT,
  covered: COVERED_REPORT,
  untrusted: UNTRUSTED_REPORT,
  revoked: REVOKED_REPORT,
  specimen: SPECIMEN_REPORT,
  unsigned: UNSIGNED_REPORT,
  both: TWO_ALGORITHMS_REPORT,
};

/** Of the report that was kept. */
const ID = '0197f0c1a2b3'.padEnd(44, 'a');
const CODE = 'A1B2-C3D4-E5F6-G7H8-K';
const ANSWER: CodeAnswer = {
  status: 'valid',
  since: '2026-05-05T16:00:00.000Z',
  typeName: '食品经营许可证',
  typeCode: '11510000MB0000001X001',
  issuer: '样本省市场监督管理局',
  holderMasked: '样本省****限公司',
  validFrom: '2026-05-06',
  validTo: 'long-term',
  demonstration: false,
};

const PROBLEMS: Readonly<Record<string, Canned | null>> = {
  large: { status: 413, body: { code: 'INPUT_TOO_LARGE', detail: 'Larger than allowed', detailZh: '超过允许的大小' } },
  many: { status: 429, body: { code: 'RATE_LIMITED', detail: 'Too many' }, headers: { 'Retry-After': '42' } },
  broken: { status: 500, body: { detail: 'Internal error', detailZh: '内部错误' }, headers: { 'X-Request-Id': 'req-7f3a' } },
  page: { status: 502, body: '<html>Bad gateway</html>' },
  encrypted: { status: 422, body: { code: 'PDF_ENCRYPTED', detail: 'The PDF is encrypted' } },
  refused: { status: 422, body: { code: 'X', detail: '无法处理', detailEn: 'Cannot be processed', detailZh: '无法处理' } },
  garbage: { status: 200, body: '{"half":' },
  cut: null,
};

function answer({ url, body }: Asked): Canned | null {
  if (url.endsWith(CODE)) return { status: 200, body: ANSWER };
  if (url.includes('/codes/')) return { status: 404, body: { code: 'LICENCE_NOT_FOUND', detail: 'There is no such licence' } };
  const name = /^%PDF-1\.7 (\w+)/.exec(body.toString('latin1'))?.[1] ?? '';
  const report = REPORTS[name];
  const id = name === 'passed' || name === 'revoked' ? ID : null;
  return report ? { status: 200, body: { ...report, id, printable: name === 'passed' } } : (PROBLEMS[name] ?? null);
}

describe('the public page', function () {
  this.timeout(120_000);
  let served: ServedPage;
  let browser: { readonly context: BrowserContext; close(): Promise<void> } | undefined;
  let page: Page;
  let faults: string[];

  before(async function () {
    if (!hasBrowser()) {
      this.test?.parent?.suites.forEach((suite) => (suite.title += ' (no Chromium here)'));
      this.skip();
    }
    served = await servePage(answer);
    browser = await openBrowser();
  });

  after(async () => {
    await browser?.close();
    if (browser) await served.close();
  });

  beforeEach(async () => {
    faults = [];
    served.asked.length = 0;
    page = (await browser?.context.newPage()) as Page;
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('Failed to load resource')) faults.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(served.url)) faults.push(`outside request: ${request.url()}`);
    });
    await page.goto(served.url);
    await page.evaluate(() => localStorage.clear());
  });

  afterEach(async () => {
    await page.close();
    assert.deepEqual(faults, []);
  });

  const open = async (path: string, language: 'zh' | 'en'): Promise<void> => {
    await page.evaluate((chosen) => localStorage.setItem('language', chosen), language);
    await page.goto(served.url + path);
  };
  const choose = (name: string, bytes = `%PDF-1.7 ${name}`): Promise<void> =>
    page.setInputFiles('input[type=file]', { name: `${name}.pdf`, mimeType: 'application/pdf', buffer: Buffer.from(bytes) });
  const headline = (): Promise<string> => page.locator('main h1').innerText();
  const tones = (): Promise<(string | null)[]> =>
    page.locator('[data-tone]').evaluateAll((elements) => elements.map((element) => element.getAttribute('data-tone')));

  it('sends the bytes of the file as they are and shows the verdict in words, focused', async () => {
    await open('/', 'zh');
    await choose('passed');
    await page.waitForSelector('.verdict');
    assert.equal(await headline(), '真实有效');
    assert.deepEqual(await tones(), ['passed', 'passed', 'passed', 'passed', 'indeterminate']);
    assert.deepEqual(
      served.asked.map(({ method, url, type, body }) => [method, url, type, body.toString()]),
      [['POST', '/api/v1/verifications', 'application/pdf', '%PDF-1.7 passed']],
    );
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'verdict');
  });

  const verdicts = [
    ['altered', '文件被改动', 'Altered after sealing', ['failed', 'failed', 'indeterminate', 'indeterminate']],
    ['untrusted', '签章人不在信任范围', 'Signer not trusted here', ['indeterminate', 'passed', 'indeterminate', 'indeterminate']],
    ['revoked', '证照已吊销', 'Licence revoked', ['failed', 'passed', 'passed', 'failed']],
    ['specimen', '样本，无效', 'Specimen, not valid', ['indeterminate', 'passed', 'indeterminate', 'passed']],
    ['unsigned', '文件没有签章', 'No seal in the file', ['indeterminate', 'indeterminate', 'indeterminate', 'indeterminate']],
  ] as const;
  for (const [name, zh, en, expected] of verdicts) {
    it(`tells a file that is ${name} apart, in both languages`, async () => {
      for (const [language, title] of [
        ['zh', zh],
        ['en', en],
      ] as const) {
        await open('/', language);
        await choose(name);
        await page.waitForSelector('.verdict');
        assert.equal(await headline(), title);
        assert.deepEqual(await tones(), [...expected, 'indeterminate']);
        assert.equal(await page.locator('.specimen').count(), name === 'specimen' ? 1 : 0);
      }
    });
  }

  it('says what to do about each problem, and nothing where there is none', async () => {
    await open('/', 'zh');
    await choose('altered');
    await page.waitForSelector('.verdict');
    const problems = page.locator('.problems li');
    assert.equal(await problems.count(), 2);
    assert.match(await problems.first().innerText(), /文件被改动\s+签章 1\s+请勿采信此文件/);
    await open('/', 'zh');
    await choose('passed');
    await page.waitForSelector('.verdict');
    assert.equal(await problems.count(), 0);
  });

  it('tells a signature without a seal from a seal: its form, and what it permits where it certifies', async () => {
    for (const [language, own, claimed, detail] of [
      [
        'zh',
        '数字签名 · PAdES（ETSI EN 319 142） · 认证文件：此后仅允许填写表单和签名、签章',
        '声称的签名时间',
        '非认证签名，不限制后续更改',
      ],
      [
        'en',
        'digital signature · PAdES (ETSI EN 319 142) · certifies the document: only filling in fields and signing are permitted after it',
        'Claimed time of signing',
        'none: it does not restrict later changes',
      ],
    ] as const) {
      await open('/', language);
      await choose('both');
      await page.locator('.signers li').first().waitFor();
      const [cms = '', seal = ''] = await page.locator('.signers li').allInnerTexts();
      assert.ok(cms.includes(own) && cms.includes(claimed), cms);
      assert.ok(!seal.includes('PAdES') && !seal.includes(claimed), seal);
      await page.locator('summary').press('Enter');
      assert.match(await page.locator('details .signature').first().innerText(), /PAdES[^]*ETSI\.CAdES\.detached/);
      await open('/', language);
      await choose('untrusted');
      await page.locator('summary').press('Enter');
      assert.ok((await page.locator('details .signature').innerText()).includes(detail));
    }
  });

  it('leads to the sealed report where it was kept and is sealed, and nowhere else', async () => {
    await open('/', 'zh');
    await choose('passed');
    const link = page.getByRole('link', { name: '盖章查验报告（PDF）' });
    assert.equal(await link.getAttribute('href'), `/api/v1/verifications/${ID}.pdf`);
    for (const other of ['altered', 'revoked']) {
      await open('/', 'zh');
      await choose(other);
      await page.waitForSelector('.verdict');
      assert.equal(await link.count(), 0, other);
    }
  });

  it('names the signer by certificate before the seal by its own name, and lists every check with its code', async () => {
    await open('/', 'zh');
    await choose('altered');
    const signer = await page.locator('.signers li').innerText();
    assert.ok(signer.indexOf('样本省市场监督管理局') < signer.indexOf('行政许可专用章'));
    assert.equal(await page.locator('details .checks > li').first().isVisible(), false);
    await page.locator('summary').press('Enter');
    assert.equal(await page.locator('details .signature .checks > li').count(), 13);
    assert.match(await page.locator('details').innerText(), /HASH_FAILURE[\s\S]*GB\/T 38540-2020 7\.3 e\)/);
  });

  it('says why a check failed in sentences of the language shown, and the rest in words', async () => {
    const told = async (language: 'zh' | 'en'): Promise<string> => {
      await open('/', language);
      await choose('covered');
      await page.locator('summary').press('Enter');
      return page.locator('details .checks > li').filter({ hasText: 'CHANGES_NOT_EXPLAINED' }).innerText();
    };
    const chinese = await told('zh');
    assert.equal(chinese.match(/具体原因：原有对象被覆盖/g)?.length, 1);
    assert.match(chinese, /具体原因：新增签名 Seal2 遮盖第 1 页的文字[\s\S]*对象：21\n原因：新增签名 Seal2/);
    assert.doesNotMatch(chinese, /[{}"]/, 'no JSON');
    assert.doesNotMatch(chinese, /covers text/);
    const english = await told('en');
    assert.match(english, /Reason: the added signature Seal2 covers text on page 1/);
    assert.doesNotMatch(english, /遮盖/);
  });

  const problems = [
    ['large', 'too-large', /文件过大/],
    ['many', 'too-many', /过于频繁[\s\S]*42 秒/],
    ['broken', 'server', /req-7f3a/],
    ['page', 'unavailable', /暂时不可用/],
    ['encrypted', 'encrypted', /文件已加密/],
    ['refused', 'refused', /无法处理/],
    ['garbage', 'server', /服务器出错/],
    ['cut', 'offline', /无法连接/],
  ] as const;
  for (const [name, kind, words] of problems) {
    it(`says what to do when the server answers with a problem: ${kind} (${name})`, async () => {
      await open('/', 'zh');
      await choose(name);
      await page.waitForSelector(`[data-problem=${kind}]`);
      assert.match(await page.locator('main').innerText(), words);
      assert.equal(await page.evaluate(() => document.activeElement?.id), 'problem');
    });
  }

  it('shows the words of the server in the language of the page, not of the browser', async () => {
    await open('/', 'en');
    await choose('refused');
    await page.waitForSelector('[data-problem=refused]');
    const text = await page.locator('main').innerText();
    assert.match(text, /Cannot be processed/);
    assert.doesNotMatch(text, /无法处理/);
  });

  it('asks again when told to', async () => {
    await open('/', 'en');
    await choose('cut');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.waitForSelector('[data-problem=offline]');
    assert.ok(served.asked.length >= 2);
  });

  it('does not send what is no PDF', async () => {
    await open('/', 'en');
    await choose('photo', 'JFIF');
    await page.waitForSelector('[data-problem=not-a-pdf]');
    await page.getByRole('button', { name: 'Check another' }).click();
    await choose('nothing', '');
    await page.waitForSelector('[data-problem=empty]');
    assert.deepEqual(served.asked, []);
  });

  it('takes a typed code in any grouping and by keyboard alone', async () => {
    await open('/', 'en');
    await page.focus('#code');
    await page.keyboard.type('a1b2c3d4');
    await page.keyboard.press('Enter');
    assert.match(await page.locator('#code-error').innerText(), /this one has 8/);
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'code');
    assert.equal(await page.getAttribute('#code', 'aria-invalid'), 'true');
    await page.keyboard.type(' e5f6 g7h8 k');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.verdict');
    assert.equal(served.asked[0]?.url, `/api/v1/verifications/codes/${CODE}`);
    assert.equal(await headline(), 'Licence in force');
    assert.match(await page.locator('main').innerText(), /from 6 May 2026, no end/);
    assert.equal(new URL(page.url()).pathname, '/');
  });

  it('asks at once when reached from a QR code, and forgets the code afterwards', async () => {
    await open(`/v/${CODE}`, 'zh');
    await page.waitForSelector('.verdict');
    assert.equal(await headline(), '证照有效');
    assert.equal(served.asked[0]?.url, `/api/v1/verifications/codes/${CODE}`);
    await page.getByRole('button', { name: '继续查验' }).click();
    assert.equal(new URL(page.url()).pathname, '/');
    assert.equal(await headline(), '这份证照是真的吗？');
    await open('/v/0000-0000-0000-0000-0', 'zh');
    await page.waitForSelector('[data-problem=code-unknown]');
  });

  it('takes a file dropped anywhere, also over a result', async () => {
    await open(`/v/${CODE}`, 'zh');
    await page.waitForSelector('.verdict');
    await page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['%PDF-1.7 revoked'], '证照.pdf', { type: 'application/pdf' }));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    });
    await page.waitForFunction(() => document.querySelector('h1')?.textContent === '证照已吊销');
  });

  it('remembers the language and nothing else', async () => {
    await open('/', 'zh');
    await page.getByRole('button', { name: 'English' }).click();
    assert.equal(await headline(), 'Is this licence genuine?');
    assert.equal(await page.getAttribute('html', 'lang'), 'en');
    await page.reload();
    assert.equal(await headline(), 'Is this licence genuine?');
    await choose('passed');
    await page.waitForSelector('.verdict');
    const kept = await page.evaluate(() => [Object.keys(localStorage), Object.keys(sessionStorage), document.cookie]);
    assert.deepEqual(kept, [['language'], [], '']);
  });

  it('fits 360 and 1280 pixels without scrolling sideways, and leaves no Chinese of its own in English', async () => {
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      for (const name of ['altered', 'untrusted', 'specimen']) {
        await open('/', 'en');
        await choose(name);
        await page.locator('summary').click();
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.equal(wide, 0, `${name} at ${width}`);
      }
      await open('/', 'en');
      const text = (await page.locator('#app').innerText()).replace('中文', '');
      assert.doesNotMatch(text, /[\u4e00-\u9fff]/);
    }
  });

  it('prints with every detail open and no buttons', async () => {
    await open('/', 'zh');
    await choose('altered');
    await page.waitForSelector('.verdict');
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('details .checks > li').first().isVisible(), true);
    assert.equal(await page.locator('.actions').isVisible(), false);
  });

  it('weighs less than 100 KB on the wire, and 30 KB more where a QR code is checked', () => {
    const files = readdirSync(served.folder, { recursive: true, encoding: 'utf8' }).map((name) => join(served.folder, name));
    const weights = files
      .filter((file) => statSync(file).isFile())
      .map((file) => ({ file, size: gzipSync(readFileSync(file)).length }));
    const weigh = (counts: (file: string) => boolean): number =>
      weights.filter(({ file }) => counts(file)).reduce((sum, { size }) => sum + size, 0);
    const isLater = (file: string): boolean => /offline-|service-worker/.test(file);
    assert.ok(weigh((file) => !isLater(file)) < 100_000, `${weigh((file) => !isLater(file))} bytes`);
    assert.ok(weigh(isLater) < 30_000, `${weigh(isLater)} bytes`);
  });
});
