import assert from 'node:assert/strict';
import request from 'supertest';
import { followStatistics } from '../../../src/services/statistics/index.ts';
import { bearer, issueRequest, openApp, problem, signInAs, type OpenApp, type SignedIn } from '../../support/http.ts';

interface Body {
  readonly countedTo: number;
  readonly rows: readonly { readonly type: string | null; readonly counts: Readonly<Record<string, number>> }[];
  readonly total: {
    readonly counts: Readonly<Record<string, number>>;
    readonly standings: Readonly<Record<string, number>> | null;
    readonly inTimeShare: number | null;
  };
}

describe('http: statistics', function () {
  this.timeout(300_000);
  let app: OpenApp;
  let clerk: SignedIn;
  let auditor: SignedIn;
  before(async () => {
    app = await openApp();
    [clerk, auditor] = [await signInAs(app, 'clerk'), await signInAs(app, 'auditor')];
  });
  after(() => app.close());

  const get = (who: SignedIn, path: string) => request(app.server).get(`/api/v1/statistics${path}`).set('Cookie', who.cookie);
  const YEARS = 'from=2024-01-01&to=2032-12-31';

  it('say what was issued, as JSON and as CSV', async () => {
    const before = ((await get(clerk, `?${YEARS}`).expect(200)).body as Body).total.counts['issued'] ?? 0;
    await request(app.server).post('/api/v1/licences').set('Authorization', bearer(app)).send(issueRequest()).expect(201);
    for (let waited = 0; waited < 200; waited++) {
      await followStatistics({ store: app.store });
      const { total } = (await get(clerk, `?${YEARS}`).expect(200)).body as Body;
      if ((total.counts['issued'] ?? 0) > before) break;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    const whole = (await get(auditor, `?${YEARS}&by=type,month`).expect(200)).body as Body;
    assert.ok((whole.total.counts['issued'] ?? 0) > before);
    assert.ok(whole.rows.length > 0 && whole.countedTo > 0);
    assert.ok((whole.total.standings?.['valid'] ?? 0) > 0);
    const csv = await get(auditor, `/export?${YEARS}&by=organisation&language=en`).expect(200);
    assert.match(csv.get('Content-Type') ?? '', /^text\/csv/);
    assert.match(csv.get('Content-Disposition') ?? '', /statistics\.csv/);
    assert.ok(csv.text.includes('name of the organisation'));
  });

  it('refuse what cannot be asked', async () => {
    const impossible = await get(clerk, '?from=2026-02-30&to=2026-03-01');
    problem(impossible, 'REQUEST_INVALID');
    assert.match(JSON.stringify(impossible.body), /must be a date such as 2026-03-01/);
    problem(await get(clerk, `?${YEARS}&by=holder`), 'REQUEST_INVALID');
    problem(await get(clerk, '?from=2026-03-01&to=2026-02-01'), 'INPUT_INVALID');
    problem(await get(await signInAs(app, 'sealer'), `?${YEARS}`), 'NOT_ALLOWED');
  });
});
