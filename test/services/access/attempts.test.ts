import assert from 'node:assert/strict';
import { createEmbeddedStore } from '../../../src/adapters/embedded/index.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { createNativeProvider } from '../../../src/crypto/native/index.ts';
import { createAttempts, type AttemptRule } from '../../../src/services/access/index.ts';
import type { OpenStore } from '../../../src/services/storage/index.ts';
import { sweepTransients } from '../../../src/services/transients/index.ts';
import { BLOB_KEYS } from '../../support/records.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const RULE: AttemptRule = { free: 3, wait: 1000, longest: 5000 };

describe('attempts', () => {
  const folder = temporaryFolder();
  const crypto = createNativeProvider();
  let store: OpenStore;
  let now = Date.UTC(2026, 0, 1);
  const clock = { now: () => now };
  const open = () => createAttempts({ ...store, crypto, clock });
  before(async () => {
    store = await createEmbeddedStore({ folder, blobKeys: BLOB_KEYS });
  });
  after(() => store.close());

  const waits = async (work: Promise<void>): Promise<number | null> => {
    try {
      await work;
    } catch (error) {
      assert.ok(isYinzhengError(error, 'RATE_LIMITED'));
      return Number(error.details['seconds']);
    }
    return null;
  };

  it('let a key fail a few times, then wait, longer each time, never longer than the longest', async () => {
    const attempts = open();
    const begin = (key = 'a') => waits(attempts.begin(key, RULE, now));
    assert.deepEqual([await begin(), await begin(), await begin()], [null, null, null]);
    const seen = [];
    for (let round = 0; round < 5; round++) {
      const seconds = await begin();
      assert.ok(seconds !== null);
      seen.push(seconds);
      now += seconds * 1000;
      assert.equal(await begin(), null);
    }
    assert.deepEqual(seen, [1, 2, 4, 5, 5]);
    assert.equal(await begin('b'), null);
  });

  it('count tries made at the same time, on several servers, before any of them is judged', async () => {
    const servers = [open(), open()];
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, index) => waits((servers[index % 2] ?? open()).begin('together', RULE, now))),
    );
    assert.equal(results.filter((seconds) => seconds === null).length, 3);
  });

  it('outlast a restart', async () => {
    for (let count = 0; count < 3; count++) await open().begin('restart', RULE, now);
    await store.close();
    store = await createEmbeddedStore({ folder, blobKeys: BLOB_KEYS });
    assert.equal(await waits(open().begin('restart', RULE, now)), 1);
  });

  it('forget on success, take one back, and forgive with time', async () => {
    const attempts = open();
    const begin = (later: number) => waits(attempts.begin('forgiven', RULE, now + later));
    await begin(0);
    await begin(0);
    await attempts.clear('forgiven');
    assert.deepEqual([await begin(0), await begin(0), await begin(0), await begin(0)], [null, null, null, 1]);
    await attempts.excuse('forgiven');
    assert.equal(await begin(0), null);
    assert.equal(await begin(0), 1);
    assert.deepEqual([await begin(10_000), await begin(10_000), await begin(10_000), await begin(10_000)], [null, null, null, 1]);
    await attempts.excuse('nobody');
  });

  it('keep neither names nor addresses, and nothing when it is over', async () => {
    await open().begin('account\nsomebody\n192.0.2.1', RULE, now);
    const kept = JSON.stringify(await store.records.list('transients', { limit: 1000 }));
    assert.ok(!kept.includes('somebody') && !kept.includes('192.0.2'));
    for (let round = 0; round < 12; round++) {
      now += 600_000;
      await sweepTransients({ ...store, clock });
    }
    assert.deepEqual(await store.records.list('transients', { limit: 1000 }), []);
  });
});
