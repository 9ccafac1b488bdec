/** `yinzheng seal compromise …` on an installation that its server made: reported, looked through, told, sealed again. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installation, journalOf, run, type Ran } from '../../support/cli.ts';
import { issueSample, NO_AUTHORITY, SEAL } from './licence.ts';

const OTHER = '99010000000003';

describe('yinzheng seal compromise', function () {
  this.timeout(180_000);
  let home: string;
  const since = new Date(Date.now() - 60_000).toISOString();
  before(async () => {
    home = await installation();
    for (let count = 0; count < 2; count++) await issueSample(home, NO_AUTHORITY);
  });

  const seal = (...argv: readonly string[]): Promise<Ran> => run(['seal', ...argv], { cwd: home, env: NO_AUTHORITY });
  const facts = async <T = Record<string, unknown>>(...argv: readonly string[]): Promise<T> => {
    const { code, out, err } = await seal(...argv);
    // Nothing else is said than that no time stamp is to be had.
    assert.deepEqual([code, err.replace(/^.*TIME_STAMP_UNAVAILABLE\]\n/gm, '')], [0, ''], argv.join(' '));
    return JSON.parse(out) as T;
  };

  it('reports, lists documents with their evidence, notes holders, and seals again to the end', async () => {
    const unknown = await seal('compromise', SEAL, '--json');
    assert.notEqual(unknown.code, 0);
    const reported = await facts('compromise', SEAL, '--since', since, '--cause', 'UKey 丢失', '--json');
    assert.deepEqual([reported['compromisedSince'], reported['notingDone'], reported['resealedBy']], [since, false, undefined]);
    assert.equal((reported['certificatesRevoked'] as readonly string[]).length, 1);
    const [version] = (await facts<{ readonly sealVersions: readonly { readonly sealState: string }[] }>('show', SEAL, '--json'))
      .sealVersions;
    assert.equal(version?.sealState, 'compromised');

    const table = await seal('compromised', SEAL);
    assert.match(table.out, /^Stamping\s+Stamped\s+Claimed time\s+Evidence of time\s+In the register since\s+Licence/);
    assert.equal(table.out.trimEnd().split('\n').length, 3);
    assert.match(table.out, /\bSES\b/);
    const rows = await facts<readonly Record<string, string>[]>('compromised', SEAL, '--format', 'json');
    assert.deepEqual(
      rows.map(({ evidence, recordedAt, digestAfter }) => [evidence, recordedAt !== '', digestAfter?.length]),
      [
        ['SES', true, 64],
        ['SES', true, 64],
      ],
    );
    const file = join(home, 'documents.csv');
    assert.equal((await seal('compromised', SEAL, '--out', file)).code, 0);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\r\n');
    assert.equal(
      lines[0],
      '\ufeffstamping,stampedAt,signingTime,evidence,recordedAt,licence,digestBefore,digestAfter,applicant,caseNumber',
    );
    assert.equal(lines.length, 3);
    assert.notEqual((await seal('compromised', SEAL, '--out', file)).code, 0);
    const later = await seal('compromised', SEAL, '--since', new Date(Date.now() + 60_000).toISOString());
    assert.equal(later.out.trim(), 'none');

    const resealed = await facts('reseal', SEAL, '--by', OTHER, '--cause', '重新盖章', '--now', '--json');
    assert.deepEqual(
      [
        resealed['notingDone'],
        resealed['documentsSince'],
        resealed['holdersNoted'],
        resealed['resealed'],
        resealed['resealDone'],
      ],
      [true, 2, 2, 2, true],
    );
    assert.deepEqual(resealed['resealFailed'], []);
    const shown = await seal('compromise', SEAL);
    assert.match(shown.out, /Licences sealed again: 2/);
    const notices = await facts<readonly Record<string, string>[]>('notices', SEAL, '--format', 'json');
    assert.deepEqual(
      notices.map(({ holder, evidence }) => [holder, evidence]),
      [
        ['0', 'SES'],
        ['0', 'SES'],
      ],
    );
    const kinds = (await journalOf(home)).map(({ kind }) => kind);
    for (const kind of ['seal-stopped', 'seal-compromise-reported', 'seal-reseal-ordered'] as const)
      assert.ok(kinds.includes(kind), kind);
  });

  it('says what is wrong with a call', async () => {
    const wrong: readonly (readonly [readonly string[], RegExp])[] = [
      [['compromise', SEAL, '--since', 'yesterday'], /--since is no time/],
      [['compromise', OTHER, '--since', since], /--cause is missing/],
      [['compromise', OTHER, '--since', '2090-01-01', '--cause', 'x'], /yet to come/],
      [['compromise', 'none', '--since', since, '--cause', 'x'], /SEAL_NOT_FOUND/],
      [['reseal', OTHER, '--by', SEAL, '--cause', 'x'], /SEAL_NOT_FOUND/],
      [['reseal', SEAL, '--cause', 'x'], /--by is missing/],
      [['notices', SEAL, '--format', 'xml'], /--format is one of/],
    ];
    for (const [argv, reason] of wrong) {
      const { code, err } = await seal(...argv);
      assert.equal(code, 3, argv.join(' '));
      assert.match(err, reason, argv.join(' '));
    }
  });
});
