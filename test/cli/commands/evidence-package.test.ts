/** `yinzheng evidence LICENCE`, `evidence verify`, `evidence receipt`, over a real installation. */
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installation, journalOf, run, type Ran } from '../../support/cli.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { issueSample } from './licence.ts';

describe('yinzheng evidence LICENCE', function () {
  this.timeout(300_000);
  let home = '';
  let identifier = '';
  const at = (name: string): string => join(home, name);
  const cli = (...argv: readonly string[]): Promise<Ran> => run(argv, { cwd: home });
  before(async () => {
    home = await installation();
    ({ identifier } = await issueSample(home));
  });

  it('makes a package that is checked without the installation, and takes the receipt of an archive for it', async () => {
    const order = ['evidence', identifier, '--item', '行政诉讼', '--cause', '举证', '--out', at('package.tar')];
    const made = await cli(...order);
    assert.deepEqual([made.code, made.err], [0, '']);
    assert.match(made.out, /SM3 [0-9a-f]{64}/);
    const again = await cli(...order);
    assert.equal(again.code, 3);
    assert.match(again.err, /OUTPUT_EXISTS|exists/);

    const own = await cli('evidence', 'verify', at('package.tar'));
    assert.deepEqual([own.code, own.err], [0, ''], own.out);
    for (const word of ['authenticity: passed', 'integrity: passed', 'usability: passed', 'security: passed'])
      assert.ok(own.out.includes(word), word);
    assert.ok(
      (await run(['evidence', 'verify', at('package.tar'), '--language', 'zh'], { cwd: home })).out.includes('真实性: 合格'),
    );

    // Ten years on: no keys, no data, no trust of that installation.
    const elsewhere = temporaryFolder();
    const stranger = await run(['evidence', 'verify', at('package.tar'), '--json'], { cwd: elsewhere });
    assert.equal(stranger.code, 2);
    const { properties } = JSON.parse(stranger.out) as { readonly properties: Readonly<Record<string, string>> };
    assert.deepEqual([properties['authenticity'], properties['integrity']], ['indeterminate', 'passed']);

    const bytes = readFileSync(at('package.tar'));
    bytes[Math.floor(bytes.length / 2)] = (bytes[Math.floor(bytes.length / 2)] ?? 0) ^ 1;
    writeFileSync(at('altered.tar'), bytes);
    const altered = await cli('evidence', 'verify', at('altered.tar'));
    assert.equal(altered.code, 1);
    assert.match(altered.out, /✘ integrity: failed/);

    const receive = [
      'evidence',
      'receipt',
      at('package.tar'),
      '--archive',
      '样本市档案馆',
      '--number',
      'R-1',
      '--received',
      new Date().toISOString(),
    ];
    const received = await cli(...receive, '--json');
    assert.deepEqual([received.code, received.err], [0, '']);
    assert.equal((JSON.parse(received.out) as { readonly receiptNumber: string }).receiptNumber, 'R-1');
    assert.equal((await cli(...receive.map((word) => (word === at('package.tar') ? at('altered.tar') : word)))).code, 3);
    const kinds = (await journalOf(home)).map(({ kind }) => kind);
    for (const kind of ['evidence-packaged', 'archive-receipt-recorded'] as const) assert.ok(kinds.includes(kind), kind);
    rmSync(at('altered.tar'));
  });

  it('asks what it is for, and knows no licence that is not there', async () => {
    const { code, err } = await cli('evidence', identifier, '--out', at('other.tar'));
    assert.equal(code, 3);
    assert.match(err, /--item/);
    const unknown = `${identifier.slice(0, -2)}.${identifier.endsWith('0') ? '1' : '0'}`;
    assert.equal((await cli('evidence', unknown, '--item', 'x', '--cause', 'y', '--out', at('other.tar'))).code, 3);
  });

  it('lists webhooks and errors of directory records, of which there are none yet', async () => {
    assert.deepEqual(JSON.parse((await cli('webhook', 'list', '--json')).out), { webhooks: [] });
    assert.deepEqual(JSON.parse((await cli('directory-error', 'list', '--json')).out), { directoryErrors: [] });
    for (const argv of [
      ['webhook', 'replay', 'none', '--from', '0'],
      ['webhook', 'end', 'none'],
      ['directory-error', 'resolve', 'none', '--item', 'x', '--cause', 'y'],
    ])
      assert.equal((await cli(...argv)).code, 3, argv.join(' '));
  });

  it('records systems with what is shared with them', async () => {
    writeFileSync(at('terms.json'), '{"types":[{"code":"11990000MB0000019F001","files":true}]}');
    const scope = ['--organisation', '11990100MB0000027F', '--scope', 'licence:share', '--json'];
    const made = await cli('client', 'create', '共享', ...scope, '--sharing', at('terms.json'));
    assert.deepEqual([made.code, made.err], [0, '']);
    assert.deepEqual((JSON.parse(made.out) as { readonly sharedTypes: unknown }).sharedTypes, ['11990000MB0000019F001']);
    assert.equal((await cli('client', 'create', '共享', ...scope)).code, 3);
    writeFileSync(at('wrong.json'), '{"types":"all"}');
    assert.equal((await cli('client', 'create', '共享', ...scope, '--sharing', at('wrong.json'))).code, 3);
  });
});
