/** Ends of organisations that are recorded before their last day, over real seals, licences and grants, with a clock that is moved. */
import assert from 'node:assert/strict';
import { isYinzhengError, type ErrorCode } from '../../../src/base/errors/index.ts';
import { addDays, endOfDay, localDateAt } from '../../../src/base/time.ts';
import type { Actor } from '../../../src/domain/access/index.ts';
import { changeStatus, issueLicence } from '../../../src/services/licences/index.ts';
import {
  carryOutEnds,
  endOrganisation,
  listOrganisations,
  nameSuccessors,
  withdrawEnd,
  type OrganisationDependencies,
} from '../../../src/services/organisations/index.ts';
import { applyForSeal } from '../../../src/services/seals/index.ts';
import { signerOf } from '../../../src/services/signing/index.ts';
import { stampDocument } from '../../../src/services/stamping/index.ts';
import { verifyFile } from '../../../src/services/verification/index.ts';
import { followPlannedEnds } from '../../../src/services/grants/index.ts';
import { claimOf, GRANTED_SEAL, grantTerms, testLedger } from '../../support/grants.ts';
import { ISSUER } from '../../support/http.ts';
import {
  actor,
  CLERK,
  COUNTER,
  openUseCases,
  order,
  OTHER_CLERK,
  OTHER_ISSUER,
  PURPOSE,
  SEALER,
  stampOrder,
  type UseCases,
} from '../../support/use-cases.ts';

const ADMINISTRATOR: Actor = actor('administrator', null);
const DAYS_AHEAD = 10;
const MINUTE = 60_000;
const refusal = (code: ErrorCode) => (error: unknown) => isYinzhengError(error, code);

describe('the planned end of an organisation', function () {
  this.timeout(120_000);
  let use: UseCases;
  let deps: OrganisationDependencies;
  let retired: string[];
  beforeEach(async () => {
    use = await openUseCases();
    retired = [];
    deps = {
      ...{ records: use.store.records, journal: use.relay, clock: use.licences.clock, demonstration: true },
      retireSeal: (_, { _id }) => Promise.resolve(void retired.push(_id)),
    };
  });
  afterEach(() => use.close());

  const lastDay = () => addDays(localDateAt(Date.now()), DAYS_AHEAD);
  const ending = (changes: object = {}) => ({
    ...{ code: ISSUER, revision: 1, kind: 'merged' as const, lastDay: lastDay() },
    ...{ documentNumber: '样例府〔2026〕9 号', successors: [OTHER_ISSUER], purpose: PURPOSE, ...changes },
  });
  /** To the first moment after the last day. */
  const toTheEnd = () => use.advance(endOfDay(lastDay()) - use.licences.clock.now());
  const states = async () =>
    (await deps.records.find('seals', { index: 'owner', equals: ISSUER, limit: 10 })).flatMap(({ versions }) =>
      versions.map(({ state }) => state),
    );
  const kinds = async () => {
    await use.relay.drain();
    const entries = await use.store.journal.read(1, 1000);
    return entries.map(({ event }) => event).filter(({ subject }) => subject === `organisations/${ISSUER}`);
  };

  it('changes nothing before the day, and refuses every use by the time alone after it', async () => {
    const { licence } = await issueLicence(use.licences, CLERK, order());
    const identifier = licence.editions[0]?.identifier ?? '';
    const bytes = await use.store.blobs.get(licence.editions[0]?.files[0]?.blob ?? '');
    const scope = async () => (await listOrganisations(deps.records, actor('administrator', ISSUER), { limit: 100 })).items;
    const beneath = await scope();
    assert.ok(beneath.length > 1);
    const planned = await endOrganisation(deps, ADMINISTRATOR, ending());
    assert.deepEqual([planned.end?.planned, planned.end?.lastDay], [true, lastDay()]);
    assert.equal(await carryOutEnds(deps), 0);
    assert.deepEqual(new Set(await states()), new Set(['in-use']));
    await stampDocument(use.licences, SEALER, stampOrder());
    await issueLicence(use.licences, CLERK, order());
    assert.equal((await scope()).length, beneath.length);
    const suspend = (by: Actor) =>
      changeStatus(use.licences, by, { identifier, event: 'suspend', reason: '示例', documentNumber: '1' });
    await assert.rejects(suspend(OTHER_CLERK), refusal('LICENCE_NOT_FOUND'));

    // One millisecond before the day is over, and then over; nothing was swept.
    use.advance(endOfDay(lastDay()) - 60_000 - use.licences.clock.now());
    await stampDocument(use.licences, SEALER, stampOrder());
    toTheEnd();
    assert.deepEqual(new Set(await states()), new Set(['in-use']));
    await assert.rejects(stampDocument(use.licences, SEALER, stampOrder()), refusal('ORGANISATION_ENDED'));
    await assert.rejects(issueLicence(use.licences, CLERK, order()), refusal('ORGANISATION_ENDED'));
    const now = use.licences.clock.now();
    await assert.rejects(signerOf(use.licences, ISSUER, { form: 'pades', now }), refusal('ORGANISATION_ENDED'));
    const applying = { ...deps, random: use.licences.random };
    await assert.rejects(
      applyForSeal(applying, actor('seal-keeper'), { kind: 'cancel', seal: '99010000000003', basis: null, purpose: PURPOSE }),
      refusal('ORGANISATION_ENDED'),
    );
    assert.equal((await suspend(OTHER_CLERK)).status.status, 'suspended');
    const report = await verifyFile(use.verification, COUNTER, { bytes });
    assert.equal(report.register?.status, 'suspended');
  });

  it('is told to custody, which refuses by its own clock from the day on, and of what is planned otherwise', async () => {
    let shift = 0;
    const ledger = testLedger({ operator: false, clock: { now: () => Date.now() + shift } });
    try {
      const terms = grantTerms({ owner: ISSUER });
      await ledger.enter({ kind: 'begin', grants: [{ grant: 'g', terms }] });
      const follow = () => followPlannedEnds({ records: deps.records, clock: deps.clock, grants: ledger });
      const asked = { seal: GRANTED_SEAL, version: () => '', data: '0'.repeat(64), reference: 'r' };
      const refusal = async () => (await ledger.admit({ ...asked, claim: claimOf('g') }))?.en;
      assert.equal(await follow(), 0);
      const { revision } = await endOrganisation(deps, ADMINISTRATOR, ending());
      assert.deepEqual([await follow(), await follow()], [1, 0]);
      await withdrawEnd(deps, ADMINISTRATOR, { code: ISSUER, revision: revision ?? 0, purpose: PURPOSE });
      assert.equal(await follow(), 1);
      assert.deepEqual((await ledger.standing()).plannedEnds, []);
      await endOrganisation(deps, ADMINISTRATOR, ending({ revision: (revision ?? 0) + 1 }));
      assert.equal(await follow(), 1);
      shift = endOfDay(lastDay()) - Date.now() - MINUTE;
      assert.equal(await refusal(), undefined);
      shift += 2 * MINUTE;
      assert.match((await refusal()) ?? '', /ended on a day that was planned/);
      // A server whose clock is behind, or that was taken over, does not undo it.
      await withdrawEnd(deps, ADMINISTRATOR, { code: ISSUER, revision: (revision ?? 0) + 2, purpose: PURPOSE });
      assert.equal(await follow(), 0);
      assert.match((await refusal()) ?? '', /ended on a day that was planned/);
    } finally {
      await ledger.close();
    }
  });

  it('is carried out once by a sweep: seals filed as cancelled, keys retired, the journal told', async () => {
    await endOrganisation(deps, ADMINISTRATOR, ending());
    toTheEnd();
    assert.equal(await carryOutEnds(deps), 1);
    assert.deepEqual(new Set(await states()), new Set(['cancelled']));
    assert.deepEqual(retired.sort(), ['99010000000001', '99010000000003']);
    assert.equal(await carryOutEnds(deps), 0);
    const record = await deps.records.get('organisations', ISSUER);
    assert.deepEqual([record?.end?.planned, record?.revision], [undefined, 3]);
    const events = await kinds();
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['organisation-end-planned', 'organisation-ended'],
    );
    assert.equal(events[1]?.effectiveAt, events[0]?.effectiveAt);
    assert.deepEqual((await listOrganisations(deps.records, actor('administrator', ISSUER), { limit: 9 })).items, []);
  });

  it('is brought to its end where a sweep was cut off between the seals and the record', async () => {
    await endOrganisation(deps, ADMINISTRATOR, ending());
    toTheEnd();
    let cut = true;
    const failing: OrganisationDependencies = {
      ...deps,
      retireSeal: (by, seal) => (cut ? Promise.reject(new Error('cut off')) : (deps.retireSeal?.(by, seal) ?? Promise.resolve())),
    };
    await assert.rejects(carryOutEnds(failing), /cut off/);
    assert.equal((await deps.records.get('organisations', ISSUER))?.end?.planned, true);
    cut = false;
    assert.equal(await carryOutEnds(failing), 1);
    assert.equal(retired.length, 2);
    assert.deepEqual(new Set(await states()), new Set(['cancelled']));
  });

  it('may be planned otherwise, given successors and withdrawn until it holds', async () => {
    await endOrganisation(deps, ADMINISTRATOR, ending({ successors: [] }));
    const by = (revision: number) => ({ code: ISSUER, revision, purpose: PURPOSE });
    const named = await nameSuccessors(deps, ADMINISTRATOR, { ...by(2), successors: [OTHER_ISSUER] });
    assert.deepEqual([named.end?.planned, named.end?.successors], [true, [OTHER_ISSUER]]);
    const other = await endOrganisation(deps, ADMINISTRATOR, ending({ revision: 3, kind: 'split' }));
    assert.deepEqual([other.end?.kind, other.end?.planned], ['split', true]);
    assert.equal((await withdrawEnd(deps, ADMINISTRATOR, by(4))).end, null);
    assert.equal((await withdrawEnd(deps, ADMINISTRATOR, by(5))).revision, 5);
    toTheEnd();
    assert.equal(await carryOutEnds(deps), 0);
    assert.deepEqual(new Set(await states()), new Set(['in-use']));

    use.advance(-60_000);
    await endOrganisation(deps, ADMINISTRATOR, ending({ revision: 5, lastDay: addDays(lastDay(), 1) }));
    use.advance(2 * 86_400_000);
    await assert.rejects(withdrawEnd(deps, ADMINISTRATOR, by(6)), refusal('ORGANISATION_ENDED'));
    const soon = ending({ revision: 6, lastDay: addDays(lastDay(), 90) });
    await assert.rejects(endOrganisation(deps, ADMINISTRATOR, soon), refusal('ORGANISATION_ENDED'));
    // The same call again brings it to its end before any sweep.
    const done = await endOrganisation(deps, ADMINISTRATOR, ending({ revision: 6, lastDay: addDays(lastDay(), 1) }));
    assert.equal(done.end?.planned, undefined);
    assert.deepEqual(new Set(await states()), new Set(['cancelled']));
  });

  it('is not planned for a day too far away', async () => {
    const far = addDays(localDateAt(Date.now()), 3 * 366 + 1);
    await assert.rejects(endOrganisation(deps, ADMINISTRATOR, ending({ lastDay: far })), refusal('ORGANISATION_INVALID'));
  });
});
