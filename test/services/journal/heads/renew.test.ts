/** Heads of the journal outlive the certificates of their time stamps: their proof is renewed before. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { OID } from '../../../../src/asn1/index.ts';
import { createEmbeddedStore } from '../../../../src/adapters/embedded/index.ts';
import { createHeadFile, readHeadLines } from '../../../../src/adapters/files/index.ts';
import { createAppender } from '../../../../src/services/journal/index.ts';
import {
  keptHeads,
  renewHeads,
  verifyAgainstHeads,
  type HeadLine,
  type HeadsVerification,
} from '../../../../src/services/journal/heads/index.ts';
import type { TimeStamper } from '../../../../src/services/pki/index.ts';
import type { OpenStore } from '../../../../src/services/storage/index.ts';
import {
  createTimeStampAuthority,
  ensureTimeStampUnits,
  findTimeStampUnits,
} from '../../../../src/services/time-stamping/index.ts';
import { sharedRegister } from '../../../support/certificate-register.ts';
import { AUTHORISATION } from '../../../support/custody.ts';
import { createHeadBench, NOON, type HeadBench } from '../../../support/journal-heads.ts';
import { crypto, day } from '../../../support/pki.ts';
import { BLOB_KEYS, event, sm3 } from '../../../support/records.ts';
import { temporaryFolder } from '../../../support/temporary.ts';

const FIVE_YEARS = 5 * 365;
/** Half a year before the first unit ends, and after it has. */
const BEFORE_END = day(FIVE_YEARS - 150);
const AFTER_END = day(FIVE_YEARS + 100);

describe('renewing heads of the journal', function () {
  this.timeout(60_000);
  let bench: HeadBench;
  let store: OpenStore;
  let younger: TimeStamper;
  let path = '';
  let told = 0;

  before(async () => {
    bench = await createHeadBench();
    const { custody } = bench.keys;
    const random = { bytes: (length: number): Uint8Array => new Uint8Array(randomBytes(length)) };
    const deps = { signer: custody, custody, crypto, random, register: sharedRegister };
    await ensureTimeStampUnits(deps, { now: BEFORE_END, authorisation: AUTHORISATION });
    const units = await findTimeStampUnits(custody, { now: BEFORE_END, intermediates: [] });
    younger = createTimeStampAuthority({
      ...{ signer: custody, crypto, random, units: () => units, policy: OID.timeStampPolicy, accuracy: 1_000_000 },
      time: { take: () => Promise.resolve(bench.clock.now()) },
      onError: (error) => void bench.errors.push(error),
    });
  });
  after(() => bench.close());
  beforeEach(async () => {
    const folder = temporaryFolder();
    path = join(folder, 'heads.jsonl');
    store = await createEmbeddedStore({ folder, blobKeys: BLOB_KEYS });
    bench.clock.time = NOON;
  });
  afterEach(() => store.close());

  const appender = () => createAppender({ journal: store.journal, digest: sm3 });
  const tell = (): Promise<void> =>
    appender().append([event(`licences/${++told}/1`, {}, new Date(bench.clock.now()).toISOString())]);
  const anchor = async (timeStamper: TimeStamper): Promise<void> => {
    await tell();
    await bench.anchoring(store, createHeadFile(path), { timeStamper }).round();
    assert.deepEqual(bench.errors, []);
  };
  const renew = (timeStamper: TimeStamper): Promise<number> =>
    renewHeads({
      ...{ records: store.records, timeStamper, crypto, clock: bench.clock },
      desk: { record: (events) => appender().append(events) },
    });
  async function* lines(places: readonly ('store' | 'file')[]): AsyncIterable<HeadLine> {
    if (places.includes('file')) yield* readHeadLines(path);
    if (places.includes('store')) yield* keptHeads(store.records);
  }
  const verify = (at: number, places: readonly ('store' | 'file')[] = ['file', 'store']): Promise<HeadsVerification> =>
    verifyAgainstHeads(store, lines(places), {
      ...{ trust: bench.trust, policy: { revocation: 'if-known', acceptDemonstration: true }, crypto, at, known: [], sm3 },
    });
  const faults = ({ faults: found }: HeadsVerification) =>
    found.map(({ place, number, fault }) => `${place === 'store' ? 'store' : 'file'} ${number} ${fault}`);

  it('does nothing before it is due, nor while there is no younger unit', async () => {
    assert.equal(await renew(younger), 0);
    await anchor(bench.timeStamper);
    assert.equal(await renew(younger), 0);
    bench.clock.time = BEFORE_END;
    assert.equal(await renew(bench.timeStamper), 0);
    assert.equal((await store.journal.head()).sequence, 1);
  });

  it('keeps heads believed after their own stamps have ended', async () => {
    await anchor(bench.timeStamper);
    await anchor(bench.timeStamper);
    bench.clock.time = BEFORE_END;
    assert.equal(await renew(younger), 2);
    assert.equal(await renew(younger), 0);
    await anchor(younger);
    for (const at of [BEFORE_END + 1000, AFTER_END]) {
      const found = await verify(at);
      assert.deepEqual([faults(found), found.confirmed, found.last?.sequence], [[], 3, 4], String(at));
    }
  });

  it('believes nothing that no renewal covers, or that was changed since', async () => {
    await anchor(bench.timeStamper);
    bench.clock.time = BEFORE_END;
    await anchor(younger);
    assert.deepEqual(faults(await verify(AFTER_END)), ['file 1 time-stamp', 'store 1 time-stamp']);
    await renew(younger);
    await anchor(younger);
    assert.deepEqual(faults(await verify(AFTER_END)), []);
    // Without the store's own heads nobody knows which ones were renewed.
    assert.deepEqual(faults(await verify(AFTER_END, ['file'])), ['file 1 time-stamp']);
    const [first] = await store.records.list('journal-heads', { limit: 1 });
    assert.ok(first);
    await store.records.remove('journal-heads', first._id);
    assert.deepEqual(faults(await verify(AFTER_END)), ['file 1 time-stamp']);
  });
});
