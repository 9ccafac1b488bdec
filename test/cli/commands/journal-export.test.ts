/** `journal export` and `journal check-export`: a signed file of a period, verified by nothing but trust anchors. */
import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { journalOf, run, type Ran } from '../../support/cli.ts';
import { newInstallation } from '../../support/served.ts';
import { temporaryFolder } from '../../support/temporary.ts';

describe('yinzheng journal export', function () {
  this.timeout(120_000);
  let cwd = '';
  let file = '';
  /** A folder that has the trust of the installation and nothing else. */
  const elsewhere = temporaryFolder();

  before(async () => {
    cwd = await newInstallation();
    file = join(cwd, 'journal.jsonl');
    cpSync(join(cwd, 'data', 'trust'), join(elsewhere, 'data', 'trust'), { recursive: true });
    const made = await run(['journal', 'export', '--from', '2000-01-01', '--to', '2100-01-01', '--out', file], { cwd });
    assert.equal(made.code, 0, made.out + made.err);
    assert.match(made.out, /Exported \d+ entries \(1 to \d+/);
  });

  const check = (path = file, more: readonly string[] = []): Promise<Ran> =>
    run(['journal', 'check-export', path, ...more], { cwd: elsewhere });
  const changed = (change: (lines: string[]) => string[]): string => {
    const path = join(temporaryFolder(), 'changed.jsonl');
    writeFileSync(
      path,
      change(readFileSync(file, 'utf8').split('\n').slice(0, -1))
        .map((line) => `${line}\n`)
        .join(''),
    );
    return path;
  };

  it('is verified without the store, in both languages and as JSON', async () => {
    const { code, out, err } = await check();
    assert.equal(code, 0, out + err);
    assert.match(out, /The export is whole: \d+ entries[^]*time-stamped: 20/);
    assert.match((await check(file, ['--language', 'zh'])).out, /导出完整/);
    const { fault, entries } = JSON.parse((await check(file, ['--json'])).out) as { fault: string | null; entries: number };
    assert.ok(fault === null && entries > 10);
  });

  it('is itself told to the journal', async () => {
    const told = (await journalOf(cwd)).filter(({ kind }) => kind === 'journal-exported');
    assert.deepEqual(
      told.map(({ facts }) => facts['first']),
      [1],
    );
  });

  it('fails when anything of it was changed, taken away or added', async () => {
    const attacks: readonly (readonly [change: (lines: string[]) => string[], words: RegExp])[] = [
      [
        (lines) => lines.map((line, at) => (at === 3 ? line.replace('"recordedAt":"2', '"recordedAt":"3') : line)),
        /not what was signed \(line 4\)/,
      ],
      [(lines) => lines.filter((_, at) => at !== 1), /not what was signed \(line 2\)/],
      [(lines) => lines.filter((_, at) => at !== 5), /not what was signed \(line 6\)/],
      [(lines) => lines.slice(0, -1), /missing at the end/],
      [(lines) => [...lines, lines[1] ?? ''], /not what was signed/],
      [(lines) => lines.map((line, at) => (at === 2 ? 'null' : line)), /not what was signed \(line 3\)/],
      [(lines) => lines.slice(1), /no signed head \(line 1\)/],
      [() => [], /missing at the end/],
    ];
    for (const [change, words] of attacks) {
      const { code, out } = await check(changed(change));
      assert.equal(code, 1, words.source);
      assert.match(out, words);
    }
  });

  it('fails where the signer is not trusted', async () => {
    const { code } = await run(['journal', 'check-export', file], { cwd: temporaryFolder() });
    assert.equal(code, 1);
  });

  it('is refused for a period without entries, or one that ends before it begins', async () => {
    for (const [from, to] of [
      ['2000-01-01', '2000-01-02'],
      ['2001-01-01', '2000-01-01'],
    ] as const) {
      const out = join(temporaryFolder(), 'none.jsonl');
      const refused = await run(['journal', 'export', '--from', from, '--to', to, '--out', out], { cwd });
      assert.notEqual(refused.code, 0);
      assert.match(refused.err, /This period of the journal cannot be exported/);
    }
  });
});
