/** The ledger of grants carried on in a new file: nothing of it is lost, whoever writes meanwhile and wherever somebody is killed. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { GrantLedger } from '../../../../src/adapters/custody/grants/index.ts';
import { claimOf, codeOf, GRANTED_SEAL, grantTerms, testLedger } from '../../../support/grants.ts';
import { temporaryFolder } from '../../../support/temporary.ts';

const WRITER = fileURLToPath(new URL('../../../support/ledger-writer.mjs', import.meta.url));
const digest = (number: number): string => number.toString(16).padStart(64, '0');
const MINUTE = 60_000;

type TestLedger = ReturnType<typeof testLedger>;

function use(ledger: GrantLedger, reference: string, changes: { data?: number; grant?: string; seal?: string } = {}) {
  const { data = 1, grant = 'g', seal = GRANTED_SEAL } = changes;
  return ledger
    .admit({ claim: claimOf(grant), seal, version: () => digest(9), data: digest(data), reference: `stampings/${reference}` })
    .then((reason) => reason?.en ?? null);
}

const usedOf = async (ledger: GrantLedger, grant = 'g'): Promise<number | undefined> =>
  (await ledger.standing()).grants.find((found) => found.grant === grant)?.used;

/** Opens, does a work, and closes. */
async function over<T>(path: string, work: (ledger: TestLedger) => Promise<T>): Promise<T> {
  const ledger = testLedger({ path });
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}

/** A ledger in which there is something of everything. */
async function fullLedger(): Promise<{ readonly ledger: TestLedger; readonly secrets: ReadonlyMap<string, Uint8Array> }> {
  const ledger = testLedger();
  await ledger.enter({ kind: 'begin', grants: [{ grant: 'g', terms: grantTerms({ uses: 50 }) }] });
  const secrets = new Map<string, Uint8Array>();
  for (const account of ['keeper', 'second', 'third']) secrets.set(account, await ledger.enrolApprover(account, null));
  const by = (account: string, steps = -1) => ({ account, code: codeOf(secrets.get(account) ?? new Uint8Array(20), steps) });
  const terms = grantTerms({ approval: 'per-batch', approvers: ['second', 'third'] });
  await ledger.enter({ kind: 'grant', grant: 'approved', terms, proposer: 'p', confirmed: by('keeper') });
  await ledger.enter({
    ...{ kind: 'approval', approval: 'a', grant: 'approved', applicant: 'test-seal-user', digests: [digest(1), digest(2)] },
    ...{ expiresAt: new Date(Date.now() + 10 * MINUTE).toISOString(), confirmed: by('second') },
  });
  const approved = { claim: claimOf('approved', { approval: 'a', digest: digest(2) }), seal: GRANTED_SEAL };
  assert.equal(await ledger.admit({ ...approved, version: () => digest(9), data: digest(5), reference: 'r' }), null);
  await ledger.enter({ kind: 'grant-ended', grant: 'approved', by: 'x' });
  await ledger.enter({ kind: 'stop', seal: 'stopped', by: 'second' });
  await ledger.enter({ kind: 'version-ended', seal: GRANTED_SEAL, version: digest(7), by: 'x' });
  await ledger.enter({ kind: 'end-planned', subject: 'owner:X', from: '2099-01-01T00:00:00.000Z', by: 'x' });
  await ledger.enter({ kind: 'barred', account: 'leaver', by: 'x' });
  await ledger.enter({ kind: 'locked', account: 'away', by: 'x' });
  const [from, to] = [new Date(Date.now() - MINUTE).toISOString(), new Date(Date.now() + 10 * MINUTE).toISOString()];
  await ledger.enter({ kind: 'deputy', principal: 'third', deputy: 'keeper', from, to, confirmed: by('third') });
  await ledger.enter({ kind: 'handover', from: 'second', to: 'third', confirmed: by('keeper', 0) });
  for (let number = 1; number <= 5; number++) assert.equal(await use(ledger, String(number)), null);
  return { ledger, secrets };
}

describe('a ledger of grants that is carried on in a new file', function () {
  this.timeout(300_000);

  it('says what it said, to who has it open and who opens it, and counts on', async () => {
    const { ledger, secrets } = await fullLedger();
    const other = testLedger({ path: ledger.path });
    const before = await ledger.standing();
    const { head: mark } = await ledger.compare(null);
    for (let time = 1; time <= 3; time++) {
      await ledger.compact();
      assert.ok(existsSync(`${ledger.path}.${time + 1}`));
      assert.deepEqual(await ledger.standing(), before);
      assert.deepEqual(await other.standing(), before);
      await over(ledger.path, async (fresh) => assert.deepEqual(await fresh.standing(), before));
    }
    // The one before is kept, and no other.
    assert.deepEqual(readdirSync(dirname(ledger.path)).sort(), ['ledger.3', 'ledger.4']);
    assert.equal(statSync(`${ledger.path}.4`).mode & 0o777, 0o600);
    // What was asked for again is one use still, codes are used still, and who stopped a seal does not resume it.
    assert.equal(await use(other, '3'), null);
    assert.equal(await usedOf(other), 5);
    assert.equal(await use(other, '3', { data: 2 }), null);
    assert.equal(await usedOf(ledger), 6);
    const by = (account: string, steps: number) => ({ account, code: codeOf(secrets.get(account) ?? new Uint8Array(20), steps) });
    const resume = (account: string, steps: number) =>
      other.enter({ kind: 'resume', seal: 'stopped', confirmed: by(account, steps) });
    await assert.rejects(resume('keeper', 0), { code: 'SECOND_FACTOR_REFUSED' });
    await assert.rejects(resume('second', 0), { code: 'SEAL_USE_REFUSED', message: /does not resume/ });
    await resume('keeper', 1);
    // What was known of it is found in it.
    assert.ok(mark);
    assert.equal((await ledger.compare(mark)).verdict, 'same');
    await Promise.all([ledger.close(), other.close()]);
  });

  it('is whole at every byte where whoever closed it may have been killed', async () => {
    const { ledger } = await fullLedger();
    const expected = await ledger.standing();
    const open = readFileSync(ledger.path);
    await ledger.compact();
    await ledger.close();
    const closed = readFileSync(ledger.path);
    const next = readFileSync(`${ledger.path}.2`);
    assert.ok(closed.subarray(0, open.length).equals(open));
    for (let length = open.length; length <= closed.length; length++) {
      const path = join(temporaryFolder(), 'ledger');
      writeFileSync(path, closed.subarray(0, length));
      // And somewhere in making the next file, which has no place until it is whole.
      writeFileSync(`${path}-0.new`, next.subarray(0, (length * 37) % next.length));
      await over(path, async (cut) => {
        assert.deepEqual(await cut.standing(), expected);
        assert.equal(await use(cut, '3'), null);
        assert.equal(await usedOf(cut), 5);
        assert.equal(await use(cut, 'new'), null);
      });
      await over(path, async (cut) => assert.equal(await usedOf(cut), 6));
      assert.equal(existsSync(`${path}.2`), length >= closed.length - 1);
    }
  });

  it('is whole with the next file in its place, and the file before not taken away yet', async () => {
    const { ledger } = await fullLedger();
    await ledger.compact();
    await use(ledger, 'later');
    const [first, second] = [readFileSync(ledger.path), readFileSync(`${ledger.path}.2`)];
    await ledger.compact();
    const expected = await ledger.standing();
    await ledger.close();
    writeFileSync(ledger.path, first);
    writeFileSync(`${ledger.path}-half.new`, second);
    utimesSync(`${ledger.path}-half.new`, new Date(0), new Date(0));
    await over(ledger.path, async (again) => {
      assert.deepEqual(await again.standing(), expected);
      await again.compact();
      assert.equal(await usedOf(again), 6);
    });
    // What was left behind is swept.
    assert.deepEqual(readdirSync(dirname(ledger.path)).sort(), ['ledger.3', 'ledger.4']);
  });

  it('is damaged where the file that carries on is cut or put in another’s place', async () => {
    const { ledger } = await fullLedger();
    await ledger.compact();
    await ledger.close();
    const next = readFileSync(`${ledger.path}.2`);
    for (let length = 0; length < next.length - 1; length += 211) {
      writeFileSync(`${ledger.path}.2`, next.subarray(0, length));
      assert.throws(() => testLedger({ path: ledger.path }), { code: 'GRANT_LEDGER_DAMAGED' }, `cut at ${length}`);
    }
    writeFileSync(`${ledger.path}.2`, next);
    copyFileSync(`${ledger.path}.2`, `${ledger.path}.3`);
    assert.throws(() => testLedger({ path: ledger.path }), { code: 'GRANT_LEDGER_DAMAGED' });
    const alone = join(temporaryFolder(), 'ledger');
    writeFileSync(alone, next);
    assert.throws(() => testLedger({ path: alone }), { code: 'GRANT_LEDGER_DAMAGED' });
  });

  it('admits exactly as many uses as are granted while several compact it at once', async () => {
    const ledger = testLedger();
    await ledger.enter({ kind: 'begin', grants: [{ grant: 'g', terms: grantTerms({ uses: 90 }) }] });
    const all = [ledger, testLedger({ path: ledger.path }), testLedger({ path: ledger.path })];
    const found: (string | null)[] = [];
    for (let round = 0; round < 12; round++) {
      const asked = all.flatMap((one, index) => [1, 2, 3].map((number) => use(one, `${round}/${index}/${number}`)));
      const compacted = all.slice(0, 1 + (round % 3)).map((one) => one.compact());
      found.push(...(await Promise.all(asked)));
      await Promise.all(compacted);
    }
    assert.equal(found.filter((reason) => reason === null).length, 90);
    for (const one of all) {
      assert.equal(await usedOf(one), 90);
      await one.close();
    }
    assert.ok(readdirSync(dirname(ledger.path)).every((name) => !name.endsWith('.new')));
  });

  it('loses no use of processes that are killed while they use and compact it', async () => {
    const ledger = testLedger();
    await ledger.enter({ kind: 'begin', grants: [{ grant: 'g', terms: grantTerms({ uses: 1_000_000 }) }] });
    const said: string[] = [];
    for (let turn = 1; turn <= 3; turn++) {
      const writers = ['a', 'b'].map((one) => {
        const name = `${one}${turn}`;
        const asked = JSON.stringify({ claim: claimOf('g'), seal: GRANTED_SEAL });
        const child = spawn(process.execPath, ['--import=tsx', WRITER, ledger.path, name, asked], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        const uses: string[] = [];
        child.stdout.setEncoding('utf8').on('data', (text: string) => uses.push(text));
        return { name, child, uses };
      });
      // Each when it has come so far, so that it is killed amidst its work on slow machines too.
      for (const [index, { name, child, uses }] of writers.entries()) {
        while (uses.join('').split('\n').length < 20 + 7 * turn + 5 * index) {
          assert.equal(child.exitCode, null);
          await pause(1);
        }
        child.kill('SIGKILL');
        await once(child, 'close');
        const lines = uses.join('').split('\n').slice(0, -1);
        said.push(...lines.map((line) => `${name}/${line}`));
      }
    }
    const counted = (await usedOf(ledger)) ?? 0;
    // What was admitted and not said any more: one of each that was killed.
    assert.ok(counted >= said.length && counted <= said.length + 6, `${counted} of ${said.length}`);
    for (const reference of said) {
      const data = Number(reference.split('/')[1]);
      assert.equal(await use(ledger, reference, { data }), null);
    }
    assert.equal(await usedOf(ledger), counted);
    await ledger.close();
  });

  it('compacts by itself when it is long, and not again before there is as much again', async () => {
    const path = join(temporaryFolder(), 'ledger');
    const ledger = testLedger({ path, compactAt: 4_000 });
    await ledger.enter({ kind: 'begin', grants: [{ grant: 'g', terms: grantTerms({ uses: 1_000 }) }] });
    for (let number = 1; number <= 20; number++) await use(ledger, String(number));
    while (!existsSync(`${path}.2`)) await pause(20);
    await use(ledger, 'one more');
    await ledger.close();
    const again = testLedger({ path, compactAt: 4_000 });
    assert.equal(await usedOf(again), 21);
    await again.close();
    assert.deepEqual(readdirSync(dirname(path)).sort(), [basename(path), `${basename(path)}.2`]);
  });

  it('is carried on at the start by whoever keeps it, where it became long before', async () => {
    const folder = join(temporaryFolder(), 'grants');
    mkdirSync(folder);
    const path = join(folder, 'ledger');
    await over(path, async (ledger) => {
      await ledger.enter({ kind: 'begin', grants: [{ grant: 'g', terms: grantTerms({ uses: 1_000 }) }] });
      for (let number = 1; number <= 20; number++) await use(ledger, String(number));
    });
    const ledger = testLedger({ path, compactAt: 4_000 });
    while (!existsSync(`${path}.2`)) await pause(20);
    assert.equal(await usedOf(ledger), 20);
    await ledger.close();
  });
});
