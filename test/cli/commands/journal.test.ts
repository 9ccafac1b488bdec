/** `journal verify --head`: an installation that a server left, held against the heads that it wrote outside. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../support/cli.ts';
import { configOf, withServed } from '../../support/served.ts';
import { temporaryFolder } from '../../support/temporary.ts';

describe('yinzheng journal verify --head', function () {
  this.timeout(120_000);
  const cwd = temporaryFolder();
  const heads = join(cwd, 'elsewhere', 'heads.jsonl');

  before(() =>
    withServed(
      configOf(cwd, { YINZHENG_JOURNAL_HEAD_SECONDS: '1', YINZHENG_JOURNAL_HEAD_FILE: heads }),
      async ({ dependencies: { anchoring } }) => {
        while ((anchoring()?.sequence ?? 0) === 0) await new Promise((resolve) => setTimeout(resolve, 50));
      },
    ),
  );

  it('confirms what agrees, in both languages and as JSON', async () => {
    const { code, out, err } = await run(['journal', 'verify', '--head', heads], { cwd });
    assert.equal(code, 0, out + err);
    assert.match(out, /The journal is whole[^]*signed heads that it agrees with: \d+\n {2}the furthest signed head: \d+, 20/);
    const zh = await run(['journal', 'verify', '--head', heads, '--language', 'zh'], { cwd });
    assert.match(zh.out, /日志完整[^]*与已签名末条相符: \d/);
    const json = await run(['journal', 'verify', '--head', heads, '--json'], { cwd });
    const { whole, heads: found } = JSON.parse(json.out) as { whole: boolean; heads: { confirmed: number; faultCount: number } };
    assert.ok(whole && found.confirmed > 0 && found.faultCount === 0);
  });

  it('fails for a head that was changed, and for a file without any that is believed', async () => {
    const changed = join(cwd, 'changed.jsonl');
    writeFileSync(changed, readFileSync(heads, 'utf8').replace(/"signature":"..../, '"signature":"AAAA'));
    const { code, out } = await run(['journal', 'verify', '--head', changed], { cwd });
    assert.equal(code, 1);
    assert.match(out, /changed\.jsonl:1 at entry \d+ \(its signature is wrong\)/);
    const zh = await run(['journal', 'verify', '--head', changed, '--language', 'zh'], { cwd });
    assert.match(zh.out, /签名不符/);
  });

  it('says which file cannot be read', async () => {
    const { code, err } = await run(['journal', 'verify', '--head', join(cwd, 'none')], { cwd });
    assert.notEqual(code, 0);
    assert.match(err, /cannot be read: .*none/);
  });
});
