/** Key files made by OpenSSL: everything that it makes is read, what protects nothing is refused with the way out, damage is told apart. */
import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { der, OID } from '../../../src/asn1/index.ts';
import { isYinzhengError, type YinzhengError } from '../../../src/base/errors/index.ts';
import { openPkcs12 } from '../../../src/adapters/pkcs12/index.ts';
import type { KeyFile } from '../../../src/services/keys/index.ts';
import { nameText, writePem } from '../../../src/pki/index.ts';
import { writeKeyFile } from '../../support/pkcs12.ts';
import { useOpenssl } from '../../support/openssl.ts';
import { issue, makeRoot, type KeyKind, type TestIdentity } from '../../support/pki.ts';

const PASSPHRASE = '口令 pass';
const WAYS: Readonly<Record<string, readonly string[]>> = {
  'AES-256, HMAC-SHA256': [],
  'SM4 and SM3': ['-keypbe', 'SM4-CBC', '-certpbe', 'SM4-CBC', '-macalg', 'SM3'],
  'AES-128, HMAC-SHA1': ['-keypbe', 'AES-128-CBC', '-certpbe', 'AES-128-CBC', '-macalg', 'SHA1'],
  'AES-192, HMAC-SHA512': ['-keypbe', 'AES-192-CBC', '-certpbe', 'AES-192-CBC', '-macalg', 'SHA512'],
  'three keys of DES, HMAC-SHA384': ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'SHA384'],
  'certificates in the open': ['-certpbe', 'NONE'],
  'nothing encrypted': ['-keypbe', 'NONE', '-certpbe', 'NONE'],
  'many iterations': ['-iter', '100000'],
  'one iteration': ['-iter', '1', '-nomaciter'],
};

describe('key files (PKCS#12)', function () {
  this.timeout(300_000);
  const bench = useOpenssl();
  const root = makeRoot();
  let count = 0;

  const keyPem = (identity: TestIdentity): string => writePem('PRIVATE KEY', identity.pkcs8);
  const certificatePem = (identity: TestIdentity): string => writePem('CERTIFICATE', identity.certificate.raw);
  /** A key file with a key, and the certificates given. */
  function make(
    identity: TestIdentity,
    options: readonly string[] = [],
    certificates: readonly TestIdentity[] = [root],
  ): Uint8Array {
    const name = `file-${++count}`;
    const key = bench.file(`${name}.key`, keyPem(identity));
    const certificate = bench.file(`${name}.pem`, certificatePem(identity) + certificates.map(certificatePem).join(''));
    const out = bench.at(`${name}.p12`);
    const { ok, output } = bench.openssl(
      ...['pkcs12', '-export', '-inkey', key, '-in', certificate, '-out', out],
      ...['-name', '某局 signer', '-passout', `pass:${PASSPHRASE}`, ...options],
    );
    assert.ok(ok, output);
    return new Uint8Array(readFileSync(out));
  }
  const rejects = (work: Promise<unknown>, code: string, check: (error: YinzhengError) => boolean = () => true) =>
    assert.rejects(work, (error) => {
      assert.ok(isYinzhengError(error), String(error));
      assert.equal(error.code, code);
      return check(error);
    });
  function isWhole(file: KeyFile, identity: TestIdentity): void {
    const key = createPrivateKey({ key: Buffer.from(file.privateKeyInfo), format: 'der', type: 'pkcs8' });
    assert.ok(key.equals(identity.privateKey));
    assert.deepEqual(file.certificate.raw, identity.certificate.raw);
    assert.deepEqual(
      file.others.map(({ subject }) => nameText(subject)),
      [nameText(root.certificate.subject)],
    );
    assert.equal(file.name, '某局 signer');
  }

  for (const kind of ['sm2', 'rsa', 'p256'] as const satisfies readonly KeyKind[]) {
    const identity = issue(root, { key: kind, name: { commonName: kind } });
    for (const [what, options] of Object.entries(WAYS)) {
      it(`${kind}: ${what}`, async () => isWhole(await openPkcs12(make(identity, options), PASSPHRASE), identity));
    }
  }

  const identity = issue(root, { name: { commonName: 'signer' } });

  it('an empty passphrase is one too', async () => {
    const file = make(identity, ['-passout', 'pass:']);
    isWhole(await openPkcs12(file, ''), identity);
    await rejects(openPkcs12(file, 'x'), 'PKCS12_PASSPHRASE_WRONG');
  });

  it('refuses RC2 and says how to convert, in both languages', async () => {
    for (const cipher of ['PBE-SHA1-RC2-40', 'PBE-SHA1-RC2-128', 'PBE-SHA1-RC4-128']) {
      const file = make(identity, ['-legacy', '-keypbe', 'PBE-SHA1-3DES', '-certpbe', cipher]);
      await rejects(openPkcs12(file, PASSPHRASE), 'PKCS12_OBSOLETE', ({ message, chinese }) =>
        [message, chinese].every((text) => /openssl pkcs12 -legacy -in OLD\.p12 -nodes \| openssl pkcs12 -export /.test(text)),
      );
      await rejects(openPkcs12(file, 'wrong'), 'PKCS12_PASSPHRASE_WRONG');
    }
  });

  it('converts so, with the very command', async () => {
    const old = bench.file('OLD.p12', make(identity, ['-legacy', '-descert', '-certpbe', 'PBE-SHA1-RC2-40']));
    const pem = bench.openssl('pkcs12', '-legacy', '-in', old, '-nodes', '-passin', `pass:${PASSPHRASE}`);
    assert.ok(pem.ok, pem.output);
    const middle = bench.file('middle.pem', pem.output);
    const converted = bench.openssl(
      ...['pkcs12', '-export', '-keypbe', 'AES-256-CBC', '-certpbe', 'AES-256-CBC', '-macalg', 'SHA256'],
      ...['-in', middle, '-out', bench.at('NEW.p12'), '-passout', `pass:${PASSPHRASE}`],
    );
    assert.ok(converted.ok, converted.output);
    const { certificate } = await openPkcs12(new Uint8Array(readFileSync(bench.at('NEW.p12'))), PASSPHRASE);
    assert.deepEqual(certificate.raw, identity.certificate.raw);
  });

  it('tells a wrong passphrase from damage, wherever a byte was changed', async () => {
    const file = make(identity, ['-iter', '1']);
    await rejects(openPkcs12(file, `${PASSPHRASE} `), 'PKCS12_PASSPHRASE_WRONG');
    const codes = new Set<string>();
    for (let at = 0; at < file.length; at += 7) {
      const damaged = file.map((byte, index) => (index === at ? byte ^ 0x11 : byte));
      await assert.rejects(openPkcs12(damaged, PASSPHRASE), (error) => isYinzhengError(error) && Boolean(codes.add(error.code)));
    }
    assert.ok(codes.has('PKCS12_DAMAGED') && codes.has('PKCS12_MALFORMED'), [...codes].join());
    const mac = file.map((byte, index) => (index === file.length - 20 ? byte ^ 1 : byte));
    await assert.rejects(openPkcs12(mac, PASSPHRASE), isYinzhengError);
    for (let length = 0; length < file.length; length += 97)
      await assert.rejects(openPkcs12(file.subarray(0, length), PASSPHRASE), isYinzhengError);
  });

  it('refuses what holds no key, several, no certificate, or one of another key', async () => {
    const unusable = (file: Uint8Array, words: RegExp) =>
      rejects(
        openPkcs12(file, PASSPHRASE),
        'PKCS12_UNUSABLE',
        ({ message, chinese }) => words.test(message) && /[一-鿿]/.test(chinese),
      );
    const pem = bench.file('only.pem', certificatePem(identity));
    const out = bench.at('only.p12');
    const pass = ['-out', out, '-passout', `pass:${PASSPHRASE}`];
    assert.ok(bench.openssl('pkcs12', '-export', '-nokeys', '-in', pem, ...pass).ok);
    await unusable(new Uint8Array(readFileSync(out)), /no private key/);
    const key = bench.file('only.key', keyPem(identity));
    assert.ok(bench.openssl('pkcs12', '-export', '-nocerts', '-inkey', key, ...pass).ok);
    await unusable(new Uint8Array(readFileSync(out)), /no certificate/);
    const other = issue(root);
    const whole = { keys: [identity], certificates: [identity], passphrase: PASSPHRASE };
    await unusable(writeKeyFile({ ...whole, keys: [identity, other] }), /2 private keys/);
    await unusable(writeKeyFile({ ...whole, certificates: [other, root] }), /none of its certificates/);
  });

  it('reads HMAC-SM3 everywhere, PBMAC1, and BER', async () => {
    for (const digest of ['sm3', 'sha256'] as const) {
      for (const form of ['der', 'ber'] as const) {
        const whole = { keys: [identity], certificates: [root, identity], passphrase: PASSPHRASE, digest, form };
        const { certificate, others } = await openPkcs12(writeKeyFile(whole), PASSPHRASE);
        assert.deepEqual([certificate.raw, others.map(({ raw }) => raw)], [identity.certificate.raw, [root.certificate.raw]]);
        await rejects(openPkcs12(writeKeyFile(whole), 'wrong'), 'PKCS12_PASSPHRASE_WRONG');
        await rejects(openPkcs12(writeKeyFile({ ...whole, keyLength: 'left out' }), PASSPHRASE), 'PKCS12_MALFORMED');
      }
    }
  });

  it('refuses a file without an authentication code, and derivations without end', async () => {
    await rejects(openPkcs12(make(identity, ['-nomac']), PASSPHRASE), 'PKCS12_MALFORMED');
    const content = der.sequence(der.oid(OID.data), der.explicit(0, der.octetString(der.sequence())));
    const pfx = (iterations: number): Uint8Array =>
      der.sequence(
        der.integer(3),
        content,
        der.sequence(
          der.sequence(der.sequence(der.oid(OID.sha256), der.nullValue()), der.octetString(new Uint8Array(32))),
          der.octetString(new Uint8Array(8)),
          der.integer(iterations),
        ),
      );
    await rejects(openPkcs12(pfx(1), ''), 'PKCS12_PASSPHRASE_WRONG');
    await rejects(openPkcs12(pfx(2_000_000_000), ''), 'PKCS12_MALFORMED', ({ message }) => message.includes('iterations'));
    await rejects(openPkcs12(pfx(0), ''), 'PKCS12_MALFORMED');
    await rejects(openPkcs12(new Uint8Array(2 * 1024 * 1024), ''), 'PKCS12_MALFORMED');
  });
});
