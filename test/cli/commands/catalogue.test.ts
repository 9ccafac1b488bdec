/** `yinzheng catalogue …` on an installation that its server made. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogueFile } from '../../../src/services/catalogue/index.ts';
import { installation, run, type Ran } from '../../support/cli.ts';

const FOOD = '11990000MB0000019F001';
const NEW = '11990000MB0000019F021';

describe('yinzheng catalogue', function () {
  this.timeout(120_000);
  let home: string;
  before(async () => {
    home = await installation();
  });

  const call = (...argv: readonly string[]): Promise<Ran> => run(argv, { cwd: home });
  const entries = async (...argv: readonly string[]): Promise<readonly Record<string, unknown>[]> => {
    const { code, out, err } = await call('catalogue', ...argv, '--json');
    assert.deepEqual([code, err], [0, ''], argv.join(' '));
    return (JSON.parse(out) as { readonly catalogueEntries: readonly Record<string, unknown>[] }).catalogueEntries;
  };

  it('lists twelve types and six dictionaries, and writes them into a file', async () => {
    assert.equal((await entries('list')).length, 18);
    const out = join(home, 'catalogue.json');
    assert.equal((await entries('export', '--out', out)).length, 18);
    const file = JSON.parse(readFileSync(out, 'utf8')) as CatalogueFile;
    assert.ok(file['licence-types'].every(({ content }) => content.templates.every(({ face }) => face !== null)));
    assert.deepEqual([...new Set((await entries('import', out)).map(({ catalogueOutcome }) => catalogueOutcome))], ['unchanged']);
  });

  it('drafts and submits, and does not publish what it drafted itself', async () => {
    const out = join(home, 'food.json');
    await entries('export', '--type', FOOD, '--out', out);
    const file = JSON.parse(readFileSync(out, 'utf8')) as CatalogueFile;
    const changed = { ...file, 'licence-types': file['licence-types'].map((entry) => ({ ...entry, id: NEW })) };
    writeFileSync(out, JSON.stringify(changed));
    assert.equal((await call('catalogue', 'import', out)).code, 1, 'nobody keeps it');
    const [drafted] = await entries('import', out, '--owner', NEW.slice(0, 18));
    assert.deepEqual(drafted, { catalogueEntry: NEW, catalogueOutcome: 'drafted', version: 1 });
    const step = (name: string, ...more: readonly string[]) =>
      call('catalogue', 'step', 'licence-types', NEW, '--step', name, ...more);
    assert.match((await step('submit')).out, /1 submitted/);
    const refused = await step('publish');
    assert.notEqual(refused.code, 0);
    assert.match(refused.err, /another person approves/);
    assert.match((await step('return')).out, /1 draft/);
    assert.match((await step('discard')).out, /1 discarded/);
    writeFileSync(out, '{"format":"other"}');
    assert.match((await call('catalogue', 'import', out)).err, /no file of the catalogue/);
  });
});
