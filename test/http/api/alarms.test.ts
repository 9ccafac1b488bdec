/** Alarms over HTTP, and the digest of an address that a sign-in leaves. */
import assert from 'node:assert/strict';
import request from 'supertest';
import { createAlarmWatch } from '../../../src/services/alarms/index.ts';
import { createLease } from '../../../src/services/journal/index.ts';
import { openApp, problem, signInAs, type OpenApp } from '../../support/http.ts';

describe('http: alarms', function () {
  this.timeout(300_000);
  let app: OpenApp;
  before(async () => {
    app = await openApp();
  });
  after(() => app.close());

  it('shows to an auditor what a clerk was refused too often, and to no clerk', async () => {
    const { store, access } = app;
    const { records, clock } = access;
    const watch = createAlarmWatch({
      ...{ store, journal: access.journal, clock, tell: () => undefined },
      lease: createLease({ records, clock, name: 'alarms-over-http', owner: 'test', duration: 30_000 }),
      limits: {
        ...{
          refusals: { most: 3, within: 3_600_000 },
          reads: null,
          licences: null,
          stamps: null,
          addresses: null,
          misses: null,
          unusual: null,
        },
      },
    });
    await watch.round();
    const clerk = await signInAs(app, 'clerk');
    for (let count = 0; count < 4; count++)
      problem(await request(app.server).get('/api/v1/alarms').set('Cookie', clerk.cookie), 'NOT_ALLOWED');
    await watch.round();
    const auditor = await signInAs(app, 'auditor');
    const { body } = (await request(app.server).get('/api/v1/alarms?limit=1').set('Cookie', auditor.cookie).expect(200)) as {
      readonly body: { readonly items: readonly Record<string, unknown>[]; readonly next: string | null };
    };
    const [{ id, subject, usedAt, raisedAt, ...alarm } = {}] = body.items;
    assert.deepEqual(alarm, { rule: 'refusals', count: 4, most: 3, withinSeconds: 3600 });
    assert.match(String(subject), /^accounts\/[0-9a-f]+$/);
    assert.ok([id, usedAt, raisedAt].every((value) => typeof value === 'string'));
    assert.doesNotMatch(JSON.stringify(body), /clerk/);
  });
});
