/** The keystore file: opened by its passphrase alone, by nothing once any byte differs, and key by key by OpenSSL. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { passphraseDerivation, type KeystoreDerivation } from '../../../../src/adapters/custody/keystore/derive.ts';
import type { Keystore } from '../../../../src/adapters/custody/keystore/model.ts';
import { decryptPrivateKey, encryptPrivateKey } from '../../../../src/adapters/custody/keystore/pkcs8.ts';
import { readKeystore } from '../../../../src/adapters/custody/keystore/read.ts';
import { writeKeystore } from '../../../../src/adapters/custody/keystore/write.ts';
import { generateSm2Key, loadSm2Key } from '../../../../src/adapters/custody/sm2-key.ts';
import { fromUtf8, utf8 } from '../../../../src/base/bytes.ts';
import { isYinzhengError } from '../../../../src/base/errors/index.ts';
import { crypto } from '../../../support/pki.ts';
import { writePem } from '../../../../src/pki/index.ts';

const PASSPHRASE = utf8('correct horse battery');
const SALT = Uint8Array.from({ length: 16 }, (_, index) => index);
const ITERATIONS = 600_000;

describe('keystore file', () => {
  const derive = passphraseDerivation(PASSPHRASE);
  let folder: string;
  let keystore: Keystore;
  let bytes: Uint8Array;
  let privateKeyInfo: Uint8Array;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yinzheng-keystore-'));
    const secrets = await derive(SALT, ITERATIONS);
    privateKeyInfo = await generateSm2Key();
    const key = { salt: SALT, iterations: ITERATIONS, encryptionKey: secrets.encryptionKey };
    const entry = {
      keyId: 'a1',
      label: '某单位',
      purposes: ['seal-signature'] as const,
      createdAt: '2026-01-02T03:04:05.000Z',
      publicKey: loadSm2Key(privateKeyInfo, crypto).publicKey,
      certificate: null,
      encryptedPrivateKey: encryptPrivateKey(privateKeyInfo, key, new Uint8Array(16).fill(7)),
    };
    keystore = { head: { salt: SALT, iterations: ITERATIONS }, entries: [entry] };
    bytes = writeKeystore(keystore, secrets);
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('reads what was written', async () => {
    const opened = await readKeystore(bytes, passphraseDerivation(PASSPHRASE));
    assert.equal(opened.keystore.entries.length, 1);
    const [entry] = opened.keystore.entries;
    assert.ok(entry);
    const decrypted = decryptPrivateKey(entry.encryptedPrivateKey, {
      ...opened.keystore.head,
      encryptionKey: opened.secrets.encryptionKey,
    });
    assert.deepEqual(decrypted && new Uint8Array(decrypted), new Uint8Array(privateKeyInfo));
    assert.equal(entry.label, '某单位');
  });

  it('tells a wrong passphrase from a damaged file', async () => {
    await assert.rejects(readKeystore(bytes, passphraseDerivation(utf8('correct horse batterz'))), (error) =>
      isYinzhengError(error, 'KEYSTORE_PASSPHRASE_WRONG'),
    );
    const text = fromUtf8(bytes);
    for (const damaged of [text.replace('seal-signature', 'seal-signaturE'), text.replace('某单位', '某单巾')]) {
      await assert.rejects(readKeystore(utf8(damaged), derive), (error) => isYinzhengError(error, 'KEYSTORE_DAMAGED'));
    }
    for (const damaged of [
      text.slice(0, -1),
      `${text} `,
      text.replace('600000', '599999'),
      '',
      '{}',
      text.replaceAll('\n', '\r\n'),
    ]) {
      await assert.rejects(readKeystore(utf8(damaged), derive), (error) => isYinzhengError(error, 'KEYSTORE_MALFORMED'));
    }
  });

  it('refuses the file with any one byte changed', async function () {
    this.timeout(120_000);
    // Changed salts and numbers of iterations give other secrets: two of them are derived, the rest are not worth their seconds.
    let derivations = 0;
    const known = await derive(SALT, ITERATIONS);
    const frugal: KeystoreDerivation = async (salt, iterations) => {
      if (Buffer.from(salt).equals(SALT) && iterations === ITERATIONS) return known;
      if (derivations++ < 2) return passphraseDerivation(PASSPHRASE)(salt, iterations);
      return { ...known, macKey: new Uint8Array(32), passphraseCheck: new Uint8Array(16) };
    };
    for (let index = 0; index < bytes.length; index++) {
      for (const mask of [0x01, 0x20, 0xff]) {
        const damaged = bytes.slice();
        damaged[index] = (damaged[index] ?? 0) ^ mask;
        await assert.rejects(
          readKeystore(damaged, frugal),
          (error) => isYinzhengError(error, 'KEYSTORE_DAMAGED', 'KEYSTORE_MALFORMED', 'KEYSTORE_PASSPHRASE_WRONG'),
          `byte ${index} xor ${mask}`,
        );
      }
    }
    assert.ok(derivations > 0);
  });

  it('has keys that OpenSSL opens with the passphrase', () => {
    const [entry] = keystore.entries;
    assert.ok(entry);
    const path = join(folder, 'key.pem');
    writeFileSync(path, writePem('ENCRYPTED PRIVATE KEY', entry.encryptedPrivateKey));
    const passphraseFile = join(folder, 'passphrase');
    writeFileSync(passphraseFile, Buffer.concat([PASSPHRASE, Buffer.from('\n')]));
    const publicKey = execFileSync('openssl', [
      'pkey',
      '-in',
      path,
      '-passin',
      `file:${passphraseFile}`,
      '-pubout',
      '-outform',
      'DER',
    ]);
    assert.deepEqual(new Uint8Array(publicKey), new Uint8Array(entry.publicKey));
    const parameters = execFileSync('openssl', ['asn1parse', '-in', path], { encoding: 'utf8' });
    assert.match(parameters, /PBES2[\s\S]*PBKDF2[\s\S]*:0927C0[\s\S]*hmacWithSHA256[\s\S]*sm4-cbc/);
  });

  it('gives a key back only for its own salt and iterations', () => {
    const [entry] = keystore.entries;
    assert.ok(entry);
    const key = { salt: SALT, iterations: ITERATIONS, encryptionKey: new Uint8Array(16) };
    assert.equal(decryptPrivateKey(entry.encryptedPrivateKey, { ...key, iterations: ITERATIONS + 1 }), null);
    assert.equal(decryptPrivateKey(entry.encryptedPrivateKey, { ...key, salt: new Uint8Array(16) }), null);
  });
});
