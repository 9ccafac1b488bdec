import assert from 'node:assert/strict';
import { applyForStatus, decideStatus, listApplications } from '../../src/services/licence-status/index.ts';
import { changeStatus, getLicence, issueLicence, listLicences } from '../../src/services/licences/index.ts';
import { isoInstant } from '../../src/base/time.ts';
import { eventsOf } from '../support/invariants.ts';
import { CLERK, COUNTER, openUseCases, order, OTHER_CLERK, PURPOSE, type UseCases } from '../support/use-cases.ts';

const SECOND = { ...CLERK, person: 'test-second-issuer' };
const SYSTEM = { ...CLERK, person: null, capacity: 'system', client: 'key-1' } as const;
const TYPE = '11990000MB0000019F001';

describe('services: acts that a second person approves', function () {
  this.timeout(300_000);
  let under: UseCases;
  before(async () => {
    under = await openUseCases();
    const type = await under.store.records.get('licence-types', TYPE);
    assert.ok(type && 'versions' in type);
    const versions = type.versions.map((each) => ({ ...each, content: { ...each.content, approvedActs: ['revoke'] as const } }));
    await under.store.records.replace('licence-types', { ...type, version: type.version + 1, versions });
  });
  after(() => under.close());

  const issue = async () => {
    const { licence } = await issueLicence(under.licences, CLERK, order());
    return licence.editions[0]?.identifier ?? '';
  };
  const revoke = (identifier: string) =>
    ({ identifier, event: 'revoke', reason: '违法经营', documentNumber: '样罚〔2026〕3号' }) as const;
  const status = async (identifier: string) =>
    (await getLicence(under.licences, CLERK, { identifier, purpose: PURPOSE })).status.status;
  const decide = (
    identifier: string,
    application: string,
    step: 'approve' | 'refuse' | 'withdraw',
    by = SECOND as typeof CLERK,
  ) => decideStatus(under.licences, by, { identifier, application, step });

  it('records the act only when another person approves, as that of whoever asked', async () => {
    const identifier = await issue();
    await assert.rejects(changeStatus(under.licences, CLERK, revoke(identifier)), { code: 'STATUS_APPROVAL_REQUIRED' });
    const { application } = await applyForStatus(under.licences, CLERK, revoke(identifier));
    assert.equal(await status(identifier), 'valid');
    await assert.rejects(decide(identifier, application.id, 'approve', CLERK), { code: 'STATUS_APPLICATION_REFUSED' });
    await assert.rejects(decide(identifier, application.id, 'approve', SYSTEM), {
      code: 'STATUS_APPLICATION_REFUSED',
    });
    await assert.rejects(decide(identifier, application.id, 'withdraw'), { code: 'STATUS_APPLICATION_REFUSED' });
    await assert.rejects(decide(identifier, 'f'.repeat(32), 'approve'), { code: 'STATUS_APPLICATION_NOT_FOUND' });
    const listed = await listApplications(under.licences, SECOND, { limit: 100 });
    assert.ok(listed.items.some((each) => each.application.id === application.id));
    assert.deepEqual((await listApplications(under.licences, OTHER_CLERK, { limit: 100 })).items, []);
    const { licence } = await decide(identifier, application.id, 'approve');
    assert.deepEqual([licence.events.at(-1)?.application, licence.events.at(-1)?.actor.person], [application.id, CLERK.person]);
    assert.equal(await status(identifier), 'revoked');
    await assert.rejects(decide(identifier, application.id, 'approve'), { code: 'STATUS_APPLICATION_REFUSED' });
    await under.relay.drain();
    const told = (await eventsOf(under.store)).filter(({ facts }) => facts['application'] === application.id);
    assert.deepEqual(
      told.map(({ kind, actor }) => [kind, actor.person]),
      [
        ['licence-status-applied-for', CLERK.person],
        ['licence-status-changed', SECOND.person],
      ],
    );
    assert.ok(!JSON.stringify(told).includes('违法经营'), 'reasons in people’s words are not in the journal');
    assert.ok(
      !(await listApplications(under.licences, SECOND, { limit: 100 })).items.some(
        (each) => each.application.id === application.id,
      ),
    );
  });

  it('can be refused or withdrawn, one at a time, and by nobody else', async () => {
    const identifier = await issue();
    const first = await applyForStatus(under.licences, CLERK, revoke(identifier));
    await assert.rejects(applyForStatus(under.licences, SECOND, revoke(identifier)), { code: 'STATUS_APPLICATION_REFUSED' });
    await decide(identifier, first.application.id, 'refuse');
    const second = await applyForStatus(under.licences, SYSTEM, revoke(identifier));
    await decide(identifier, second.application.id, 'withdraw', SYSTEM);
    assert.equal(await status(identifier), 'valid');
    await assert.rejects(applyForStatus(under.licences, OTHER_CLERK, revoke(identifier)), { code: 'LICENCE_NOT_FOUND' });
    await assert.rejects(applyForStatus(under.licences, COUNTER, revoke(identifier)), { code: 'NOT_ALLOWED' });
    const { status: suspended } = await changeStatus(under.licences, CLERK, { ...revoke(identifier), event: 'suspend' });
    assert.equal(suspended.status, 'suspended', 'other acts of the type need nobody else');
  });

  it('rests on a legal document, whoever calls', async () => {
    const identifier = await issue();
    for (const documentNumber of ['', '  ', '号'.repeat(101)])
      await assert.rejects(changeStatus(under.licences, CLERK, { ...revoke(identifier), event: 'suspend', documentNumber }), {
        code: 'INPUT_INVALID',
      });
  });

  it('holds from the approval where the moment that was asked for is over, and from then where it is to come', async () => {
    const identifier = await issue();
    const soon = isoInstant(under.licences.clock.now() + 60_000);
    const { application } = await applyForStatus(under.licences, CLERK, { ...revoke(identifier), effectiveAt: soon });
    under.advance(120_000);
    const { licence } = await decide(identifier, application.id, 'approve');
    assert.ok(Date.parse(licence.events[0]?.effectiveAt ?? '') > Date.parse(soon));
    const other = await issue();
    const later = isoInstant(under.licences.clock.now() + 3_600_000);
    const planned = await applyForStatus(under.licences, CLERK, { ...revoke(other), effectiveAt: later });
    await decide(other, planned.application.id, 'approve');
    assert.equal(await status(other), 'valid');
    const asOf = Date.parse(later);
    const then = await getLicence(under.licences, CLERK, { identifier: other, purpose: PURPOSE, asOf });
    assert.deepEqual([then.status.status, then.status.asOf], ['revoked', asOf]);
    const before = await getLicence(under.licences, CLERK, {
      identifier: other,
      purpose: PURPOSE,
      asOf,
      knownAt: asOf - 7_200_000,
    });
    assert.equal(before.status.status, 'valid', 'as could be known before it was recorded');
    const { items } = await listLicences(under.licences, CLERK, { limit: 100, asOf });
    assert.equal(items.find(({ edition }) => edition.identifier === other)?.status.status, 'revoked');
  });
});
