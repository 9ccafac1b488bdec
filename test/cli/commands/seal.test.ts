/** `yinzheng seal`: a seal for a key that its holder has, certified here or elsewhere. */
import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromBase64 } from '../../../src/base/bytes.ts';
import {
  isDemonstrationCertificate,
  nameText,
  parseCertificate,
  parseRequest,
  readCertificates,
  writePem,
} from '../../../src/pki/index.ts';
import { isSignerInSeal, parseSeal } from '../../../src/ses/index.ts';
import { installation, journalOf, run } from '../../support/cli.ts';
import { newHeldKey } from '../../support/held-seal.ts';
import { crypto } from '../../support/pki.ts';
import { configOf, withOpened } from '../../support/served.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const OWNER = '11990100MB0000027F';
const CODE = '99010000000021';

describe('yinzheng seal', function () {
  this.timeout(300_000);
  let home: string;
  let requestDer: Uint8Array;
  const at = (name: string) => join(home, name);

  before(async () => {
    home = temporaryFolder();
    cpSync(await installation(), home, { recursive: true });
    requestDer = (await newHeldKey()).request;
    writeFileSync(at('ukey.csr'), writePem('CERTIFICATE REQUEST', requestDer));
  });

  const seal = (...argv: readonly string[]) => run(['seal', ...argv], { cwd: home });
  const recordOf = (code: string) =>
    withOpened(configOf(home), async ({ store }) => {
      const record = await store.records.get('seals', code);
      assert.ok(record);
      return record;
    });
  const keystore = () => readFileSync(at('keys/online.keystore'), 'utf8');

  it('certifies the key by its request, and registers the seal', async () => {
    const keys = keystore();
    const lower = ['--lower-line', '合同专用章'];
    const ran = await seal(
      CODE,
      '--organisation',
      OWNER,
      '--request',
      at('ukey.csr'),
      '--out',
      at('ukey.pem'),
      ...lower,
      '--json',
    );
    assert.deepEqual([ran.code, ran.err], [0, '']);
    assert.equal((JSON.parse(ran.out) as { readonly esId: string }).esId, CODE);
    const [certificate] = readCertificates(new Uint8Array(readFileSync(at('ukey.pem'))));
    assert.ok(certificate);
    assert.deepEqual(certificate.publicKey.raw, parseRequest(requestDer).publicKey.raw);
    assert.match(nameText(certificate.subject), new RegExp(`CN=${CODE},.*O=${OWNER}样例市市场监督管理局`));
    assert.equal(isDemonstrationCertificate(certificate), true);
    const record = await recordOf(CODE);
    const [version, ...others] = record.versions;
    assert.ok(version && others.length === 0);
    assert.deepEqual([version.keyId, version.state, record.owner, record.kind], [null, 'in-use', OWNER, 'special-purpose']);
    const made = parseSeal(fromBase64(version.seal));
    assert.ok(isSignerInSeal(made, certificate.raw, crypto));
    assert.equal(made.name, '样例市市场监督管理局合同专用章（样本 无效）');
    assert.equal(keystore(), keys);
    const told = (await journalOf(home)).slice(-2).map(({ kind, facts }) => [kind, facts['seal']]);
    assert.deepEqual(told, [
      ['certificate-issued', CODE],
      ['seal-made', CODE],
    ]);
  });

  it('takes the certificate of another CA as well', async () => {
    const ran = await seal('99010000000022', '--organisation', OWNER, '--certificate', at('ukey.pem'), '--kind', 'department');
    assert.deepEqual([ran.code, ran.err], [0, '']);
    assert.match(ran.out, /99010000000022/);
    const { versions, kind } = await recordOf('99010000000022');
    assert.equal(kind, 'department');
    const [given] = readCertificates(new Uint8Array(readFileSync(at('ukey.pem'))));
    assert.deepEqual(parseCertificate(fromBase64(versions[0]?.certificate ?? '')).raw, given?.raw);
  });

  it('refuses what is wrong before anything is issued', async () => {
    const before = (await journalOf(home)).length;
    const forged = Uint8Array.from(requestDer, (octet, index) => (index === requestDer.length - 1 ? octet ^ 1 : octet));
    writeFileSync(at('forged.csr'), forged);
    const custody = (JSON.parse(keystore()) as { readonly keys: readonly { readonly certificate: string | null }[] }).keys;
    const signers = custody.flatMap(({ certificate }) => (certificate === null ? [] : [certificate]));
    writeFileSync(at('custody.pem'), signers.at(-1) ?? '');
    const request = ['--request', at('ukey.csr'), '--out', at('new.pem')];
    const cases: readonly (readonly [readonly string[], number, RegExp])[] = [
      [['99010000000023'], 3, /--organisation is missing/],
      [['99010000000023', '--organisation', OWNER], 3, /either --request or --certificate/],
      [['99010000000023', '--organisation', OWNER, ...request, '--certificate', at('ukey.pem')], 3, /either --request or/],
      [['99010000000023', '--organisation', OWNER, '--request', at('ukey.csr')], 3, /--request and --out/],
      [['99010000000023', '--organisation', OWNER, ...request, '--kind', 'round'], 3, /--kind is one of/],
      [['99010000000023', '--organisation', '11990100MB0000099X', ...request], 3, /no organisation/],
      [['9901000000002', '--organisation', OWNER, ...request], 3, /14 digits/],
      [['11010000000023', '--organisation', OWNER, ...request], 3, /area code 990100/],
      [[CODE, '--organisation', OWNER, ...request], 3, new RegExp(CODE)],
      [['99010000000023', '--organisation', OWNER, '--request', at('forged.csr'), '--out', at('new.pem')], 3, /its own key/],
      [
        ['99010000000023', '--organisation', OWNER, '--request', at('ukey.pem'), '--out', at('new.pem')],
        3,
        /CERTIFICATE REQUEST/,
      ],
      [['99010000000023', '--organisation', OWNER, '--certificate', at('ukey.csr')], 3, /CERTIFICATE/],
      [['99010000000023', '--organisation', OWNER, '--certificate', at('custody.pem')], 3, /in custody here/],
      [['99010000000023', '--organisation', OWNER, '--request', at('ukey.csr'), '--out', at('ukey.pem')], 3, /--force/],
    ];
    for (const [argv, code, words] of cases) {
      const ran = await seal(...argv);
      assert.deepEqual([ran.code, ran.out], [code, ''], argv.join(' ') + ran.err);
      assert.match(ran.err, words);
    }
    assert.equal((await journalOf(home)).length, before);
  });
});
