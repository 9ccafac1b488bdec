/** That keys, data and mode belong together, over real folders. */
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSoftwareCustody } from '../../../src/adapters/custody/index.ts';
import { parseConfig, type Config } from '../../../src/config/index.ts';
import { createNativeProvider } from '../../../src/crypto/native/index.ts';
import { openGround, type Ground } from '../../../src/processes/installation/ground.ts';
import { makeHierarchy } from '../../../src/services/pki/index.ts';
import { createSystemRandom } from '../../../src/adapters/platform/random.ts';
import { event } from '../../support/records.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { sharedRegister } from '../../support/certificate-register.ts';

const PASSPHRASE = 'a passphrase for tests only';

/** The configuration of a folder; production with all that it must have. */
function configOf(folder: string, mode: Config['mode'] = 'demonstration'): Config {
  const production = { NODE_ENV: 'production', YINZHENG_PUBLIC_URL: 'https://licence.example' };
  const passphrase = { YINZHENG_KEYSTORE_PASSPHRASE_FILE: 'passphrase' };
  return parseConfig({
    env: mode === 'production' ? { ...production, ...passphrase } : {},
    cwd: folder,
    readText: () => null,
  });
}

function fresh(): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'passphrase'), `${PASSPHRASE}\n`, { mode: 0o600 });
  return folder;
}

function open(config: Config, create = true): Promise<Ground> {
  return openGround(config, {
    create,
    onError: (error) => {
      throw error;
    },
  });
}

/** Opens, lets the work be done, closes. */
async function using<T>(config: Config, work: (ground: Ground) => Promise<T>): Promise<T> {
  const ground = await open(config);
  try {
    return await work(ground);
  } finally {
    await ground.close();
  }
}

const record = (ground: Ground, name: string): Promise<void> => ground.relay.record([event(`tests/${name}`)]);

describe('the ground of an installation', function () {
  this.timeout(300_000);

  it('is made where there is none, and is the same one afterwards', async () => {
    const folder = fresh();
    const config = configOf(folder);
    await assert.rejects(open(config, false), { code: 'INSTALLATION_MISSING' });
    assert.deepEqual(readdirSync(folder), ['passphrase']);
    const first = await using(config, async ({ store, custody }) => {
      const blob = await store.blobs.put(new Uint8Array([1, 2, 3]));
      const { keyId } = await custody.generate({ label: 'key', purposes: ['csr'] });
      return { id: store.identity.id, blob, keyId };
    });
    for (const name of ['online.keystore', 'files.key', 'passphrase']) {
      assert.equal(statSync(join(folder, 'keys', name)).mode & 0o777, 0o600, name);
    }
    await using(config, async ({ store, custody }) => {
      assert.equal(store.identity.id, first.id);
      assert.deepEqual([...(await store.blobs.get(first.blob))], [1, 2, 3]);
      assert.deepEqual(
        (await custody.list()).map(({ keyId }) => keyId),
        [first.keyId],
      );
    });
  });

  it('stops without its keys, with parts of them, and with those of another', async () => {
    const folder = fresh();
    const config = configOf(folder);
    await using(config, () => Promise.resolve());
    const other = fresh();
    await using(configOf(other), () => Promise.resolve());
    const keys = join(folder, 'keys');
    renameSync(keys, join(folder, 'away'));
    await assert.rejects(open(config), { code: 'KEYS_MISSING' });
    assert.ok(!existsSync(keys), 'nothing is made in place of missing keys');
    for (const part of ['online.keystore', 'files.key']) {
      cpSync(join(folder, 'away'), keys, { recursive: true });
      rmSync(join(keys, part));
      await assert.rejects(open(config), { code: 'KEYS_MISSING' }, part);
      rmSync(keys, { recursive: true });
    }
    cpSync(join(other, 'keys'), keys, { recursive: true });
    rmSync(join(keys, 'high-water.json'), { force: true });
    await assert.rejects(open(config), { code: 'KEYS_MISSING' });
    rmSync(keys, { recursive: true });
    renameSync(join(folder, 'away'), keys);
    await using(config, () => Promise.resolve());
  });

  it('stops with keys whose data are gone', async () => {
    const folder = fresh();
    const config = configOf(folder);
    await using(config, (ground) => record(ground, 'one'));
    rmSync(join(folder, 'data'), { recursive: true });
    await assert.rejects(open(config), { code: 'DATA_MISSING' });
    assert.ok(!existsSync(join(folder, 'data')));
  });

  it('goes on where a first start was interrupted after any of its steps', async () => {
    const folder = fresh();
    await using(configOf(folder), () => Promise.resolve());
    for (const kept of [['passphrase'], ['passphrase', 'online.keystore'], ['passphrase', 'online.keystore', 'files.key']]) {
      const interrupted = fresh();
      mkdirSync(join(interrupted, 'keys'));
      for (const name of kept) cpSync(join(folder, 'keys', name), join(interrupted, 'keys', name));
      const config = configOf(interrupted);
      await using(config, (ground) => record(ground, 'one'));
      await using(config, async ({ store }) => assert.equal((await store.journal.head()).sequence, 1));
    }
  });

  it('notices an older copy of the data, and one with another history', async () => {
    const folder = fresh();
    const config = configOf(folder);
    const data = join(folder, 'data');
    await using(config, (ground) => record(ground, 'one'));
    cpSync(data, join(folder, 'copy'), { recursive: true });
    await using(config, (ground) => record(ground, 'two'));
    const newer = join(folder, 'newer');
    renameSync(data, newer);
    cpSync(join(folder, 'copy'), data, { recursive: true });
    await assert.rejects(open(config), { code: 'STORE_ROLLED_BACK' });
    // Grown again to the same length, its entry at the mark is still another
    const mark = join(folder, 'keys', 'high-water.json');
    cpSync(mark, join(folder, 'mark'));
    rmSync(mark);
    await using(config, (ground) => record(ground, 'another two'));
    cpSync(join(folder, 'mark'), mark);
    await assert.rejects(open(config), { code: 'STORE_ROLLED_BACK' });
    rmSync(data, { recursive: true });
    renameSync(newer, data);
    await using(config, async ({ store }) => assert.equal((await store.journal.head()).sequence, 2));
  });

  it('is opened in the mode it was made in, and in no other', async () => {
    const demonstration = fresh();
    await using(configOf(demonstration), () => Promise.resolve());
    cpSync(join(demonstration, 'keys', 'passphrase'), join(demonstration, 'passphrase'));
    await assert.rejects(open(configOf(demonstration, 'production')), { code: 'DEMONSTRATION_INSTALLATION' });
    const production = fresh();
    await using(configOf(production, 'production'), () => Promise.resolve());
    cpSync(join(production, 'passphrase'), join(production, 'keys', 'passphrase'));
    await assert.rejects(open(configOf(production)), { code: 'PRODUCTION_INSTALLATION' });
    await using(configOf(production, 'production'), () => Promise.resolve());
  });

  it('refuses keys certified for demonstration in production, even without any data', async () => {
    const folder = fresh();
    const crypto = createNativeProvider();
    const clock = { now: () => Date.now() };
    const passphrase = new TextEncoder().encode(PASSPHRASE);
    const online = await createSoftwareCustody({ path: join(folder, 'keys', 'online.keystore'), passphrase, clock, crypto });
    const offline = await createSoftwareCustody({ path: join(folder, 'offline.keystore'), passphrase, clock, crypto });
    await makeHierarchy(
      { crypto, register: sharedRegister, random: createSystemRandom(), online, offline },
      {
        name: '演示',
        trustClass: 'demonstration',
        from: clock.now(),
        crlBase: null,
        authorisation: { actor: 'test', reference: 'test' },
      },
    );
    await assert.rejects(open(configOf(folder, 'production')), { code: 'DEMONSTRATION_INSTALLATION' });
    assert.ok(!existsSync(join(folder, 'data')));
  });

  it('tells a wrong passphrase', async () => {
    const folder = fresh();
    await using(configOf(folder, 'production'), () => Promise.resolve());
    writeFileSync(join(folder, 'passphrase'), 'quite another passphrase\n');
    await assert.rejects(open(configOf(folder, 'production')), { code: 'KEYSTORE_PASSPHRASE_WRONG' });
  });
});
