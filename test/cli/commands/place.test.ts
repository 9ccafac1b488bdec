/** `yinzheng place …`: on an installation that its server made. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { creditCodeCheck } from '../../../src/domain/identifier/index.ts';
import { installation, run, type Ran } from '../../support/cli.ts';

const BODY = '11990101MB0000501';
const CODE = `${BODY}${creditCodeCheck(BODY) ?? ''}`;

describe('yinzheng place', function () {
  this.timeout(120_000);
  let home: string;
  before(async () => {
    home = await installation();
  });

  const place = (...argv: readonly string[]): Promise<Ran> => run(['place', ...argv], { cwd: home });
  const facts = async (...argv: readonly string[]): Promise<Record<string, unknown>> => {
    const { code, out, err } = await place(...argv, '--json');
    assert.deepEqual([code, err], [0, ''], argv.join(' '));
    return JSON.parse(out) as Record<string, unknown>;
  };

  it('lists, writes and takes in places', async () => {
    const { places } = await facts('list', 'area', '--find', '9901');
    assert.deepEqual(
      (places as readonly { readonly placeCode: string }[]).map(({ placeCode }) => placeCode),
      ['990100', '990101', '990102'],
    );
    assert.match((await place('list', 'line', '--find', '商务')).out, /commerce/);
    const out = join(home, 'areas.csv');
    assert.equal((await place('export', 'area', '--out', out)).code, 0);
    const text = readFileSync(out, 'utf8');
    assert.match(text, /990100,样例市/);
    writeFileSync(out, `${text}990109,样例县,,,\r\n`);
    const taken = await facts('import', 'area', out, '--item', '区划维护');
    assert.deepEqual([taken['recorded'], taken['changed']], [1, 0]);
  });

  it('moves organisations to the code that took the place of theirs', async () => {
    const create = ['create', CODE, '--name', '样例县财政局', '--class', 'department', '--area', '990109'];
    assert.equal((await run(['organisation', ...create], { cwd: home })).code, 0);
    const file = join(home, 'replaced.csv');
    writeFileSync(file, 'code,name,lastDay,successors\n990109,样例县,2026-01-01,990102\n');
    await facts('import', 'area', file);
    assert.deepEqual((await facts('move', '990109'))['moved'], [`${CODE} 990109 → 990102`]);
    const { out } = await run(['organisation', 'show', CODE], { cwd: home });
    assert.match(out, /Name of the area: 样例新区/);
    assert.match(out, /990109 \(2026-01-01\)/);
  });

  it('refuses what is wrong, and says in which line', async () => {
    const file = join(home, 'wrong.csv');
    writeFileSync(file, 'code,name\n990000,样例省\n99,短\n');
    const refused = await place('import', 'area', file);
    assert.equal(refused.code, 3);
    assert.match(refused.err, /3: /);
    assert.match((await place('list', 'kingdom')).err, /area/);
    assert.notEqual((await place('move', '990100')).code, 0);
  });
});
