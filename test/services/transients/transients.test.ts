import assert from 'node:assert/strict';
import { createEmbeddedStore } from '../../../src/adapters/embedded/index.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import {
  claimOnce,
  createQuota,
  readTransient,
  sweepTransients,
  transient,
  type Quota,
} from '../../../src/services/transients/index.ts';
import type { OpenStore } from '../../../src/services/storage/index.ts';
import { BLOB_KEYS } from '../../support/records.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function pick(servers: readonly Quota[], index: number): Quota {
  const found = servers[index % servers.length];
  assert.ok(found);
  return found;
}

describe('what is kept for a time', () => {
  const folder = temporaryFolder();
  let store: OpenStore;
  let now = Date.UTC(2026, 0, 1, 4, 0, 1);
  const clock = { now: () => now };
  const deps = () => ({ records: store.records, clock });
  before(async () => {
    store = await createEmbeddedStore({ folder, blobKeys: BLOB_KEYS });
  });
  after(() => store.close());
  const kept = async () => (await store.records.list('transients', { limit: 1000 })).map(({ _id }) => _id);
  const refusedFor = async (work: Promise<void>): Promise<number | null> => {
    try {
      await work;
    } catch (error) {
      assert.ok(isYinzhengError(error, 'RATE_LIMITED'));
      return Number(error.details['seconds']);
    }
    return null;
  };

  it('is claimed by one of many at once, and after a restart by none', async () => {
    const claim = () => claimOnce(deps(), { value: 'a', until: now + MINUTE });
    const claims = await Promise.all(Array.from({ length: 20 }, claim));
    assert.equal(claims.filter(Boolean).length, 1);
    await store.close();
    store = await createEmbeddedStore({ folder, blobKeys: BLOB_KEYS });
    assert.equal(await claim(), false);
    assert.equal(await claimOnce(deps(), { value: 'b', until: now + MINUTE }), true);
  });

  it('is not read once it is over, and is swept, however long nobody swept', async () => {
    await store.records.insert('transients', transient('count:x', now + MINUTE, { kind: 'count', taken: 3 }));
    assert.deepEqual(await readTransient(deps(), 'count:x', 'count'), { kind: 'count', taken: 3 });
    assert.equal(await readTransient(deps(), 'count:x', 'access-token'), null);
    await store.records.insert('transients', transient('count:late', now + 29 * HOUR, { kind: 'count', taken: 1 }));
    now += MINUTE;
    assert.equal(await readTransient(deps(), 'count:x', 'count'), null);
    now += 10 * MINUTE;
    assert.equal(await sweepTransients(deps()), 3);
    assert.deepEqual(await kept(), ['count:late']);
    // Every ten minutes for two days, as a server that was away for a week does.
    now += 7 * 24 * HOUR;
    for (let round = 0; round < 2 * 24 * 6; round++) {
      await sweepTransients(deps());
      now += 10 * MINUTE;
    }
    assert.deepEqual(await kept(), []);
  });

  it('keeps what has not ended through a sweep', async () => {
    await store.records.insert('transients', transient('used:soon', now + 1, { kind: 'used' }));
    await store.records.insert('transients', transient('used:long', now + 29 * HOUR, { kind: 'used' }));
    for (let round = 0; round < 28 * 6; round++) {
      now += 10 * MINUTE;
      await sweepTransients(deps());
    }
    assert.deepEqual(await kept(), ['used:long']);
    await store.records.remove('transients', 'used:long');
  });

  it('counts uses over several servers at once: never more than the quota', async () => {
    const servers = [createQuota(deps()), createQuota(deps()), createQuota(deps())];
    const terms = { perMinute: 100, perDay: null };
    const results = await Promise.all(
      Array.from({ length: 240 }, (_, index) => refusedFor(pick(servers, index).take('client/1', terms))),
    );
    const allowed = results.filter((seconds) => seconds === null).length;
    assert.ok(allowed <= 100 && allowed >= 85, String(allowed));
    const seconds = results.find((found) => found !== null) ?? 0;
    assert.ok(seconds >= 1 && seconds <= 60);
    now += MINUTE;
    assert.equal(await refusedFor(pick(servers, 0).take('client/1', terms)), null);
  });

  it('counts days of Asia/Shanghai', async () => {
    const quota = createQuota(deps());
    now = Date.UTC(2026, 2, 1, 15, 59, 0);
    const take = () => refusedFor(quota.take('client/2', { perMinute: null, perDay: 2 }));
    assert.deepEqual([await take(), await take(), await take()], [null, null, 60]);
    now += MINUTE;
    assert.equal(await take(), null);
  });

  it('goes on with what was counted after a restart', async () => {
    const terms = { perMinute: null, perDay: 3 };
    await createQuota(deps()).take('client/3', terms);
    await createQuota(deps()).take('client/3', terms);
    const third = createQuota(deps());
    assert.equal(await refusedFor(third.take('client/3', terms)), null);
    assert.notEqual(await refusedFor(third.take('client/3', terms)), null);
  });
});
