/** `yinzheng stamp --batch`: every PDF of a folder, once, however often the command breaks off. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CliContext } from '../../../src/cli/context.ts';
import { installation, journalOf, run, type Ran } from '../../support/cli.ts';
import { blankFile } from '../../support/sealing.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { ISSUER } from './licence.ts';

describe('yinzheng stamp --batch', function () {
  this.timeout(120_000);
  let home: string;
  let folder: string;
  let out: string;
  const place = ['--seal', '99010000000003', '--x', '100', '--y', '100'];

  before(async () => {
    home = await installation();
  });
  beforeEach(() => {
    folder = join(temporaryFolder(), 'in');
    out = join(temporaryFolder(), 'out');
    mkdirSync(folder);
    for (const name of ['a.pdf', 'b.PDF', '证明 三.pdf']) writeFileSync(join(folder, name), blankFile(1));
    writeFileSync(join(folder, 'notes.txt'), 'x');
  });

  const stamp = (more: readonly string[] = [], change?: (context: CliContext) => CliContext): Promise<Ran> =>
    run(['stamp', '--batch', folder, '--organisation', ISSUER, ...place, '--out', out, ...more], {
      cwd: home,
      ...(change && { change }),
    });
  const stampings = async () => (await journalOf(home)).filter(({ kind }) => kind === 'document-stamped').length;

  it('stamps every PDF, shows how far it is, and leaves what has its result alone', async () => {
    const shown: (string | null)[] = [];
    const before = await stampings();
    const first = await stamp([], (context) => ({ ...context, progress: (text) => void shown.push(text) }));
    assert.deepEqual([first.code, first.err], [0, '']);
    assert.deepEqual(
      first.out.trim().split('\n'),
      ['a.pdf', 'b.PDF', '证明 三.pdf'].map((name) => `${out}/${name}`),
    );
    assert.ok(shown.includes('3 / 3') && shown.at(-1) === null);
    assert.deepEqual(readdirSync(out).sort(), ['a.pdf', 'b.PDF', '证明 三.pdf']);
    const verified = await run(['verify', join(out, 'a.pdf')], { cwd: home });
    assert.equal(verified.code, 0, verified.out + verified.err);
    assert.equal(await stampings(), before + 3);
    const again = await stamp();
    assert.deepEqual([again.code, again.out, again.err], [0, '', '']);
    assert.equal(await stampings(), before + 3);
    writeFileSync(join(folder, 'd.pdf'), blankFile(2));
    assert.equal((await stamp()).out, `${out}/d.pdf\n`);
    assert.equal((await stamp(['--force'])).out.trim().split('\n').length, 4);
  });

  it('says which could not be stamped and why, and stamps the others', async () => {
    writeFileSync(join(folder, 'c.pdf'), 'no document');
    const { code, out: printed, err } = await stamp();
    assert.equal(code, 1);
    assert.equal(printed.trim().split('\n').length, 3);
    assert.match(err, /not stamped: c\.pdf: .*\[DOCUMENT_UNRECOGNISED\]/);
    assert.ok(!existsSync(join(out, 'c.pdf')));
  });

  it('goes on where it broke off, and stamps nothing twice', async () => {
    const before = await stampings();
    // The results cannot all be written.
    const broken = await stamp([], (context) => ({
      ...context,
      writeFile: (path, bytes, options) =>
        path.endsWith('b.PDF') ? Promise.reject(new Error('power cut')) : context.writeFile(path, bytes, options),
    }));
    assert.equal(broken.code, 3);
    assert.deepEqual(readdirSync(out).sort(), ['.yinzheng-batch', 'a.pdf']);
    const again = await stamp(['--page', '1']);
    assert.deepEqual([again.code, again.err], [0, '']);
    assert.deepEqual(readdirSync(out).sort(), ['a.pdf', 'b.PDF', '证明 三.pdf']);
    assert.equal(await stampings(), before + 3);
  });

  it('refuses another batch in the same place before the first is finished', async () => {
    await stamp([], (context) => ({
      ...context,
      writeFile: (path, bytes, options) =>
        path.endsWith('.pdf') ? Promise.reject(new Error('power cut')) : context.writeFile(path, bytes, options),
    }));
    assert.match((await stamp(['--item', 'other'])).err, /another batch is unfinished/);
    assert.equal((await stamp()).code, 0);
    assert.ok(readFileSync(join(out, 'a.pdf')).length > 1000);
  });

  it('gives way to a preview, which stamps nothing', async () => {
    const before = await stampings();
    const picture = join(temporaryFolder(), 'preview.png');
    const file = join(folder, 'a.pdf');
    const shown = await run(['stamp', file, '--organisation', ISSUER, ...place, '--preview', picture], { cwd: home });
    assert.deepEqual(shown, { code: 0, out: `${picture}\n`, err: '' });
    assert.deepEqual([...readFileSync(picture).subarray(1, 4)], [...Buffer.from('PNG')]);
    assert.equal(await stampings(), before);
    assert.match((await stamp(['--preview', picture])).err, /--preview goes with neither --out nor --batch/);
  });

  it('is not for a file as well, and certifies with a key alone', async () => {
    assert.match((await stamp(['x.pdf'])).err, /--batch takes the place of FILE/);
    assert.match((await stamp(['--certify-as', 'pades'])).err, /SIGNATURE_KEY_MISSING/);
    assert.match(
      (await run(['stamp', '--organisation', ISSUER, ...place, '--out', out], { cwd: home })).err,
      /an argument is missing/,
    );
  });
});
