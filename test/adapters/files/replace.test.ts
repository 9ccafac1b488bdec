/** Small files replaced as a whole: what a killed writer leaves is swept by the next one, and nothing else is. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { createFile, replaceFile } from '../../../src/adapters/files/index.ts';
import { writeWhole } from '../../../src/processes/cli/files.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const WRITERS = {
  replaceFile: (path: string) => replaceFile(path, Buffer.from('new')),
  createFile: (path: string) => createFile(path, Buffer.from('new')),
  'the command line': (path: string) => writeWhole(path, Buffer.from('new'), { force: true }),
} as const;
const REPLACE = pathToFileURL(join(import.meta.dirname, '../../../src/adapters/files/replace.ts')).href;

describe('a file that is replaced as a whole', function () {
  this.timeout(60_000);

  for (const [name, write] of Object.entries(WRITERS))
    it(`is written by ${name}, which sweeps what was left beside it long ago and nothing else`, async () => {
      const folder = temporaryFolder();
      const path = join(folder, 'ca.pem');
      const left = ['ca.pem.0123456789ab.new', 'ca.pem.ffffffffffff.new'];
      const kept = [
        'ca.pem.backup.new',
        'ca.pem.0123456789AB.new',
        'root-ca.pem.0123456789ab.new',
        'ca.pem.0123456789ab.new.txt',
      ];
      for (const file of [...left, ...kept]) {
        writeFileSync(join(folder, file), 'x');
        utimesSync(join(folder, file), 1, 1);
      }
      const young = 'ca.pem.aaaaaaaaaaaa.new';
      writeFileSync(join(folder, young), 'in hand');
      // What is no file was left by no writer.
      mkdirSync(join(folder, 'ca.pem.bbbbbbbbbbbb.new'));
      symlinkSync('/etc/hostname', join(folder, 'ca.pem.cccccccccccc.new'));
      await write(path);
      assert.equal(readFileSync(path, 'utf8'), 'new');
      const others = ['ca.pem', young, 'ca.pem.bbbbbbbbbbbb.new', 'ca.pem.cccccccccccc.new'];
      assert.deepEqual(readdirSync(folder).sort(), [...kept, ...others].sort());
    });

  it('is whole after its writer was killed, and the next process sweeps', async () => {
    const path = join(temporaryFolder(), 'marks', 'mark.json');
    await replaceFile(path, Buffer.from('before'));
    const folder = dirname(path);
    const script = `const { replaceFile } = await import('${REPLACE}');
      for (;;) await replaceFile(process.argv[1], Buffer.alloc(64 * 1024 * 1024, 97));`;
    const others = () => readdirSync(folder).filter((name) => name !== basename(path));
    while (others().length === 0) {
      const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script, path]);
      while (others().length === 0 && child.exitCode === null) await wait(5);
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    const text = readFileSync(path, 'utf8');
    assert.ok(text === 'before' || text.length === 64 * 1024 * 1024);
    for (const name of others()) utimesSync(join(folder, name), 1, 1);
    const next = spawn(process.execPath, [
      ...['--import', 'tsx', '--input-type=module', '--eval'],
      `const { replaceFile } = await import('${REPLACE}'); await replaceFile(process.argv[1], Buffer.from('after'));`,
      path,
    ]);
    assert.deepEqual(await once(next, 'exit'), [0, null]);
    assert.deepEqual([readFileSync(path, 'utf8'), others()], ['after', []]);
  });
});
