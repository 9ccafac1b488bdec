/** `yinzheng organisation …`: on an installation that its server made. */
import assert from 'node:assert/strict';
import { creditCodeCheck } from '../../../src/domain/identifier/index.ts';
import { installation, journalOf, run, type Ran } from '../../support/cli.ts';
import { ISSUER } from '../../support/http.ts';

const code = (n: number): string => {
  const body = `11510104MB${String(n).padStart(7, '0')}`;
  return `${body}${creditCodeCheck(body) ?? ''}`;
};

describe('yinzheng organisation', function () {
  this.timeout(120_000);
  let home: string;
  before(async () => {
    home = await installation();
  });

  const organisation = (...argv: readonly string[]): Promise<Ran> => run(['organisation', ...argv], { cwd: home });
  const facts = async (...argv: readonly string[]): Promise<Record<string, unknown>> => {
    const { code: exit, out, err } = await organisation(...argv, '--json');
    assert.deepEqual([exit, err], [0, ''], argv.join(' '));
    return JSON.parse(out) as Record<string, unknown>;
  };
  const refused = async (pattern: RegExp, ...argv: readonly string[]): Promise<void> => {
    const { code: exit, err } = await organisation(...argv);
    assert.notEqual(exit, 0, argv.join(' '));
    assert.match(err, pattern);
  };
  const create = (n: number, ...more: readonly string[]) =>
    ['create', code(n), '--name', `样例机构${n}`, '--class', 'department', ...more] as const;

  const listed = async () =>
    ((await facts('list'))['organisations'] as readonly { readonly organisation: string }[]).map((one) => one.organisation);

  it('records organisations in both trees, and lists them', async () => {
    const before = await listed();
    await facts(...create(1, '--area', '510100', '--line', 'housing'));
    const made = await facts(
      ...create(2, '--area', '510104', '--line', 'housing.construction', '--line-superior', code(1), '--first-day', '2019-01-01'),
    );
    assert.deepEqual([made['areaCode'], made['line'], made['lineSuperior']], ['510104', 'housing.construction', code(1)]);
    assert.deepEqual([made['firstDay'], made['revision']], ['2019-01-01', 1]);
    assert.ok(before.includes(ISSUER));
    assert.deepEqual((await listed()).sort(), [...before, code(1), code(2)].sort());
    assert.match((await organisation('show', code(2))).out, /Line of business: housing\.construction/);
  });

  it('changes what is given and leaves the rest', async () => {
    const changed = await facts('change', code(2), '--name', '样例区住建局', '--area', '510107', '--area-since', '2024-05-01');
    assert.deepEqual([changed['name'], changed['areaCode'], changed['revision']], ['样例区住建局', '510107', 2]);
    assert.deepEqual([changed['formerAreas'], changed['lineSuperior']], [['510104 (2024-04-30)'], code(1)]);
    assert.equal((await facts('change', code(2), '--line-superior', 'none'))['lineSuperior'], null);
  });

  it('ends one, names its successor, and tells the journal who did it and what for', async () => {
    const end = ['end', code(2), '--kind', 'transferred', '--document', '样例〔2026〕3 号', '--last-day', '2026-03-31'];
    const ended = await facts(...end, '--item', '机构改革', '--cause', '划转', '--case', 'G-1');
    assert.deepEqual([ended['ending'], ended['lastDay'], ended['successors']], ['transferred', '2026-03-31', []]);
    assert.deepEqual((await facts('succeed', code(2), '--successor', code(1)))['successors'], [code(1)]);
    const events = (await journalOf(home)).filter(({ subject }) => subject === `organisations/${code(2)}`);
    assert.deepEqual(
      events.map(({ kind }) => kind),
      [
        ...['organisation-recorded', 'organisation-changed', 'organisation-renamed', 'organisation-changed'],
        ...['organisation-ended', 'organisation-succeeded'],
      ],
    );
    assert.deepEqual(events[4]?.purpose, { item: '机构改革', cause: '划转', caseNumber: 'G-1' });
    assert.equal(events[4].actor.capacity, 'operator');
  });

  it('plans an end for a day to come, and takes it back', async () => {
    const end = ['end', code(1), '--kind', 'merged', '--document', '样例〔2026〕4 号', '--last-day', '2027-12-31'];
    const planned = await facts(...end, '--successor', ISSUER);
    assert.deepEqual([planned['lastDay'], planned['planned']], ['2027-12-31', true]);
    assert.match((await organisation('show', code(1))).out, /Yet to come: yes/);
    const withdrawn = await facts('end', code(1), '--withdraw');
    assert.deepEqual([withdrawn['ending'], withdrawn['revision']], [undefined, 3]);
  });

  it('plans another name, and shows which seals end with the one of now', async () => {
    const shown = await facts('change', ISSUER, '--name', '样例市市场和知识产权局', '--preview');
    assert.deepEqual(
      (shown['sealsEnding'] as readonly string[]).map((line) => line.slice(0, 14)),
      ['99010000000001', '99010000000003'],
    );
    const planned = await facts('change', ISSUER, '--name', '样例市市场和知识产权局', '--name-since', '2027-11-01');
    assert.deepEqual([planned['name'], planned['nameSince']], ['样例市市场监督管理局', '2027-11-01']);
    assert.match((await organisation('show', ISSUER)).out, /Name to come: 样例市市场和知识产权局/);
    assert.equal((await facts('change', ISSUER, '--name', '样例市市场监督管理局'))['nextName'], undefined);
  });

  it('refuses what is wrong or missing', async () => {
    await refused(/--name/, 'create', code(3));
    await refused(/--class/, 'create', code(3), '--name', '局', '--class', 'kingdom', '--area', '510100');
    await refused(/check character/, 'create', `${code(3).slice(0, 17)}?`, ...create(3, '--area', '510100').slice(2));
    await refused(/area code/, ...create(3, '--area', '5101'));
    await refused(/calendar date/, ...create(3, '--area', '510100', '--first-day', '2026-02-30'));
    await refused(/in the register already/, ...create(1, '--area', '510100'));
    await refused(/no organisation/, 'show', code(9));
    await refused(/has ended/, 'change', code(2), '--name', '别名');
    await refused(/--successor/, 'succeed', code(2));
    await refused(/--kind/, 'end', code(1), '--kind', 'gone', '--document', '1');
  });
});
