/** Custody's own ledger of grants: what it admits, and that nobody who only asks can make it say otherwise. */
import assert from 'node:assert/strict';
import { readFileSync, truncateSync, writeFileSync, appendFileSync, statSync } from 'node:fs';
import type { GatedUse, GrantLedger } from '../../../../src/adapters/custody/grants/index.ts';
import type { GrantTerms } from '../../../../src/domain/grant/index.ts';
import type { ApproverCode, UseClaim } from '../../../../src/services/grants/index.ts';
import { claimOf, codeOf, GRANTED_SEAL, grantTerms, testLedger } from '../../../support/grants.ts';

const digest = (number: number): string => number.toString(16).padStart(64, '0');
const version = (): string => digest(0x5ea1);
let references = 0;

describe('the ledger of grants', () => {
  let ledger: ReturnType<typeof testLedger>;
  const secrets = new Map<string, Uint8Array>();
  let steps = 0;

  beforeEach(async () => {
    ledger = testLedger();
    steps = -1;
    await ledger.enter({ kind: 'begin', grants: [] });
    for (const account of ['keeper', 'second', 'third']) secrets.set(account, await ledger.enrolApprover(account, null));
  });
  afterEach(() => ledger.close());

  const by = (account: string, at = steps): ApproverCode => ({
    account,
    code: codeOf(secrets.get(account) ?? new Uint8Array(20), at),
  });
  const enter = (grant: string, changes: Partial<GrantTerms> = {}, confirmed = by('keeper')) =>
    ledger.enter({ kind: 'grant', grant, terms: grantTerms(changes), proposer: 'proposer', confirmed });
  const admit = (
    claim: UseClaim,
    changes: Partial<Pick<GatedUse, 'reference' | 'data' | 'seal' | 'version'>> = {},
    over: GrantLedger = ledger,
  ) =>
    over
      .admit({ claim, seal: GRANTED_SEAL, version, data: digest(++references), reference: `stampings/${references}`, ...changes })
      .then((reason) => reason?.en ?? null);
  const refused = (work: Promise<unknown>, reason: RegExp) => assert.rejects(work, { code: 'SEAL_USE_REFUSED', message: reason });

  it('admits nothing that no grant says, by default', async () => {
    assert.match((await admit(claimOf('g'))) ?? '', /not in force/);
    assert.match(
      (await ledger.admit({ claim: undefined, seal: GRANTED_SEAL, version, data: digest(1), reference: 'x' }))?.en ?? '',
      /no grant is named/,
    );
    await enter('g');
    assert.equal(await admit(claimOf('g')), null);
  });

  it('asks who, which seal, what for and when', async () => {
    await enter('g', { users: ['u'], organisations: [], systems: ['k'], licenceTypes: ['T'] });
    const claim = claimOf('g', { person: 'u' });
    assert.equal(await admit(claim), null);
    assert.equal(await admit({ ...claim, kind: 'licence:T' }), null);
    assert.equal(await admit({ ...claim, person: null, client: 'k' }), null);
    assert.match((await admit({ ...claim, person: 'v' })) ?? '', /not for this user/);
    assert.match((await admit({ ...claim, person: 'v', client: 'k' })) ?? '', /not for this user/);
    assert.match((await admit({ ...claim, kind: 'licence:U' })) ?? '', /not for this kind/);
    assert.match((await admit(claim, { seal: '99010000000001' })) ?? '', /another seal/);
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    await enter('h', { users: ['u'], validFrom: tomorrow }, by('second'));
    assert.match((await admit({ ...claim, grant: 'h' })) ?? '', /has not begun/);
    await ledger.enter({ kind: 'grant-ended', grant: 'g', by: 'keeper' });
    assert.match((await admit(claim)) ?? '', /not in force/);
    const later = testLedger({ path: ledger.path, clock: { now: () => Date.now() + 31 * 86_400_000 } });
    assert.match((await admit({ ...claim, grant: 'h' }, {}, later)) ?? '', /is over/);
    await later.close();
  });

  it('takes a grant by the code of another person only', async () => {
    const terms = grantTerms();
    const order = { kind: 'grant', grant: 'g', terms, proposer: 'proposer' } as const;
    await assert.rejects(ledger.enter({ ...order, confirmed: { account: 'keeper', code: null } }), {
      code: 'SECOND_FACTOR_REFUSED',
    });
    await assert.rejects(ledger.enter({ ...order, confirmed: { account: 'keeper', code: '000000' } }), {
      code: 'SECOND_FACTOR_REFUSED',
    });
    await assert.rejects(ledger.enter({ ...order, confirmed: { account: 'nobody', code: '123456' } }), {
      code: 'APPROVER_NOT_ENROLLED',
    });
    await refused(ledger.enter({ ...order, proposer: 'keeper', confirmed: by('keeper') }), /nobody approves his own/);
    const code = by('keeper');
    await ledger.enter({ ...order, confirmed: code });
    await assert.rejects(ledger.enter({ ...order, grant: 'h', confirmed: code }), { code: 'SECOND_FACTOR_REFUSED' });
    // Somebody who has another process tries the same code there.
    const other = testLedger({ path: ledger.path });
    await assert.rejects(other.enter({ ...order, grant: 'h', confirmed: code }), { code: 'SECOND_FACTOR_REFUSED' });
    await other.close();
    await refused(ledger.enter({ ...order, confirmed: by('second') }), /entered before/);
  });

  it('makes whoever guesses codes wait', async () => {
    const guess = () => ledger.enter({ kind: 'resume', seal: GRANTED_SEAL, confirmed: { account: 'keeper', code: '000000' } });
    for (let guesses = 0; guesses < 5; guesses++) await assert.rejects(guess(), { code: 'SECOND_FACTOR_REFUSED' });
    await assert.rejects(guess(), { code: 'RATE_LIMITED' });
  });

  it('enrols approvers for whoever has the machine, or by the code of another', async () => {
    const served = testLedger({ path: ledger.path, operator: false });
    await refused(served.enrolApprover('intruder', null), /at the command line/);
    await refused(served.enrolApprover('keeper', by('keeper')), /his own/);
    const secret = await served.enrolApprover('fourth', by('keeper'));
    secrets.set('fourth', secret);
    await enter('g', {}, by('fourth'));
    await served.close();
  });

  it('begins once: what is carried over later is nothing', async () => {
    await ledger.enter({ kind: 'begin', grants: [{ grant: 'late', terms: grantTerms() }] });
    assert.match((await admit(claimOf('late'))) ?? '', /not in force/);
    const fresh = testLedger();
    await fresh.enter({ kind: 'begin', grants: [{ grant: 'early', terms: grantTerms() }] });
    assert.equal(await admit(claimOf('early'), {}, fresh), null);
    await fresh.close();
  });

  it('counts uses, the same one asked for again once, whoever asks and whenever it is opened', async () => {
    await enter('g', { uses: 3 });
    const other = testLedger({ path: ledger.path });
    const one = { reference: 'stampings/one', data: digest(900) };
    assert.equal(await admit(claimOf('g'), one), null);
    assert.equal(await admit(claimOf('g'), one, other), null);
    const found = await Promise.all(
      Array.from({ length: 10 }, (_, index) => admit(claimOf('g'), {}, index % 2 ? ledger : other)),
    );
    assert.equal(found.filter((reason) => reason === null).length, 2);
    // The same reference for other bytes is another use.
    assert.match((await admit(claimOf('g'), { ...one, data: digest(901) })) ?? '', /used up/);
    await Promise.all([ledger.close(), other.close()]);
    ledger = testLedger({ path: ledger.path });
    assert.match((await admit(claimOf('g'))) ?? '', /used up/);
    const [{ grant, inForce, used } = { grant: '', inForce: false, used: 0 }] = (await ledger.standing()).grants;
    assert.deepEqual([grant, inForce, used], ['g', true, 3]);
  });

  it('admits a use that needs an approval for exactly the document, the applicant and the time that were approved, once', async () => {
    await enter('g', { approval: 'per-use', approvers: ['second'] });
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    const approval = { kind: 'approval', approval: 'a', grant: 'g', applicant: 'test-seal-user', expiresAt } as const;
    const claim = claimOf('g', { approval: 'a', digest: digest(1) });
    assert.match((await admit(claim)) ?? '', /not approved/);
    await refused(ledger.enter({ ...approval, digests: [digest(1)], confirmed: by('third') }), /no approver of the grant/);
    await refused(
      ledger.enter({ ...approval, applicant: 'second', digests: [digest(1)], confirmed: by('second') }),
      /nobody approves his own/,
    );
    await refused(ledger.enter({ ...approval, digests: [digest(1), digest(2)], confirmed: by('second') }), /of each use/);
    await ledger.enter({ ...approval, digests: [digest(1)], confirmed: by('second') });
    assert.match((await admit({ ...claim, digest: digest(2) })) ?? '', /another document/);
    assert.match((await admit({ ...claim, person: 'somebody' })) ?? '', /somebody else/);
    assert.match((await admit({ ...claim, approval: null })) ?? '', /not approved/);
    const later = testLedger({ path: ledger.path, clock: { now: () => Date.now() + 61_000 } });
    assert.match((await admit(claim, {}, later)) ?? '', /approval is over/);
    await later.close();
    for (const document of [null, digest(2)]) {
      const use = { claim, seal: GRANTED_SEAL, version, data: digest(77), reference: 'r', document };
      assert.match((await ledger.admit(use))?.en ?? '', /not made from the document/);
    }
    assert.equal(await admit(claim), null);
    assert.match((await admit(claim)) ?? '', /sealed by this approval already/);
  });

  it('wants two persons where the grant says so, and both to approve the same', async () => {
    await enter('g', { approval: 'per-batch', approvers: ['second', 'third'], approvals: 2 });
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    const approval = { kind: 'approval', approval: 'a', grant: 'g', applicant: 'test-seal-user', expiresAt } as const;
    const digests = [digest(1), digest(2)];
    const claim = claimOf('g', { approval: 'a', digest: digest(1) });
    await ledger.enter({ ...approval, digests, confirmed: by('second') });
    assert.match((await admit(claim)) ?? '', /not approved/);
    await refused(ledger.enter({ ...approval, digests, confirmed: by('second', 0) }), /he approved it already/);
    await refused(ledger.enter({ ...approval, digests: [digest(1)], confirmed: by('third') }), /something else/);
    await ledger.enter({ ...approval, digests, confirmed: by('third', 0) });
    assert.equal(await admit(claim), null);
    assert.equal(await admit({ ...claim, digest: digest(2) }), null);
    await ledger.enter({ kind: 'approval-withdrawn', approval: 'a', by: 'second' });
    assert.match((await admit(claim)) ?? '', /not approved/);
  });

  it('lets deputies approve for their term, whoever was handed the duties over, and nobody who left', async () => {
    await enter('g', { approval: 'per-use', approvers: ['second'] });
    const approve = (id: string, confirmed: ApproverCode) =>
      ledger.enter({
        ...{ kind: 'approval', approval: id, grant: 'g', applicant: 'test-seal-user', digests: [digest(1)], confirmed },
        expiresAt: new Date(Date.now() + 60_000).toISOString(),
      });
    const deputy = { kind: 'deputy', principal: 'second', deputy: 'third' } as const;
    const [from, to] = [new Date(Date.now() - 1000).toISOString(), new Date(Date.now() + 60_000).toISOString()];
    await refused(ledger.enter({ ...deputy, from, to, confirmed: by('keeper', 0) }), /only the principal/);
    await ledger.enter({ ...deputy, from, to: from, confirmed: by('second') });
    await refused(approve('a', by('third')), /no approver of the grant/);
    await ledger.enter({ ...deputy, from, to, confirmed: by('second', 0) });
    await approve('a', by('third'));
    await ledger.enter({ kind: 'handover', from: 'second', to: 'keeper', confirmed: by('third', 0) });
    await refused(approve('b', by('second', 1)), /no approver of the grant/);
    await approve('b', by('keeper', 0));
    await ledger.enter({ kind: 'barred', account: 'keeper', by: 'security' });
    await refused(approve('c', by('keeper', 1)), /has left/);
    await ledger.enter({ kind: 'barred', account: 'test-seal-user', by: 'security' });
    assert.match((await admit(claimOf('g', { approval: 'b', digest: digest(1) }))) ?? '', /applicant has left/);
  });

  it('shuts a locked account out of using and approving, until another person unlocks it', async () => {
    await enter('g', { approval: 'per-use', approvers: ['second'] });
    await enter('free', {}, by('keeper', 0));
    const served = testLedger({ path: ledger.path, operator: false });
    await served.enter({ kind: 'locked', account: 'test-seal-user', by: 'security' });
    await served.enter({ kind: 'locked', account: 'second', by: 'security' });
    assert.deepEqual((await served.standing()).locked, ['test-seal-user', 'second']);
    assert.match((await admit(claimOf('free'))) ?? '', /account is locked/);
    const approve = (code: ApproverCode) =>
      ledger.enter({
        ...{ kind: 'approval', approval: 'a', grant: 'g', applicant: 'x', digests: [digest(1)], confirmed: code },
        expiresAt: new Date(Date.now() + 60_000).toISOString(),
      });
    await refused(approve(by('second')), /account is locked/);
    const unlock = (account: string, confirmed: ApproverCode | null) => served.enter({ kind: 'unlocked', account, confirmed });
    await refused(unlock('second', null), /at the command line, or by the code/);
    await refused(unlock('second', by('second', 0)), /account is locked/);
    await assert.rejects(unlock('second', { account: 'third', code: '000000' }), { code: 'SECOND_FACTOR_REFUSED' });
    await unlock('second', by('third'));
    await approve(by('second', 0));
    await ledger.enter({ kind: 'unlocked', account: 'test-seal-user', confirmed: null });
    assert.equal(await admit(claimOf('free')), null);
    await served.close();
  });

  it('stops a seal at once for everybody, until another person resumes it', async () => {
    await enter('g');
    const other = testLedger({ path: ledger.path });
    await other.enter({ kind: 'stop', seal: GRANTED_SEAL, by: 'second' });
    assert.match((await admit(claimOf('g'))) ?? '', /stopped/);
    await refused(ledger.enter({ kind: 'resume', seal: GRANTED_SEAL, confirmed: by('second') }), /does not resume/);
    await ledger.enter({ kind: 'resume', seal: GRANTED_SEAL, confirmed: by('third') });
    assert.equal(await admit(claimOf('g'), {}, other), null);
    await other.close();
  });

  it('keeps who stopped a seal first from resuming it, whoever stops it again, and writes nothing twice', async () => {
    await ledger.enter({ kind: 'stop', seal: GRANTED_SEAL, by: 'second' });
    const size = statSync(ledger.path).size;
    await ledger.enter({ kind: 'stop', seal: GRANTED_SEAL, by: 'third' });
    assert.equal(statSync(ledger.path).size, size);
    await refused(ledger.enter({ kind: 'resume', seal: GRANTED_SEAL, confirmed: by('second') }), /does not resume/);
    await ledger.enter({ kind: 'resume', seal: GRANTED_SEAL, confirmed: by('third') });
  });

  it('uses a version of a seal that has ended no more, and the next one', async () => {
    await enter('g');
    const other = testLedger({ path: ledger.path });
    await other.enter({ kind: 'version-ended', seal: GRANTED_SEAL, version: version(), by: 'server' });
    assert.match((await admit(claimOf('g'))) ?? '', /cancelled, lost or compromised/);
    assert.equal(await admit(claimOf('g'), { version: () => digest(2) }), null);
    const use = { claim: claimOf('g'), seal: GRANTED_SEAL, version: version(), reference: 'r', data: digest(3) };
    await refused(ledger.admitElsewhere(use), /cancelled, lost or compromised/);
    assert.deepEqual((await ledger.standing()).endedVersions, [version()]);
    await other.close();
  });

  describe('as a file', () => {
    const lines = () =>
      readFileSync(ledger.path, 'utf8')
        .split('\n')
        .filter((line) => line !== '');

    it('is of mode 0600, and what somebody left unfinished hides nothing', async () => {
      await enter('g', { uses: 2 });
      assert.equal(statSync(ledger.path).mode & 0o777, 0o600);
      appendFileSync(ledger.path, lines().at(-1)?.slice(0, 90) ?? '');
      assert.equal(await admit(claimOf('g')), null);
      await ledger.close();
      ledger = testLedger({ path: ledger.path });
      assert.equal(await admit(claimOf('g')), null);
      assert.match((await admit(claimOf('g'))) ?? '', /used up/);
    });

    it('shows a line that was changed, taken away, or put in another place', async () => {
      await enter('g', { uses: 1 });
      await admit(claimOf('g'));
      await ledger.enter({ kind: 'stop', seal: 'other', by: 'x' });
      const whole = lines();
      const damaged: readonly (readonly string[])[] = [
        whole.filter((line) => !line.includes('"kind":"use"')),
        whole.map((line) => line.replace('"uses":1', '"uses":9')),
        whole.toReversed(),
        [...whole, whole[1] ?? ''],
        whole.slice(1),
      ];
      for (const text of damaged) {
        writeFileSync(ledger.path, `${text.join('\n')}\n`);
        assert.throws(() => testLedger({ path: ledger.path }), { code: 'GRANT_LEDGER_DAMAGED' });
      }
      writeFileSync(ledger.path, `${whole.join('\n')}\n`);
      const opened = testLedger({ path: ledger.path });
      truncateSync(ledger.path, 10);
      await assert.rejects(
        async () => opened.admit({ claim: claimOf('g'), seal: GRANTED_SEAL, version, data: digest(1), reference: 'r' }),
        {
          code: 'GRANT_LEDGER_DAMAGED',
        },
      );
    });

    it('is no ledger under another secret', async () => {
      await enter('g');
      const other = testLedger({ path: ledger.path, secret: new Uint8Array(32) });
      assert.match((await admit(claimOf('g'), {}, other)) ?? '', /not in force/);
      await other.close();
    });
  });
});
