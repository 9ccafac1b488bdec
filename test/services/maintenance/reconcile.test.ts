/** The log of key uses against the register, both real. */
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { auditTrail, createAuditLog, type AuditLog } from '../../../src/adapters/custody/audit/index.ts';
import { createEmbeddedStore } from '../../../src/adapters/embedded/index.ts';
import type { SealRecord } from '../../../src/domain/seal/index.ts';
import {
  examineKeyUses,
  readAuditMark,
  reconcileKeyUses,
  writeAuditMark,
  type Reconciliation,
} from '../../../src/services/maintenance/index.ts';
import { createStampingTable } from '../../../src/services/maintenance/stamping-table.ts';
import type { AuditHead, KeyUse } from '../../../src/services/pki/index.ts';
import type { OpenStore } from '../../../src/services/storage/index.ts';
import { crypto } from '../../support/pki.ts';
import { BLOB_KEYS, signing, sm3, stamping } from '../../support/records.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const BEFORE = '2026-06-01T00:00:00.000Z';
const BEGUN = '2026-06-02T00:00:00.000Z';
const AFTER = '2026-06-02T00:00:01.000Z';

const SEAL: SealRecord = {
  ...{ _id: 'seal-1', schema: 1, version: 1, name: '某某局', owner: 'o', kind: 'department', width: 42, height: 42 },
  ...{ demonstration: true, outbox: [], pending: false },
  versions: [1, 2].map((number) => ({
    ...{ number, seal: '', sealDigest: '', certificate: '', keyId: `key-${number}`, state: 'in-use' as const },
    ...{ validFrom: BEFORE, validTo: BEFORE, madeAt: BEFORE },
  })),
};

describe('reconciling key uses with the register', () => {
  let folder: string;
  let store: OpenStore;
  let log: AuditLog;

  beforeEach(async () => {
    const top = temporaryFolder();
    folder = join(top, 'audit');
    store = await createEmbeddedStore({ folder: join(top, 'data'), blobKeys: BLOB_KEYS });
    await store.records.insert('seals', SEAL);
    log = createAuditLog({ folder, sm3: (...parts) => crypto.digest('sm3', ...parts), clock: { now: () => Date.parse(BEGUN) } });
  });
  afterEach(async () => {
    await log.close();
    await store.close();
  });

  const trail = () => auditTrail(folder, (...parts) => crypto.digest('sm3', ...parts));
  const reconcile = (options: { readonly shared?: boolean; readonly expected?: readonly AuditHead[] } = {}) =>
    reconcileKeyUses({ records: store.records, audit: trail(), crypto, expected: [], shared: false, ...options });
  const told = ({ listed, differences }: Reconciliation): readonly string[] => {
    assert.equal(differences, listed.length);
    return listed.map(({ kind, subject }) => `${kind} ${subject}`);
  };
  const use = (reference: string, changes: Partial<KeyUse> = {}): Promise<void> =>
    log.record({
      ...{ keyId: 'key-1', purpose: 'seal-signature', outcome: 'signed', reason: null, tbsSm3: 'a'.repeat(64) },
      ...{ actor: 'x', reference, at: AFTER, ...changes },
    });
  const stamp = (id: string, changes: Parameters<typeof stamping>[1] = {}): Promise<void> =>
    store.records.insert('stampings', stamping(id, { state: 'done', recordedAt: AFTER, ...changes }));

  it('finds nothing where nothing was signed', async () => {
    const found = await reconcile();
    assert.deepEqual([found.since, found.head, found.differences], [null, null, 0]);
    assert.equal(examineKeyUses(found).outcome, 'ok');
  });

  it('compares signatures without a seal with their signings, by their own keys', async () => {
    const sign = (id: string, changes: Parameters<typeof signing>[1] = {}): Promise<void> =>
      store.records.insert('signings', signing(id, { state: 'done', recordedAt: AFTER, ...changes }));
    const cms = { purpose: 'cms-signature', keyId: 'key-1' } as const;
    await sign('one');
    await use('signings/one', cms);
    await stamp('one');
    await use('stampings/one');
    assert.deepEqual(told(await reconcile()), []);
    assert.equal((await reconcile()).signatures, 2);
    await sign('two', { keyId: 'key-2' });
    await use('signings/two', cms);
    await use('signings/one', { ...cms, tbsSm3: 'b'.repeat(64) });
    await use('signings/none', cms);
    // A signing says nothing of a seal's signature, nor a stamping of one without.
    await use('signings/one');
    await use('stampings/one', cms);
    await sign('three');
    assert.deepEqual(told(await reconcile()), [
      'other-key 1:4 signings/two',
      'other-content 1:5 signings/one',
      'unknown-stamping 1:6 signings/none',
      'unknown-stamping 1:7 signings/one',
      'unknown-stamping 1:8 stampings/one',
      'no-line three',
      'no-line two',
    ]);
  });

  it('finds nothing where both agree, whatever became of the stampings', async () => {
    await stamp('older', { recordedAt: BEFORE });
    for (const state of ['done', 'intended', 'failed', 'outcome-unknown'] as const) {
      await stamp(state, { state });
      await use(`stampings/${state}`);
    }
    await stamp('not yet', { state: 'intended' });
    await stamp('refused', { state: 'failed' });
    await use('stampings/refused', { outcome: 'refused', reason: 'no' });
    await use('renewal of revocation lists', { purpose: 'crl', keyId: 'authority' });
    // Asked again after the signer was killed.
    await use('stampings/done');
    const found = await reconcile();
    assert.deepEqual([told(found), found.signatures, found.since], [[], 5, BEGUN]);
    assert.equal(examineKeyUses(found).outcome, 'ok');
  });

  it('awaits no line of a stamping whose key its holder has, and takes none for it', async () => {
    const [first, second] = SEAL.versions;
    assert.ok(first && second);
    await store.records.replace('seals', { ...SEAL, version: 2, versions: [first, { ...second, keyId: null }] });
    await use('renewal of revocation lists', { purpose: 'crl', keyId: 'authority' });
    await stamp('held', { sealVersion: 2 });
    assert.deepEqual(told(await reconcile()), []);
    await stamp('in custody');
    assert.deepEqual(told(await reconcile()), ['no-line in custody']);
    await use('stampings/in custody');
    await use('stampings/held');
    assert.deepEqual(told(await reconcile()), ['other-key 1:4 stampings/held']);
  });

  it('finds signatures that the register does not know, or not like this', async () => {
    await stamp('one');
    await stamp('two', { sealVersion: 2 });
    await use('stampings/one');
    await use('stampings/one', { tbsSm3: 'b'.repeat(64) });
    await use('stampings/two');
    await use('stampings/three');
    await use('something else');
    await use('stampings/two', { keyId: 'key-2' });
    const found = await reconcile();
    assert.deepEqual(told(found), [
      'other-content 1:3 stampings/one',
      'other-key 1:4 stampings/two',
      'unknown-stamping 1:5 stampings/three',
      'unknown-stamping 1:6 something else',
    ]);
    const { outcome, words } = examineKeyUses(found);
    assert.equal(outcome, 'fault');
    assert.match(words.zh, /4 处不符/);
  });

  it('finds stampings whose signature is not in the log, unless other machines may have made them', async () => {
    await stamp('one');
    await stamp('two');
    await use('stampings/one');
    assert.deepEqual(told(await reconcile()), ['no-line two']);
    assert.deepEqual(told(await reconcile({ shared: true })), []);
  });

  it('takes what happens while it compares for what it is', async () => {
    await stamp('one');
    await use('stampings/one');
    const audit = trail();
    let late = true;
    const found = await reconcileKeyUses({
      ...{ records: store.records, crypto, expected: [], shared: false },
      audit: {
        begun: () => audit.begun(),
        async read(visit, expected) {
          if (late) {
            late = false;
            await stamp('late');
            await use('stampings/late');
            await stamp('later');
          }
          return audit.read(visit, expected);
        },
      },
    });
    assert.deepEqual([told(found), found.signatures], [[], 2]);
  });

  it('finds a log that was changed, cut off or taken away', async () => {
    for (const id of ['one', 'two', 'three']) {
      await stamp(id);
      await use(`stampings/${id}`);
    }
    const { head } = await reconcile();
    assert.ok(head);
    await writeAuditMark(store.records, 'own', { ...head, lines: 1 });
    await writeAuditMark(store.records, 'own', head);
    assert.deepEqual(await readAuditMark(store.records, 'own'), head);
    assert.equal(await readAuditMark(store.records, 'other'), null);
    const file = join(folder, '000001.log');
    const right = readFileSync(file, 'utf8');
    writeFileSync(file, right.replace('stampings/two', 'stampings/too'));
    assert.deepEqual(told(await reconcile()), ['chain 1:3']);
    writeFileSync(file, `${right.split('\n').slice(0, 3).join('\n')}\n`);
    assert.deepEqual(told(await reconcile()), ['no-line three']);
    assert.deepEqual(told(await reconcile({ expected: [head], shared: true })), ['truncated 1:4']);
    rmSync(folder, { recursive: true });
    assert.deepEqual(told(await reconcile({ expected: [head] })), ['missing 1:0']);
  });
});

describe('the table of stampings', () => {
  it('finds each of many, and none that it was not given', () => {
    const table = createStampingTable();
    const name = (number: number): number =>
      Number.parseInt(Buffer.from(sm3(Buffer.from(`${number}`))).toString('hex', 0, 6), 16);
    for (let number = 0; number < 5000; number++) table.add(name(number), { key: number % 7, awaited: number % 2 === 0 });
    assert.equal(table.missing(), 2500);
    for (let number = 0; number < 4000; number++) assert.equal(table.meet(name(number), number % 7, 1), 'met', `${number}`);
    assert.equal(table.missing(), 500);
    assert.ok(table.isMissing(name(4000)) && !table.isMissing(name(3998)) && !table.isMissing(name(4001)));
    assert.deepEqual([table.meet(name(1), 1, 1), table.meet(name(1), 1, 2)], ['met-again', 'other-content']);
    assert.deepEqual([table.meet(name(1), 2, 1), table.meet(name(9000), 1, 1)], ['other-key', 'unknown-stamping']);
  });
});
