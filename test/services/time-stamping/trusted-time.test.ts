/** The time that tokens state never goes back, whatever the clock does and however often the process starts again. */
import assert from 'node:assert/strict';
import { createEmbeddedStore } from '../../../src/adapters/embedded/index.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { createTrustedTime, TIME_MARK, type ClockReading } from '../../../src/services/time-stamping/index.ts';
import type { OpenStore, RecordStore } from '../../../src/services/storage/index.ts';
import { day } from '../../support/pki.ts';
import { BLOB_KEYS } from '../../support/records.ts';
import { temporaryFolder } from '../../support/temporary.ts';

describe('trusted time', () => {
  let store: OpenStore;
  let clock: ClockReading;
  const set = (time: number): void => void (clock = { time, fault: null });
  const start = (records: RecordStore = store.records) => createTrustedTime({ watch: { read: () => clock }, records });
  const refused = (work: Promise<unknown>): Promise<void> =>
    assert.rejects(work, (error) => isYinzhengError(error, 'TIME_NOT_AVAILABLE'));
  const mark = async (): Promise<number> => {
    const record = await store.records.get('settings', TIME_MARK);
    return Date.parse(String(record?.value['until']));
  };

  beforeEach(async () => {
    store = await createEmbeddedStore({ folder: temporaryFolder(), blobKeys: BLOB_KEYS });
    set(day(1));
  });
  afterEach(() => store.close());

  it('is that of the clock, and never later than what was written down before', async () => {
    const time = start();
    for (const moment of [day(1), day(1) + 1, day(1) + 1999, day(1) + 2001, day(2)]) {
      set(moment);
      assert.equal(await time.take(), moment);
      assert.ok((await mark()) >= moment);
    }
  });

  it('waits for the disk once for many', async () => {
    let writes = 0;
    const { records } = store;
    const counted: RecordStore = {
      ...records,
      get: (...asked) => records.get(...asked),
      insert: (...asked) => (writes++, records.insert(...asked)),
      replace: (...asked) => (writes++, records.replace(...asked)),
    };
    const time = start(counted);
    await Promise.all(Array.from({ length: 50 }, () => time.take()));
    assert.equal(writes, 1);
    set(day(1) + 1500);
    await time.take();
    assert.equal(writes, 1);
    set(day(1) + 3000);
    await Promise.all(Array.from({ length: 50 }, () => time.take()));
    assert.equal(writes, 2);
  });

  it('states the last time again when the clock is slightly behind it, and none when it is far behind', async () => {
    const time = start();
    set(day(1) + 500);
    await time.take();
    set(day(1));
    assert.equal(await time.take(), day(1) + 500);
    set(day(1) - 501);
    await refused(time.take());
    set(day(1) + 501);
    assert.equal(await time.take(), day(1) + 501);
  });

  it('does not go back across a restart', async () => {
    set(day(2));
    await start().take();
    set(day(1));
    const restarted = start();
    await refused(restarted.take());
    set(day(2) + 2000);
    assert.equal(await restarted.take(), day(2) + 2000);
  });

  it('waits after a quick restart until the time is past all that may have been stated', async () => {
    await start().take();
    const before = performance.now();
    const began = Date.now();
    const restarted = createTrustedTime({
      watch: { read: () => ({ time: day(1) + 1500 + Date.now() - began, fault: null }) },
      records: store.records,
    });
    assert.ok((await restarted.take()) >= day(1) + 2000);
    assert.ok(performance.now() - before >= 490);
  });

  it('is shared by processes without one lowering the mark of another', async () => {
    const [one, other] = [start(), start()];
    await Promise.all([one.take(), other.take()]);
    set(day(3));
    await one.take();
    const highest = await mark();
    set(day(2));
    await other.take();
    assert.equal(await mark(), highest);
  });

  it('is not to be had while the clock is not believed, or the store does not answer', async () => {
    clock = { time: null, fault: 'stepped' };
    await refused(start().take());
    clock = { time: null, fault: 'unsynchronised' };
    await refused(start().take());
    set(day(1));
    const time = start();
    await time.take();
    await store.close();
    set(day(2));
    await assert.rejects(time.take());
    store = await createEmbeddedStore({ folder: temporaryFolder(), blobKeys: BLOB_KEYS });
  });
});
