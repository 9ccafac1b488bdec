import assert from 'node:assert/strict';
import { crc32, deflateSync } from 'node:zlib';
import { NULL, withEntries } from '../../../src/pdf/objects/index.ts';
import { openPdf } from '../../../src/pdf/reader/index.ts';
import { finishSeal, prepareIssue, type SealRequest } from '../../../src/pdf/sign/index.ts';
import { checkAppearance } from '../../../src/pdf/verify/appearance.ts';
import { signatureFields } from '../../../src/pdf/verify/fields.ts';
import type { Widget } from '../../../src/pdf/verify/model.ts';
import { assembleSesSignature, tbsSign } from '../../../src/ses/index.ts';
import { sealPng, SEAL_RED } from '../../support/pdf.ts';
import { checkOf, verifyFile, zlib } from '../../support/pdf-verify.ts';
import { crypto } from '../../support/pki.ts';
import { BLANK_PAGE, sealRequest } from '../../support/sealing.ts';
import { makeSealOf, makeSealWorld, SIGNED_AT } from '../../support/ses.ts';

const PNG = sealPng(120);

describe('a sealed PDF', () => {
  const world = makeSealWorld();

  /** A licence sealed with a seal whose picture is `inside` and which shows `shown`. */
  function seal(shown: Uint8Array, inside = PNG, more: Partial<SealRequest> = {}): Uint8Array {
    const picture = { type: 'PNG', data: shown, width: 40, height: 40 };
    const request = sealRequest({
      appearance: { kind: 'picture', picture },
      contentsSize: 16_384,
      claimedTime: SIGNED_AT,
      ...more,
    });
    const options = { metadata: { title: 't' }, created: 0, fileId: new Uint8Array(16).fill(1), zlib };
    const draft = prepareIssue([BLANK_PAGE], options, request);
    const sealed = makeSealOf(world, { picture: { type: 'PNG', data: inside, width: 40, height: 40 } });
    const dataHash = crypto.digest('sm3', ...draft.covered);
    const tbs = tbsSign({ seal: sealed, time: SIGNED_AT, dataHash, propertyInfo: draft.byteRange.join(' ') });
    const { signer } = world;
    return finishSeal(
      draft,
      assembleSesSignature({ tbs, signerCertificate: signer.certificate.raw, signature: signer.sign(tbs) }),
    );
  }

  it('passes every question', () => {
    const [report, ...more] = verifyFile(seal(PNG), world.material);
    assert.equal(more.length, 0);
    assert.ok(report);
    assert.ok(report.checks.every(({ outcome }) => outcome === 'passed'));
    assert.deepEqual(
      report.checks.map(({ id }) => id),
      [
        ...['structure', 'coverage', 'data-hash', 'signature-value', 'signer-in-seal', 'signer-chain', 'seal-signature'],
        ...['seal-maker', 'seal-period', 'signing-time', 'revocation', 'changes', 'appearance'],
      ],
    );
    assert.equal(report.kind, 'seal');
    assert.equal(report.format, 'GM.sm2seal');
    assert.equal(report.intact, true);
    assert.equal(report.conclusion, 'passed');
    assert.deepEqual(report.deviations, []);
    assert.equal(report.seal?.esId, '33010600000001');
    assert.deepEqual(report.place, { page: 1, x: 40, y: 40, width: 40, height: 40 });
    assert.deepEqual(checkOf(report, 'appearance')?.evidence, { by: 'stored data' });
  });

  it('is compared by pixels where the data are stored in another way', () => {
    const again = Buffer.from(repacked(PNG));
    assert.notDeepEqual(again, Buffer.from(PNG));
    const [report] = verifyFile(seal(Uint8Array.from(again)), world.material);
    assert.equal(report?.conclusion, 'passed');
    assert.deepEqual(checkOf(report, 'appearance')?.evidence, { by: 'pixels' });
  });

  it('fails when the page shows another picture', () => {
    for (const other of [sealPng(120, { ...SEAL_RED, green: 40 }), otherFigure()]) {
      const [report] = verifyFile(seal(other), world.material);
      assert.equal(report?.intact, true);
      assert.equal(report.conclusion, 'failed');
      assert.equal(report.subIndication, 'SEAL_APPEARANCE_DIFFERS');
    }
  });

  it('is undecided when the page shows a picture of another resolution or a drawing', () => {
    const [finer] = verifyFile(seal(sealPng(240)), world.material);
    assert.equal(finer?.subIndication, 'SEAL_APPEARANCE_NOT_COMPARED');
    assert.equal(finer.conclusion, 'indeterminate');
    const drawing = { width: 40, height: 40, items: [] };
    const [drawn] = verifyFile(seal(PNG, PNG, { appearance: { kind: 'drawing', drawing } }), world.material);
    assert.equal(drawn?.subIndication, 'SEAL_APPEARANCE_NOT_COMPARED');
  });

  it('is compared in every place where it shows', () => {
    const document = openPdf(seal(PNG), { zlib });
    const [field] = signatureFields(document, 0);
    const [widget] = field?.widgets ?? [];
    assert.ok(field && widget);
    const picture = { type: 'png', data: PNG, width: 40, height: 40 } as const;
    const outcome = (...widgets: readonly Widget[]): string =>
      checkAppearance(document, { field: { ...field, widgets }, picture, zlib }).outcome;
    const bare = { reference: null, dictionary: withEntries(widget.dictionary, { AP: NULL }) };
    assert.equal(outcome(widget, widget), 'passed');
    assert.equal(outcome(widget, bare), 'indeterminate');
    assert.equal(outcome(), 'skipped');
  });

  it('fails with any byte of the page changed', () => {
    const bytes = seal(PNG);
    const at = Buffer.from(bytes).indexOf('/MediaBox');
    const changed = bytes.slice();
    changed.set(Buffer.from('/ArtBoxed'), at);
    const [report] = verifyFile(changed, world.material);
    assert.equal(report?.intact, false);
    assert.equal(report.subIndication, 'HASH_FAILURE');
  });

  it('says when the times of dictionary and signature differ', () => {
    const [report] = verifyFile(seal(PNG, PNG, { claimedTime: SIGNED_AT + 3_600_000 }), world.material);
    assert.equal(report?.conclusion, 'passed');
    assert.deepEqual(
      report.deviations.map(({ code }) => code),
      ['CLAIMED_TIME_DIFFERS'],
    );
  });

  it('is not trusted when anybody else made the seal', () => {
    const [report] = verifyFile(seal(PNG), { ...world.material, sealMakers: [] });
    assert.equal(report?.intact, true);
    assert.notEqual(report.conclusion, 'passed');
    assert.equal(checkOf(report, 'seal-maker')?.code, 'SEAL_MAKER_NOT_AUTHORISED');
  });

  function otherFigure(): Uint8Array {
    return repacked(PNG, (rows) => rows.fill(0xff, 50 * 61 + 5, 50 * 61 + 40));
  }
});

/** The same PNG with its image data compressed anew, after `change`. */
function repacked(file: Uint8Array, change: (rows: Buffer) => void = () => undefined): Uint8Array {
  const png = Buffer.from(file);
  const at = png.indexOf('IDAT');
  const length = png.readUInt32BE(at - 4);
  const rows = Buffer.from(zlib.inflate(file.subarray(at + 4, at + 4 + length), 1 << 24));
  change(rows);
  const body = Buffer.concat([Buffer.from('IDAT'), deflateSync(rows, { level: 1 })]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(body.length - 4, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return Uint8Array.from(Buffer.concat([png.subarray(0, at - 4), chunk, png.subarray(at + 8 + length)]));
}
