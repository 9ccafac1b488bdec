/** What `yinzheng stamp`, `issue` and `verify --report` write proves itself for later, or says what is missing. */
import assert from 'node:assert/strict';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDerPrefix } from '../../../src/asn1/index.ts';
import { parseEvidenceRecord } from '../../../src/pki/index.ts';
import type { VerificationReport } from '../../../src/report/index.ts';
import { installation, run } from '../../support/cli.ts';
import { blankFile } from '../../support/sealing.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { ISSUER, NO_AUTHORITY, requestFile, SEAL } from './licence.ts';

describe('evidence of what commands seal', function () {
  this.timeout(300_000);
  let home: string;
  let plain: string;

  before(async () => {
    home = await installation();
    plain = join(temporaryFolder(), 'plain.pdf');
    writeFileSync(plain, blankFile(1));
  });

  /** The same installation, with a trust folder that has no revocation lists. */
  const withoutLists = (): string => {
    const folder = temporaryFolder();
    cpSync(home, folder, { recursive: true });
    const trust = join(folder, 'data', 'trust');
    const lists = readdirSync(trust, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.crl'));
    assert.ok(lists.length > 0);
    for (const name of lists) rmSync(join(trust, name));
    return folder;
  };
  const stamp = (out: string, more: readonly string[] = []) => [
    ...['stamp', plain, '--organisation', ISSUER, '--seal', SEAL, '--x', '20', '--y', '30', '--out', out, ...more],
  ];
  const newFile = (name: string) => join(temporaryFolder(), name);
  /** What a verifier says who requires the status of every certificate. */
  const judge = async (file: string): Promise<readonly unknown[]> => {
    const { out } = await run(['verify', file, '--json', '--no-register', '--require-revocation'], { cwd: home });
    const { conclusion, signatures } = JSON.parse(out) as VerificationReport;
    return [conclusion, ...signatures.map(({ kind }) => kind)];
  };

  it('is whole in a stamped document, a licence and a printed report', async () => {
    const [stamped, licence, report] = [newFile('stamped.pdf'), newFile('licence.pdf'), newFile('report.pdf')];
    assert.deepEqual(await run(stamp(stamped, ['--require-evidence']), { cwd: home }), { code: 0, out: `${stamped}\n`, err: '' });
    const issued = await run(['issue', requestFile(), '--organisation', ISSUER, '--out', licence, '--json'], { cwd: home });
    assert.deepEqual([issued.code, issued.err], [0, '']);
    const { evidence, evidencePending } = JSON.parse(issued.out) as Record<string, unknown>;
    assert.deepEqual([evidence, evidencePending], ['SES-LT', false]);
    const verified = await run(['verify', licence, '--report', report], { cwd: home });
    assert.deepEqual([verified.code, verified.err], [0, '']);
    for (const file of [stamped, licence, report]) assert.deepEqual(await judge(file), ['passed', 'seal', 'time-stamp'], file);
  });

  it('is said to be pending where no authority answers, and why, in the language chosen', async () => {
    const [stamped, licence, report] = [newFile('stamped.pdf'), newFile('licence.pdf'), newFile('report.pdf')];
    const english = await run(stamp(stamped), { cwd: home, env: NO_AUTHORITY });
    assert.deepEqual([english.code, english.out], [0, `${stamped}\n`]);
    assert.match(english.err, /^yinzheng: No time stamp can be had now: .*\[TIME_STAMP_UNAVAILABLE\]$/m);
    assert.match(english.err, /^yinzheng: evidence pending: .*stamped\.pdf: it has none yet \(SES: .*not kept here/m);
    assert.doesNotMatch(english.err, /[\u4e00-\u9fff]/);
    const issue = ['issue', requestFile(), '--organisation', ISSUER, '--out', licence, '--language', 'zh'];
    const chinese = await run(issue, { cwd: home, env: NO_AUTHORITY });
    assert.equal(chinese.code, 0);
    assert.match(chinese.err, /^yinzheng: 目前无法取得时间戳.*\[TIME_STAMP_UNAVAILABLE\]$/m);
    assert.match(chinese.err, /^yinzheng: 证据待补：.*licence\.pdf：暂无验证证据.*由运行中的服务自动补充/m);
    const verified = await run(['verify', stamped, '--report', report], { cwd: home, env: NO_AUTHORITY });
    assert.deepEqual([verified.code, existsSync(report)], [0, true]);
    assert.match(verified.err, /evidence pending: .*report\.pdf/);
    for (const file of [stamped, licence, report]) assert.deepEqual((await judge(file)).slice(1), ['seal'], file);
  });

  it('is a time stamp alone where nobody answers for the certificates', async () => {
    const stamped = newFile('stamped.pdf');
    const { code, err } = await run(stamp(stamped), { cwd: withoutLists() });
    assert.equal(code, 0);
    assert.match(err, /\[REVOCATION_UNAVAILABLE\]\n.*evidence pending: .*\(SES-T\)/s);
  });

  for (const [missing, level, where] of [
    ['time stamp authority', 'SES', () => ({ cwd: home, env: NO_AUTHORITY })],
    ['status of the certificates', 'SES-T', () => ({ cwd: withoutLists() })],
  ] as const) {
    it(`is refused to be less where it is required and there is no ${missing}`, async () => {
      const stamped = newFile('stamped.pdf');
      const { code, out, err } = await run(stamp(stamped, ['--require-evidence']), where());
      assert.deepEqual([code, out, existsSync(stamped)], [3, '', false]);
      assert.match(err, new RegExp(`it would be ${level} only.*\\[EVIDENCE_MISSING\\]\\n$`));
    });
  }
});

describe('yinzheng evidence', function () {
  this.timeout(300_000);
  let home: string;
  let signature: string;

  /** The seal signature of a stamped document, as a file of its own. */
  before(async () => {
    home = await installation();
    const [plain, stamped] = [join(temporaryFolder(), 'plain.pdf'), join(temporaryFolder(), 'stamped.pdf')];
    writeFileSync(plain, blankFile(1));
    const stamp = ['stamp', plain, '--organisation', ISSUER, '--seal', SEAL, '--x', '20', '--y', '30', '--out', stamped];
    assert.equal((await run(stamp, { cwd: home, env: NO_AUTHORITY })).code, 0);
    const [, hexadecimal = ''] = /\/Contents ?<([0-9A-Fa-f]+)>/.exec(readFileSync(stamped, 'latin1')) ?? [];
    signature = join(temporaryFolder(), 'signature.ses');
    writeFileSync(signature, readDerPrefix(Buffer.from(hexadecimal, 'hex')).raw);
  });

  const checksOf = (out: string) =>
    Object.fromEntries(
      (JSON.parse(out) as VerificationReport).signatures.flatMap(({ checks }) => checks.map((check) => [check.id, check])),
    );

  it('makes the record beside a seal signature, by which it is proven', async () => {
    const made = await run(['evidence', signature], { cwd: home });
    assert.deepEqual(made, { code: 0, out: `${signature}.ers\n`, err: '' });
    assert.match((await run(['evidence', signature], { cwd: home })).err, /\[OUTPUT_EXISTS\]/);
    const verify = ['verify', signature, '--json', '--require-revocation', '--no-register'];
    const without = checksOf((await run(verify, { cwd: home })).out);
    const beside = await run([...verify, '--evidence', `${signature}.ers`], { cwd: home });
    // What it is over is not at hand.
    assert.equal(beside.code, 2);
    const checks = checksOf(beside.out);
    assert.equal((without['signing-time']?.evidence as { existence: unknown }).existence, null);
    assert.equal((checks['signing-time']?.evidence as { existence: { by: string } }).existence.by, 'evidence-record');
    assert.deepEqual([checks['signing-time']?.outcome, checks['revocation']?.outcome], ['passed', 'passed']);
    const words = await run(['verify', signature, '--evidence', `${signature}.ers`, '--view', 'simple'], { cwd: home });
    assert.match(words.out, /evidence record beside the file/);
    const chinese = ['verify', signature, '--evidence', `${signature}.ers`, '--view', 'simple', '--language', 'zh'];
    assert.match((await run(chinese, { cwd: home })).out, /随附证据记录/);
  });

  it('renews the record in its place, and begins another chain by another digest', async () => {
    const record = `${signature}.renewed`;
    assert.equal((await run(['evidence', signature, '--out', record], { cwd: home })).code, 0);
    const made = readFileSync(record);
    const proven = async (path: string): Promise<readonly unknown[]> => {
      const verify = ['verify', signature, '--json', '--require-revocation', '--no-register', '--evidence', path];
      const { 'signing-time': time } = checksOf((await run(verify, { cwd: home })).out);
      const { existence, evidenceRecord } = time?.evidence as {
        readonly existence: { readonly by: string; readonly time: string } | null;
        readonly evidenceRecord: readonly unknown[];
      };
      return [time?.outcome, existence?.by, existence?.time, evidenceRecord.length];
    };
    const [, , since] = await proven(record);
    const renewed = await run(['evidence', signature, '--renew', '--evidence', record], { cwd: home });
    assert.deepEqual(renewed, { code: 0, out: `${record}\n`, err: '' });
    assert.deepEqual(await proven(record), ['passed', 'evidence-record', since, 3]);
    const other = `${signature}.other`;
    const how = ['evidence', signature, '--renew', '--evidence', record, '--digest', 'sha256', '--out', other];
    assert.deepEqual(await run(how, { cwd: home }), { code: 0, out: `${other}\n`, err: '' });
    assert.match((await run(how, { cwd: home })).err, /\[OUTPUT_EXISTS\]/);
    assert.deepEqual(await proven(other), ['passed', 'evidence-record', since, 4]);
    const chains = (path: string) => parseEvidenceRecord(readFileSync(path)).chains.map((chain) => chain.length);
    assert.deepEqual([chains(record), chains(other)], [[3], [3, 1]]);
    assert.ok(!readFileSync(record).equals(made));
    // What cannot be renewed stays as it is.
    const present = readFileSync(record);
    const away = await run(['evidence', signature, '--renew', '--evidence', record], { cwd: home, env: NO_AUTHORITY });
    assert.deepEqual([away.code, readFileSync(record).equals(present)], [3, true]);
    const strange = join(temporaryFolder(), 'other.ses');
    writeFileSync(strange, signature);
    assert.match((await run(['evidence', strange, '--renew', '--evidence', record], { cwd: home })).err, /MALFORMED\]/);
    for (const wrong of [
      ['--digest', 'sm3'],
      ['--evidence', record],
      ['--renew', '--digest', 'md5'],
    ])
      assert.equal((await run(['evidence', signature, ...wrong], { cwd: home })).code, 3, wrong.join(' '));
  });

  it('makes none where some evidence is not to be had, nor for another file', async () => {
    const out = join(temporaryFolder(), 'none.ers');
    const away = await run(['evidence', signature, '--out', out], { cwd: home, env: NO_AUTHORITY });
    assert.deepEqual([away.code, existsSync(out)], [3, false]);
    assert.match(away.err, /\[TIME_STAMP_UNAVAILABLE\]/);
    const junk = join(temporaryFolder(), 'junk');
    writeFileSync(junk, 'junk');
    assert.match((await run(['evidence', junk, '--out', out], { cwd: home })).err, /MALFORMED\]/);
    assert.match((await run(['verify', signature, '--evidence', junk], { cwd: home })).err, /MALFORMED\]/);
    assert.equal(existsSync(out), false);
  });
});
