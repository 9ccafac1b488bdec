/** Checking the QR code of a licence in a real browser: with a network, and without. */
import assert from 'node:assert/strict';
import type { BrowserContext, Page } from 'playwright-core';
import { claimAddress, ENTRY, printedCode, type LicenceClaim } from '../../src/claim/index.ts';
import type { LocalDate } from '../../src/base/time.ts';
import { claimOf, makeSigner, published, signedClaim, signedKeySet, signedList } from '../support/claims.ts';
import { hasBrowser, openBrowser, servePage, type Asked, type Canned, type ServedPage } from '../support/web-page.ts';

const HOUR = 3_600_000;
const now = Math.floor(Date.now() / 1000) * 1000;

describe('the public page, checking QR codes', function () {
  this.timeout(120_000);
  const claims = makeSigner();
  const lists = makeSigner();
  const stranger = makeSigner();
  const keys = [published(claims, ['licence-claim']), published(lists, ['status-list', 'key-set'])];
  let entries = new Uint8Array(1000);
  let listIssuedAt = now;
  let served: ServedPage;
  let browser: { readonly context: BrowserContext; close(): Promise<void> } | undefined;
  let page: Page;
  let faults: string[];

  function answer({ url }: Asked): Canned | null {
    if (url === '/api/v1/key-set')
      return { status: 200, body: signedKeySet(lists, keys, { issuedAt: now, nextUpdate: now + 7 * 24 * HOUR }) };
    if (url === '/api/v1/status-lists') return { status: 200, body: { lists: 1 } };
    if (url === '/api/v1/status-lists/1')
      return { status: 200, body: signedList(lists, { entries, issuedAt: listIssuedAt, nextUpdate: listIssuedAt + 24 * HOUR }) };
    return { status: 404, body: { code: 'LICENCE_NOT_FOUND', detail: 'There is no such licence' } };
  }

  before(async function () {
    if (!hasBrowser()) {
      this.test?.parent?.suites.forEach((suite) => (suite.title += ' (no Chromium here)'));
      this.skip();
    }
    served = await servePage(answer);
  });
  after(async () => {
    if (hasBrowser()) await served.close();
  });

  beforeEach(async () => {
    entries = new Uint8Array(1000);
    listIssuedAt = now;
    faults = [];
    served.asked.length = 0;
    // Nothing kept from the test before.
    browser = await openBrowser();
    page = await browser.context.newPage();
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/Failed to load resource|ERR_INTERNET_DISCONNECTED/.test(message.text()))
        faults.push(message.text());
    });
  });
  afterEach(async () => {
    await browser?.close();
    assert.deepEqual(faults, []);
  });

  const addressOf = (other: Partial<LicenceClaim> = {}, by = claims): string =>
    claimAddress(served.url, signedClaim(by, other)).slice(served.url.length);
  const open = async (path: string, language: 'zh' | 'en' = 'zh'): Promise<void> => {
    await page.goto('about:blank');
    await page.addInitScript((chosen) => {
      if (location.protocol.startsWith('http')) localStorage.setItem('language', chosen);
    }, language);
    await page.goto(served.url + path);
    await page.waitForSelector('[data-claim], [data-problem], .ways');
  };
  const verdict = (): Promise<string | null> => page.locator('[data-claim]').getAttribute('data-claim');
  const text = (): Promise<string> => page.locator('main').innerText();
  const whenControlled = async (): Promise<void> => {
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  };

  it('says of a genuine code what it says, and how old the list is, and sends nothing of it', async () => {
    listIssuedAt = now - 3 * HOUR;
    await open(addressOf());
    assert.equal(await verdict(), 'valid');
    assert.equal(await page.locator('main h1').innerText(), '真实有效');
    const shown = await text();
    assert.match(shown, /食品经营许可证[^]*样本省市场监督管理局[^]*样本省\*\*\*\*公司[^]*2026年1月1日/);
    assert.match(shown, /（3 小时前），服务器上没有更新的列表/);
    assert.match(shown, /二维码签名者\s+样本省电子证照/);
    assert.deepEqual([...new Set(served.asked.map(({ method, url }) => `${method} ${url}`))].sort(), [
      'GET /api/v1/key-set',
      'GET /api/v1/status-lists/1',
    ]);
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'verdict');
  });

  const verdicts: readonly (readonly [string, string, string, () => string])[] = [
    ['suspended', '证照已暂扣', 'Licence suspended', () => (entries.fill(ENTRY.suspended), addressOf())],
    ['ended', '证照已终止', 'Licence ended', () => (entries.fill(ENTRY.ended), addressOf())],
    ['replaced', '证照已被新版本替换', 'Licence replaced', () => (entries.fill(ENTRY.replaced), addressOf())],
    ['expired', '证照已过期', 'Licence expired', () => addressOf({ validTo: '2026-02-01' as LocalDate })],
    [
      'not-yet-valid',
      '证照尚未生效',
      'Licence not yet in force',
      () => addressOf({ validFrom: '2099-01-01' as LocalDate, validTo: 'long-term' }),
    ],
    ['unknown-issuer', '签发者未知', 'Signed by somebody unknown', () => addressOf({}, stranger)],
    [
      'altered',
      '二维码内容被改动',
      'QR code altered',
      () => {
        const bytes = signedClaim(claims);
        return claimAddress('', bytes.with(22, (bytes[22] ?? 0) ^ 1));
      },
    ],
    [
      'status-unavailable',
      '二维码真实，状态无法确认',
      'QR code genuine, status unavailable',
      () => addressOf({ status: { list: 9, index: 1 } }),
    ],
  ];
  for (const [expected, zh, en, make] of verdicts)
    it(`tells a code that is ${expected} apart, in both languages`, async () => {
      const address = make();
      for (const [language, title] of [
        ['zh', zh],
        ['en', en],
      ] as const) {
        await open(address, language);
        assert.equal(await verdict(), expected);
        assert.equal(await page.locator('main h1').innerText(), title);
        assert.equal(await page.locator('.specimen').count(), 0);
      }
    });

  it('never shows a specimen as passed', async () => {
    await open(addressOf({ demonstration: true }));
    assert.equal(await page.locator('main h1').innerText(), '样本，无效');
    assert.equal(await page.locator('.specimen').count(), 1);
  });

  it('says so where there is no claim to read', async () => {
    await open('/v#AAAA');
    assert.equal(await page.locator('[data-problem]').getAttribute('data-problem'), 'claim-unreadable');
    assert.deepEqual(served.asked, []);
  });

  it('checks with the network off, once the device is prepared, and says that the list is kept and how old', async () => {
    await open('/');
    await page.getByRole('button', { name: '准备离线查验' }).click();
    await page.waitForSelector('[data-offline=ready]');
    assert.match(await page.locator('.offline').innerText(), /已就绪：本机已保存 1 份状态列表/);
    await whenControlled();
    await browser?.context.setOffline(true);
    served.asked.length = 0;
    await open(addressOf());
    assert.equal(await verdict(), 'valid');
    assert.match(await text(), /为本机保存的列表，未能连接服务器/);
    await open(addressOf({ status: { list: 2, index: 1 } }), 'en');
    assert.equal(await verdict(), 'status-unavailable', 'a list that was not fetched');
    await open(addressOf({}, stranger), 'en');
    assert.equal(await verdict(), 'unknown-issuer');
    assert.deepEqual(served.asked, []);
    await browser?.context.setOffline(false);
  });

  it('relies on no list that is overdue, and says what it had', async () => {
    listIssuedAt = now - 30 * HOUR;
    entries[77] = ENTRY.suspended;
    await open(addressOf(), 'en');
    assert.equal(await verdict(), 'status-unavailable');
    assert.match(await text(), /30 h old: too old to rely on[^]*The old list had: Licence suspended/);
  });

  it('takes what a hand-held scanner types, and asks the register only when told to', async () => {
    await open('/');
    await page.fill('#code', `https://elsewhere.example${addressOf()}`);
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-claim]');
    assert.ok(served.asked.every(({ url }) => !url.includes('/codes/')));
    await page.getByRole('button', { name: '向登记簿实时查询' }).click();
    await page.waitForSelector('[data-problem=code-unknown]');
    assert.ok(served.asked.some(({ url }) => url === `/api/v1/verifications/codes/${printedCode(claimOf(claims).code)}`));
  });

  it('keeps what everybody may have, and nothing of the licence', async () => {
    await open(addressOf());
    await whenControlled();
    const kept = await page.evaluate(async () => {
      const paths: string[] = [];
      for (const name of await caches.keys())
        for (const { url } of await (await caches.open(name)).keys()) paths.push(new URL(url).pathname + new URL(url).hash);
      return { paths, local: Object.keys(localStorage), session: Object.keys(sessionStorage), cookie: document.cookie };
    });
    assert.deepEqual([kept.local, kept.session, kept.cookie], [['language'], [], '']);
    const others = kept.paths.filter((path) => !path.startsWith('/assets/'));
    assert.deepEqual(others.sort(), ['/', '/api/v1/key-set', '/api/v1/status-lists/1', '/favicon.svg']);
  });
});
