import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { BrowserContext, Page } from 'playwright-core';
import type { VerificationReport } from '../../src/report/index.ts';
import type { CodeAnswer, ShownAnswer } from '../../src/web/api.ts';
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

const SECRET = 'ab'.repeat(32);
const SHOWN: ShownAnswer = {
  ...ANSWER,
  ...{ identifier: '1.2.156.3005.2.X', asOf: '2026-05-07T01:00:00.000Z' },
  fields: [
    { name: '负责人', label: '负责人', value: '欧***' },
    { name: '住址', label: '住址', value: null },
  ],
};

/** What is shown: a code at once, a link by its separate code alone. */
function shownAnswer({ url, body }: Asked): Canned {
  const { code } = JSON.parse(body.toString()) as { readonly code: string };
  if (url.endsWith('public-views')) return { status: 200, body: { ...SHOWN, fields: [] } };
  if (code === '12345678') return { status: 200, body: SHOWN };
  return code === '00000000'
    ? { status: 410, body: { code: 'PRESENTATION_OVER', detail: 'It is over' } }
    : { status: 403, body: { code: 'PRESENTATION_CODE_REFUSED', detail: 'The separate code is wrong' } };
}

const NOW = '2026-05-07T01:00:00.000Z';
/** What the server says to a holder; `state` is how the code that he shows stands. */
const holder = { signedIn: true, password: false, state: 'open' };

/** A holder's own. */
function myAnswer({ method, url, body }: Asked): Canned {
  const path = url.replace('/api/v1/', '').replace(/\?.*$/, '');
  const listed = {
    ...ANSWER,
    identifier: 'L-1',
    issuer: { code: 'x', name: ANSWER.issuer },
    status: { value: 'valid', since: NOW },
  };
  const made = { id: 'p', digits: '12345678', expiresAt: new Date(Date.now() + 60_000).toISOString(), state: 'open' };
  const qr = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M4 4h1v1h-1z"/></svg>';
  switch (`${method} ${path}`) {
    case 'GET session':
      return holder.signedIn
        ? { status: 200, body: { kind: 'holder', name: '欧阳晓样', csrfToken: 'token' } }
        : { status: 401, body: { code: 'NOT_SIGNED_IN', detail: 'Sign in first' } };
    case 'GET my/licences':
      return { status: 200, body: { items: [listed], next: null } };
    case 'GET my/licences/L-1':
      return { status: 200, body: { fields: { 负责人: '欧阳晓样', 住址: 'x' } } };
    case 'GET my/presentation-password':
      return { status: 200, body: { setAt: holder.password ? NOW : null } };
    case 'POST my/presentation-password':
      return { status: 200, body: { setAt: NOW } };
    case 'POST my/presentations':
      return body.includes('hat7Zq')
        ? { status: 201, body: { ...made, qr } }
        : { status: 403, body: { code: 'PRESENTATION_PASSWORD_REFUSED', detail: '亮证口令错误' } };
    case 'GET my/presentations':
      return { status: 200, body: { items: [{ ...made, state: holder.state }] } };
    case 'GET my/uses':
      return {
        status: 200,
        body: {
          items: [
            {
              ...{ id: 'u', at: NOW, user: { kind: 'official', organisation: '样例中心', nameMasked: null } },
              ...{ purpose: { item: '贷款', cause: 'x' }, licence: { identifier: 'L-1', typeName: ANSWER.typeName } },
            },
          ],
          next: null,
        },
      };
    default:
      return { status: 404, body: {} };
  }
}

function answer(asked: Asked): Canned | null {
  const { url, body } = asked;
  if (/\/api\/v1\/(?:my|session)/.test(url)) return myAnswer(asked);
  if (url.includes('/presentations/')) return shownAnswer(asked);
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

  it('shows what a holder shows only when told to, since that uses it up, and forgets the code', async () => {
    await open(`/#p=${SECRET}`, 'zh');
    await page.waitForSelector('#shown-heading');
    assert.equal(await headline(), '持证主体向您出示证照');
    assert.equal(served.asked.length, 0);
    await page.click('button[type=submit]');
    await page.waitForSelector('.verdict');
    assert.deepEqual(
      served.asked.map(({ method, url, body }) => [method, url, body.toString()]),
      [['POST', '/api/v1/presentations/public-views', JSON.stringify({ code: SECRET })]],
    );
    assert.ok((await page.locator('main').innerText()).includes(ANSWER.typeName));
    await page.locator('.actions button').first().click();
    assert.equal(new URL(page.url()).hash, '');
  });

  it('opens a link by its separate code, in both languages, says which fault it was, and lets it be typed again', async () => {
    for (const [language, wrong, over] of [
      ['zh', '提取码错误', '亮证已失效'],
      ['en', 'The separate code is wrong', 'It is over'],
    ] as const) {
      await page.goto('about:blank');
      await page.goto(served.url);
      await open(`/#s=${SECRET}`, language);
      await page.reload();
      await page.waitForSelector('#separate');
      const type = async (code: string): Promise<void> => {
        await page.fill('#separate', code);
        await page.click('button[type=submit]');
      };
      served.asked.length = 0;
      await type('123');
      assert.notEqual(await page.locator('#separate-error').innerText(), '');
      assert.equal(served.asked.length, 0);
      await type('9999 9999');
      await page.waitForSelector('[data-problem=separate-wrong]');
      assert.equal(await headline(), wrong);
      await page.locator('.actions button').first().click();
      await page.waitForSelector('#separate');
      await type('1234-5678');
      await page.waitForSelector('.verdict:not(.problem)');
      const text = await page.locator('main').innerText();
      assert.ok(text.includes('欧***') && text.includes('住址'));
      await open('/', language);
      await open(`/#s=${SECRET}`, language);
      await page.waitForSelector('#separate');
      await type('00000000');
      await page.waitForSelector('[data-problem=shown-over]');
      assert.equal(await headline(), over);
    }
  });

  it('leads a holder to his licences, shows one by a code, and says when it was seen and who used them', async () => {
    Object.assign(holder, { signedIn: false, password: false, state: 'open' });
    await open('/', 'zh');
    await page.click('a[href="#my"]');
    await page.waitForSelector('a[href="/oidc/holders/sign-in"]');
    holder.signedIn = true;
    await page.reload();
    await page.waitForSelector('[data-licence="L-1"]');
    assert.match(await page.locator('main').innerText(), /样例中心 · 食品经营许可证 贷款/);
    await page.getByRole('button', { name: '亮证' }).click();
    await page.fill('#presentation-password', 'hat7Zq');
    await page.click('button[type=submit]');
    await page.getByRole('button', { name: '生成亮证码' }).waitFor();
    await page.getByLabel('负责人').check();
    await page.fill('#presentation-password', 'hat7Zq');
    await page.click('button[type=submit]');
    await page.waitForSelector('svg.qr');
    assert.ok((await page.locator('main').innerText()).includes('12345678'));
    const sent = served.asked.filter(({ method }) => method === 'POST').map(({ url, body }) => [url, body.toString()]);
    assert.deepEqual(sent, [
      ['/api/v1/my/presentation-password', JSON.stringify({ next: 'hat7Zq' })],
      ['/api/v1/my/presentations', JSON.stringify({ identifier: 'L-1', fields: ['负责人'], password: 'hat7Zq' })],
    ]);
    holder.state = 'used';
    await page.waitForSelector('[data-state=used]');
    assert.equal(await page.locator('svg.qr').count(), 0);
  });

  it('tells a holder of a wrong presentation password, in the words of the server', async () => {
    Object.assign(holder, { signedIn: true, password: true, state: 'open' });
    await open('/', 'zh');
    await page.click('a[href="#my"]');
    await page.getByRole('button', { name: '亮证' }).click();
    await page.fill('#presentation-password', 'wrong-one');
    await page.click('button[type=submit]');
    await page.waitForSelector('[data-problem=refused]');
    assert.match(await page.locator('main').innerText(), /亮证口令错误/);
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

  it('weighs less than 100 KB on the wire, 35 KB more where a QR code is checked, and 10 KB more for holders', () => {
    const files = readdirSync(served.folder, { recursive: true, encoding: 'utf8' }).map((name) => join(served.folder, name));
    const weights = files
      .filter((file) => statSync(file).isFile())
      .map((file) => ({ file, size: gzipSync(readFileSync(file)).length }));
    const weigh = (counts: (file: string) => boolean): number =>
      weights.filter(({ file }) => counts(file)).reduce((sum, { size }) => sum + size, 0);
    const isLater = (file: string): boolean => /offline-|service-worker/.test(file);
    const isHolders = (file: string): boolean => /MyPage/.test(file);
    const first = weigh((file) => !isLater(file) && !isHolders(file));
    assert.ok(first < 100_000, `${first} bytes`);
    assert.ok(weigh(isHolders) < 10_000, `${weigh(isHolders)} bytes`);
    // What checks brings the messages of all errors along.
    assert.ok(weigh(isLater) < 35_000, `${weigh(isLater)} bytes`);
  });
});
