/** What ends is told once a day, whoever restarts, and units are remembered whose time stamps were used. */
import assert from 'node:assert/strict';
import { createEmbeddedStore } from '../../../src/adapters/embedded/index.ts';
import { utf8 } from '../../../src/base/bytes.ts';
import { createVerificationCache } from '../../../src/pki/index.ts';
import {
  dueExpiries,
  rememberUnits,
  takeForecast,
  untold,
  usedUnits,
  type Expiry,
} from '../../../src/services/forecast/index.ts';
import type { OpenStore } from '../../../src/services/storage/index.ts';
import { crypto, day, issue, makeRoot, trustIn } from '../../support/pki.ts';
import { BLOB_KEYS, setting } from '../../support/records.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { makeToken } from '../../support/time-stamp.ts';

const HOUR = 3_600_000;

describe('telling of what ends', () => {
  let store: OpenStore;
  beforeEach(async () => {
    store = await createEmbeddedStore({ folder: temporaryFolder(), blobKeys: BLOB_KEYS });
  });
  afterEach(() => store.close());

  const expiry = (id: string, ends: number): Expiry => ({ kind: 'key', id, name: id, begins: day(0), ends });
  const told = async (expiries: readonly Expiry[], now: number) =>
    (await untold(store.records, dueExpiries(expiries, now), now)).map(({ id, stage }) => `${id} ${stage}`);

  it('tells each thing once a day, and at once what has come closer or is new', async () => {
    const expiries = [expiry('a.$', day(430)), expiry('b', day(431))];
    const now = day(400);
    assert.deepEqual(await told([], now), []);
    assert.deepEqual(await told(expiries, now), ['a.$ 30', 'b 90']);
    assert.deepEqual(await told(expiries, now + HOUR), []);
    assert.deepEqual(await told([...expiries, expiry('c', day(400))], now + HOUR), ['c ended']);
    // The day of Shanghai begins at 16:00 UTC.
    assert.deepEqual(await told(expiries, now + 16 * HOUR), ['a.$ 30', 'b 90']);
    assert.deepEqual(await told(expiries, day(401)), ['b 30']);
    assert.deepEqual(await told(expiries, day(401) + HOUR), []);
  });

  it('leaves it to another server that was quicker', async () => {
    const records = { ...store.records, get: () => Promise.resolve(null) };
    const due = dueExpiries([expiry('a', day(430))], day(400));
    assert.equal((await untold(records, due, day(400))).length, 1);
    assert.deepEqual(await untold(records, due, day(400)), []);
  });

  it('remembers the unit of every time stamp that is used, once', async () => {
    const root = makeRoot();
    const [first, second] = ['one', 'two'].map((commonName) =>
      issue(root, { profile: 'time-stamping', name: { commonName }, notAfter: day(500) }),
    );
    assert.ok(first && second);
    let tokens = [first, first, second].map((unit) => makeToken(unit, utf8('x'), day(1)));
    let written = 0;
    const records = {
      ...store.records,
      insert: (...call: Parameters<typeof store.records.insert>) => (written++, store.records.insert(...call)),
    };
    const stamper = rememberUnits(
      { stamp: () => Promise.resolve(tokens.shift() ?? new Uint8Array(0)) },
      { records, crypto, cache: createVerificationCache(10) },
    );
    await store.records.insert('settings', setting('time-stamp', 1));
    await store.records.insert('settings', setting('time-stamp-unity', 1));
    const expected = [...tokens];
    for (const token of expected) {
      assert.deepEqual(await stamper.stamp({ algorithm: 'sm3', digest: new Uint8Array(32) }), token);
    }
    assert.equal(written, 2);
    // Another process has the same unit: nothing more is written.
    tokens = expected.slice(0, 1);
    await rememberUnits(
      { stamp: () => Promise.resolve(expected[0] ?? new Uint8Array(0)) },
      { records: store.records, crypto, cache: createVerificationCache(10) },
    ).stamp({
      algorithm: 'sm3',
      digest: new Uint8Array(32),
    });
    const units = await usedUnits(store.records);
    assert.deepEqual(new Set(units.map(({ raw }) => raw)), new Set([first.certificate.raw, second.certificate.raw]));
    const forecast = await takeForecast({
      custody: { list: () => Promise.resolve([]) },
      trustStore: { load: () => Promise.resolve(trustIn({})) },
      ...{ records: store.records, crypto, mode: 'production' },
    });
    assert.deepEqual(
      forecast.map(({ kind, ends }) => [kind, ends]),
      [
        ['time-stamp', day(500)],
        ['time-stamp', day(500)],
      ],
    );
  });
});
