/** `yinzheng seal …`: the unit that makes seals, at its machine. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toBase64 } from '../../../src/base/bytes.ts';
import { addDays, localDateAt } from '../../../src/base/time.ts';
import { nameText, parseRequest, readCertificates, readDerOrPem } from '../../../src/pki/index.ts';
import { readFilingFile, type ApplicationOrder } from '../../../src/services/seals/index.ts';
import { installation, journalOf, run } from '../../support/cli.ts';
import { approvedIn, specialSeal } from '../../support/approved-seal.ts';
import { newHeldKey } from '../../support/held-seal.ts';

const OWNER = '11990100MB0000027F';
const NAME = '样例市市场监督管理局';
const PURPOSE = { item: '印章管理', caseNumber: null, cause: '测试' };

describe('yinzheng seal', function () {
  this.timeout(300_000);
  let home: string;
  let requestDer: Uint8Array;
  const at = (name: string) => join(home, name);
  before(async () => {
    home = await installation();
    requestDer = (await newHeldKey()).request;
  });

  const seal = (...argv: readonly string[]) => run(['seal', ...argv], { cwd: home });
  const json = async (...argv: readonly string[]): Promise<Record<string, unknown>> => {
    const ran = await seal(...argv, '--json');
    assert.deepEqual([ran.code, ran.err], [0, ''], argv.join(' '));
    return JSON.parse(ran.out) as Record<string, unknown>;
  };
  const approved = (order: ApplicationOrder) => approvedIn(home, order);
  const making = specialSeal;

  it('makes and files what was approved, for the key of a UKey, and writes its certificate', async () => {
    const id = await approved(making('合同专用章', { kind: 'holder', request: toBase64(requestDer) }));
    const made = await json('make', id, '--out', at('ukey.pem'));
    const [certificate] = readCertificates(new Uint8Array(readFileSync(at('ukey.pem'))));
    assert.deepEqual(certificate?.publicKey.raw, parseRequest(requestDer).publicKey.raw);
    assert.equal(made['applicationState'], 'made');
    const filed = await json('file', id, '--cause', '备案', '--case', 'S-1');
    const code = String(filed['esId']);
    assert.match(nameText(certificate.subject), new RegExp(`CN=${code},.*O=${OWNER}${NAME}`));
    assert.deepEqual((filed['sealVersions'] as readonly Record<string, unknown>[])[0]?.['sealState'], 'in-use');
    const shown = await seal('show', code);
    assert.match(shown.out, /Filed \[1\]:/);
    assert.match(shown.out, /What was done: filed, in use/);
    assert.match(shown.out, /备案/);
    const told = (await journalOf(home)).filter(({ subject }) => subject === `seals/${code}`);
    assert.deepEqual(
      told.map(({ kind, actor }) => [kind, actor.capacity]),
      [
        ['seal-made', 'operator'],
        ['seal-changed', 'operator'],
      ],
    );
  });

  it('writes the request for another CA', async () => {
    const id = await approved(making('财务专用章', { kind: 'custody', authority: 'elsewhere' }));
    const asked = await json('make', id, '--request-out', at('ca.csr'));
    assert.equal(asked['applicationState'], 'certificate-awaited');
    const [der] = readDerOrPem(new Uint8Array(readFileSync(at('ca.csr'))), 'CERTIFICATE REQUEST');
    assert.ok(der);
    assert.match(nameText(parseRequest(der).subject), new RegExp(String(asked['esId'])));
    const { applications } = await json('applications', '--state', 'certificate-awaited');
    assert.deepEqual(
      (applications as readonly Record<string, unknown>[]).map((one) => one['application']),
      [id],
    );
  });

  it('cancels and stops', async () => {
    assert.deepEqual((await json('stop', '99010000000003'))['esId'], '99010000000003');
    const id = await approved({ kind: 'cancel', seal: '99010000000003', basis: null, purpose: PURPOSE });
    const cancelled = await json('cancel', id);
    assert.deepEqual((cancelled['sealVersions'] as readonly Record<string, unknown>[])[0]?.['sealState'], 'cancelled');
    const { seals } = await json('list');
    assert.ok((seals as readonly unknown[]).length >= 4);
    assert.match((await seal('list')).out, /cancelled/);
  });

  it('writes what was filed for the system above, and takes in what another filed', async () => {
    const period = ['--from', '2020-01-01', '--to', '2020-12-31', '--out'];
    assert.deepEqual((await json('export', ...period, at('none.json')))['sealsFiled'], []);
    const day = localDateAt(Date.now());
    const written = await json('export', '--from', addDays(day, -1), '--to', addDays(day, 1), '--out', at('filings.json'));
    const codes = written['sealsFiled'] as readonly string[];
    assert.ok(codes.includes('99010000000003'));
    assert.equal(readFilingFile(readFileSync(at('filings.json'), 'utf8')).seals.length, codes.length);
    // What is filed here already is not taken for another system's.
    const back = await seal('import', at('filings.json'));
    assert.equal(back.code, 1);
    assert.match(back.out, /a seal of this system has this code/);
    const wrong = await seal('import', at('ukey.pem'));
    assert.match(wrong.err, /ukey\.pem.*not a file of filed seals/);
  });

  it('refuses what was not approved, and what is wrong', async () => {
    writeFileSync(at('none.pem'), 'nothing');
    const id = await approved(making('章', { kind: 'custody', authority: 'here' }));
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [['make', 'nothing'], /no such application/],
      [['file', id], /approved/],
      [['cancel', id], /approved/],
      [['make', id, '--certificate', at('none.pem')], /none\.pem/],
      [['make', id, '--out', at('none.pem')], /--force/],
      [['applications', '--state', 'lost'], /--state is one of/],
      [['show', 'nothing'], /no such seal/],
      [['make'], /./],
    ];
    for (const [argv, words] of cases) {
      const ran = await seal(...argv);
      assert.notEqual(ran.code, 0, argv.join(' '));
      assert.match(ran.err, words, argv.join(' '));
    }
  });
});
