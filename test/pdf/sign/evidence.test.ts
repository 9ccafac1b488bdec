import assert from 'node:assert/strict';
import { openPdf } from '../../../src/pdf/reader/index.ts';
import { addSecurityStore, finishSeal, prepareTimeStamp } from '../../../src/pdf/sign/index.ts';
import { readSecurityStore } from '../../../src/pdf/verify/index.ts';
import { createVerificationCache, type TrustMaterial, type ValidationData } from '../../../src/pki/index.ts';
import { concatBytes } from '../../../src/base/bytes.ts';
import { extractText, needTool, runTool } from '../../support/pdf.ts';
import { checkOf, verifyFile } from '../../support/pdf-verify.ts';
import { day, issue, makeRevocationList, makeRoot, trustIn } from '../../support/pki.ts';
import { createSealingBench, SIGNING_TIME, type SealingBench } from '../../support/sealed-licence.ts';
import { blankFile, handMadeFile, zlib } from '../../support/sealing.ts';
import { makeToken } from '../../support/time-stamp.ts';

const root = makeRoot();
const authority = issue(root, { profile: 'time-stamping' });
const DATA: ValidationData = {
  certificates: [root.certificate.raw, authority.certificate.raw],
  revocationLists: [makeRevocationList(root).raw],
  ocspResponses: [Uint8Array.of(0x30, 0x03, 0x0a, 0x01, 0x06)],
};
const NONE: ValidationData = { certificates: [], revocationLists: [], ocspResponses: [] };

function options(revision: number) {
  return { revisionId: new Uint8Array(16).fill(revision), zlib };
}

function timeStamped(bytes: Uint8Array, data: ValidationData, { revision = 7, at = day(100) } = {}): Uint8Array {
  const draft = prepareTimeStamp(openPdf(bytes, { zlib }), data, { ...options(revision), contentsSize: 4000 });
  return finishSeal(draft, makeToken(authority, concatBytes(...draft.covered), at));
}

function storeOf(bytes: Uint8Array): ValidationData {
  return readSecurityStore(openPdf(bytes, { zlib }));
}

describe('evidence in a PDF', () => {
  let bench: SealingBench;
  let licence: Uint8Array;
  before(async () => {
    bench = await createSealingBench();
    licence = await bench.issue(1);
  });
  after(() => bench.close());

  it('is appended and read back', () => {
    const bytes = addSecurityStore(openPdf(licence, { zlib }), DATA, options(2));
    assert.deepEqual(bytes.slice(0, licence.length), licence);
    assert.deepEqual(storeOf(bytes), DATA);
    assert.deepEqual(storeOf(licence), NONE);
  });

  it('is decoded once for documents that share it, unless it is long', () => {
    const [short, other, long] = [2_000, 3_000, 100_000].map((length) => [new Uint8Array(length).fill(7)]);
    const data = { certificates: short ?? [], revocationLists: other ?? [], ocspResponses: long ?? [] };
    const document = openPdf(addSecurityStore(openPdf(licence, { zlib }), data, options(2)), { zlib });
    let decoded = 0;
    const counting = {
      ...document,
      decode: (...asked: Parameters<typeof document.decode>) => (decoded++, document.decode(...asked)),
    };
    const cache = createVerificationCache(10);
    assert.deepEqual(readSecurityStore(counting, cache), data);
    assert.ok(decoded >= 3);
    decoded = 0;
    assert.deepEqual(readSecurityStore(counting, cache), data);
    assert.equal(decoded, 1, 'the long one');
  });

  it('only grows, and holds nothing twice', () => {
    const first = addSecurityStore(openPdf(licence, { zlib }), { ...NONE, certificates: [root.certificate.raw] }, options(2));
    const second = addSecurityStore(openPdf(first, { zlib }), DATA, options(3));
    const third = addSecurityStore(openPdf(second, { zlib }), DATA, options(4));
    assert.deepEqual(storeOf(third), DATA);
    assert.ok(third.length - second.length < 700, 'nothing new takes next to nothing');
  });

  it('leaves a certified licence intact, its time stamp too', () => {
    const bytes = timeStamped(licence, DATA);
    const trust = trustIn({ anchors: [root] });
    const material = { ...bench.material, anchors: [...bench.material.anchors, ...trust.anchors] };
    const [seal, stamp, ...more] = verifyFile(bytes, material, day(150));
    assert.deepEqual(more, []);
    assert.equal(seal?.intact, true);
    assert.equal(checkOf(seal, 'changes')?.outcome, 'passed');
    assert.equal(stamp?.kind, 'time-stamp');
    assert.equal(stamp.intact, true);
    assert.equal(stamp.conclusion, 'passed');
    assert.equal(stamp.claimedTime, new Date(day(100)).toISOString());
    assert.equal(stamp.signedDocument?.size, bytes.length);
  });

  it('goes on a time-stamped document again', () => {
    const bytes = timeStamped(timeStamped(licence, DATA), NONE, { revision: 9, at: day(200) });
    const reports = verifyFile(bytes, bench.material);
    assert.deepEqual(
      reports.map(({ kind, intact }) => [kind, intact]),
      [
        ['seal', true],
        ['time-stamp', true],
        ['time-stamp', true],
      ],
    );
    assert.deepEqual(
      reports.map(({ field }) => field),
      ['Seal1', 'TimeStamp1', 'TimeStamp2'],
    );
  });

  it('is left alone by other readers', function () {
    needTool(this, 'qpdf');
    needTool(this, 'pdftotext');
    const bytes = timeStamped(licence, DATA);
    assert.equal(runTool(bytes, 'qpdf', '--check', '{}').status, 0);
    assert.match(extractText(bytes), /食品经营许可证/);
  });

  it('goes on unsigned documents of any structure of form and annotations', () => {
    for (const bytes of [
      blankFile(),
      handMadeFile('/MediaBox [0 0 600 800] /Annots 4 0 R', '/AcroForm 5 0 R /DSS 6 0 R', [
        '[]',
        '<</Fields []>>',
        '<</Type /DSS>>',
      ]),
      handMadeFile('/MediaBox [0 0 600 800]', '/AcroForm <</Fields 4 0 R>> /DSS <</Certs []>>', ['[]']),
    ]) {
      const stamped = timeStamped(bytes, DATA);
      assert.deepEqual(storeOf(stamped), DATA);
      const [stamp] = verifyFile(stamped, trustIn({ anchors: [root] }), day(150));
      assert.equal(stamp?.conclusion, 'passed');
    }
  });

  it('is refused by what cannot be appended to', () => {
    const encrypted = { trailer: { entries: new Map([['Encrypt', {}]]) } } as unknown as ReturnType<typeof openPdf>;
    assert.throws(() => addSecurityStore(encrypted, DATA, options(2)), { code: 'PDF_ENCRYPTED' });
  });

  it('is read within bounds', () => {
    const many = Array.from({ length: 400 }, (_, index) => Uint8Array.of(0x30, 2, index >> 8, index & 255));
    const bytes = addSecurityStore(openPdf(licence, { zlib }), { ...NONE, certificates: many }, options(2));
    assert.equal(storeOf(bytes).certificates.length, 256);
  });

  it('proves what a verifier knows nothing of, and only by the signature of the issuer', () => {
    const { anchors, intermediates, revocationLists, sealMakers } = bench.material;
    const known: TrustMaterial = { anchors, intermediates: [], revocationLists: [], sealMakers };
    const carrying = (lists: readonly Uint8Array[]): Uint8Array =>
      addSecurityStore(
        openPdf(licence, { zlib }),
        { certificates: intermediates.map(({ raw }) => raw), revocationLists: lists, ocspResponses: [] },
        options(2),
      );
    const answers = (bytes: Uint8Array) => {
      const [seal] = verifyFile(bytes, known, SIGNING_TIME + 3_600_000);
      return [checkOf(seal, 'signer-chain')?.code, checkOf(seal, 'revocation')?.outcome];
    };
    assert.deepEqual(answers(licence), ['NO_CERTIFICATE_CHAIN_FOUND', 'skipped']);
    assert.deepEqual(answers(carrying(revocationLists.map(({ raw }) => raw))), ['DEMONSTRATION_TRUST', 'passed']);
    assert.deepEqual(answers(carrying([])), ['DEMONSTRATION_TRUST', 'skipped']);
    const forged = revocationLists.map(({ raw }) => {
      const bytes = raw.slice();
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
      return bytes;
    });
    assert.deepEqual(answers(carrying(forged)), ['DEMONSTRATION_TRUST', 'skipped']);
    assert.deepEqual(answers(carrying([Uint8Array.of(1, 2, 3), Uint8Array.of(0x30, 0x80)])), ['DEMONSTRATION_TRUST', 'skipped']);
  });
});
