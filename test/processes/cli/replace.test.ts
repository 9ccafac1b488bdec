/** Restoring where something is already: another installation, secrets in other places, a restore that was killed. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { backupTo } from '../../../src/processes/cli/backup.ts';
import { restoreFrom } from '../../../src/processes/cli/restore.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { SERVER_ACTOR } from '../../../src/services/platform.ts';
import { builtProgram, runBuilt } from '../../support/cli.ts';
import { configOf, issueMany, newInstallation, withOpened, withServed } from '../../support/served.ts';
import { temporaryFolder } from '../../support/temporary.ts';

describe('restoring where something is already', function () {
  this.timeout(300_000);
  let origin: string;
  let backup: string;

  const backUp = async (from: string, options = { withPassphrase: false }, env: Record<string, string> = {}): Promise<string> => {
    const folder = join(temporaryFolder(), 'backup');
    await withOpened(configOf(from, env), (ground) => backupTo(ground, folder, options));
    return folder;
  };
  const restore = (folder: string, from: string, replace = false, acceptOlder = false) =>
    restoreFrom(configOf(folder), { folder: from, actor: SERVER_ACTOR, replace, acceptOlder });
  const identityOf = (folder: string) =>
    withOpened(configOf(folder), async ({ store }) => ({ id: store.identity.id, ...(await store.journal.head()) }));

  before(async () => {
    origin = await newInstallation();
    await withServed(configOf(origin), ({ dependencies: { licences } }) => issueMany(licences, 30));
    backup = await backUp(origin, { withPassphrase: true });
  });

  it('puts the installation that a first start made aside, keys and trust too', async () => {
    const folder = await newInstallation();
    const before = await identityOf(folder);
    const trust = readdirSync(join(folder, 'data', 'trust', 'demonstration'));
    await assert.rejects(restore(folder, backup), { code: 'STORE_NOT_EMPTY' });
    assert.deepEqual((await identityOf(folder)).id, before.id);
    const { aside, head } = await restore(folder, backup, true);
    assert.equal(aside.length, 3);
    const after = await identityOf(folder);
    assert.notEqual(after.id, before.id);
    assert.ok(after.sequence >= head.sequence);
    const now = readdirSync(join(folder, 'data', 'trust', 'demonstration'));
    assert.deepEqual(now, readdirSync(join(origin, 'data', 'trust', 'demonstration')));
    assert.notDeepEqual(now, trust);
    // What was put aside is an installation still.
    const old = join(temporaryFolder(), 'old');
    mkdirSync(join(old, 'data'), { recursive: true });
    const [data = '', keys = ''] = aside;
    cpSync(data, join(old, 'data'), { recursive: true });
    cpSync(keys, join(old, 'keys'), { recursive: true });
    assert.equal((await identityOf(old)).id, before.id);
    // And no part of the next backup.
    const next = await backUp(folder);
    assert.deepEqual(
      readdirSync(next, { recursive: true, encoding: 'utf8' }).filter((path) => path.includes('before-')),
      [],
    );
  });

  it('leaves trust and keys of the same installation as they are', async () => {
    const folder = join(temporaryFolder(), 'same');
    await restore(folder, backup);
    const makers = join(folder, 'data', 'trust', 'seal-makers.json');
    writeFileSync(makers, '[]\n');
    rmSync(join(folder, 'keys', 'offline'), { recursive: true });
    rmSync(join(folder, 'data', 'store'), { recursive: true });
    await restore(folder, backup, true, true);
    assert.equal(readFileSync(makers, 'utf8'), '[]\n', 'a maker that was taken out does not come back');
    assert.ok(!existsSync(join(folder, 'keys', 'offline')), 'nor does the key of the root');
  });

  it('copies a passphrase from wherever it lies, and keys that are links', async () => {
    const folder = join(temporaryFolder(), 'mounted');
    cpSync(origin, folder, { recursive: true });
    const secrets = join(folder, 'secrets');
    mkdirSync(secrets);
    for (const name of ['online.keystore', 'files.key', 'passphrase']) {
      renameSync(join(folder, 'keys', name), join(secrets, name));
      if (name !== 'passphrase') symlinkSync(join(secrets, name), join(folder, 'keys', name));
    }
    const env = { YINZHENG_KEYSTORE_PASSPHRASE_FILE: join(secrets, 'passphrase') };
    const without = await backUp(folder, { withPassphrase: false }, env);
    assert.ok(!existsSync(join(without, 'keys', 'passphrase')));
    const copy = await backUp(folder, { withPassphrase: true }, env);
    assert.deepEqual(readFileSync(join(copy, 'keys', 'passphrase')), readFileSync(join(secrets, 'passphrase')));
    const target = join(temporaryFolder(), 'target');
    await restore(target, copy);
    await identityOf(target);
    await assert.rejects(restore(join(temporaryFolder(), 'none'), without), { code: 'INPUT_UNREADABLE' });
  });

  it('is not started halfway, whichever of its last steps it came to, and goes on to the end when called again', async () => {
    const whole = join(temporaryFolder(), 'whole');
    await restore(whole, backup);
    const states: readonly ((folder: string) => void)[] = [
      // Written, nothing in place.
      (folder) => {
        for (const name of ['store', 'files']) renameSync(join(folder, 'data', name), join(folder, 'data', 'restored', name));
      },
      // Files in place, database not.
      (folder) => renameSync(join(folder, 'data', 'store'), join(folder, 'data', 'restored', 'store')),
      // All in place but keys, or some of them, or the mark.
      (folder) => rmSync(join(folder, 'keys'), { recursive: true }),
      (folder) => rmSync(join(folder, 'keys', 'online.keystore')),
      (folder) => rmSync(join(folder, 'keys', 'high-water.json')),
    ];
    for (const [index, breakOff] of states.entries()) {
      const folder = join(temporaryFolder(), 'broken');
      cpSync(whole, folder, { recursive: true });
      mkdirSync(join(folder, 'data', 'restored'));
      breakOff(folder);
      const start = withServed(configOf(folder), () => Promise.resolve());
      await assert.rejects(start, { code: 'RESTORE_UNFINISHED' }, `state ${index}`);
      await restore(folder, backup, true, true);
      assert.ok(!existsSync(join(folder, 'data', 'restored')));
      await withServed(configOf(folder), ({ dependencies: { licences } }) => issueMany(licences, 1));
    }
  });

  it('killed at any moment, leaves what was there or what no start opens', async () => {
    const program = await builtProgram();
    let finished = 0;
    let killed = 0;
    for (let delay = 150; finished < 2 && delay < 9000; delay += 120) {
      const folder = join(temporaryFolder(), 'killed');
      cpSync(origin, folder, { recursive: true });
      const before = await identityOf(folder);
      const child = spawn(process.execPath, [program, 'restore', backup, '--replace', '--accept-older'], {
        cwd: folder,
        env: { PATH: process.env['PATH'] ?? '', LANG: 'en_GB.UTF-8' },
        stdio: 'ignore',
      });
      const ended = once(child, 'exit');
      await Promise.race([wait(delay), ended]);
      child.kill('SIGKILL');
      const [code] = (await ended) as [number | null];
      if (code === null) killed++;
      else finished++;
      try {
        const after = await identityOf(folder);
        const [last] = await withOpened(configOf(folder), ({ store }) => store.journal.read(after.sequence, 1));
        if (last?.event.kind !== 'store-restored') assert.deepEqual(after, before, `killed after ${delay} ms`);
        if (code !== null) assert.equal(last?.event.kind, 'store-restored');
        const { code: verified, out } = await runBuilt(['doctor'], folder);
        assert.equal(verified, 0, out);
      } catch (error) {
        assert.ok(isYinzhengError(error, 'RESTORE_UNFINISHED', 'STORE_ROLLED_BACK', 'DATA_MISSING'), String(error));
        assert.equal(code, null);
      }
      const again = await runBuilt(['restore', backup, '--replace', '--accept-older'], folder);
      assert.equal(again.code, 0, again.err);
      assert.equal((await runBuilt(['journal', 'verify'], folder)).code, 0);
    }
    assert.ok(killed >= 3, `${killed} killed`);
    assert.equal(finished, 2);
  });
});
