/** What everybody may fetch to check papers without a network. */
import assert from 'node:assert/strict';
import request, { type Response, type Test } from 'supertest';
import { createSystemRandom } from '../../../src/adapters/platform/random.ts';
import { readKeySet, readStatusList } from '../../../src/claim/index.ts';
import { createStatusPublisher, ensureClaimKeys } from '../../../src/services/claims/index.ts';
import { createLease } from '../../../src/services/journal/index.ts';
import { sharedRegister } from '../../support/certificate-register.ts';
import { verifier } from '../../support/claims.ts';
import { AUTHORISATION } from '../../support/custody.ts';
import { openApp, problem, sharedInstallation, type OpenApp } from '../../support/http.ts';
import { crypto } from '../../support/pki.ts';

const KEY_SET = '/api/v1/key-set';
const LIST = '/api/v1/status-lists/1';

describe('http: publications', function () {
  this.timeout(300_000);
  let app: OpenApp;
  before(async () => {
    app = await openApp();
  });
  after(() => app.close());

  const get = (path: string, etag?: string): Test => {
    const asked = request(app.server).get(path).buffer(true);
    return etag === undefined ? asked : asked.set('If-None-Match', etag);
  };
  const header = (response: Response, name: string): string => response.headers[name] as string;

  it('are not there before the first round of publishing', async () => {
    problem(await get(KEY_SET), 'PUBLICATION_NOT_FOUND');
    problem(await get(LIST), 'PUBLICATION_NOT_FOUND');
    assert.deepEqual((await get('/api/v1/status-lists')).body, { lists: 1 });
  });

  it('are sent to everybody, to be kept for less than a minute, and not again while they are the same', async () => {
    const { store, custody, trust } = await sharedInstallation();
    const clock = { now: () => Date.now() };
    await ensureClaimKeys(
      { signer: custody, custody, crypto, random: createSystemRandom(), register: sharedRegister },
      { now: clock.now(), authorisation: AUTHORISATION },
    );
    const lease = createLease({ records: store.records, clock, name: 'status-lists', owner: 'test', duration: 20_000 });
    await createStatusPublisher({ store, custody, signer: custody, crypto, clock, lease, trust: () => trust }).round();
    const list = await get(LIST);
    assert.equal(list.status, 200);
    assert.equal(header(list, 'content-type'), 'application/octet-stream');
    assert.equal(header(list, 'cache-control'), 'max-age=30, public, no-transform, must-revalidate');
    assert.equal(readStatusList(new Uint8Array(list.body as Buffer), verifier.sm3).list.list, 1);
    const again = await get(LIST, header(list, 'etag'));
    assert.equal(again.status, 304);
    assert.equal(again.text, '');
    assert.equal((await get(LIST, '"another"')).status, 200);
    const keys = await get(KEY_SET);
    assert.equal(readKeySet(new Uint8Array(keys.body as Buffer)).keySet.keys.length, 2);
    assert.equal((await get(KEY_SET, header(keys, 'etag'))).status, 304);
    assert.match(header(keys, 'cache-control'), /^max-age=300, public/);
  });

  it('have numbers from 1', async () => {
    problem(await get('/api/v1/status-lists/0'), 'REQUEST_INVALID');
    problem(await get('/api/v1/status-lists/x'), 'REQUEST_INVALID');
    problem(await get('/api/v1/status-lists/2'), 'PUBLICATION_NOT_FOUND');
  });
});
