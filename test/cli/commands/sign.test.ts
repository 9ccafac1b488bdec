/** `yinzheng sign` and the keys that are assigned for it: from a new RSA key to a PDF that readers without SM2 verify. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRequest, readDerOrPem } from '../../../src/pki/index.ts';
import type { VerificationReport } from '../../../src/report/index.ts';
import { installation, journalOf, run, type Ran } from '../../support/cli.ts';
import { issue, makeRoot, type TestIdentity } from '../../support/pki.ts';
import { needTool, runTool } from '../../support/pdf.ts';
import { blankFile } from '../../support/sealing.ts';
import { certificateFor } from '../../support/signature-key.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { ISSUER, SEAL } from './licence.ts';

const DAY = 86_400_000;

describe('yinzheng sign', function () {
  this.timeout(120_000);
  const life = { notBefore: Date.now() - 10 * DAY, notAfter: Date.now() + 3650 * DAY };
  const root = makeRoot({ key: 'rsa', ...life });
  let home: string;
  let plain: string;
  let rsa: string;

  const yinzheng = (...argv: readonly string[]): Promise<Ran> => run(argv, { cwd: home });
  const done = async (...argv: readonly string[]): Promise<string> => {
    const { code, out, err } = await yinzheng(...argv);
    assert.deepEqual([code, err], [0, ''], argv.join(' '));
    return out;
  };
  /** A key made and certified as an operator does it. */
  const certifiedKey = async (algorithm: 'rsa' | 'sm2', ca: TestIdentity): Promise<string> => {
    const folder = temporaryFolder();
    const [csr, certificate] = [join(folder, 'request.pem'), join(folder, 'certificate.der')];
    const purposes = ['--purpose', 'cms-signature', '--purpose', 'csr'];
    const made = await done(
      ...['keygen', '--label', algorithm, '--algorithm', algorithm, ...purposes, '--csr', csr, '--subject', 'CN=x', '--json'],
    );
    const { keyId } = (JSON.parse(made) as { readonly keys: readonly { readonly keyId: string }[] }).keys[0] ?? assert.fail();
    const [request] = readDerOrPem(readFileSync(csr), 'CERTIFICATE REQUEST');
    writeFileSync(certificate, certificateFor(ca, parseRequest(request ?? assert.fail()).publicKey.raw));
    await done('keygen', '--key', keyId, '--certificate', certificate);
    return keyId;
  };
  const sign = (out: string, ...more: readonly string[]): Promise<Ran> =>
    yinzheng('sign', plain, '--organisation', ISSUER, '--out', out, ...more);
  const newFile = () => join(temporaryFolder(), 'signed.pdf');

  before(async () => {
    home = await installation();
    plain = join(temporaryFolder(), 'plain.pdf');
    writeFileSync(plain, blankFile(1));
    rsa = await certifiedKey('rsa', root);
  });

  it('refuses until a key is assigned, and signs by it from then on', async () => {
    const out = newFile();
    assert.match((await sign(out)).err, /\[SIGNATURE_KEY_MISSING\]/);
    assert.equal(existsSync(out), false);
    assert.match(await done('key', 'assign', rsa, '--organisation', ISSUER), new RegExp(`Signs documents for: ${ISSUER}`));
    const signed = await sign(out, '--certify', 'signing', '--reason', '对外签署');
    assert.deepEqual([signed.code, signed.out], [0, `${out}\n`]);
    assert.match(signed.err, /evidence pending: .*\(B-T\)/);
    const { out: json } = await yinzheng('verify', out, '--json', '--anchors', rootFile());
    const { signatures } = JSON.parse(json) as VerificationReport;
    assert.deepEqual(
      signatures.map(({ kind, intact, conclusion }) => [kind, intact, conclusion]),
      [['cms', true, 'passed']],
    );
    assert.match(await done('key', 'list'), new RegExp(`Signs documents for: ${ISSUER}`));
    assert.match(await done('key', 'assign', rsa, '--organisation', ISSUER, '--padding', 'pss'), /RSA padding: pss/);
    assert.match(await done('key', 'list'), /RSA padding: pss/);
    const pss = newFile();
    assert.equal((await sign(pss)).code, 0);
    assert.match(readFileSync(pss, 'latin1'), /06092a864886f70d01010a/i);
    await done('key', 'assign', rsa, '--organisation', ISSUER, '--padding', 'pkcs1');
    const told = (await journalOf(home)).map(({ kind }) => kind);
    assert.ok(told.includes('signature-key-assigned') && told.includes('document-signed'));
    assert.equal((await yinzheng('doctor', '--json')).out.includes('"key-uses","outcome":"fault"'), false);
  });

  const rootFile = (): string => {
    const file = join(temporaryFolder(), 'root.der');
    writeFileSync(file, root.certificate.raw);
    return file;
  };

  it('makes what pdfsig finds valid', async function () {
    needTool(this, 'pdfsig');
    const out = newFile();
    await sign(out, '--form', 'pkcs7');
    assert.match(runTool(readFileSync(out), 'pdfsig', '-nocert', '{}').output, /Signature is Valid/);
  });

  it('certifies before the seal follows, in one call of stamp', async () => {
    const out = newFile();
    const place = ['--seal', SEAL, '--x', '60', '--y', '200'];
    const stamped = await yinzheng('stamp', plain, '--organisation', ISSUER, ...place, '--certify-as', 'pades', '--out', out);
    // The RSA authority is not in the trust folder, so that nobody can say that its certificate was not revoked.
    assert.match(stamped.err, /evidence pending: .*\(SES-T\)/);
    assert.equal(stamped.code, 0);
    const { out: json } = await yinzheng('verify', out, '--json', '--anchors', rootFile());
    const { signatures } = JSON.parse(json) as VerificationReport;
    assert.deepEqual(
      signatures.map(({ kind, intact }) => [kind, intact]),
      [
        ['cms', true],
        ['seal', true],
      ],
    );
    assert.match(
      (await yinzheng('stamp', plain, '--organisation', ISSUER, ...place, '--certify-as', 'x', '--out', out)).err,
      /pkcs7/,
    );
  });

  it('certifies and seals every file of a folder, over the edges of its pages', async () => {
    const [folder, out] = [join(temporaryFolder(), 'in'), join(temporaryFolder(), 'out')];
    mkdirSync(folder);
    for (const name of ['a.pdf', 'b.pdf']) writeFileSync(join(folder, name), blankFile(3));
    const how = ['--seal', SEAL, '--edge', 'right', '--certify-as', 'pades', '--out', out];
    const stamped = await yinzheng('stamp', '--batch', folder, '--organisation', ISSUER, ...how);
    assert.deepEqual([stamped.code, stamped.out.trim().split('\n').length], [0, 2], stamped.err);
    const { out: json } = await yinzheng('verify', join(out, 'b.pdf'), '--json', '--anchors', rootFile());
    assert.deepEqual(
      (JSON.parse(json) as VerificationReport).signatures.map(({ kind, intact }) => [kind, intact]),
      [
        ['cms', true],
        ['seal', true],
      ],
    );
  });

  it('signs GM CMS by an SM2 key', async () => {
    const ca = issue(makeRoot(life), { profile: 'authority', name: { commonName: 'CA' }, ...life });
    await done('key', 'assign', await certifiedKey('sm2', ca), '--organisation', ISSUER);
    const out = newFile();
    assert.equal((await sign(out, '--form', 'gm-cms')).code, 0);
    assert.match(readFileSync(out, 'latin1'), /\/SubFilter \/GM\.sm2cms\.detached/);
  });

  it('writes nothing where evidence is required and is not whole', async () => {
    const out = newFile();
    assert.match((await sign(out, '--require-evidence')).err, /\[EVIDENCE_MISSING\]/);
    assert.equal(existsSync(out), false);
  });

  it('keeps a key that signs from being destroyed, and passes its work on when it is rotated', async () => {
    assert.match((await yinzheng('key', 'destroy', rsa, '--yes')).err, /withdraw it first \[KEY_IN_USE\]/);
    const next = await certifiedKey('rsa', root);
    const rotated = JSON.parse(await done('key', 'rotate', rsa, '--to', next, '--json')) as Record<string, unknown>;
    assert.equal(rotated['assignmentPassedOn'], true);
    assert.equal((await sign(newFile(), '--key', next)).code, 0);
    assert.match((await sign(newFile(), '--key', rsa)).err, /\[SIGNATURE_KEY_MISSING\]/);
    await done('key', 'destroy', rsa, '--yes');
    assert.match(await done('key', 'withdraw', next), new RegExp(`Signs no more for: ${ISSUER}`));
    assert.match((await yinzheng('key', 'withdraw', next)).err, /\[SIGNATURE_KEY_NOT_ASSIGNED\]/);
    assert.match((await sign(newFile())).err, /\[SIGNATURE_KEY_MISSING\]/);
  });

  it('says in both languages what is wrong with a call', async () => {
    assert.match((await sign(newFile(), '--form', 'xades')).err, /--form is one of pades, pkcs7, gm-cms/);
    const chinese = await run(['sign', plain, '--organisation', ISSUER, '--out', newFile(), '--certify', 'all'], {
      cwd: home,
      env: { LANG: 'zh_CN.UTF-8' },
    });
    assert.match(chinese.err, /--certify 须为 none、signing、no-changes 之一/);
    assert.match((await yinzheng('key', 'assign', rsa)).err, /--organisation is missing/);
    const oaep = await yinzheng('key', 'assign', rsa, '--organisation', ISSUER, '--padding', 'oaep');
    assert.match(oaep.err, /--padding is one of pkcs1, pss/);
  });
});
