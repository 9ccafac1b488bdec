/** `yinzheng verify`: exit codes and reports, with and without an installation, leaving no trace. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createZlib } from '../../../src/adapters/platform/zlib.ts';
import { createNativeProvider } from '../../../src/crypto/native/index.ts';
import { verifyAgain, type VerificationDiagnostic } from '../../../src/documents/index.ts';
import type { VerificationReport } from '../../../src/report/index.ts';
import type { DetailedReport, SimpleReport } from '../../../src/report/views/index.ts';
import { installation, run, type RunOptions } from '../../support/cli.ts';
import { needSamples, sample } from '../../support/samples.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { issueSample, NO_AUTHORITY, ISSUER } from './licence.ts';

async function report(argv: readonly string[], options: RunOptions = {}): Promise<{ code: number; report: VerificationReport }> {
  const { code, out, err } = await run(['verify', ...argv, '--json'], options);
  assert.equal(err, '');
  return { code, report: JSON.parse(out) as VerificationReport };
}

/** A sample in a folder of its own. */
function place(path: string): { readonly folder: string; readonly file: string } {
  const folder = temporaryFolder();
  const file = join(folder, 'file');
  writeFileSync(file, sample(path));
  return { folder, file };
}

describe('yinzheng verify without an installation', () => {
  before(function () {
    needSamples(this);
  });

  it('finds what others signed unaltered and not trusted here, and leaves no trace', async () => {
    const { folder, file } = place('pdf/signed/minimal-two-fields-signed-twice.pdf');
    const { code, report: found } = await report([file], { cwd: folder });
    assert.equal(code, 2);
    assert.equal(found.conclusion, 'indeterminate');
    assert.deepEqual(
      found.signatures.map(({ intact, conclusion, subIndication }) => [intact, conclusion, subIndication]),
      [
        [true, 'indeterminate', 'NO_CERTIFICATE_CHAIN_FOUND'],
        [true, 'indeterminate', 'NO_CERTIFICATE_CHAIN_FOUND'],
      ],
    );
    assert.deepEqual(found.checks, [{ id: 'register', outcome: 'skipped', code: 'REGISTER_NOT_ASKED' }]);
    assert.deepEqual(readdirSync(folder), ['file']);
  });

  it('never passes an attack', async () => {
    for (const name of ['modified_after_signature', 'one-byterange', 'siwa', 'shadow-replace-1']) {
      const { code, report: found } = await report([place(`pdf/attack/${name}.pdf`).file]);
      assert.equal(code, 1, name);
      assert.equal(found.conclusion, 'failed');
    }
  });

  it('ends with 2 for a file without signatures', async () => {
    const { code, report: found } = await report([place('pdf/plain/empty.pdf').file]);
    assert.equal(code, 2);
    assert.deepEqual(found.signatures, []);
    assert.equal(found.subIndication, 'NO_SIGNATURE');
    const { out } = await run(['verify', place('pdf/plain/empty.pdf').file]);
    assert.match(out, /The file has no signature/);
    assert.match(out, /REGISTER_NOT_ASKED/);
  });

  it('judges a seal at the time that is asked about', async () => {
    const { file } = place('seal/UserV4.esl');
    const at = (time: string) => report([file, '--at', time]);
    const valid = await at('2021-01-01T00:00:00+08:00');
    assert.equal(valid.report.validatedAt, '2020-12-31T16:00:00.000Z');
    assert.equal(valid.report.signatures[0]?.checks.find(({ id }) => id === 'seal-period')?.outcome, 'passed');
    const late = await at('2030-01-01');
    assert.equal(late.report.validatedAt, '2029-12-31T16:00:00.000Z');
    assert.equal(late.report.signatures[0]?.checks.find(({ id }) => id === 'seal-period')?.code, 'SEAL_OUT_OF_PERIOD');
    assert.equal(late.code, 1);
  });

  it('ends with 3 for what cannot be read', async () => {
    const folder = temporaryFolder();
    const garbage = join(folder, 'garbage');
    writeFileSync(garbage, 'not a document');
    for (const [file, code] of [
      [garbage, 'DOCUMENT_UNRECOGNISED'],
      [join(folder, 'missing'), 'INPUT_UNREADABLE'],
      [folder, 'INPUT_UNREADABLE'],
      ['/dev/zero', 'INPUT_TOO_LARGE'],
      ['/dev/null', 'DOCUMENT_UNRECOGNISED'],
      [place('pdf/plain/minimal-aes256.pdf').file, 'PDF_ENCRYPTED'],
    ] as const) {
      const ran = await run(['verify', file, '--json']);
      assert.deepEqual([ran.code, ran.out], [3, ''], file);
      assert.ok(ran.err.endsWith(`[${code}]\n`), ran.err);
    }
  });

  it('names the file of trust that cannot be used', async () => {
    const { file } = place('pdf/plain/empty.pdf');
    const wrong = join(temporaryFolder(), 'wrong.pem');
    writeFileSync(wrong, '[{"kind":"anybody"}]');
    for (const option of ['anchors', 'intermediates', 'crls', 'certificate', 'seal-makers']) {
      const { err } = await run(['verify', file, `--${option}`, wrong]);
      assert.match(err, /\[INPUT_INVALID\]\n$/, option);
      assert.ok(err.includes(`${wrong}: `), `${option}: ${err}`);
      assert.match((await run(['verify', file, `--${option}`, '/nowhere'])).err, /\[INPUT_UNREADABLE\]\n$/, option);
    }
  });

  it('does not pass over a register that cannot be read', async () => {
    const { file } = place('pdf/plain/empty.pdf');
    const unreadable = temporaryFolder();
    mkdirSync(join(unreadable, 'data', 'store', 'data.mdb'), { recursive: true });
    const { code, report: found } = await report([file], { cwd: unreadable });
    assert.deepEqual([code, found.checks], [2, [{ id: 'register', outcome: 'indeterminate', code: 'REGISTER_UNAVAILABLE' }]]);
    const damaged = temporaryFolder();
    mkdirSync(join(damaged, 'data', 'store'), { recursive: true });
    writeFileSync(join(damaged, 'data', 'store', 'data.mdb'), 'not a database');
    const ran = await run(['verify', file], { cwd: damaged });
    assert.deepEqual([ran.code, ran.out], [3, '']);
    assert.match(ran.err, /\[STORE_DAMAGED\]\n$/);
    assert.equal((await report([file, '--no-register'], { cwd: damaged })).code, 2);
  });
});

describe('yinzheng verify with an installation', function () {
  this.timeout(300_000);
  let home: string;
  let licence: string;
  /** A licence that brings no evidence of its own. */
  let bare: string;
  let trust: readonly string[];

  before(async () => {
    home = await installation();
    licence = (await issueSample(home)).file;
    bare = (await issueSample(home, NO_AUTHORITY)).file;
    const files = (name: string) =>
      readdirSync(join(home, 'data', 'trust', name)).map((file) => join(home, 'data', 'trust', name, file));
    trust = [
      ...files('demonstration').flatMap((file) => ['--anchors', file]),
      ...files('intermediates').flatMap((file) => ['--intermediates', file]),
      ...files('revocation-lists').flatMap((file) => ['--crls', file]),
      ...['--seal-makers', join(home, 'data', 'trust', 'seal-makers.json')],
    ];
  });

  /** The options of trust but for some, and what they name. */
  const rest = (...left: readonly string[]): readonly string[] =>
    trust.filter((word, index) => !left.includes(word) && !left.includes(trust[index - 1] ?? ''));

  it('passes its licence, marked as demonstration, with the status of the register', async () => {
    const before = readdirSync(home, { recursive: true }).sort();
    const { code, report: found } = await report([licence], { cwd: home });
    assert.equal(code, 0);
    assert.equal(found.conclusion, 'passed');
    assert.equal(found.demonstration, true);
    assert.equal(found.register?.status, 'valid');
    assert.equal(found.register.holderMasked.includes('样例市晨光食品有限公司'), false);
    assert.equal(found.signatures[0]?.intact, true);
    assert.deepEqual(readdirSync(home, { recursive: true }).sort(), before);
    const { out } = await run(['verify', licence, '--language', 'zh'], { cwd: home });
    assert.match(out, /^✔ 通过\n {2}※ 样本 无效/);
    assert.match(out, /登记状态: 食品经营许可证/);
  });

  it('does not ask the register when told so', async () => {
    const { code, report: found } = await report([licence, '--no-register'], { cwd: home });
    assert.equal(code, 0);
    assert.equal(found.register, null);
    assert.equal(found.checks[0]?.code, 'REGISTER_NOT_ASKED');
  });

  it('fails it when a byte was changed', async () => {
    const bytes = Uint8Array.from(readFileSync(licence));
    bytes[200] = (bytes[200] ?? 0) ^ 1;
    const altered = join(temporaryFolder(), 'altered.pdf');
    writeFileSync(altered, bytes);
    const { code, report: found } = await report([altered], { cwd: home });
    assert.equal(code, 1);
    assert.equal(found.signatures[0]?.intact, false);
  });

  it('trusts elsewhere what options name, and nothing less will do', async () => {
    const elsewhere = { cwd: temporaryFolder() };
    const named = await report([licence, ...trust], elsewhere);
    assert.deepEqual([named.code, named.report.conclusion, named.report.demonstration], [0, 'passed', true]);
    assert.equal(named.report.checks[0]?.code, 'REGISTER_NOT_ASKED');
    const without = async (option: string): Promise<string | null | undefined> => {
      const { code, report: found } = await report([bare, ...rest(option)], elsewhere);
      assert.notEqual(code, 0, option);
      return found.signatures[0]?.subIndication;
    };
    assert.equal((await report([bare, ...trust], elsewhere)).code, 0);
    assert.equal(await without('--anchors'), 'NO_CERTIFICATE_CHAIN_FOUND');
    assert.equal(await without('--intermediates'), 'NO_CERTIFICATE_CHAIN_FOUND');
    assert.equal(await without('--seal-makers'), 'SEAL_MAKER_NOT_AUTHORISED');
  });

  it('needs of a licence with its evidence nothing but anchors and makers', async () => {
    const elsewhere = { cwd: temporaryFolder() };
    const least = rest('--intermediates', '--crls');
    assert.deepEqual((await report([licence, ...least], elsewhere)).report.conclusion, 'passed');
    const { code } = await report([licence, ...rest('--intermediates', '--crls', '--anchors')], elsewhere);
    assert.notEqual(code, 0);
  });

  it('shows the report simply, in detail, and with all it was computed from', async () => {
    const show = async (view: string, ...more: readonly string[]) => {
      const { code, out } = await run(['verify', licence, '--view', view, ...more], { cwd: home });
      assert.equal(code, 0);
      return out;
    };
    const simple = await show('simple', '--language', 'zh');
    assert.match(simple, /^\? 无法确定: 样本，无效\n/);
    assert.match(simple, /✔ 文件是否被改动？ 未被改动\n/);
    assert.match(simple, /证明: 登记簿记录 20/);
    assert.match(simple, /建议\n\? 样本，无效 \(DEMONSTRATION_TRUST\)\n {4}此文件仅可用于试用/);
    const detailed = await show('detailed');
    assert.match(
      detailed,
      /Is the content the one that was sealed\?: Passed\n {6}check: data-hash {3}clause: GB\/T 38540-2020\n/,
    );
    assert.match(
      detailed,
      /: Passed\n {6}check: register\n {6}licence identifier: 1\.2\.156\.3005\.2\..+\n {6}status: Licence in force\n/,
    );
    assert.match(detailed, /\n {2}proof of time: \S/);
    const chinese = await show('detailed', '--language', 'zh');
    assert.match(chinese, /\n {6}证书路径: CN=.+ → CN=/);
    assert.doesNotMatch(chinese, /[{}"]/, 'no JSON, no name of the program');
    assert.equal((JSON.parse(await show('simple', '--json')) as SimpleReport).time.tone, 'passed');
    assert.equal((JSON.parse(await show('detailed', '--json')) as DetailedReport).view, 'detailed');
    const wrong = await run(['verify', licence, '--view', 'brief'], { cwd: home });
    assert.deepEqual([wrong.code, wrong.out], [3, '']);
    assert.match(wrong.err, /--view is one of simple, detailed, diagnostic \[USAGE\]/);
  });

  it('writes the report as a sealed file that passes itself, and not over another', async () => {
    const file = join(temporaryFolder(), 'report.pdf');
    const made = await run(['verify', licence, '--report', file], { cwd: home });
    assert.deepEqual([made.code, made.err], [0, '']);
    const own = await report([file], { cwd: home });
    assert.deepEqual([own.code, own.report.signatures[0]?.seal?.esId], [0, '99010000000004']);
    const again = await run(['verify', licence, '--report', file], { cwd: home });
    assert.deepEqual([again.code, again.out], [3, '']);
    assert.match(again.err, /\[OUTPUT_EXISTS\]\n$/);
    assert.equal((await run(['verify', licence, '--report', file, '--force'], { cwd: home })).code, 0);
    const nowhere = join(temporaryFolder(), 'report.pdf');
    const elsewhere = await run(['verify', licence, '--report', nowhere], { cwd: temporaryFolder() });
    assert.deepEqual([elsewhere.code, existsSync(nowhere)], [3, false]);
    assert.match(elsewhere.err, /\[INSTALLATION_MISSING\]\n$/);
  });

  it('prints a diagnostic from which the report can be computed again with the file alone', async () => {
    const engine = { crypto: createNativeProvider(), zlib: createZlib() };
    const given = trust.map((word) => (word === '--intermediates' ? '--certificate' : word));
    for (const [options, cwd] of [
      [[], home],
      [given, temporaryFolder()],
    ] as const) {
      const { out } = await run(['verify', licence, '--view', 'diagnostic', ...options], { cwd });
      const again = verifyAgain(engine, JSON.parse(out) as VerificationDiagnostic, new Uint8Array(readFileSync(licence)));
      assert.equal(again.conclusion, 'passed');
      const { validatedAt, ...rest } = again;
      const { report: found } = await report([licence, '--at', validatedAt, ...options], { cwd });
      const { validatedAt: at, ...same } = found;
      assert.equal(at, validatedAt);
      // What is known moves on between the two runs.
      assert.deepEqual({ ...rest, register: null }, { ...same, register: null });
    }
  });

  it('connects chains by certificates given besides, which need not be intermediates', async () => {
    const given = trust.map((word) => (word === '--intermediates' ? '--certificate' : word));
    const { code, report: found } = await report([licence, ...given], { cwd: temporaryFolder() });
    assert.deepEqual([code, found.conclusion], [0, 'passed']);
  });

  it('wants to know of revocation where that is required', async () => {
    const elsewhere = { cwd: temporaryFolder() };
    assert.equal((await report([bare, ...rest('--crls')], elsewhere)).code, 0);
    const strict = await report([bare, ...rest('--crls'), '--require-revocation'], elsewhere);
    assert.deepEqual([strict.code, strict.report.subIndication], [2, 'TRY_LATER']);
    assert.equal((await report([bare, ...trust, '--require-revocation'], elsewhere)).code, 0);
    assert.equal((await report([licence, ...rest('--crls'), '--require-revocation'], elsewhere)).code, 0);
  });

  it('never passes a demonstration in production, however it is trusted', async () => {
    const { code, report: found } = await report([licence, ...trust], {
      cwd: temporaryFolder(),
      env: { NODE_ENV: 'production' },
    });
    assert.notEqual(code, 0);
    assert.equal(found.demonstration, true);
    assert.equal(found.signatures[0]?.subIndication, 'DEMONSTRATION_TRUST');
  });

  it('reads while the licence is being ended, and then fails it', async () => {
    const { file, identifier } = await issueSample(home);
    assert.equal((await report([file], { cwd: home })).code, 0);
    const written = statSync(file).size;
    const event = ['--event', 'revoke', '--organisation', ISSUER, '--reason', '示例', '--document', '样例罚〔2026〕1 号'];
    assert.equal((await run(['status', identifier, ...event], { cwd: home })).code, 1);
    const { code, report: found } = await report([file], { cwd: home });
    assert.deepEqual([code, found.subIndication, found.signatures[0]?.intact], [1, 'LICENCE_REVOKED', true]);
    assert.equal(statSync(file).size, written);
  });
});
