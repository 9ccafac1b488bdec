/** Copies of the ledger that were left behind, and a clock that was moved back: told by what the store knows, and by the ledger itself. */
import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { createNativeProvider } from '../../../src/crypto/native/index.ts';
import {
  checkLedger,
  claimLedger,
  createLedgerWatch,
  setLedgerClock,
  takeOverLedger,
  type GrantDependencies,
  type LedgerWatch,
} from '../../../src/services/grants/index.ts';
import { examineGrants } from '../../../src/services/maintenance/index.ts';
import { administratorAs, openAccess, type OpenAccess } from '../../support/access.ts';
import { claimOf, GRANTED_SEAL, grantTerms, testLedger } from '../../support/grants.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const OPERATOR = administratorAs('operator');
const SECURITY = administratorAs('security-administrator');
const MINUTE = 60_000;
const TERMS = [
  { grant: 'g', terms: grantTerms({ uses: 100 }) },
  { grant: 'free', terms: grantTerms() },
];
type TestLedger = ReturnType<typeof testLedger>;

describe('what is known of the ledger of grants', () => {
  let access: OpenAccess;
  let ledger: TestLedger;
  let opened: TestLedger[];
  let references = 0;
  const told: string[] = [];
  beforeEach(async () => {
    access = await openAccess();
    told.length = 0;
    opened = [];
    ledger = open();
    await ledger.enter({ kind: 'begin', grants: TERMS });
    await claimLedger(depsOf(ledger), ledger.path);
  });
  afterEach(async () => {
    for (const one of opened) await one.close();
    await access.close();
  });

  function open(changes: Parameters<typeof testLedger>[0] = {}): TestLedger {
    const one = testLedger(changes);
    opened.push(one);
    return one;
  }
  function depsOf(grants: TestLedger): GrantDependencies {
    const { records, journal, clock, random } = access.deps;
    return { records, journal, clock, random, grants };
  }
  const watchOf = (one: TestLedger): LedgerWatch => createLedgerWatch(depsOf(one), (found) => told.push(found));
  const use = async (one: TestLedger, grant = 'g') => {
    const reference = `stampings/${++references}`;
    const asked = { claim: claimOf(grant), seal: GRANTED_SEAL, version: () => '0'.repeat(64), data: '1'.repeat(64), reference };
    const refusal = await one.admit(asked);
    return refusal && (refusal.code ?? refusal.en);
  };
  /** What is known is what was there a round before. */
  const rounds = async (watch: LedgerWatch): Promise<void> => {
    for (let round = 0; round < 2; round++) await watch.round();
  };
  /** The ledger as it is, in a folder of its own. */
  const copyOf = (one: TestLedger): string => {
    const path = join(temporaryFolder(), 'ledger');
    copyFileSync(one.path, path);
    return path;
  };
  const eventsOf = async (kind: string) => {
    await access.told('everybody');
    return (await access.store.journal.read(1, 1000)).map(({ event }) => event).filter((event) => event.kind === kind);
  };
  const doctor = async (one: TestLedger) =>
    (await examineGrants({ ...depsOf(one), crypto: createNativeProvider() }))
      .filter(({ outcome }) => outcome === 'fault')
      .map(({ words }) => words.en)
      .join();

  it('lets a ledger go on, also in a new file and opened again', async () => {
    const watch = watchOf(ledger);
    for (let number = 0; number < 5; number++) {
      assert.equal(await use(ledger), null);
      await rounds(watch);
      if (number % 2 === 0) await ledger.compact();
    }
    await checkLedger(depsOf(open({ path: ledger.path })));
    assert.deepEqual([watch.fitness(), told], ['fit', []]);
  });

  it('tells an older copy that was restored, refuses its use, and lets whoever has the machine take it over', async () => {
    const backup = copyOf(ledger);
    assert.equal(await use(ledger), null);
    await rounds(watchOf(ledger));
    const older = open({ path: backup });
    await assert.rejects(claimLedger(depsOf(older), older.path), { code: 'GRANT_LEDGER_BEHIND' });
    assert.equal(await use(older), 'GRANT_LEDGER_BEHIND');
    const watch = watchOf(older);
    await watch.round();
    await watch.round();
    assert.deepEqual([watch.fitness(), told], ['behind', ['behind']]);
    assert.match(await doctor(older), /an older or another copy/);
    await assert.rejects(takeOverLedger(depsOf(older), SECURITY), { code: 'NOT_ALLOWED' });
    await takeOverLedger(depsOf(older), OPERATOR);
    await claimLedger(depsOf(older), older.path);
    await watch.round();
    assert.equal(watch.fitness(), 'fit');
    assert.equal(await use(older), null);
    assert.doesNotMatch(await doctor(older), /another copy/);
    // The one before is the other one now.
    await assert.rejects(claimLedger(depsOf(ledger), ledger.path), { code: 'GRANT_LEDGER_BEHIND' });
    assert.equal(await use(ledger), 'GRANT_LEDGER_BEHIND');
    await takeOverLedger(depsOf(older), OPERATOR);
    assert.equal((await eventsOf('grant-ledger-unfit')).length, 1);
    const [event, ...more] = await eventsOf('grant-ledger-taken-over');
    assert.deepEqual([event?.actor.client, more.length], [OPERATOR.client, 0]);
  });

  it('tells a ledger that has less by its lines alone', async () => {
    const backup = copyOf(ledger);
    assert.equal(await use(ledger), null);
    await rounds(watchOf(ledger));
    const { verdict } = await open({ path: backup }).compare((await ledger.compare(null)).head);
    assert.equal(verdict, 'behind');
    assert.equal((await ledger.compare(null)).verdict, 'same');
  });

  it('tells the second of two copies that are used at two places, whichever it is', async () => {
    const copy = open({ path: copyOf(ledger) });
    const [here, there] = [watchOf(ledger), watchOf(copy)];
    assert.deepEqual([await use(ledger), await use(copy)], [null, null]);
    await rounds(here);
    await there.round();
    assert.deepEqual([here.fitness(), there.fitness(), told], ['fit', 'forked', ['forked']]);
    assert.deepEqual([await use(ledger), await use(copy)], [null, 'GRANT_LEDGER_BEHIND']);
    // What narrows is taken still.
    await copy.enter({ kind: 'stop', seal: GRANTED_SEAL, by: 'x' });
    // The more it has the less it is the one that is known.
    for (let number = 0; number < 5; number++) await copy.enter({ kind: 'barred', account: `a${number}`, by: 'x' });
    await there.round();
    assert.equal(there.fitness(), 'forked');
  });

  it('is known only of what was there a round before, which no power cut takes back', async () => {
    const before = copyOf(ledger);
    assert.equal(await use(ledger), null);
    await watchOf(ledger).round();
    await checkLedger(depsOf(open({ path: before })));
  });

  it('is no reason to start where a take-over was cut off, until it is repeated', async () => {
    const backup = copyOf(ledger);
    assert.equal(await use(ledger), null);
    await rounds(watchOf(ledger));
    const restored = open({ path: backup });
    const deps = depsOf(restored);
    const cut = { ...deps, records: { ...deps.records, replace: () => Promise.reject(new Error('cut off')) } };
    await assert.rejects(takeOverLedger(cut, OPERATOR), /cut off/);
    await assert.rejects(claimLedger(deps, backup), { code: 'GRANT_LEDGER_BEHIND' });
    await takeOverLedger(deps, OPERATOR);
    await claimLedger(deps, backup);
  });

  describe('and of the time', () => {
    let shift = 0;
    const clock = { now: () => Date.now() + shift };
    beforeEach(() => (shift = 0));
    afterEach(() => (shift = 0));

    it('refuses every use where the clock was moved back further than clocks differ, at once and when opened again', async () => {
      const timed = open({ path: ledger.path, clock });
      assert.equal(await use(timed), null);
      shift = -4 * MINUTE;
      assert.equal(await use(timed), null);
      shift = -6 * MINUTE;
      assert.equal(await use(timed), 'CUSTODY_CLOCK_BACK');
      assert.equal(await use(open({ path: ledger.path, clock })), 'CUSTODY_CLOCK_BACK');
      const watch = watchOf(timed);
      await rounds(watch);
      assert.deepEqual([watch.fitness(), told], ['clock-back', ['clock-back']]);
      assert.match(await doctor(timed), /6 minutes behind/);
      shift = 0;
      assert.equal(await use(timed), null);
      await watch.round();
      assert.equal(watch.fitness(), 'fit');
    });

    it('knows the time also where nothing is counted, in a new file too', async () => {
      const timed = open({ path: ledger.path, clock });
      shift = 60 * MINUTE;
      assert.equal(await use(timed, 'free'), null);
      await timed.compact();
      shift = 0;
      assert.equal(await use(open({ path: ledger.path, clock })), 'CUSTODY_CLOCK_BACK');
    });

    it('takes the clock as right by the word of whoever has the machine, which is in the journal', async () => {
      const timed = open({ path: ledger.path, clock });
      shift = 86_400_000;
      assert.equal(await use(timed), null);
      shift = 0;
      assert.equal(await use(timed), 'CUSTODY_CLOCK_BACK');
      const served = open({ path: ledger.path, operator: false });
      await assert.rejects(served.enter({ kind: 'clock-set', by: 'x' }), { code: 'SEAL_USE_REFUSED' });
      await assert.rejects(setLedgerClock(depsOf(timed), SECURITY), { code: 'NOT_ALLOWED' });
      await setLedgerClock(depsOf(timed), OPERATOR);
      assert.equal(await use(timed), null);
      assert.equal(await use(served), null);
      assert.equal((await eventsOf('grant-ledger-clock-set')).length, 1);
    });

    it('refuses what has ended on a day that was planned, and lets nobody plan otherwise then', async () => {
      const timed = open({ path: ledger.path, clock, operator: false });
      const from = new Date(Date.now() + 60 * MINUTE).toISOString();
      const { owner } = grantTerms();
      for (const subject of [`owner:${owner}`, GRANTED_SEAL]) {
        await timed.enter({ kind: 'end-planned', subject, from, by: 'server' });
        assert.equal(await use(timed), null);
        shift = 61 * MINUTE;
        assert.match((await use(timed)) ?? '', /ended on a day that was planned/);
        await assert.rejects(timed.enter({ kind: 'end-planned', subject, from: null, by: 'server' }), {
          code: 'SEAL_USE_REFUSED',
        });
        shift = 57 * MINUTE;
        assert.equal(await use(timed), null);
        await timed.enter({ kind: 'end-planned', subject, from: null, by: 'server' });
        shift = 61 * MINUTE;
        assert.equal(await use(timed), null);
        shift = 58 * MINUTE;
      }
    });
  });
});
