/** What a zone mounts, and that it is as limited as the whole. */
import assert from 'node:assert/strict';
import { pino } from 'pino';
import request from 'supertest';
import { createZoneApp } from '../../src/http/app.ts';
import { zoneRoutes } from '../../src/http/routes.ts';
import type { HttpServices } from '../../src/http/services.ts';
import { createHttpServer } from '../../src/http/server.ts';
import { bindHttpServices } from '../../src/processes/server/http-services.ts';
import { openApp, problem, sharedDependencies, type OpenApp } from '../support/http.ts';

const SETTINGS = {
  ...{
    log: pino({ level: 'silent' }),
    webRoot: '/nowhere',
    cookieSecure: false,
    trustProxy: false as const,
    certificateProxies: [],
    uploadLimit: 1_000_000,
  },
  ...{ rates: { signIn: 9, code: 9, verification: 2, ocsp: 9, timeStamp: 9, token: 9 }, metrics: false },
} as const;

describe('http: zones', function () {
  this.timeout(300_000);
  let app: OpenApp;
  let services: HttpServices;
  before(async () => {
    app = await openApp({ settings: { rates: { ...SETTINGS.rates } } });
    services = bindHttpServices(await sharedDependencies());
  });
  after(() => app.close());

  it('a public zone has no route that looks at credentials', () => {
    const routes = zoneRoutes({ kind: 'public', services }, { metrics: null, webRoot: '/nowhere', mutualTls: false });
    assert.deepEqual(
      routes.filter(({ access }) => access !== 'anonymous').map(({ path }) => path),
      [],
    );
    assert.ok(routes.some(({ path }) => path === '/api/v1/verifications'));
  });

  it('credentials that nobody looks at spare nobody the limit', async () => {
    const server = createHttpServer(createZoneApp({ kind: 'public', services }, SETTINGS));
    const ask = () => request(server).post('/api/v1/verifications').set('Authorization', 'Bearer yz_x').send('%PDF-');
    await ask();
    await ask();
    problem(await ask(), 'RATE_LIMITED');
  });

  it('nor do they at a printed report in the whole', async () => {
    const ask = () =>
      request(app.server)
        .get(`/api/v1/verifications/${'0'.repeat(44)}.pdf`)
        .set('Authorization', 'Bearer yz_x');
    problem(await ask(), 'REPORT_NOT_FOUND');
    problem(await ask(), 'REPORT_NOT_FOUND');
    problem(await ask(), 'RATE_LIMITED');
  });

  it('a zone without pages has none, and no files of theirs', async () => {
    for (const zone of [
      { kind: 'whole', services, pages: false },
      { kind: 'operation', services },
    ] as const) {
      const server = createHttpServer(createZoneApp(zone, SETTINGS));
      for (const path of ['/', '/index.html', '/v/x', '/assets/x.js'])
        problem(await request(server).get(path), 'ROUTE_NOT_FOUND');
      await request(server).get('/healthz').expect(200);
    }
  });
});
