/** Anchoring the head: signed, time-stamped, written outside first, by one server at a time; what fails is told. */
import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createEmbeddedStore } from '../../../../src/adapters/embedded/index.ts';
import { createHeadFile } from '../../../../src/adapters/files/index.ts';
import { bilingual, isYinzhengError, YinzhengError } from '../../../../src/base/errors/index.ts';
import { parseCertificate, SM2_WITH_SM3, verifySigned, verifyTimeStamp } from '../../../../src/pki/index.ts';
import { createAppender } from '../../../../src/services/journal/index.ts';
import {
  ANCHORING_ALARM_AFTER,
  CUT_OFF,
  LAST_ANCHORED,
  parseHeadStatement,
  readHeadLine,
} from '../../../../src/services/journal/heads/index.ts';
import type { OpenStore } from '../../../../src/services/storage/index.ts';
import { createHeadBench, NOON, type HeadBench } from '../../../support/journal-heads.ts';
import { crypto } from '../../../support/pki.ts';
import { BLOB_KEYS, event, sm3 } from '../../../support/records.ts';
import { temporaryFolder } from '../../../support/temporary.ts';

describe('anchoring the journal', function () {
  this.timeout(60_000);
  let bench: HeadBench;
  let store: OpenStore;
  let path = '';
  let number = 0;

  before(async () => {
    bench = await createHeadBench();
  });
  after(() => bench.close());
  beforeEach(async () => {
    const folder = temporaryFolder();
    path = join(folder, 'outside', 'heads.jsonl');
    store = await createEmbeddedStore({ folder, blobKeys: BLOB_KEYS });
    bench.clock.time = NOON;
    bench.errors.splice(0);
  });
  afterEach(() => store.close());

  const linesOf = (file = path): readonly string[] => readFileSync(file, 'utf8').split('\n').slice(0, -1);
  const tell = (count: number): Promise<void> => {
    const at = new Date(bench.clock.now()).toISOString();
    const events = Array.from({ length: count }, () => event(`licences/${++number}/1`, {}, at));
    return createAppender({ journal: store.journal, digest: sm3 }).append(events);
  };

  it('writes down a head that is signed by the audit key, and stamped, and does so again only when there is something new', async () => {
    const anchoring = bench.anchoring(store, createHeadFile(path));
    assert.equal(anchoring.figures(), null);
    await tell(3);
    await anchoring.round();
    await anchoring.round();
    await tell(2);
    await anchoring.round();
    assert.deepEqual(bench.errors, []);
    const lines = linesOf();
    const statements = lines.map((line) => parseHeadStatement(readHeadLine(line).statement));
    assert.deepEqual(
      statements.map(({ sequence }) => sequence),
      [3, 5],
    );
    const { sequence, hash } = await store.journal.head();
    assert.deepEqual(statements[1], { store: store.identity.id, sequence, hash, time: NOON, exported: null });
    const { statement: tbs, signature, certificate, timeStamp } = readHeadLine(lines[1] ?? '');
    const { publicKey } = parseCertificate(certificate);
    assert.ok(verifySigned({ tbs, algorithm: SM2_WITH_SM3, signature, publicKey, crypto }).ok);
    const token = verifyTimeStamp({ cms: timeStamp, content: [signature], crypto });
    assert.equal(token.intact, true);
    assert.equal(token.info.time, NOON);
    assert.deepEqual(anchoring.figures(), { sequence: 5, waitingSince: null });
    assert.equal(statSync(path).mode & 0o777, 0o600);
  });

  it('keeps in the store what it wrote outside', async () => {
    const anchoring = bench.anchoring(store, createHeadFile(path));
    await tell(1);
    await anchoring.round();
    const kept = await store.records.list('journal-heads', { limit: 10 });
    assert.deepEqual(
      kept.map(({ line }) => line),
      linesOf(),
    );
    assert.equal((await store.records.get('settings', LAST_ANCHORED))?.value['sequence'], 1);
  });

  it('is done by one server at a time, and by another when that gives it up', async () => {
    const places = ['one', 'other'].map((name) => join(path, '..', `${name}.jsonl`));
    const [one, other] = places.map((place, index) =>
      bench.anchoring(store, createHeadFile(place), { owner: `server ${index}` }),
    );
    assert.ok(one && other);
    await tell(1);
    await one.round();
    await tell(1);
    await other.round();
    assert.deepEqual(other.figures(), { sequence: 1, waitingSince: NOON });
    await one.round();
    assert.equal(linesOf(places[0]).length, 2);
    await one.stop();
    await tell(1);
    await other.round();
    assert.equal(linesOf(places[1]).length, 1);
    assert.deepEqual(bench.errors, []);
  });

  it('is done again when a server ended after it had written outside', async () => {
    const records: OpenStore['records'] = {
      ...store.records,
      insert: (collection, record) =>
        collection === 'journal-heads'
          ? Promise.reject(new YinzhengError('STORE_UNAVAILABLE'))
          : store.records.insert(collection, record),
    };
    await tell(1);
    await bench.anchoring({ ...store, records }, createHeadFile(path)).round();
    assert.ok(isYinzhengError(bench.errors[0], 'STORE_UNAVAILABLE'));
    const next = bench.anchoring(store, createHeadFile(path));
    await next.round();
    assert.equal(linesOf().length, 2);
    assert.deepEqual(next.figures(), { sequence: 1, waitingSince: null });
  });

  it('begins another file when the first was moved away, and marks a line that was cut off', async () => {
    const anchoring = bench.anchoring(store, createHeadFile(path));
    await tell(1);
    await anchoring.round();
    renameSync(path, `${path}.1`);
    await tell(1);
    await anchoring.round();
    assert.equal(linesOf().length, 1);
    appendFileSync(path, '{"journalHead":1,"state');
    await tell(1);
    await anchoring.round();
    const [first, cut, last] = linesOf();
    assert.ok(first && cut?.endsWith(CUT_OFF) && last);
    assert.equal(parseHeadStatement(readHeadLine(last).statement).sequence, 3);
  });

  for (const [what, code] of [
    ['nothing can be written outside', 'FILE_UNWRITABLE'],
    ['no time stamp is given', 'TIME_STAMP_UNAVAILABLE'],
    ['there is no audit key', 'JOURNAL_KEY_MISSING'],
  ] as const) {
    it(`anchors nothing and raises an alarm when ${what}`, async () => {
      const failing = {
        FILE_UNWRITABLE: {},
        TIME_STAMP_UNAVAILABLE: {
          timeStamper: {
            stamp: () => Promise.reject(new YinzhengError('TIME_STAMP_UNAVAILABLE', { reason: bilingual('x', 'x') })),
          },
        },
        JOURNAL_KEY_MISSING: { custody: { list: () => Promise.resolve([]) } },
      }[code];
      if (code === 'FILE_UNWRITABLE') mkdirSync(path, { recursive: true });
      const anchoring = bench.anchoring(store, createHeadFile(path), failing);
      await tell(1);
      await anchoring.round();
      assert.ok(isYinzhengError(bench.errors[0], code), String(bench.errors[0]));
      assert.equal(bench.errors.length, 1);
      assert.deepEqual(anchoring.figures(), { sequence: 0, waitingSince: NOON });
      assert.deepEqual(await store.records.list('journal-heads', { limit: 1 }), []);
      bench.clock.time += ANCHORING_ALARM_AFTER;
      await anchoring.round();
      assert.ok(isYinzhengError(bench.errors[2], 'JOURNAL_UNANCHORED'));
    });
  }
});
