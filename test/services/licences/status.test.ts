import assert from 'node:assert/strict';
import type { ErrorCode } from '../../../src/base/errors/index.ts';
import { isoInstant } from '../../../src/base/time.ts';
import {
  currentEdition,
  type LicenceRecord,
  type LicenceStatus,
  type StatusEventKind,
  STATUS_EVENTS,
} from '../../../src/domain/licence/index.ts';
import { changeStatus, getLicence, issueLicence } from '../../../src/services/licences/index.ts';
import { verifyIdentifier } from '../../../src/services/verification/index.ts';
import { assertWhole, eventsOf } from '../../support/invariants.ts';
import {
  actor,
  CLERK,
  COUNTER,
  openUseCases,
  order,
  OTHER_CLERK,
  PURPOSE,
  SEALER,
  type UseCases,
} from '../../support/use-cases.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const EVENTS: readonly StatusEventKind[] = STATUS_EVENTS;
const ENDED = { cancel: 'cancelled', rescind: 'rescinded', revoke: 'revoked', void: 'void' } as const;
const LEADS_TO = {
  ...ENDED,
  ...{ suspend: 'suspended', resume: 'valid', 'transfer-out': 'transferred-out', 'transfer-in': 'valid' },
} as const;

describe('the status of a licence', function () {
  this.timeout(300_000);
  let under: UseCases;
  before(async () => {
    under = await openUseCases();
  });
  after(async () => {
    await under.relay.drain();
    await assertWhole(under.store);
    await under.close();
  });

  const issue = async (changes: Record<string, unknown> = {}): Promise<LicenceRecord> =>
    (await issueLicence(under.licences, CLERK, order(changes))).licence;
  const identifierOf = (licence: LicenceRecord) => currentEdition(licence).identifier;
  const act = (licence: LicenceRecord, event: StatusEventKind, effectiveAt?: number, by = CLERK) =>
    changeStatus(under.licences, by, {
      identifier: identifierOf(licence),
      event,
      reason: '核查',
      documentNumber: '样〔2026〕7号',
      ...(effectiveAt === undefined ? {} : { effectiveAt: isoInstant(effectiveAt) }),
    });
  const statusAt = async (licence: LicenceRecord, asOf?: number, knownAt?: number): Promise<LicenceStatus> =>
    (await verifyIdentifier(under.verification as never, COUNTER, { identifier: identifierOf(licence), asOf, knownAt })).status;
  const now = () => under.licences.clock.now();

  it('follows the table of events from every state, and refuses what is not in it', async () => {
    const reached: Readonly<Record<string, readonly StatusEventKind[]>> = {
      valid: [],
      suspended: ['suspend'],
      resumed: ['suspend', 'resume'],
      ...Object.fromEntries(Object.keys(ENDED).map((event) => [event, [event as StatusEventKind]])),
      'transferred out': ['transfer-out'],
      'transferred in': ['transfer-out', 'transfer-in'],
      'ended while suspended': ['suspend', 'rescind'],
    };
    for (const [state, way] of Object.entries(reached)) {
      const possible: readonly StatusEventKind[] =
        state === 'suspended'
          ? ['resume', 'cancel', 'rescind', 'revoke', 'void']
          : state === 'transferred out'
            ? ['transfer-in', 'cancel', 'rescind', 'revoke', 'void']
            : state === 'valid' || state === 'resumed' || state === 'transferred in'
              ? ['suspend', 'transfer-out', 'cancel', 'rescind', 'revoke', 'void']
              : [];
      for (const event of EVENTS) {
        const licence = await issue();
        for (const step of way) await act(licence, step);
        if (!possible.includes(event)) {
          await assert.rejects(act(licence, event), { code: 'STATUS_EVENT_NOT_POSSIBLE' }, `${state} ${event}`);
          continue;
        }
        const { status } = await act(licence, event);
        const expected = LEADS_TO[event];
        assert.equal(status.status, expected, `${state} ${event}`);
        assert.equal(await statusAt(licence), expected);
        assert.equal(status.event?.documentNumber, '样〔2026〕7号');
      }
    }
  });

  it('tells the journal of each act, with document and actor, without reason or holder', async () => {
    const licence = await issue();
    await act(licence, 'suspend');
    await act(licence, 'revoke');
    await under.relay.drain();
    const told = (await eventsOf(under.store)).filter(
      ({ subject, kind }) => subject === `licences/${licence._id}` && kind === 'licence-status-changed',
    );
    assert.deepEqual(
      told.map(({ facts }) => [facts['event'], facts['from'], facts['to'], facts['documentNumber']]),
      [
        ['suspend', 'in-force', 'suspended', '样〔2026〕7号'],
        ['revoke', 'suspended', 'revoked', '样〔2026〕7号'],
      ],
    );
    assert.ok(told.every(({ actor: by }) => by.person === 'test-issuer'));
    assert.doesNotMatch(JSON.stringify(told), /核查|欧阳|TEST-0001/);
  });

  it('takes effect in the past for the law, and was unknown until it was recorded', async () => {
    const licence = await issue({ issueDate: '2026-01-05', validFrom: '2026-01-05' });
    const before = now() - 1;
    const past = now() - 30 * DAY;
    await act(licence, 'rescind', past);
    assert.equal(await statusAt(licence), 'rescinded');
    assert.equal(await statusAt(licence, past), 'rescinded');
    assert.equal(await statusAt(licence, past - 1), 'valid');
    assert.equal(await statusAt(licence, now(), before), 'valid');
    const report = await verifyIdentifier(under.verification as never, COUNTER, { identifier: identifierOf(licence) });
    assert.equal(report.since, isoInstant(past));
  });

  it('takes effect in the future only then', async () => {
    const licence = await issue();
    const tomorrow = now() + DAY;
    const { status } = await act(licence, 'cancel', tomorrow);
    assert.equal(status.status, 'valid');
    assert.equal(await statusAt(licence), 'valid');
    assert.equal(await statusAt(licence, tomorrow - 1), 'valid');
    assert.equal(await statusAt(licence, tomorrow), 'cancelled');
    under.advance(DAY + 1000);
    assert.equal(await statusAt(licence), 'cancelled');
  });

  it('acts at once on what is to end later, and the planned end comes to nothing', async () => {
    const licence = await issue();
    const planned = now() + 30 * DAY;
    await act(licence, 'cancel', planned);
    assert.equal((await act(licence, 'suspend')).status.status, 'suspended');
    assert.equal((await act(licence, 'resume')).status.status, 'valid');
    under.advance(1000);
    const before = now() - 1;
    const { licence: revoked, status } = await act(licence, 'revoke');
    assert.equal(status.status, 'revoked');
    assert.deepEqual([await statusAt(licence), await statusAt(licence, planned)], ['revoked', 'revoked']);
    assert.deepEqual([await statusAt(licence, now(), before), await statusAt(licence, planned, before)], ['valid', 'cancelled']);
    const { since } = await verifyIdentifier(under.verification as never, COUNTER, {
      identifier: identifierOf(licence),
      asOf: planned,
    });
    assert.equal(since, isoInstant(status.since), 'since the revocation, not since the planned end');
    assert.equal(revoked.events.length, 4);
    await assert.rejects(act(licence, 'cancel'), { code: 'STATUS_EVENT_NOT_POSSIBLE' });
  });

  it('refuses moments before the licence, before the act before, and more than a year ahead', async () => {
    const licence = await issue({ issueDate: '2026-01-05' });
    const day = Date.parse('2026-01-04T16:00:00Z');
    await assert.rejects(act(licence, 'revoke', day - 1), { code: 'INPUT_INVALID' });
    await assert.rejects(act(licence, 'revoke', now() + 367 * DAY), { code: 'INPUT_INVALID' });
    await act(licence, 'suspend', day + 2 * HOUR);
    await assert.rejects(act(licence, 'resume', day + HOUR), { code: 'INPUT_INVALID' });
    await act(licence, 'resume', day + 2 * HOUR);
    assert.equal(await statusAt(licence), 'valid');
  });

  it('begins and ends with legal days in Asia/Shanghai', async () => {
    const licence = await issue({ issueDate: '2026-03-01', validFrom: '2026-03-02', validTo: '2026-03-31' });
    const first = Date.parse('2026-03-01T16:00:00Z');
    const end = Date.parse('2026-03-31T16:00:00Z');
    assert.deepEqual(
      [
        await statusAt(licence, first - 1),
        await statusAt(licence, first),
        await statusAt(licence, end - 1),
        await statusAt(licence, end),
      ],
      ['not-yet-valid', 'valid', 'valid', 'expired'],
    );
    const forever = await issue({ validTo: 'long-term' });
    assert.equal(await statusAt(forever, Date.parse('2999-12-31T23:00:00Z')), 'valid');
    await act(licence, 'revoke');
    assert.equal(await statusAt(licence), 'revoked', 'an end by act outweighs an end by date');
  });

  it('is changed by the issuer alone; for others the licence is not there', async () => {
    const licence = await issue();
    const refused = (by: typeof CLERK, code: ErrorCode) => assert.rejects(act(licence, 'revoke', undefined, by), { code });
    await refused(OTHER_CLERK, 'LICENCE_NOT_FOUND');
    await refused(COUNTER, 'NOT_ALLOWED');
    await refused(SEALER, 'NOT_ALLOWED');
    await refused(actor('issuer', null), 'NOT_ALLOWED');
    await refused(actor('administrator', null), 'NOT_ALLOWED');
    const identifier = identifierOf(licence);
    const change = { event: 'revoke', reason: 'r', documentNumber: 'd' } as const;
    await assert.rejects(changeStatus(under.licences, CLERK, { ...change, identifier: 'nonsense' }), {
      code: 'IDENTIFIER_INVALID',
    });
    const wrongCheck = identifier.slice(0, -1) + (identifier.endsWith('A') ? 'B' : 'A');
    await assert.rejects(changeStatus(under.licences, CLERK, { ...change, identifier: wrongCheck }), {
      code: 'IDENTIFIER_INVALID',
      message: /mistyped/,
    });
    assert.equal((await getLicence(under.licences, CLERK, { identifier, purpose: PURPOSE })).status.status, 'valid');
  });
});
