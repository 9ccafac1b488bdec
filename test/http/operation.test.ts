import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { openApp, problem, type OpenApp } from '../support/http.ts';
import { temporaryFolder } from '../support/temporary.ts';

describe('http: health, metrics, page', function () {
  this.timeout(300_000);
  let app: OpenApp;
  before(async () => {
    app = await openApp();
  });
  after(() => app.close());

  it('says that it lives and that it can work', async () => {
    const alive = await request(app.server).get('/healthz').expect(200);
    assert.deepEqual(alive.body, { alive: true });
    const ready = await request(app.server).get('/readyz').expect(200);
    assert.deepEqual(ready.body, { ready: true, parts: { store: true, signer: true, fonts: true } });
  });

  it('says which part cannot work', async () => {
    const own = await openApp({
      change: (services) => ({
        ...services,
        readiness: () =>
          Promise.resolve([
            { name: 'store', ready: false },
            { name: 'signer', ready: true },
          ]),
      }),
    });
    try {
      const response = await request(own.server).get('/readyz').expect(503);
      assert.deepEqual(response.body, { ready: false, parts: { store: false, signer: true } });
      await request(own.server).get('/healthz').expect(200);
    } finally {
      await own.close();
    }
  });

  it('counts requests by pattern, not by address', async () => {
    await request(app.server).get('/v/7K3M-9QXA-2BTV-H4ZD-W');
    const { text } = await request(app.server).get('/metrics').expect(200);
    assert.match(text, /http_requests_total\{method="GET",route="\/v\/\{code\}",status="503"\} 1/);
    assert.match(text, /http_request_duration_seconds_bucket/);
    assert.match(text, /process_resident_memory_bytes/);
    assert.match(text, /^signer_starts_total 2$/m);
    assert.match(text, /^signer_audit_differences -1$/m);
    assert.match(text, /^journal_anchored_sequence 7$/m);
    assert.match(text, /^journal_unanchored_seconds 90$/m);
    assert.match(text, /^first_expiry_seconds\{kind="seal"\} 86400\.5$/m);
    assert.match(text, /^evidence_pending 3$/m);
    assert.match(text, /^evidence_pending_oldest_seconds 90(\.\d+)?$/m);
    assert.doesNotMatch(text, /7K3M/);
  });

  it('has no metrics where they are switched off', async () => {
    const own = await openApp({ settings: { metrics: false } });
    try {
      problem(await request(own.server).get('/metrics'), 'ROUTE_NOT_FOUND');
      const described = (await request(own.server).get('/openapi.json')).body as { readonly paths: object };
      assert.ok(!('/metrics' in described.paths));
    } finally {
      await own.close();
    }
  });

  it('says in both languages that the page is not built', async () => {
    for (const path of ['/', '/v/ABCD']) {
      const response = await request(app.server).get(path).expect(503);
      assert.match(response.get('Content-Type') ?? '', /^text\/html; charset=utf-8/);
      assert.match(response.text, /尚未构建[\s\S]*not built/);
    }
  });

  it('serves the built page, its files for long, and nothing outside', async () => {
    const folder = temporaryFolder();
    const webRoot = join(folder, 'web');
    mkdirSync(join(webRoot, 'assets'), { recursive: true });
    writeFileSync(join(folder, 'secret.txt'), 'secret');
    writeFileSync(join(webRoot, '.hidden'), 'secret');
    writeFileSync(join(webRoot, 'index.html'), '<!doctype html><title>page</title>');
    writeFileSync(join(webRoot, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    writeFileSync(join(webRoot, 'assets/index-1a2b.js'), 'export {};');
    const own = await openApp({ settings: { webRoot } });
    try {
      for (const path of ['/', '/v/7K3M-9QXA-2BTV-H4ZD-W', '/v/whatever']) {
        const response = await request(own.server).get(path).expect(200);
        assert.match(response.text, /<title>page/);
        assert.equal(response.get('Cache-Control'), 'no-store');
      }
      const script = await request(own.server).get('/assets/index-1a2b.js').expect(200);
      assert.match(script.get('Cache-Control') ?? '', /immutable/);
      assert.match(script.get('Content-Type') ?? '', /javascript/);
      await request(own.server).get('/favicon.svg').expect(200);
      for (const path of [
        '/../secret.txt',
        '/..%2fsecret.txt',
        '/assets/..%2f..%2fsecret.txt',
        '/.hidden',
        '/assets',
        '/assets/',
      ]) {
        const response = await request(own.server).get(path);
        assert.ok(response.status === 404 || response.status === 400, `${path}: ${response.status}`);
        assert.doesNotMatch(response.text, /^secret/);
      }
    } finally {
      await own.close();
    }
  });
});
