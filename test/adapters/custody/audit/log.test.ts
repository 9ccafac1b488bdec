/** The log of key uses: everything recorded is read again, and whatever happens to a file shows. */
import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { auditTrail, createAuditLog, type AuditLog } from '../../../../src/adapters/custody/audit/index.ts';
import { createNativeProvider } from '../../../../src/crypto/native/index.ts';
import type { AuditedUse, AuditHead, AuditReading, KeyUse } from '../../../../src/services/pki/index.ts';
import { temporaryFolder } from '../../../support/temporary.ts';

const crypto = createNativeProvider();
const sm3 = (...parts: readonly Uint8Array[]): Uint8Array => crypto.digest('sm3', ...parts);
const AT = '2026-01-02T00:00:00.000Z';

function use(keyId: string, reference: string, outcome: KeyUse['outcome'] = 'signed'): KeyUse {
  const reason = outcome === 'signed' ? null : '不可';
  const tbsSm3 = 'ab'.repeat(32);
  return { keyId, purpose: 'seal-signature', outcome, reason, tbsSm3, actor: 'tester', reference, at: AT };
}

describe('the log of key uses', () => {
  let folder: string;
  beforeEach(() => {
    folder = join(temporaryFolder(), 'keys', 'audit');
  });

  const open = (large?: number): AuditLog =>
    createAuditLog({ folder, sm3, clock: { now: () => Date.parse(AT) }, ...(large === undefined ? {} : { large }) });
  interface Found extends AuditReading {
    readonly begun: string | null;
    readonly uses: readonly AuditedUse[];
  }
  async function read(expected: readonly AuditHead[] = []): Promise<Found> {
    const uses: AuditedUse[] = [];
    const trail = auditTrail(folder, sm3);
    return { begun: await trail.begun(), ...(await trail.read((found) => void uses.push(found), expected)), uses };
  }
  const faultsOf = async (expected: readonly AuditHead[] = []): Promise<readonly string[]> =>
    (await read(expected)).faults.map(({ file, line, fault }) => `${file}:${line} ${fault}`);
  const file = (number = 1): string => join(folder, `${String(number).padStart(6, '0')}.log`);
  const change = (edit: (lines: string[]) => string[]): void => {
    const lines = readFileSync(file(), 'utf8').split('\n');
    writeFileSync(file(), edit(lines).join('\n'));
  };

  it('is not there before a key is used', async () => {
    await open().close();
    assert.deepEqual(await read(), { begun: null, head: null, faults: [], uses: [] });
  });

  it('keeps every use in order, with a running number for each key, in a file of mode 0600', async () => {
    const log = open();
    await Promise.all([use('a', '1'), use('b', '2'), use('a', '3', 'refused'), use('a', '4')].map((one) => log.record(one)));
    await log.record(use('b', '5'));
    const { begun, head, faults, uses } = await read();
    assert.deepEqual([begun, faults, head], [AT, [], log.head()]);
    assert.deepEqual(
      uses.map(({ keyId, reference, count, line }) => [keyId, reference, count, line]),
      [
        ['a', '1', 1, 2],
        ['b', '2', 1, 3],
        ['a', '3', 1, 4],
        ['a', '4', 2, 5],
        ['b', '5', 2, 6],
      ],
    );
    assert.equal(uses[2]?.reason, '不可');
    assert.equal(statSync(file()).mode & 0o777, 0o600);
    await log.close();
  });

  it('gives every writer a file of its own, which says how far the one before went', async () => {
    const [first, second] = [open(), open()];
    await Promise.all([first.record(use('a', '1')), second.record(use('a', '2'))]);
    await first.record(use('a', '3'));
    assert.deepEqual(readdirSync(folder).sort(), ['000001.log', '000002.log']);
    assert.deepEqual((await read()).faults, []);
    assert.equal((await read()).uses.length, 3);
    await Promise.all([first.close(), second.close()]);
  });

  it('begins another file when one has grown large', async () => {
    const log = open(1000);
    for (let turn = 0; turn < 8; turn++) await log.record(use('a', `${turn}`));
    assert.ok(readdirSync(folder).length > 1);
    const { faults, uses } = await read();
    assert.deepEqual([faults, uses.map(({ reference }) => reference).join('')], [[], '01234567']);
    await log.close();
  });

  it('shows lines that were changed, removed, exchanged or put in', async () => {
    const log = open();
    for (const reference of ['1', '2', '3', '4']) await log.record(use('a', reference));
    await log.close();
    const right = readFileSync(file());
    const cases: readonly [string, (lines: string[]) => string[]][] = [
      ['1:3 chain', (lines) => lines.map((line, index) => (index === 2 ? line.replace('tester', 'fester') : line))],
      ['1:3 chain', (lines) => lines.filter((_, index) => index !== 2)],
      ['1:3 chain', ([opening = '', one = '', two = '', ...rest]) => [opening, one, ...rest.slice(0, 1), two, ...rest.slice(1)]],
      ['1:3 chain', ([opening = '', one = '', ...rest]) => [opening, one, one, ...rest]],
      ['1:3 malformed', ([opening = '', one = '', ...rest]) => [opening, one, '', ...rest]],
      ['1:1 chain', (lines) => lines.slice(1)],
    ];
    for (const [fault, edit] of cases) {
      writeFileSync(file(), right);
      change(edit);
      assert.deepEqual(await faultsOf(), [fault]);
    }
    writeFileSync(file(), right);
    appendFileSync(file(), 'x'.repeat(10_000));
    assert.deepEqual(await faultsOf(), ['1:6 malformed']);
  });

  it('takes a line that was cut off, or zeros after a loss of power, for what nobody was answered for', async () => {
    const log = open();
    await log.record(use('a', '1'));
    await log.record(use('a', '2'));
    await log.close();
    truncateSync(file(), statSync(file()).size - 7);
    assert.deepEqual([await faultsOf(), (await read()).uses.length], [[], 1]);
    appendFileSync(file(), Buffer.alloc(70_000));
    assert.deepEqual([await faultsOf(), (await read()).uses.length], [[], 1]);
    const next = open();
    await next.record(use('a', '3'));
    assert.deepEqual([await faultsOf(), (await read()).uses.length], [[], 2]);
    appendFileSync(file(), 'x\n');
    assert.deepEqual(await faultsOf(), ['1:3 malformed']);
    await next.close();
  });

  it('shows lines and files that are gone, by what the next file or somebody else remembers', async () => {
    for (const reference of ['1', '2', '3']) {
      const log = open();
      await log.record(use('a', reference));
      await log.record(use('a', reference));
      await log.close();
    }
    const head = (await read()).head;
    assert.ok(head);
    change((lines) => [...lines.slice(0, 2), '']);
    assert.deepEqual(await faultsOf(), ['1:3 truncated']);
    rmSync(file(1));
    assert.deepEqual(await faultsOf(), ['1:0 missing']);
    rmSync(file(3));
    assert.deepEqual(await faultsOf([head]), ['1:0 missing', '3:0 missing']);
    rmSync(folder, { recursive: true });
    assert.deepEqual(await faultsOf([head]), ['3:0 missing']);
  });

  it('refuses a use that it cannot write, and goes on in another file when it can', async () => {
    const log = open();
    writeFileSync(join(folder, '../..', 'keys'), 'no folder');
    await assert.rejects(log.record(use('a', '1')), { code: 'KEY_AUDIT_UNWRITABLE' });
    rmSync(join(folder, '..'));
    await log.record(use('a', '2'));
    assert.deepEqual(
      (await read()).uses.map(({ reference }) => reference),
      ['2'],
    );
    await log.close();
  });
});
