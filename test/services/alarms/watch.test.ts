/** Alarms of abnormal use over a real store and journal, and over several servers. */
import assert from 'node:assert/strict';
import { createEmbeddedStore } from '../../../src/adapters/embedded/index.ts';
import type { AlarmLimits } from '../../../src/domain/alarm/index.ts';
import type { Actor } from '../../../src/domain/access/index.ts';
import type { DomainEvent } from '../../../src/domain/journal/index.ts';
import { createAlarmWatch, listAlarms, type AlarmWatch } from '../../../src/services/alarms/index.ts';
import { createLease, createRelay, type Relay } from '../../../src/services/journal/index.ts';
import type { AlarmRecord, OpenStore } from '../../../src/services/storage/index.ts';
import { administratorAs } from '../../support/access.ts';
import { BLOB_KEYS, sm3 } from '../../support/records.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const HOUR = 3_600_000;
const START = Date.parse('2026-03-02T10:00:00+08:00');
const LIMITS: AlarmLimits = {
  refusals: { most: 3, within: HOUR },
  reads: { most: 5, within: HOUR },
  licences: { most: 2, within: HOUR },
  stamps: { most: 4, within: HOUR },
  addresses: { most: 2, within: HOUR },
  misses: { most: 3, within: HOUR },
  unusual: { factor: 2, least: 3, days: 3 },
};
const CLERK: Actor = {
  ...{ person: 'p1', organisation: '11990100MB0000027F', capacity: 'issuer', onBehalfOf: null, client: 'web', session: 's' },
};
const NOBODY: Actor = { ...CLERK, person: null, organisation: null, capacity: 'public', session: null };
const SYSTEM: Actor = { ...CLERK, person: null, capacity: 'system', client: 'c1', scopes: ['licence:read'] };

describe('alarms of abnormal use', () => {
  let store: OpenStore;
  let relay: Relay;
  let now = START;
  let events = 0;
  const clock = { now: () => now };
  const told: AlarmRecord[] = [];

  beforeEach(async () => {
    now = START;
    told.length = 0;
    store = await createEmbeddedStore({ folder: temporaryFolder(), blobKeys: BLOB_KEYS });
    relay = createRelay({ store, digest: sm3, clock, leaseOwner: 'test' });
  });
  afterEach(() => store.close());

  function watch(owner = 'one', limits = LIMITS): AlarmWatch {
    const lease = createLease({ records: store.records, clock, name: 'alarms', owner, duration: 30_000 });
    return createAlarmWatch({ store, journal: relay, clock, lease, limits, tell: (alarm) => void told.push(alarm) });
  }

  const happened = (kind: DomainEvent['kind'], changes: Partial<DomainEvent> = {}): Promise<void> => {
    const at = new Date(now).toISOString();
    return relay.record([
      {
        ...{ id: `test/${++events}`, kind, subject: 'licences/x', effectiveAt: at, recordedAt: at, actor: CLERK, purpose: null },
        ...{ facts: {}, ...changes },
      },
    ]);
  };
  const times = async (count: number, work: (index: number) => Promise<void>): Promise<void> => {
    for (let index = 0; index < count; index++) await work(index);
  };
  const raised = () => told.map(({ rule, subject, count, most }) => [rule, subject, count, most]);
  /** A watcher begins with what is new. */
  const begun = async (limits = LIMITS): Promise<AlarmWatch> => {
    const begins = watch('one', limits);
    await begins.round();
    return begins;
  };

  const CASES: readonly {
    readonly title: string;
    readonly kind: DomainEvent['kind'];
    readonly changes: (index: number) => Partial<DomainEvent>;
    readonly most: number;
    readonly found: readonly [string, string];
  }[] = [
    { title: 'refusals of an account', kind: 'access-denied', changes: () => ({}), most: 3, found: ['refusals', 'accounts/p1'] },
    {
      ...{ title: 'wrong passwords of an account', kind: 'sign-in-refused', most: 3, found: ['refusals', 'accounts/p2'] },
      changes: () => ({ actor: NOBODY, subject: 'accounts/p2' }),
    },
    {
      ...{ title: 'sign-ins refused to an address', kind: 'sign-in-refused', most: 3, found: ['refusals', 'addresses/f00d'] },
      changes: () => ({ actor: NOBODY, subject: 'accounts', facts: { from: 'f00d' } }),
    },
    {
      ...{ title: 'refusals of a system', kind: 'access-denied', most: 3, found: ['refusals', 'clients/c1'] },
      changes: () => ({ actor: SYSTEM }),
    },
    { title: 'reads of holders', kind: 'licence-read', changes: () => ({}), most: 5, found: ['reads', 'accounts/p1'] },
    {
      ...{ title: 'searches for holders', kind: 'licences-searched', most: 5, found: ['reads', 'accounts/p1'] },
      changes: () => ({}),
    },
    { title: 'licences issued', kind: 'licence-issued', changes: () => ({}), most: 2, found: ['licences', 'accounts/p1'] },
    {
      ...{ title: 'stamps of a seal by several', kind: 'document-stamped', most: 4, found: ['stamps', 'seals/5101'] },
      changes: (index) => ({ actor: { ...CLERK, person: `p${index}` }, facts: { seal: '5101' } }),
    },
    {
      ...{ title: 'misses of a system', kind: 'fields-verified', most: 3, found: ['misses', 'clients/c1'] },
      changes: (index) => ({
        actor: SYSTEM,
        facts: { result: index % 2 === 0 ? 'not-found' : 'inconsistent', about: `${index}` },
      }),
    },
    {
      ...{ title: 'misses about one holder by several', kind: 'fields-verified', most: 3, found: ['misses', 'checked/f00d'] },
      changes: (index) => ({ actor: { ...CLERK, person: `p${index}` }, facts: { result: 'inconsistent', about: 'f00d' } }),
    },
    {
      ...{ title: 'addresses of an account', kind: 'signed-in', most: 2, found: ['addresses', 'accounts/p1'] },
      changes: (index) => ({ subject: 'accounts/p1', facts: { from: `a${index}` } }),
    },
  ];
  for (const { title, kind, changes, most, found } of CASES)
    it(`tells of too many ${title}, once in the time of the rule`, async () => {
      const watching = await begun();
      await times(most, (index) => happened(kind, changes(index)));
      await watching.round();
      assert.deepEqual(raised(), []);
      await times(3, (index) => happened(kind, changes(most + index)));
      await watching.round();
      await watching.round();
      assert.deepEqual(raised(), [[...found, most + 1, most]]);
      assert.deepEqual(watching.raised(), { [found[0]]: 1 });
      now += 2 * HOUR;
      await times(most + 1, (index) => happened(kind, changes(10 * most + index)));
      await watching.round();
      assert.equal(told.length, 2);
    });

  it('counts no more than there is in the time, and nothing where a rule is off', async () => {
    const watching = await begun({ ...LIMITS, licences: null, unusual: null });
    await times(20, async () => {
      await happened('licence-read');
      await happened('licence-issued');
      now += HOUR / 4;
    });
    await watching.round();
    assert.deepEqual(raised(), []);
  });

  it('tells of use at unusual hours and in unusual numbers, as what is usual was kept', async () => {
    const watching = await begun();
    for (let day = 0; day < 4; day++) {
      await times(2, () => happened('role-taken'));
      await watching.round();
      now += 24 * HOUR;
    }
    assert.deepEqual(raised(), []);
    await watching.stop();
    now = Date.parse('2026-03-07T02:30:00+08:00');
    await times(5, () => happened('role-taken'));
    await watch('another').round();
    assert.deepEqual(raised(), [
      ['unusual-hours', 'accounts/p1', 2, 4],
      ['unusual-number', 'accounts/p1', 5, 4],
    ]);
  });

  it('is an event in the journal without words of anybody, raises no alarm itself, and is listed for those who may see it', async () => {
    const watching = await begun();
    await times(4, () => happened('access-denied'));
    now += 24 * HOUR;
    await times(6, () => happened('licence-read'));
    await watching.round();
    await relay.drain();
    await watching.round();
    const entries = (await store.journal.read(1, 100)).filter(({ event }) => event.kind === 'alarm-raised');
    assert.deepEqual(
      entries.map(({ event }) => [event.subject, event.facts, event.actor.client]),
      [
        ['accounts/p1', { rule: 'reads', count: 6, most: 5, within: HOUR }, 'server'],
        ['accounts/p1', { rule: 'refusals', count: 4, most: 3, within: HOUR }, 'server'],
      ],
    );
    for (const capacity of ['auditor', 'security-administrator', 'operator'] as const) {
      const first = await listAlarms(store.records, administratorAs(capacity), { limit: 1 });
      assert.deepEqual([first.items[0]?.rule, first.next === null], ['reads', false]);
      const second = await listAlarms(store.records, administratorAs(capacity), { limit: 1, after: first.next ?? '' });
      assert.deepEqual([second.items[0]?.rule, second.next], ['refusals', null]);
    }
    for (const capacity of ['administrator', 'issuer', 'system', 'public'] as const)
      await assert.rejects(listAlarms(store.records, administratorAs(capacity), { limit: 1 }), /NOT_ALLOWED|allow/);
  });

  it('is raised once where several servers watch, by the next one where the first fell silent', async () => {
    const [one, other] = [await begun(), watch('other')];
    await times(6, () => happened('licence-read'));
    await Promise.all([one.round(), other.round()]);
    assert.equal(told.length, 1);
    // Of six reads four are seen by who dies before the rest.
    now += 2 * HOUR;
    await one.round();
    await times(4, () => happened('licence-read'));
    await one.round();
    await times(2, () => happened('licence-read'));
    now += 40_000;
    await other.round();
    assert.deepEqual(raised(), [
      ['reads', 'accounts/p1', 6, 5],
      ['reads', 'accounts/p1', 6, 5],
    ]);
  });

  it('goes on counting after a restart, however much came between, and counts nothing twice that a crash left half kept', async () => {
    const quiet = { ...LIMITS, unusual: null, licences: null };
    await (await begun(quiet)).stop();
    await times(3, () => happened('licence-read'));
    // Counters are kept, how far is not: killed between the two.
    const failing = {
      ...store.records,
      replace: (...[collection, record]: Parameters<OpenStore['records']['replace']>) =>
        collection === 'settings' && record._id === 'alarm-watch'
          ? Promise.reject(new Error('killed'))
          : store.records.replace(collection, record),
    };
    const lease = createLease({ records: store.records, clock, name: 'alarms', owner: 'killed', duration: 30_000 });
    const killed = createAlarmWatch({
      ...{
        store: { ...store, records: failing },
        journal: relay,
        clock,
        lease,
        limits: quiet,
        tell: (alarm) => void told.push(alarm),
      },
    });
    await assert.rejects(killed.round(), /killed/);
    assert.deepEqual(
      (await store.records.get('usages', 'accounts/p1'))?.windows?.reads?.counts.map(([, count]) => count),
      [3],
    );
    now += 40_000;
    await watch('next', quiet).round();
    assert.deepEqual(
      (await store.records.get('usages', 'accounts/p1'))?.windows?.reads?.counts.map(([, count]) => count),
      [3],
    );
    // More than anybody would count again.
    const at = new Date(now).toISOString();
    for (let block = 0; block < 6; block++)
      await relay.record(
        Array.from({ length: 1_000 }, (_, index): DomainEvent => ({
          ...{ id: `much/${block}/${index}`, kind: 'licence-issued', subject: 'licences/x', effectiveAt: at, recordedAt: at },
          ...{ actor: CLERK, purpose: null, facts: {} },
        })),
      );
    now += 40_000;
    await watch('later', quiet).round();
    await times(3, () => happened('licence-read'));
    now += 40_000;
    await watch('last', quiet).round();
    assert.deepEqual(raised(), [['reads', 'accounts/p1', 6, 5]]);
  });

  it('forgets counters in which nothing counts any more, and keeps what is usual', async () => {
    const watching = await begun();
    await happened('sign-in-refused', { actor: NOBODY, subject: 'accounts', facts: { from: 'f00d' } });
    await happened('licence-read');
    await watching.round();
    assert.ok((await store.records.get('usages', 'addresses/f00d'))?.windows?.refusals);
    now += 3 * HOUR;
    await watching.round();
    assert.equal(await store.records.get('usages', 'addresses/f00d'), null);
    assert.ok((await store.records.get('usages', 'accounts/p1'))?.usage);
    await happened('licence-read');
    await watching.round();
    assert.deepEqual(raised(), []);
  });

  it('does not judge what was before it first looked', async () => {
    await times(9, () => happened('licence-read'));
    await watch().round();
    assert.deepEqual(raised(), []);
  });
});
