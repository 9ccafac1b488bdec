/** Dispatch: help, version, language, wrong calls, errors nobody foresaw. */
import assert from 'node:assert/strict';
import { COMMANDS } from '../../src/cli/commands.ts';
import { run } from '../support/cli.ts';

const CHINESE = /[一-鿿]/;

describe('yinzheng', () => {
  it('prints help about all commands and about each, in both languages', async () => {
    const all = await run(['--help']);
    assert.equal(all.code, 0);
    for (const name of Object.keys(COMMANDS)) assert.match(all.out, new RegExp(`^  ${name} `, 'm'));
    for (const [name, { help }] of Object.entries(COMMANDS)) {
      const english = await run([...name.split(' '), '--help', '--language', 'en']);
      const chinese = await run(['--language=zh', ...name.split(' '), '-h']);
      for (const ran of [english, chinese]) {
        assert.equal(ran.code, 0, name);
        assert.equal(ran.err, '');
        for (const option of help.options) assert.ok(ran.out.includes(`--${option.name}`), `${name} --${option.name}`);
      }
      assert.ok(english.out.includes(help.summary.en) && chinese.out.includes(help.summary.zh));
      assert.match(chinese.out, CHINESE);
    }
  });

  it('lists the commands that begin with one word', async () => {
    const help = await run(['key', '--help', '--language', 'en']);
    assert.equal(help.code, 0);
    const named = help.out.split('\n').flatMap((line) => /^ {2}(\S+ \S+) {2}/.exec(line)?.[1] ?? []);
    assert.deepEqual(
      named,
      Object.keys(COMMANDS).filter((name) => name.startsWith('key ')),
    );
    const wrong = await run(['key', 'frobnicate']);
    assert.equal(wrong.code, 3);
    assert.match(wrong.err, /there is no command key frobnicate; commands are key list, /);
    assert.doesNotMatch(wrong.err, /verify/);
    assert.match((await run(['frobnicate', '--help'])).err, /there is no command frobnicate; commands are verify, /);
  });

  it('takes every option that help names', async () => {
    for (const [name, { help }] of Object.entries(COMMANDS)) {
      for (const { name: option, value } of help.options) {
        const argument = value === undefined ? [`--${option}`] : [`--${option}`, 'x'];
        const { err } = await run([...name.split(' '), '/nowhere', ...argument]);
        assert.doesNotMatch(err, /there is no option/, `${name} --${option}`);
      }
    }
  });

  it('prints its version', async () => {
    assert.deepEqual(await run(['--version']), { code: 0, out: 'yinzheng 0.0.0-test\n', err: '' });
  });

  it('speaks the language of the locale, unless told otherwise', async () => {
    const missing = ['verify', '/nowhere'];
    const speaks = async (env: Record<string, string>, argv: readonly string[] = missing) =>
      CHINESE.test((await run(argv, { env })).err) ? 'zh' : 'en';
    assert.equal(await speaks({ LANG: 'zh_CN.UTF-8' }), 'zh');
    assert.equal(await speaks({ LANG: 'zh_CN.UTF-8', LC_ALL: 'en_GB.UTF-8' }), 'en');
    assert.equal(await speaks({ LANG: 'en_GB.UTF-8', LC_MESSAGES: 'zh_TW' }), 'zh');
    assert.equal(await speaks({ LANG: 'C' }), 'en');
    assert.equal(await speaks({ LANG: 'zh_CN.UTF-8' }, [...missing, '--language', 'en']), 'en');
    assert.equal(await speaks({ LANG: 'C' }, ['--language=zh', ...missing]), 'zh');
  });

  const WRONG: readonly (readonly [string, readonly string[]])[] = [
    ['no command', []],
    ['an unknown command', ['frobnicate']],
    ['a name that objects have', ['constructor']],
    ['an unknown language', ['verify', 'x', '--language', 'fr']],
    ['an unknown option', ['verify', 'x', '--frobnicate']],
    ['an option that objects have', ['verify', 'x', '--toString']],
    ['no file', ['verify']],
    ['two files', ['verify', 'x', 'y']],
    ['an option without its value', ['verify', 'x', '--anchors']],
    ['an option in place of a value', ['verify', 'x', '--anchors', '--json']],
    ['a flag with a value', ['verify', 'x', '--json=yes']],
    ['an option given twice', ['verify', 'x', '--at', '2026-01-01', '--at', '2026-01-02']],
    ['a time without a zone', ['verify', 'x', '--at', '2026-01-01T00:00:00']],
    ['a day that is none', ['verify', 'x', '--at', '2026-02-30']],
    ['no organisation', ['issue', 'x']],
    ['no seal', ['stamp', 'x', '--organisation', 'x', '--x', '1', '--y', '1', '--out', 'y']],
    ['a place that is no number', ['stamp', 'x', '--organisation', 'x', '--seal', 'x', '--x', 'left', '--y', '1', '--out', 'y']],
    ['a point and a keyword', ['stamp', 'x', '--organisation', 'x', '--seal', 'x', '--x', '1', '--keyword', 'k', '--out', 'y']],
    ['an edge and a point', ['stamp', 'x', '--organisation', 'x', '--seal', 'x', '--x', '1', '--edge', 'left', '--out', 'y']],
    ['no edge', ['stamp', 'x', '--organisation', 'x', '--seal', 'x', '--edge', 'front', '--out', 'y']],
    ['no pages', ['stamp', 'x', '--organisation', 'x', '--seal', 'x', '--x', '1', '--y', '1', '--pages', '3-', '--out', 'y']],
    [
      'an occurrence of no keyword',
      ['stamp', 'x', '--organisation', 'x', '--seal', 'x', '--x', '1', '--y', '1', '--occurrence', '2', '--out', 'y'],
    ],
    ['an unknown event', ['status', '1.2', '--event', 'forget', '--organisation', 'x']],
    ['an event without a reason', ['status', '1.2', '--event', 'revoke', '--organisation', 'x']],
    ['a reason without an event', ['status', '1.2', '--reason', 'x']],
    ['a signature that is no number', ['inspect', 'x', '--picture', 'y', '--signature', '0']],
    ['a key without a label', ['keygen']],
    ['an unknown purpose', ['keygen', '--label', 'x', '--purpose', 'everything']],
    ['a list with more', ['keygen', '--list', '--label', 'x']],
    ['a certificate without its key', ['keygen', '--certificate', 'x']],
    ['a request without a subject', ['keygen', '--label', 'x', '--csr', 'y']],
    ['a subject without a request', ['keygen', '--label', 'x', '--subject', 'CN=x']],
    ['a key to be destroyed without a yes', ['key', 'destroy', 'x']],
    ['a key file without purposes', ['key', 'import', 'x', '--passphrase-file', 'y']],
    ['a key file without a passphrase', ['key', 'import', 'x', '--purpose', 'csr']],
    ['no key to be renewed', ['key', 'renew']],
    ['a subject that is none', ['keygen', '--label', 'x', '--csr', 'y', '--subject', 'somebody']],
    ['a subject that says a thing twice', ['keygen', '--label', 'x', '--csr', 'y', '--subject', 'CN=x,CN=y']],
    [
      'a request of a key that may not make one',
      ['keygen', '--label', 'x', '--purpose', 'crl', '--csr', 'y', '--subject', 'CN=x'],
    ],
  ];
  for (const [what, argv] of WRONG) {
    it(`ends with 3 for ${what}, and says why in both languages`, async () => {
      const { code, out, err } = await run(argv);
      assert.equal(code, 3);
      assert.equal(out, '');
      assert.match(err, /用法错误：.*[一-鿿]/);
      assert.match(err, /Wrong call: [^一-鿿]*\[USAGE\]/);
      assert.match(err, /yinzheng .*--help/);
    });
  }

  it('takes what begins with a dash where it cannot be an option', async () => {
    assert.match((await run(['verify', '--', '--help'])).err, /The file cannot be read: --help \[INPUT_UNREADABLE\]/);
    const negative = ['stamp', '/nowhere', '--organisation', 'x', '--seal', 'x', '--x', '-5', '--y=-5', '--out', '/nowhere/y'];
    assert.match((await run(negative)).err, /FILE_UNWRITABLE/);
  });

  it('tells of an error nobody foresaw its kind and place, never its message', async () => {
    const { code, out, err } = await run(['verify', 'x'], {
      change: (context) => ({ ...context, readFile: () => Promise.reject(new TypeError('张样例 110101199003070000')) }),
    });
    assert.equal(code, 3);
    assert.equal(out, '');
    assert.match(err, /TypeError at .*main\.test\.ts.* \[INTERNAL\]\n$/);
    assert.doesNotMatch(err, /张样例|1101/);
    assert.equal(err.split('\n').length, 2);
  });

  it('tells every error in the language chosen, with its code', async () => {
    const { YinzhengError } = await import('../../src/base/errors/index.ts');
    const failing = (language: string) =>
      run(['verify', 'x', '--language', language], {
        change: (context) => ({ ...context, readFile: () => Promise.reject(new YinzhengError('PDF_ENCRYPTED')) }),
      });
    assert.equal((await failing('en')).err, 'yinzheng: The PDF is encrypted and cannot be processed [PDF_ENCRYPTED]\n');
    assert.equal((await failing('zh')).err, 'yinzheng: PDF 已加密，无法处理 [PDF_ENCRYPTED]\n');
  });

  it('lists every fault of a configuration', async () => {
    const { code, err } = await run(['verify', '/dev/null'], { env: { NODE_ENV: 'nonsense', YINZHENG_DATABASE_URL: 'x:y' } });
    assert.equal(code, 3);
    assert.match(err, /CONFIGURATION_INVALID/);
    assert.match(err, /NODE_ENV: /);
    assert.match(err, /YINZHENG_DATABASE_URL: /);
  });
});
