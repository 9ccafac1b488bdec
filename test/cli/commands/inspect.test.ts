/** `yinzheng inspect`: what is inside seals, signatures, certificates, requests, lists and PDFs. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writePem } from '../../../src/pki/index.ts';
import { run } from '../../support/cli.ts';
import { needSamples, sample } from '../../support/samples.ts';
import { temporaryFolder } from '../../support/temporary.ts';

type Tree = Readonly<Record<string, unknown>>;

async function items(path: string): Promise<readonly Tree[]> {
  const { code, out, err } = await run(['inspect', path, '--json']);
  assert.deepEqual([code, err], [0, '']);
  return (JSON.parse(out) as { readonly items: readonly Tree[] }).items;
}

function file(bytes: Uint8Array | string): string {
  const path = join(temporaryFolder(), 'file');
  writeFileSync(path, bytes);
  return path;
}

function at(tree: Tree | undefined, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Tree | undefined)?.[key], tree);
}

describe('yinzheng inspect', () => {
  before(function () {
    needSamples(this);
  });

  it('shows seals of every version', async () => {
    for (const [name, version, standard] of [
      ['UserV1', 1, 'GM/T 0031-2014'],
      ['UserV4', 4, 'GB/T 38540-2020'],
      ['UserV5', 5, 'GM/T 0031-2025'],
    ] as const) {
      const [seal] = await items(file(sample(`seal/${name}.esl`)));
      assert.deepEqual([at(seal, 'kind'), at(seal, 'version'), at(seal, 'standard')], ['seal', version, standard]);
      assert.match(String(at(seal, 'name')), /测试用印章$/);
      assert.match(String(at(seal, 'maker.subject')), /^CN=Test Certificate,/);
      assert.deepEqual(
        ['pictureType', 'widthMm', 'heightMm', 'widthPixels', 'heightPixels'].map((key) => at(seal, `picture.${key}`)),
        ['png', 40, 40, 400, 400],
      );
      assert.match(String(at(seal, 'certificateList.certificates.0.subject')), /^CN=Test Certificate,/);
    }
  });

  it('shows a seal signature with the seal in it, and writes its picture', async () => {
    const path = file(sample('seal/SignedValueV4.dat'));
    const [signature] = await items(path);
    assert.equal(at(signature, 'kind'), 'seal-signature');
    assert.equal(at(signature, 'dataHash'), '0'.repeat(64));
    assert.equal(at(signature, 'seal.kind'), 'seal');
    const picture = `${path}.png`;
    assert.equal((await run(['inspect', path, '--picture', picture])).code, 0);
    const bytes = readFileSync(picture);
    assert.equal(bytes.length, at(signature, 'seal.picture.size'));
    assert.equal(bytes.subarray(1, 4).toString(), 'PNG');
    assert.match((await run(['inspect', path, '--picture', picture])).err, /\[OUTPUT_EXISTS\]/);
    assert.equal((await run(['inspect', path, '--picture', picture, '--force'])).code, 0);
  });

  it('shows the signatures of a PDF in signing order', async () => {
    const [pdf] = await items(file(sample('pdf/signed/minimal-two-fields-signed-twice.pdf')));
    const signatures = at(pdf, 'signatures') as readonly Tree[];
    assert.equal(signatures.length, 2);
    const [first, second] = signatures;
    assert.deepEqual(
      [at(first, 'field'), at(first, 'subFilter'), at(first, 'payload.kind')],
      ['Sig2', 'adbe.pkcs7.detached', 'cms'],
    );
    assert.match(String(at(first, 'payload.signer.subject')), /CN=Lord Testerino/);
    assert.equal((at(first, 'byteRange') as readonly number[]).length, 4);
    assert.ok(Number(at(first, 'coverage.bytesAfter')) > 0);
    assert.equal(at(second, 'coverage.bytesAfter'), 0);
    assert.ok(Number(at(second, 'coverage.coveredRevision')) > Number(at(first, 'coverage.coveredRevision')));
  });

  it('tells time stamps from signatures, and what coverage lacks', async () => {
    const [stamped] = await items(file(sample('pdf/signed/pades-lta-dss-indirect-arrs-test.pdf')));
    const kinds = (at(stamped, 'signatures') as readonly Tree[]).map((signature) => at(signature, 'payload.kind'));
    assert.deepEqual(kinds, ['cms', 'time-stamp']);
    // Its TSTInfo within is what makes a token one, and no departure.
    assert.deepEqual(at(stamped, 'signatures.1.payload.deviations'), []);
    const [attacked] = await items(file(sample('pdf/attack/one-byterange.pdf')));
    assert.match(String(at(attacked, 'signatures.0.coverage.fault.en')), /ByteRange is not an array of four integers/);
    assert.match(String(at(attacked, 'signatures.0.coverage.fault.zh')), /字节范围/);
  });

  it('shows certificates in DER and PEM, several in one file', async () => {
    const [seal] = await items(file(sample('seal/UserV4.esl')));
    const { parseSeal } = await import('../../../src/ses/index.ts');
    const { makerCertificate } = parseSeal(sample('seal/UserV4.esl'));
    const [certificate] = await items(file(makerCertificate));
    assert.equal(at(certificate, 'kind'), 'certificate');
    assert.equal(at(certificate, 'sm3'), at(seal, 'maker.sm3'));
    assert.equal(at(certificate, 'publicKey'), 'sm2');
    const pem = writePem('CERTIFICATE', makerCertificate);
    assert.equal((await items(file(`text\n${pem}\n${pem}`))).length, 2);
  });

  it('prints the same for people, in both languages', async () => {
    const path = file(sample('seal/UserV4.esl'));
    const english = await run(['inspect', path, '--language', 'en']);
    assert.match(english.out, /^ {2}Name: OFD R&W 测试用印章$/m);
    const chinese = await run(['inspect', path, '--language', 'zh']);
    assert.match(chinese.out, /^ {2}名称: OFD R&W 测试用印章$/m);
  });

  it('sends no escape sequence of a foreign name to the terminal', async () => {
    const { visible } = await import('../../../src/cli/output/visible.ts');
    assert.equal(visible('a\u001b[31mb\u202ec'), 'a\\u001b[31mb\\u202ec');
  });

  it('refuses what it does not know, and shows nothing of private keys', async () => {
    const key = writePem('PRIVATE KEY', new Uint8Array(40).fill(0x30));
    for (const content of ['', 'hello', key, new Uint8Array([0x30, 3, 2, 1, 5, 0, 0, 0, 0, 0]), sample('ofd/helloworld.ofd')]) {
      const { code, out, err } = await run(['inspect', file(content)]);
      assert.deepEqual([code, out], [3, '']);
      assert.match(err, /\[DOCUMENT_UNRECOGNISED\]\n$/);
    }
    const broken = await run(['inspect', file('-----BEGIN CERTIFICATE-----\nMIIB')]);
    assert.match(broken.err, /\[INPUT_INVALID\]\n$/);
  });

  it('says when there is no picture, and writes no file', async () => {
    const unsealed = file(sample('pdf/signed/minimal-two-fields-signed-twice.pdf'));
    const picture = `${unsealed}.png`;
    assert.match((await run(['inspect', unsealed, '--picture', picture])).err, /\[SEAL_PICTURE_NOT_FOUND\]/);
    const seal = file(sample('seal/UserV4.esl'));
    assert.match((await run(['inspect', seal, '--picture', picture, '--signature', '2'])).err, /\[SEAL_PICTURE_NOT_FOUND\]/);
    assert.equal(existsSync(picture), false);
  });
});
