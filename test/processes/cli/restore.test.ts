/** Backup and restore of whole installations, over real folders. */
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFileKey, type FileKey } from '../../../src/adapters/blobs/index.ts';
import { readPassphrase } from '../../../src/adapters/custody/index.ts';
import { createNativeProvider } from '../../../src/crypto/native/index.ts';
import { currentEdition, statusOf } from '../../../src/domain/licence/index.ts';
import { backupTo } from '../../../src/processes/cli/backup.ts';
import { restoreFrom } from '../../../src/processes/cli/restore.ts';
import { changeStatus } from '../../../src/services/licences/index.ts';
import { verifyJournal } from '../../../src/services/journal/index.ts';
import { readManifest, writeManifest } from '../../../src/services/maintenance/manifest.ts';
import { SERVER_ACTOR } from '../../../src/services/platform.ts';
import { PUBLIC_ACTOR } from '../../../src/services/access/index.ts';
import type { OpenStore } from '../../../src/services/storage/index.ts';
import { verifyFile } from '../../../src/services/verification/index.ts';
import { builtProgram, runBuilt } from '../../support/cli.ts';
import { configOf, issueMany, newInstallation, SERVED_CLERK, withOpened, withServed } from '../../support/served.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const LICENCES = 1000;
const crypto = createNativeProvider();
const sm3 = (bytes: Uint8Array): Uint8Array => crypto.digest('sm3', bytes);
const USUAL = { replace: false, acceptOlder: false };

describe('backup and restore', function () {
  this.timeout(180_000);
  let origin: string;
  let backup: string;
  /** A small backup, for what is done to it byte by byte. */
  let small: string;
  let authenticate: (bytes: Uint8Array) => Uint8Array;

  /** A folder with nothing but the passphrase of the original. */
  function elsewhere(): string {
    const folder = join(temporaryFolder(), 'elsewhere');
    mkdirSync(join(folder, 'keys'), { recursive: true, mode: 0o700 });
    cpSync(join(origin, 'keys', 'passphrase'), join(folder, 'keys', 'passphrase'));
    return folder;
  }

  async function keyOf(keys: string): Promise<FileKey> {
    const key = await readFileKey(join(keys, 'files.key'), await readPassphrase(join(keys, 'passphrase')));
    assert.ok(key);
    return key;
  }

  const restore = (folder: string, from: string, options: Partial<typeof USUAL> = {}) =>
    restoreFrom(configOf(folder), { folder: from, actor: SERVER_ACTOR, ...USUAL, ...options });

  before(async () => {
    await builtProgram();
    origin = await newInstallation();
    authenticate = (await keyOf(join(origin, 'keys'))).authenticate;
    small = join(temporaryFolder(), 'small');
    backup = join(temporaryFolder(), 'backup');
    await withServed(configOf(origin), ({ dependencies: { licences } }) => issueMany(licences, 3));
    await withOpened(configOf(origin), (ground) => backupTo(ground, small, { withPassphrase: false }));
  });

  it('copies a running installation and brings a thousand licences back, each with its status', async () => {
    const revoked = new Set<string>();
    await withServed(configOf(origin), async ({ dependencies: { licences } }) => {
      const issued = await issueMany(licences, LICENCES);
      for (const licence of issued.slice(0, 25)) {
        const { identifier } = currentEdition(licence);
        await changeStatus(licences, SERVED_CLERK, { identifier, event: 'revoke', reason: 'r', documentNumber: 'd' });
        revoked.add(identifier);
      }
      // Another process copies while this one goes on issuing.
      const going = issueMany(licences, 60);
      const { code, out, err } = await runBuilt(['backup', backup, '--json'], origin);
      assert.equal(code, 0, err);
      await going;
      const summary = JSON.parse(out) as { readonly missing: readonly string[]; readonly files: number };
      assert.deepEqual(summary.missing, []);
      assert.ok(summary.files >= LICENCES + 3, `${summary.files} files`);
    });
    assert.ok(!existsSync(join(backup, 'keys', 'passphrase')), 'the passphrase is not in it');
    assert.equal(statSync(join(backup, 'manifest.json')).mode & 0o777, 0o600);

    const folder = elsewhere();
    const restored = await restore(folder, backup);
    await withServed(configOf(folder), async ({ dependencies: { verification, licences } }) => {
      const { store } = licences;
      const journal = await verifyJournal(store.journal, sm3);
      assert.equal(journal.fault, null);
      assert.ok(journal.head.sequence >= restored.head.sequence);
      let after: string | undefined;
      let verified = 0;
      for (;;) {
        const page = await store.records.list('licences', { limit: 200, ...(after === undefined ? {} : { after }) });
        for (const licence of page) {
          const edition = currentEdition(licence);
          const [file] = edition.files;
          const bytes = await store.blobs.get(file?.blob ?? '', file?.key);
          const report = await verifyFile({ ...verification, journal: null }, PUBLIC_ACTOR, { bytes });
          const ended = revoked.has(edition.identifier);
          assert.deepEqual([report.conclusion, report.register?.status], ended ? ['failed', 'revoked'] : ['passed', 'valid']);
          verified++;
        }
        after = page[page.length - 1]?._id;
        if (after === undefined) break;
      }
      assert.ok(verified >= LICENCES + 3, `${verified} verified`);
      await issueMany(licences, 1);
    });
  });

  it('copies a store that moves on without losing a change of status', async () => {
    const copied = join(temporaryFolder(), 'moving');
    await withServed(configOf(origin), async ({ dependencies: { licences } }) => {
      const targets = await issueMany(licences, 40);
      const changing = (async () => {
        for (const licence of targets) {
          const { identifier } = currentEdition(licence);
          await changeStatus(licences, SERVED_CLERK, { identifier, event: 'revoke', reason: 'r', documentNumber: 'd' });
        }
      })();
      const opened = licences.store as OpenStore;
      const { records, journal } = opened;
      const live = { records, journal, frozen: false, release: () => Promise.resolve() };
      const store = { ...opened, snapshot: () => Promise.resolve(live) };
      const ground = { config: configOf(origin), store, clock: licences.clock, authenticate };
      await backupTo(ground, copied, { withPassphrase: false });
      await changing;
    });
    const folder = elsewhere();
    await restore(folder, copied);
    await withOpened(configOf(folder), async ({ store }) => {
      const told = new Map<string, number>();
      const { fault } = await verifyJournal(store.journal, sm3, ({ event }) => {
        if (event.kind === 'licence-status-changed') told.set(event.subject, (told.get(event.subject) ?? 0) + 1);
      });
      assert.equal(fault, null);
      for (const [subject, changes] of told) {
        const licence = await store.records.get('licences', subject.slice('licences/'.length));
        assert.ok(licence && licence.events.length >= changes, `${subject} is older than the journal`);
        const now = Date.now();
        assert.equal(statusOf(licence, currentEdition(licence), { asOf: now, knownAt: now }).status, 'revoked');
      }
    });
  });

  it('refuses to put an older copy beside what was seen since, unless that is accepted and told', async () => {
    const folder = elsewhere();
    await restore(folder, small);
    await withServed(configOf(folder), ({ dependencies: { licences } }) => issueMany(licences, 2));
    await assert.rejects(restore(folder, small, { replace: true }), { code: 'STORE_ROLLED_BACK' });
    await assert.rejects(restore(folder, small), { code: 'STORE_ROLLED_BACK' });
    const { aside, head } = await restore(folder, small, { replace: true, acceptOlder: true });
    assert.equal(aside.length, 1);
    assert.ok(existsSync(join(aside[0] ?? '', 'store', 'data.mdb')), 'what was there is kept');
    await withOpened(configOf(folder), async ({ store }) => {
      const [entry] = await store.journal.read(head.sequence, 1);
      assert.equal(entry?.event.kind, 'store-restored');
      assert.ok(Number(entry.event.facts['seen']) > Number(entry.event.facts['sequence']));
    });
  });

  it('notices a copy of the data folder alone that is older than the mark', async () => {
    const folder = elsewhere();
    await restore(folder, small);
    const config = configOf(folder);
    cpSync(config.dataDirectory, join(folder, 'copy'), { recursive: true });
    await withServed(config, ({ dependencies: { licences } }) => issueMany(licences, 1));
    rmSync(config.dataDirectory, { recursive: true });
    cpSync(join(folder, 'copy'), config.dataDirectory, { recursive: true });
    await assert.rejects(
      withServed(config, () => Promise.resolve()),
      { code: 'STORE_ROLLED_BACK' },
    );
  });

  it('does not write over data, and not under a running server', async () => {
    const folder = elsewhere();
    await restore(folder, small);
    await assert.rejects(restore(folder, small, { acceptOlder: true }), { code: 'STORE_NOT_EMPTY' });
    await withServed(configOf(folder), async () => {
      const { code, err } = await runBuilt(['restore', small, '--replace', '--accept-older'], folder);
      assert.equal(code, 3);
      assert.match(err, /SERVICE_RUNNING/);
    });
    const other = await newInstallation();
    cpSync(join(origin, 'keys', 'passphrase'), join(other, 'keys', 'other'));
    await assert.rejects(restore(other, small), { code: 'KEYSTORE_PASSPHRASE_WRONG' });
  });

  it('finds a changed byte in every part, and a part that is missing', async () => {
    const parts = readdirSync(small, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    assert.ok(parts.length > 20);
    for (const part of parts) {
      const path = join(part.parentPath, part.name);
      const bytes = readFileSync(path);
      if (bytes.length === 0) continue;
      const at = Math.floor(bytes.length / 2);
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      const folder = elsewhere();
      for (const damage of [() => writeFileSync(path, changed), () => rmSync(path)]) {
        damage();
        await assert.rejects(restore(folder, small), (error: { code?: string }) => {
          assert.match(String(error.code), /^(BACKUP_DAMAGED|KEYSTORE_(MALFORMED|PASSPHRASE_WRONG)|INPUT_UNREADABLE)$/, path);
          return true;
        });
        assert.ok(!existsSync(join(folder, 'data')), path);
      }
      writeFileSync(path, bytes, { mode: 0o600 });
    }
    await restore(elsewhere(), small);
  });

  it('refuses a newer schema', async () => {
    const copy = join(temporaryFolder(), 'newer');
    cpSync(small, copy, { recursive: true });
    const manifest = readManifest(readFileSync(join(copy, 'manifest.json')), authenticate);
    const newer = { ...manifest, store: { ...manifest.store, schema: 99 } };
    writeFileSync(join(copy, 'manifest.json'), writeManifest(newer, authenticate));
    await assert.rejects(restore(elsewhere(), copy), { code: 'STORE_SCHEMA_NEWER' });
  });

  it('is not opened when a restore was not finished', async () => {
    const folder = elsewhere();
    await restore(folder, small);
    await withOpened(configOf(folder), ({ store }) =>
      store.records.insert('settings', { _id: 'restoring', schema: 1, version: 1, value: {} }),
    );
    await assert.rejects(
      withServed(configOf(folder), () => Promise.resolve()),
      { code: 'RESTORE_UNFINISHED' },
    );
  });

  it('writes into no folder that holds something', async () => {
    await assert.rejects(
      withOpened(configOf(origin), (ground) => backupTo(ground, small, { withPassphrase: false })),
      { code: 'BACKUP_EXISTS' },
    );
  });
});
