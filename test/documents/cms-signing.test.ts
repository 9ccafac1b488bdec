import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { concatBytes } from '../../src/base/bytes.ts';
import { isYinzhengError, type ErrorCode } from '../../src/base/errors/index.ts';
import { finishCmsSigning, prepareCmsSigning, type CmsProfile, type CmsSigningInput } from '../../src/documents/index.ts';
import { openPdf } from '../../src/pdf/index.ts';
import { parseSignedData, writePem } from '../../src/pki/index.ts';
import { PSS, signBy } from '../support/cms-signing.ts';
import { needTool, runTool } from '../support/pdf.ts';
import { checkOf, verifyFile } from '../support/pdf-verify.ts';
import { crypto, day, issue, makeChain, makeRoot, type KeyKind } from '../support/pki.ts';
import { needPyhanko, validateWithPyhanko } from '../support/pyhanko.ts';
import { blankFile, handMadeFile, zlib } from '../support/sealing.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { makeToken } from '../support/time-stamp.ts';

const engine = { crypto, zlib, seals: new Map() };
const chains = { sm2: makeChain(), rsa: makeChain('rsa'), p256: makeChain('p256'), p384: makeChain('p384') };

interface Signing extends Partial<Omit<CmsSigningInput, 'signer'>> {
  readonly scheme?: typeof PSS;
}

function prepared(kind: KeyKind, { scheme, ...more }: Signing = {}) {
  const { signer, ca } = chains[kind];
  return prepareCmsSigning(engine, {
    document: blankFile(),
    profile: 'pades',
    signer: { certificate: signer.certificate.raw, chain: [ca.certificate.raw], ...(scheme && { scheme }) },
    signingTime: day(10),
    unique: `${kind} ${more.profile ?? ''}`,
    ...more,
  });
}

function signed(kind: KeyKind, more: Signing = {}): Uint8Array {
  const waiting = prepared(kind, more);
  const signature = signBy(chains[kind].signer, waiting.signedData.signer.scheme, waiting.tbs);
  const { bytes, sm3 } = finishCmsSigning(engine, waiting, { signature });
  assert.deepEqual(Buffer.from(sm3), createHash('sm3').update(bytes).digest());
  return bytes;
}

const CASES: readonly [string, KeyKind, CmsProfile, string, Signing][] = [
  ['GM CMS', 'sm2', 'gm', 'GM.sm2cms.detached', {}],
  ['SM2 as CAdES', 'sm2', 'pades', 'ETSI.CAdES.detached', {}],
  ['SM2 as PKCS#7', 'sm2', 'pkcs7', 'adbe.pkcs7.detached', {}],
  ['RSA as CAdES', 'rsa', 'pades', 'ETSI.CAdES.detached', {}],
  ['RSA-PSS as CAdES', 'rsa', 'pades', 'ETSI.CAdES.detached', { scheme: PSS }],
  ['RSA as PKCS#7', 'rsa', 'pkcs7', 'adbe.pkcs7.detached', {}],
  ['ECDSA P-256 as CAdES', 'p256', 'pades', 'ETSI.CAdES.detached', {}],
  ['ECDSA P-384 as CAdES', 'p384', 'pades', 'ETSI.CAdES.detached', {}],
];

describe('a CMS signature on a document', () => {
  for (const [what, kind, profile, subFilter, more] of CASES) {
    it(`${what}: passes, and fails when a byte is changed`, () => {
      const original = blankFile();
      const bytes = signed(kind, { ...more, profile, signerName: '某某局', reason: '(归档)' });
      assert.deepEqual(bytes.subarray(0, original.length), original);
      const [report, ...others] = verifyFile(bytes, chains[kind].trust);
      assert.equal(others.length, 0);
      assert.ok(report);
      assert.deepEqual(
        [report.conclusion, report.intact, report.kind, report.format, report.field],
        ['passed', true, 'cms', subFilter, 'Signature1'],
      );
      assert.deepEqual(report.deviations, []);
      assert.equal(report.claimedTime, new Date(day(10)).toISOString());
      assert.equal(report.signedDocument?.size, bytes.length);
      const changed = Uint8Array.from(bytes);
      changed[20] = (changed[20] ?? 0) ^ 1;
      assert.equal(verifyFile(changed, chains[kind].trust)[0]?.intact, false);
    });
  }

  it('leaves earlier signatures intact, whatever their kind', () => {
    const one = signed('sm2', { profile: 'gm' });
    const two = signed('rsa', { document: one });
    const three = signed('p256', { document: two, profile: 'pkcs7', unique: '3' });
    const reports = verifyFile(three);
    assert.deepEqual(
      reports.map(({ field, intact }) => [field, intact]),
      [
        ['Signature1', true],
        ['Signature2', true],
        ['Signature3', true],
      ],
    );
    for (const report of reports) assert.equal(checkOf(report, 'changes')?.outcome, 'passed');
  });

  it('takes a time stamp over its value into the room kept for it', () => {
    const authority = issue(makeRoot(), { profile: 'time-stamping' });
    const waiting = prepared('sm2', { profile: 'gm', timeStampSize: 2000 });
    const signature = chains.sm2.signer.sign(waiting.tbs);
    const timeStamp = makeToken(authority, signature, day(11));
    const { bytes } = finishCmsSigning(engine, waiting, { signature, timeStamp });
    const [report] = verifyFile(bytes, chains.sm2.trust);
    assert.deepEqual([report?.conclusion, report?.deviations], ['passed', []]);
    assert.throws(
      () => finishCmsSigning(engine, prepared('sm2', { profile: 'gm' }), { signature, timeStamp }),
      (error) => isYinzhengError(error, 'SIGNATURE_TOO_LARGE'),
    );
  });

  describe('that certifies', () => {
    it('says in its report what it permits, and one that does not certify says nothing', () => {
      const certificationOf = (bytes: Uint8Array) => verifyFile(bytes, chains.rsa.trust)[0]?.certification;
      assert.equal(certificationOf(signed('rsa', { certify: 'no-changes' })), 'no-changes');
      const open = signed('rsa', { certify: 'signing' });
      assert.equal(certificationOf(open), 'signing');
      assert.equal(certificationOf(signed('rsa')), undefined);
      // The digest no longer fits, and what it says it permits is told all the same.
      const text = Buffer.from(open).toString('latin1').replace('/TransformParams /P 2', '/TransformParams /P 3');
      assert.equal(certificationOf(Buffer.from(text, 'latin1')), 'annotating');
    });

    it('forbids any change, or all but signing', () => {
      const closed = signed('rsa', { certify: 'no-changes' });
      assert.deepEqual([verifyFile(closed, chains.rsa.trust)[0]?.conclusion], ['passed']);
      refuses(() => signed('p256', { document: closed }), 'PDF_NOT_STAMPABLE');
      const open = signed('p256', { document: signed('rsa', { certify: 'signing' }), unique: '2' });
      assert.deepEqual(
        verifyFile(open).map(({ intact }) => intact),
        [true, true],
      );
    });

    it('is the first of its document', () => {
      refuses(() => signed('p256', { document: signed('rsa'), certify: 'signing', unique: '2' }), 'PDF_NOT_STAMPABLE');
    });
  });

  it('is refused where it cannot be', () => {
    refuses(() => signed('rsa', { document: new Uint8Array(100) }), 'DOCUMENT_UNRECOGNISED');
    refuses(() => signed('rsa', { profile: 'gm' }), 'INPUT_INVALID');
    refuses(() => signed('sm2', { scheme: PSS }), 'INPUT_INVALID');
    const named = handMadeFile('/MediaBox [0 0 600 800]', '/AcroForm <</Fields [4 0 R]>>', ['<</FT /Sig /T (Signature1)>>']);
    const [report] = verifyFile(signed('rsa', { document: named }));
    assert.deepEqual([report?.field, report?.intact], ['Signature2', true]);
    const malformed = handMadeFile('/MediaBox [0 0 600 800]', '/AcroForm <</Fields 5>>', ['[]']);
    refuses(() => signed('rsa', { document: malformed }), 'PDF_NOT_STAMPABLE');
  });

  describe('by other implementations', function () {
    it('OpenSSL verifies the CMS over the byte range, RSA and ECDSA', function () {
      needTool(this, 'openssl');
      const folder = temporaryFolder();
      for (const [what, kind, profile, , more] of CASES.filter(([, key]) => key !== 'sm2')) {
        const { cms, content } = partsOf(signed(kind, { ...more, profile }));
        const files = { cms: join(folder, 'cms'), content: join(folder, 'content'), root: join(folder, 'root.pem') };
        writeFileSync(files.cms, cms);
        writeFileSync(files.content, content);
        writeFileSync(files.root, writePem('CERTIFICATE', chains[kind].root.certificate.raw));
        const { status, stderr } = spawnSync(
          'openssl',
          ['cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-in', files.cms, '-content', files.content].concat([
            '-CAfile',
            files.root,
            '-purpose',
            'any',
            '-attime',
            String(day(10) / 1000),
            '-out',
            join(folder, 'out'),
          ]),
          { encoding: 'utf8' },
        );
        assert.equal(status, 0, `${what}: ${stderr}`);
      }
    });

    it('OpenSSL verifies the SM2 value over the signed attributes', function () {
      needTool(this, 'openssl');
      const folder = temporaryFolder();
      const path = (name: string, content: Uint8Array | string): string => {
        writeFileSync(join(folder, name), content);
        return join(folder, name);
      };
      for (const profile of ['gm', 'pades', 'pkcs7'] as const) {
        const { cms } = partsOf(signed('sm2', { profile }));
        const { signedAttributesDer, signature } = parseSignedData(cms).signer;
        const { status } = spawnSync('openssl', [
          ...['dgst', '-sm3', '-sigopt', 'distid:1234567812345678', '-signature', path('value', signature), '-verify'],
          path('key.pem', writePem('PUBLIC KEY', chains.sm2.signer.certificate.publicKey.raw)),
          path('tbs', signedAttributesDer ?? new Uint8Array(0)),
        ]);
        assert.equal(status, 0, profile);
      }
    });

    it('pyHanko finds RSA and ECDSA signatures intact, trusted and covering the file', function () {
      needPyhanko(this);
      for (const [what, kind, profile, , more] of CASES.filter(([, key]) => key !== 'sm2')) {
        const root = chains[kind].root.certificate.raw;
        const status = validateWithPyhanko(signed(kind, { ...more, profile }), { field: 'Signature1', root, at: day(10) });
        assert.deepEqual(
          [status.intact, status.valid, status.trusted, status.bottomLine, status.coverage],
          [true, true, true, true, 'ENTIRE_FILE'],
          what,
        );
      }
    });

    it('qpdf has nothing to complain about', function () {
      needTool(this, 'qpdf');
      assert.equal(runTool(signed('sm2', { profile: 'gm' }), 'qpdf', '--check', '{}').status, 0);
    });
  });
});

function refuses(act: () => unknown, code: ErrorCode): void {
  assert.throws(act, (error) => isYinzhengError(error, code));
}

/** The CMS of a file's last signature, without its padding, and what it covers. */
function partsOf(bytes: Uint8Array): { readonly cms: Uint8Array; readonly content: Uint8Array } {
  assert.ok(openPdf(bytes, { zlib }).revisions.length > 1);
  const text = Buffer.from(bytes).toString('latin1');
  const range = [...text.matchAll(/\/ByteRange \[0 (\d+) (\d+) (\d+) *\]/g)].at(-1) ?? assert.fail('no byte range');
  const [gap = 0, end = 0, length = 0] = range.slice(1).map(Number);
  const padded = new Uint8Array(Buffer.from(text.slice(gap + 1, end - 1), 'hex'));
  const cms = padded.subarray(0, parseSignedData(padded).length);
  return { cms, content: concatBytes(bytes.subarray(0, gap), bytes.subarray(end, end + length)) };
}
