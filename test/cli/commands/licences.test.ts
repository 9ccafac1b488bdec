/** `yinzheng issue`, `stamp`, `status` on a real installation. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isoInstant } from '../../../src/base/time.ts';
import { installation, run } from '../../support/cli.ts';
import { needSamples, sample } from '../../support/samples.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { issueSample, ISSUER, requestFile, SEAL } from './licence.ts';

describe('yinzheng issue, stamp, status', function () {
  this.timeout(300_000);
  let home: string;

  before(async () => {
    home = await installation();
  });

  it('issues a licence, the same for the same case, and keeps a file that is there', async () => {
    const request = requestFile();
    const out = join(temporaryFolder(), 'licence.pdf');
    const issue = [...['issue', request, '--organisation', ISSUER, '--out', out]];
    const first = await run(issue, { cwd: home });
    assert.deepEqual([first.code, first.err], [0, '']);
    const [identifier = '', code = '', file] = first.out.trim().split('\n');
    assert.match(identifier, /^1\.2\.156\.3005\.2\./);
    assert.equal(file, out);
    assert.equal(readFileSync(out).subarray(0, 5).toString(), '%PDF-');

    const again = await run(issue, { cwd: home });
    assert.equal(again.code, 3);
    assert.match(again.err, /\[OUTPUT_EXISTS\]/);
    const forced = await run([...issue, '--force', '--json'], { cwd: home });
    assert.deepEqual(JSON.parse(forced.out), {
      ...{ identifier, verificationCode: code, repeated: true, file: out },
      ...{ evidence: 'SES-LT', evidencePending: false },
    });
  });

  it('refuses requests that are none, with every fault', async () => {
    const folder = temporaryFolder();
    const text = join(folder, 'text');
    writeFileSync(text, 'hello');
    assert.match((await run(['issue', text, '--organisation', ISSUER], { cwd: home })).err, /not JSON \[INPUT_INVALID\]/);
    const faulty = await run(['issue', requestFile({ holders: [], fields: 7 }), '--organisation', ISSUER], { cwd: home });
    assert.equal(faulty.code, 3);
    assert.match(faulty.err, /holders.*fields.*\[INPUT_INVALID\]/);
    const inChinese = ['issue', requestFile({ fields: 7 }), '--organisation', ISSUER, '--language', 'zh'];
    assert.match((await run(inChinese, { cwd: home })).err, /输入无效：fields：[\u4e00-\u9fff]+.* \[INPUT_INVALID\]/);
    const stranger = await run(['issue', requestFile(), '--organisation', '12990100MB00000432'], { cwd: home });
    assert.equal(stranger.code, 3);
    assert.match(stranger.err, /\[[A-Z_]+\]\n$/);
  });

  it('opens what a server made, and makes nothing', async () => {
    const folder = temporaryFolder();
    for (const argv of [
      ['issue', requestFile(), '--organisation', ISSUER],
      ['status', 'AAAA-AAAA'],
      ['keygen', '--list'],
    ]) {
      const { code, err } = await run(argv, { cwd: folder });
      assert.equal(code, 3);
      assert.match(err, /\[INSTALLATION_MISSING\]/);
    }
    assert.equal(existsSync(join(folder, 'data')) || existsSync(join(folder, 'keys')), false);
  });

  it('stamps a PDF, so that its seal verifies', async function () {
    needSamples(this);
    const folder = temporaryFolder();
    const [plain, out] = [join(folder, 'plain.pdf'), join(folder, 'stamped.pdf')];
    writeFileSync(plain, sample('pdf/plain/minimal-xref.pdf'));
    const stamp = ['stamp', plain, '--organisation', ISSUER, '--seal', SEAL, '--x', '20', '--y', '30', '--out', out];
    assert.deepEqual(await run(stamp, { cwd: home }), { code: 0, out: `${out}\n`, err: '' });
    const { code, out: verdict } = await run(['verify', out, '--json'], { cwd: home });
    assert.equal(code, 0);
    assert.match(verdict, /"kind": "seal"/);
    assert.match((await run(stamp, { cwd: home })).err, /\[OUTPUT_EXISTS\]/);
    const unknown = stamp.map((word) => (word === SEAL ? '99010000000077' : word === out ? `${out}.2` : word));
    assert.match((await run(unknown, { cwd: home })).err, /\[SEAL_NOT_FOUND\]/);
    assert.equal(existsSync(`${out}.2`), false);
  });

  it('stamps a PDF on a keyword, or says that it is not there', async function () {
    needSamples(this);
    const folder = temporaryFolder();
    const [plain, out] = [join(folder, 'plain.pdf'), join(folder, 'stamped.pdf')];
    writeFileSync(plain, sample('pdf/plain/minimal-xref.pdf'));
    const stamp = (...more: string[]) =>
      run(['stamp', plain, '--organisation', ISSUER, '--seal', SEAL, '--out', out, ...more], { cwd: home });
    const missing = await stamp('--keyword', '此处盖章');
    assert.equal(missing.code, 3);
    assert.match(missing.err, /\[KEYWORD_NOT_FOUND\]/);
    assert.deepEqual(await stamp('--keyword', 'Hello', '--dx', '5', '--dy', '-5'), { code: 0, out: `${out}\n`, err: '' });
    assert.equal((await run(['verify', out], { cwd: home })).code, 0);
    assert.match((await stamp('--force', '--bookmark', 'Seal')).err, /\[PLACE_NOT_FOUND\]/);
    assert.match((await stamp('--destination', 'Seal', '--page', '1')).err, /--destination goes without --page/);
    assert.match((await stamp('--x', '1', '--y', '1', '--seal-place', 'a')).err, /--seal-place goes with --licence-type/);
    assert.match((await stamp('--licence-type', 'none', '--dx', '1')).err, /--licence-type goes without --dx/);
    assert.match((await stamp('--force', '--licence-type', 'none')).err, /\[LICENCE_TYPE_NOT_FOUND\]/);
    const places = [
      ['--pages', 'all', '--x', '30', '--y', '40'],
      ['--keyword', 'Hello', '--occurrence', 'every'],
    ];
    for (const place of places) {
      assert.deepEqual(await stamp('--force', ...place), { code: 0, out: `${out}\n`, err: '' });
      assert.equal((await run(['verify', out], { cwd: home })).code, 0);
    }
    assert.match((await stamp('--force', '--edge', 'right')).err, /\[PDF_NOT_STAMPABLE\]/);
  });

  it('says the status by identifier and by printed code, and as of a moment', async () => {
    const { identifier, code } = await issueSample(home);
    for (const name of [identifier, code]) {
      const valid = await run(['status', name], { cwd: home });
      assert.deepEqual([valid.code, valid.err], [0, '']);
      assert.doesNotMatch(valid.out, /晨光食品有限公司/);
    }
    const early = await run(['status', identifier, '--as-of', '2020-01-01', '--json'], { cwd: home });
    assert.equal(early.code, 1);
    assert.equal((JSON.parse(early.out) as Record<string, unknown>)['status'], 'not-yet-valid');
    const mistyped = await run(['status', `${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`], { cwd: home });
    assert.deepEqual([mistyped.code, mistyped.out], [3, '']);
    assert.match(mistyped.err, /\[VERIFICATION_CODE_INVALID\]/);
  });

  it('issues from a table, after all of its rows are found right', async () => {
    const table = join(home, 'table.csv');
    const results = join(home, 'results.csv');
    const head = '办件编号,证照编号,持证主体名称,持证主体代码,法定代表人,住所,经营场所,主体业态,经营项目';
    const row = (number: number, name = '张样例') =>
      `TABLE-${process.pid}-${number},JY-${number},样例市晨光食品有限公司,91990100MA0000001G,${name},样例市,样例市,食品销售经营者,预包装食品销售`;
    const call = (...more: readonly string[]) =>
      run(
        [
          ...['issue-table', table, '--type', '11990000MB0000019F001', '--organisation', ISSUER, '--item', '食品经营许可'],
          ...['--cause', '换发', '--results', results, '--force', '--json', ...more],
        ],
        { cwd: home },
      );
    writeFileSync(table, `${head}\n${row(1)}\n${row(2, '')}\n`);
    const wrong = await call();
    assert.equal(wrong.code, 1, wrong.err);
    assert.match(readFileSync(results, 'utf8'), /有误,,,FIELD_INVALID/);
    writeFileSync(table, `${head}\n${row(1)}\n${row(2)}\n`);
    const checked = await call('--check');
    assert.deepEqual([checked.code, (JSON.parse(checked.out) as Record<string, unknown>)['issued']], [0, 0]);
    const issued = await call();
    assert.equal(issued.code, 0, issued.err);
    assert.deepEqual((JSON.parse(issued.out) as Record<string, unknown>)['issued'], 2);
    const first = readFileSync(results, 'utf8');
    assert.equal((await call()).code, 0);
    assert.equal(readFileSync(results, 'utf8'), first, 'the same licences once more');
    assert.match((await run(['issue-table', table, '--type', 'x'], { cwd: home })).err, /--organisation/);
  });

  it('gives a licence its next edition, once per case number', async () => {
    const { identifier } = await issueSample(home);
    const request = join(home, 'edition.json');
    const purpose = { item: '食品经营许可', caseNumber: `EDITION-${identifier}`, cause: '延续' };
    writeFileSync(request, JSON.stringify({ act: 'renew', reason: '延续', validTo: '2099-01-01', purpose }));
    const out = join(home, 'renewed.pdf');
    const call = ['edition', identifier, request, '--organisation', ISSUER, '--out', out, '--json', '--force'];
    const renewed = await run(call, { cwd: home });
    assert.equal(renewed.code, 0, renewed.err);
    const made = JSON.parse(renewed.out) as { readonly identifier: string; readonly edition: string; readonly repeated: boolean };
    assert.deepEqual([made.edition, made.repeated], ['002', false]);
    assert.equal((await run(['verify', out], { cwd: home })).code, 0);
    assert.equal((JSON.parse((await run(call, { cwd: home })).out) as typeof made).repeated, true);
    const before = await run(['status', identifier, '--json'], { cwd: home });
    assert.equal((JSON.parse(before.out) as Record<string, unknown>)['status'], 'replaced');
    const wrong = join(home, 'wrong.json');
    writeFileSync(wrong, JSON.stringify({ act: 'explode', reason: 'x', purpose }));
    assert.match((await run(['edition', identifier, wrong, '--organisation', ISSUER], { cwd: home })).err, /\[INPUT_INVALID\]/);
  });

  it('suspends, plans, and refuses what cannot be', async () => {
    const { identifier } = await issueSample(home);
    const act = (event: string, organisation = ISSUER, ...more: readonly string[]) =>
      run(
        [
          'status',
          identifier,
          '--event',
          event,
          '--organisation',
          organisation,
          '--reason',
          '示例',
          '--document',
          '样例〔2026〕2 号',
          ...more,
        ],
        { cwd: home },
      );
    assert.match((await act('resume')).err, /\[STATUS_EVENT_NOT_POSSIBLE\]/);
    const mistyped = `${identifier.slice(0, -1)}${identifier.endsWith('0') ? '1' : '0'}`;
    const unknown = await run(['status', mistyped, '--language', 'en'], { cwd: home });
    assert.deepEqual([unknown.code, unknown.out], [3, '']);
    assert.match(unknown.err, /check character does not fit: it is mistyped \[IDENTIFIER_INVALID\]/);
    const [, said = ''] = (await run(['status', identifier, '--language', 'en'], { cwd: home })).out.split('\n');
    assert.match(said, /^ {2}since: \d{4}-\d{2}-\d{2} 00:00:00 \+08:00 {2}issued by: \S+ {2}1\.2\.156\./);
    assert.ok(said.endsWith(identifier));
    assert.match((await act('suspend', '12990100MB00000432')).err, /\[LICENCE_NOT_FOUND\]/);
    assert.deepEqual([(await act('suspend')).code, (await act('resume')).code], [1, 0]);
    const later = isoInstant(Date.now() + 2 * 86_400_000).slice(0, 10);
    assert.match((await act('cancel', ISSUER, '--effective-at', '1 May')).err, /\[USAGE\]/);
    const planned = await act('cancel', ISSUER, '--effective-at', later);
    assert.equal(planned.code, 0);
    const [, since = ''] = /^cancelled +(.*) +样例〔2026〕2 号 +planned$/m.exec(planned.out) ?? [];
    assert.equal(since.trim(), `${later} 00:00:00 +08:00`);
    const asked = await run(['status', identifier, '--as-of', since.trim()], { cwd: home });
    assert.match(asked.out, /^Licence cancelled /, 'a time is taken as it was printed');
    const revoked = await act('revoke');
    assert.equal(revoked.code, 1);
    assert.match(revoked.out, /^cancelled .* no effect: the licence is revoked by then$/m);
  });
});
