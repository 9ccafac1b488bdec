/** A process that dies between any two steps: what the next start makes of what is left. */
import assert from 'node:assert/strict';
import { toHex } from '../../../src/base/bytes.ts';
import { currentEdition, type LicenceRecord } from '../../../src/domain/licence/index.ts';
import { changeStatus, getLicence, issueLicence, settleReservations } from '../../../src/services/licences/index.ts';
import { stampDocument } from '../../../src/services/stamping/index.ts';
import { mortal, type LastStep } from '../../support/crash.ts';
import { sharedInstallation } from '../../support/http.ts';
import { assertWhole, eventsOf } from '../../support/invariants.ts';
import { sm3 } from '../../support/records.ts';
import { CLERK, openUseCases, order, PURPOSE, SEALER, stampOrder, type Process, type UseCases } from '../../support/use-cases.ts';

/** What a life's callers were told before its process died. */
interface Told {
  licence?: LicenceRecord;
  suspended?: true;
  read?: true;
  stamped?: { readonly id: string; readonly digest: string };
}

type Order = ReturnType<typeof order>;

/** Everything that writes, once. */
async function live({ licences, relay }: Process, request: Order, told: Told): Promise<void> {
  const { licence } = await issueLicence(licences, CLERK, request);
  told.licence = licence;
  await relay.drain();
  const { identifier } = currentEdition(licence);
  await changeStatus(licences, CLERK, { identifier, event: 'suspend', reason: '调查', documentNumber: '样〔2026〕1号' });
  told.suspended = true;
  await relay.drain();
  await getLicence(licences, CLERK, { identifier, purpose: PURPOSE });
  told.read = true;
  const { document, stamping } = await stampDocument(licences, SEALER, stampOrder());
  told.stamped = { id: stamping, digest: toHex(sm3(document)) };
  await relay.drain();
}

/** Lives until the process dies at its n-th step; null when it got to the end. */
async function liveUntil(
  under: UseCases,
  request: Order,
  end: { readonly at: number; readonly last: LastStep },
): Promise<{ readonly told: Told; readonly steps: readonly string[]; readonly died: boolean }> {
  const { custody } = await sharedInstallation();
  const dying = mortal({ store: under.store, signer: custody }, end.at, end.last);
  const told: Told = {};
  const ended = live(under.process(dying), request, told).then(() => false);
  const died = await Promise.race([ended, dying.death.then(() => true)]);
  return { told, steps: dying.steps, died };
}

/** Settles as a start does and checks everything that was told. */
async function startAgain(under: UseCases, told: Told): Promise<UseCases> {
  const next = await under.reopen();
  await settleReservations(next.licences);
  await next.relay.drain();
  await assertTold(next, told);
  assert.deepEqual(await settleReservations(next.licences), {
    completed: 0,
    abandoned: 0,
    unknownStampings: 0,
    unknownSignings: 0,
  });
  return next;
}

async function assertTold(under: UseCases, told: Told): Promise<void> {
  const published = await assertWhole(under.store);
  const events = await eventsOf(under.store);
  if (told.licence) {
    const { licence } = told;
    const kept = published.find(({ _id }) => _id === licence._id);
    assert.ok(kept, 'a licence that was told is gone');
    assert.deepEqual(kept.editions, licence.editions);
    if (told.suspended)
      assert.deepEqual(
        kept.events.map(({ kind }) => kind),
        ['suspend'],
      );
    if (told.read) assert.equal(events.filter(({ kind }) => kind === 'licence-read').length, 1);
  }
  if (told.stamped) {
    const stamping = await under.store.records.get('stampings', told.stamped.id);
    assert.equal(stamping?.state, 'done');
    assert.equal(stamping.digestAfter, told.stamped.digest);
  }
}

/** The case number is answered by the licence that is there, or free for one that is issued now. */
async function assertCaseUsable(under: UseCases, request: Order): Promise<void> {
  const [existing] = await assertWhole(under.store);
  const { licence, repeated } = await issueLicence(under.licences, CLERK, request);
  assert.equal(repeated, existing !== undefined);
  if (existing) assert.equal(licence._id, existing._id);
  await assert.rejects(issueLicence(under.licences, CLERK, { ...request, licenceNumber: 'ANOTHER' }), { code: 'CASE_CONFLICT' });
  await under.relay.drain();
  assert.equal((await assertWhole(under.store)).length, 1);
}

describe('a process that dies', function () {
  this.timeout(240_000);

  for (const last of ['undone', 'done'] as const) {
    it(`at any step, which was ${last}, loses nothing told and leaves nothing half there`, async () => {
      const seen = new Set<string>();
      for (let at = 1; ; at++) {
        const under = await openUseCases();
        const request = order();
        const { told, steps, died } = await liveUntil(under, request, { at, last });
        steps.forEach((step) => seen.add(step));
        const next = await startAgain(under, told);
        await assertCaseUsable(next, request);
        await next.close();
        if (!died) {
          assert.ok(told.stamped);
          break;
        }
      }
      for (const step of [
        'insert claims',
        'insert licences',
        'insert stampings',
        'sign',
        'put',
        'replace stampings',
        'replace licences',
        'append',
      ])
        assert.ok(seen.has(step), step);
    });
  }

  it('while it settles what an earlier one left, is settled by the next', async () => {
    const { custody } = await sharedInstallation();
    let interrupted = 0;
    for (let first = 1; ; first++) {
      const steps = await firstLife(first);
      if (steps === null) break;
    }
    assert.ok(interrupted > 30, `${interrupted}`);

    /** Dies at a step of issuing, then at each step of settling. */
    async function firstLife(at: number): Promise<number | null> {
      for (let second = 1; ; second++) {
        let under = await openUseCases();
        const request = order();
        const dying = mortal({ store: under.store, signer: custody }, at, 'done');
        const issued = issueLicence(under.process(dying).licences, CLERK, request).then(() => 'issued');
        if ((await Promise.race([issued, dying.death])) === 'issued') {
          await under.close();
          return null;
        }
        under = await under.reopen();
        const settling = mortal({ store: under.store, signer: custody }, second, second % 2 === 0 ? 'done' : 'undone');
        const process = under.process(settling);
        const settled = settleReservations(process.licences).then(() => process.relay.drain());
        const died = (await Promise.race([settled.then(() => 'settled'), settling.death])) !== 'settled';
        const next = await startAgain(under, {});
        await assertCaseUsable(next, request);
        await next.close();
        if (!died) return second;
        interrupted++;
      }
    }
  });
});
