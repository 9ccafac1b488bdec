import assert from 'node:assert/strict';
import { installation, run } from '../../support/cli.ts';

describe('yinzheng statistics', function () {
  this.timeout(300_000);

  it('counts the whole journal anew, as often as it is told to', async () => {
    const cwd = await installation();
    const first = await run(['statistics', 'rebuild', '--json'], { cwd });
    assert.equal(first.code, 0, first.err);
    const { countedEntries } = JSON.parse(first.out) as { readonly countedEntries: number };
    assert.ok(countedEntries > 0);
    const again = await run(['statistics', 'rebuild'], { cwd });
    assert.equal(again.code, 0, again.err);
    assert.match(again.out, /Entries of the journal counted/);
  });
});
