/** `backup`, `restore`, `doctor` and `journal verify` as an operator calls them. */
import assert from 'node:assert/strict';
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { open } from 'lmdb';
import { newFileKey, readFileKey, renewedFileKey, saveFileKey } from '../../../src/adapters/blobs/index.ts';
import { readPassphrase } from '../../../src/adapters/custody/index.ts';
import { run } from '../../support/cli.ts';
import { newInstallation } from '../../support/served.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const REQUEST = {
  typeCode: '11990000MB0000019F001',
  licenceNumber: 'JY19901000000017',
  holders: [{ name: '样例市晨光食品有限公司', codeType: '001', code: '91990100MA0000001G' }],
  fields: {
    法定代表人: '张样例',
    住所: '示范路 1 号',
    经营场所: '示范路 1 号',
    主体业态: '食品销售经营者',
    经营项目: '预包装食品销售',
  },
  purpose: { item: '食品经营许可', caseNumber: 'AJ-1', cause: '新办' },
};

describe('yinzheng: keeping an installation in order', function () {
  this.timeout(300_000);
  let folder: string;

  /** A copy of the installation that may be spoilt. */
  function copy(): string {
    const target = join(temporaryFolder(), 'copy');
    cpSync(folder, target, { recursive: true });
    return target;
  }

  /** Changes the JSON of the journal's entry of a sequence, or removes it, as somebody with the database would. */
  async function editJournal(cwd: string, sequence: number, edit: ((text: string) => string) | null): Promise<void> {
    const environment = open<Buffer, Buffer>({
      path: join(cwd, 'data', 'store'),
      noSubdir: false,
      keyEncoding: 'binary',
      encoding: 'binary',
      maxDbs: 8,
    });
    const journal = environment.openDB<Buffer, Buffer>({ name: 'journal', keyEncoding: 'binary', encoding: 'binary' });
    const key = Buffer.alloc(8);
    key.writeBigUInt64BE(BigInt(sequence));
    const text = journal.get(key)?.toString() ?? '';
    assert.notEqual(text, '');
    if (edit) await journal.put(key, Buffer.from(edit(text)));
    else await journal.remove(key);
    await environment.close();
  }

  before(async () => {
    // Of its own: what other tests do to the keys of the shared one would be found here.
    folder = await newInstallation();
    writeFileSync(join(folder, 'request.json'), JSON.stringify(REQUEST));
    const issued = await run(['issue', join(folder, 'request.json'), '--organisation', '11990100MB0000027F'], { cwd: folder });
    assert.equal(issued.code, 0, issued.err);
  });

  it('journal verify: says how far the journal is whole', async () => {
    const { code, out } = await run(['journal', 'verify', '--json'], { cwd: folder });
    assert.equal(code, 0);
    const { whole, entries, head } = JSON.parse(out) as {
      whole: boolean;
      entries: number;
      head: { sequence: number; hash: string };
    };
    assert.ok(whole && entries > 10 && head.sequence === entries);
    const zh = await run(['journal', 'verify', '--language', 'zh'], { cwd: folder });
    assert.match(zh.out, new RegExp(`日志完整[\\s\\S]*${head.sequence} ${head.hash}`));
  });

  it('journal verify: finds an edit, a removal, an entry that is no entry, and a cut tail', async () => {
    const { out } = await run(['journal', 'verify', '--json'], { cwd: folder });
    const { entries } = JSON.parse(out) as { entries: number };
    const spoilt: readonly (readonly [at: number, edit: ((text: string) => string) | null, fault: RegExp])[] = [
      [3, (text) => text.replace(/"recordedAt":"2/, '"recordedAt":"3'), /broken: at entry 3 \(its hash is wrong\)/],
      [5, null, /broken: at entry 5 \(an entry is missing\)/],
      [4, () => '{}', /broken: at entry 4/],
      [6, () => 'no JSON', /broken: at entry 6 \(it cannot be read\)/],
      [entries, () => 'no JSON', new RegExp(`broken: at entry ${entries} \\(it cannot be read\\)[^]*\\[STORE_DAMAGED\\]`)],
      [entries, null, new RegExp(`\\[STORE_ROLLED_BACK\\]\\n  entries: ${entries - 1}\\n  head: ${entries - 1} [0-9a-f]{64}`)],
    ];
    for (const [at, edit, fault] of spoilt) {
      const cwd = copy();
      await editJournal(cwd, at, edit);
      const verified = await run(['journal', 'verify'], { cwd });
      assert.equal(verified.code, 1, `${fault.source}: ${verified.out}${verified.err}`);
      assert.match(verified.out + verified.err, fault);
    }
  });

  it('doctor: finds nothing wrong where nothing is', async () => {
    const { code, out } = await run(['doctor', '--json'], { cwd: folder });
    assert.equal(code, 0, out);
    const findings = JSON.parse(out) as readonly { id: string; outcome: string }[];
    assert.deepEqual(
      findings.filter(({ outcome }) => outcome !== 'ok').map(({ id }) => id),
      ['root-key'],
    );
    assert.ok(
      ['journal', 'files', 'keys', 'trust', 'self-test', 'installation'].every((id) => findings.some((found) => found.id === id)),
    );
    const zh = await run(['doctor'], { cwd: folder, env: { LANG: 'zh_CN.UTF-8' } });
    assert.doesNotMatch(zh.out, /whole|journal/);
  });

  it('doctor: finds what is missing or wrong, and says it is', async () => {
    const faults: readonly (readonly [id: string, spoil: (cwd: string) => void])[] = [
      ['files', (cwd) => rmSync(aFile(cwd))],
      ['files', (cwd) => writeFileSync(aFile(cwd), readFileSync(aFile(cwd)).fill(0, 60, 61))],
      ['key-files', (cwd) => chmodSync(join(cwd, 'keys', 'online.keystore'), 0o644)],
      ['installation', (cwd) => rmSync(join(cwd, 'keys', 'files.key'))],
      ['installation', (cwd) => writeFileSync(join(cwd, 'keys', 'passphrase'), 'another passphrase than that\n')],
      ['grants', (cwd) => rmSync(join(cwd, 'keys', 'grants'), { recursive: true })],
      ['trust', (cwd) => writeFileSync(join(cwd, 'data', 'trust', 'intermediates', 'odd.pem'), 'odd')],
    ];
    for (const [id, spoil] of faults) {
      const cwd = copy();
      spoil(cwd);
      const { code, out } = await run(['doctor', '--json'], { cwd });
      assert.equal(code, 1, `${id}: ${out}`);
      const found = (JSON.parse(out) as readonly { id: string; outcome: string }[]).filter(({ outcome }) => outcome === 'fault');
      assert.ok(
        found.some((finding) => finding.id === id),
        `${id}: ${out}`,
      );
    }
    const cwd = copy();
    rmSync(join(cwd, 'data', 'trust'), { recursive: true });
    const without = await run(['doctor'], { cwd });
    assert.match(without.out, /! Trust anchors: 0.*nothing can pass/);
  });

  it('journal about: finds what was done about a person, by a number that is nowhere in the journal', async () => {
    const number = join(temporaryFolder(), 'number');
    writeFileSync(number, '91990100ma0000001g\n');
    const { code, out, err } = await run(['journal', 'about', number, '--json'], { cwd: folder });
    assert.deepEqual([code, err], [0, '']);
    const found = JSON.parse(out) as {
      readonly pseudonym: string;
      readonly journalEntries: readonly { readonly event: string }[];
    };
    assert.match(found.pseudonym, /^[0-9a-f]{32}$/);
    assert.deepEqual(
      found.journalEntries.map(({ event }) => event),
      ['licence-issued'],
    );
    writeFileSync(number, '91990100MA0000002X');
    assert.match((await run(['journal', 'about', number], { cwd: folder })).out, /Entry: none/);
  });

  it('data-key: lists what is encrypted under which key, and takes a new one', async () => {
    const cwd = copy();
    const before = JSON.parse((await run(['data-key', 'list', '--json'], { cwd })).out) as Record<string, unknown>;
    assert.equal(before['newestDataKey'], 1);
    assert.equal(before['recordsInClear'], 0);
    assert.ok(Number(before['recordsSealed']) > 0);
    const rotated = await run(['data-key', 'rotate', '--json'], { cwd });
    assert.deepEqual([rotated.code, JSON.parse(rotated.out)], [0, { newestDataKey: 2 }]);
    const after = await run(['data-key', 'list'], { cwd, env: { LANG: 'zh_CN.UTF-8' } });
    assert.match(after.out, new RegExp(`旧密钥下的记录: ${String(before['recordsSealed'])}$`, 'm'));
    const doctor = await run(['doctor', '--json'], { cwd });
    assert.equal(doctor.code, 0, doctor.out);
    const found = (JSON.parse(doctor.out) as readonly { id: string; outcome: string }[]).find(({ id }) => id === 'data-keys');
    assert.equal(found?.outcome, 'warning');
    assert.equal((await run(['journal', 'verify'], { cwd })).code, 0);
  });

  it('data-key: changes the keys of search, of pseudonyms, and custody’s own secret; what was there is found as before', async () => {
    const cwd = copy();
    const backup = join(temporaryFolder(), 'backup');
    assert.equal((await run(['backup', backup], { cwd })).code, 0);
    const number = join(temporaryFolder(), 'number');
    writeFileSync(number, '91990100MA0000001G\n');
    const about = async (): Promise<{ pseudonym: string; pseudonymsBefore: string[]; journalEntries: unknown[] }> => {
      const { code, out, err } = await run(['journal', 'about', number, '--json'], { cwd });
      assert.deepEqual([code, err], [0, '']);
      return JSON.parse(out) as Awaited<ReturnType<typeof about>>;
    };
    const before = await about();
    assert.deepEqual(before.pseudonymsBefore, []);
    for (const of of ['--search', '--persons'])
      assert.deepEqual(JSON.parse((await run(['data-key', 'rotate', of, '--json'], { cwd })).out), { newestDataKey: 2 });
    const both = await run(['data-key', 'rotate', '--search', '--custody'], { cwd });
    assert.match(both.err, /one key at a time/);
    const key = readFileSync(join(cwd, 'keys', 'files.key'), 'utf8');
    const rotated = await run(['data-key', 'rotate', '--custody', '--json'], { cwd });
    assert.deepEqual([rotated.code, JSON.parse(rotated.out)], [0, { earlierCustodySecrets: 1 }], rotated.err);
    assert.notEqual(readFileSync(join(cwd, 'keys', 'files.key'), 'utf8'), key);
    const after = await about();
    assert.deepEqual(after.pseudonymsBefore, [before.pseudonym]);
    assert.deepEqual(after.journalEntries, before.journalEntries);
    const doctor = await run(['doctor'], { cwd });
    assert.equal(doctor.code, 0, doctor.out);

    // Killed after the key was written and before anything was brought under it: whoever opens it next does that.
    const passphrase = await readPassphrase(join(cwd, 'keys', 'passphrase'));
    const path = join(cwd, 'keys', 'files.key');
    const present = await readFileKey(path, passphrase);
    assert.ok(present);
    await saveFileKey(renewedFileKey(present).secret, path, passphrase);
    assert.equal((await run(['doctor'], { cwd })).code, 0);
    assert.equal((await run(['account', 'list'], { cwd })).code, 0);
    assert.deepEqual((await about()).journalEntries, before.journalEntries);

    // A backup from before is of this installation still, and is brought under the newest secret when it is opened.
    const restored = await run(['restore', backup, '--replace', '--accept-older', '--json'], { cwd });
    assert.equal(restored.code, 0, restored.err);
    assert.deepEqual((await about()).journalEntries, before.journalEntries);
    assert.equal((await run(['account', 'list'], { cwd })).code, 0);
    const forgot = await run(['data-key', 'forget'], { cwd });
    assert.match(forgot.out, /Custody secrets from before that are kept: 0/);
    assert.deepEqual((await about()).journalEntries, before.journalEntries);
    assert.equal((await run(['doctor'], { cwd })).code, 0);
    assert.equal((await run(['journal', 'verify'], { cwd })).code, 0);
    // With them forgotten a backup from before is another installation's.
    await saveFileKey(newFileKey().secret, path, passphrase);
    assert.match((await run(['account', 'list'], { cwd })).err, /KEYS_MISSING/);
  });

  it('retention: records a rule, makes no list where nothing is due, and none that is not there', async () => {
    const cwd = copy();
    const rule = ['retention', 'rule', '--kind', 'licences', '--start', 'end', '--years', '10', '--basis', '样例规定', '--json'];
    assert.deepEqual(JSON.parse((await run(rule, { cwd })).out), {
      ...{ retainedKind: 'licences', licenceType: null, retentionStart: 'end', years: 10, basis: '样例规定' },
    });
    assert.match((await run(['retention', 'rules'], { cwd })).out, /Counts from: end/);
    const made = await run(['retention', 'make', '--organisation', '11990100MB0000027F'], { cwd });
    assert.match(made.err, /DESTRUCTION_REFUSED/);
    assert.match((await run(['retention', 'carry-out', 'none'], { cwd })).err, /DESTRUCTION_LIST_NOT_FOUND/);
    assert.equal((await run(['retention', 'lists', '--json'], { cwd })).code, 0);
    assert.equal((await run(['journal', 'verify'], { cwd })).code, 0);
  });

  it('backup and restore: round trip by command, and plain refusals', async () => {
    const backup = join(temporaryFolder(), 'backup');
    const made = await run(['backup', backup, '--with-passphrase'], { cwd: folder });
    assert.equal(made.code, 0, made.err);
    assert.match(made.out, /holds the passphrase/);
    const again = await run(['backup', backup], { cwd: folder });
    assert.deepEqual([again.code, /BACKUP_EXISTS/.test(again.err)], [3, true]);
    const empty = join(temporaryFolder(), 'empty');
    const restored = await run(['restore', backup, '--json'], { cwd: empty });
    assert.equal(restored.code, 0, restored.err);
    assert.ok(existsSync(join(empty, 'keys', 'passphrase')) && existsSync(join(empty, 'data', 'trust')));
    assert.equal((await run(['journal', 'verify'], { cwd: empty })).code, 0);
    assert.equal((await run(['doctor'], { cwd: empty })).code, 0);
    const nowhere = await run(['restore', join(empty, 'nothing')], { cwd: temporaryFolder() });
    assert.equal(nowhere.code, 3);
    assert.match(nowhere.err, /there is no backup in .+nothing \[INPUT_INVALID\]/);
    const missing = await run(['backup', join(empty, 'new')], { cwd: temporaryFolder() });
    assert.deepEqual([missing.code, /INSTALLATION_MISSING/.test(missing.err)], [3, true]);
  });

  function aFile(cwd: string): string {
    const files = readdirSync(join(cwd, 'data', 'files'), { recursive: true, withFileTypes: true });
    const found = files.find((entry) => entry.isFile());
    assert.ok(found);
    return join(found.parentPath, found.name);
  }
});
