import assert from 'node:assert/strict';
import { deflateSync } from 'node:zlib';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { asStream } from '../../../src/pdf/objects/index.ts';
import { openPdf, type PdfLimits } from '../../../src/pdf/reader/index.ts';
import { PLAIN, writeRevision } from '../../support/pdf-file.ts';
import { zlib } from '../../support/pdf-verify.ts';

function decode(entries: string, data: Uint8Array | string, limits: Partial<PdfLimits> = {}): string {
  const document = openPdf(writeRevision(null, { objects: { ...PLAIN.objects, 6: { entries, data } } }), { zlib, limits });
  const stream = asStream(document.resolve({ kind: 'reference', number: 6, generation: 0 }));
  assert.ok(stream);
  return Buffer.from(document.decode(stream)).toString('latin1');
}

const refused = (error: unknown): boolean => isYinzhengError(error, 'PDF_MALFORMED');

describe('PDF filters', () => {
  it('decodes each filter, alone and in a row', () => {
    assert.equal(decode('', 'plain'), 'plain');
    assert.equal(decode('/Filter /FlateDecode', deflateSync('flate')), 'flate');
    assert.equal(decode('/Filter [/ASCIIHexDecode /FlateDecode]', `${deflateSync('both').toString('hex')}>`), 'both');
    assert.equal(decode('/Filter /ASCIIHexDecode', '68 65 7>'), 'hep');
    assert.equal(decode('/Filter /ASCII85Decode', '9jqo^BlbD-BleB1DJ+*+F(f,q~>'), 'Man is distinguished');
    assert.equal(decode('/Filter /ASCII85Decode', 'z!!~>'), '\0\0\0\0\0');
    assert.equal(decode('/Filter /RunLengthDecode', '\x02abc\xFEd\x80rest'), 'abcddd');
    assert.equal(decode('/Filter /LZWDecode', Uint8Array.of(0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01)), '-----A---B');
  });

  it('undoes predictors', () => {
    const png = (rows: readonly (readonly number[])[]): Uint8Array => deflateSync(Buffer.from(rows.flat()));
    const parms = (predictor: number, more = ''): string =>
      `/Filter /FlateDecode /DecodeParms <</Predictor ${predictor} /Columns 4 ${more}>>`;
    const rows = [
      [0, 1, 2, 3, 4],
      [1, 5, 1, 1, 1],
      [2, 1, 1, 1, 1],
      [3, 1, 1, 1, 1],
      [4, 1, 1, 1, 1],
    ];
    assert.deepEqual(
      [...Buffer.from(decode(parms(15), png(rows)), 'latin1')],
      [1, 2, 3, 4, 5, 6, 7, 8, 6, 7, 8, 9, 4, 6, 8, 9, 5, 7, 9, 10],
    );
    assert.deepEqual([...Buffer.from(decode(parms(2), png([[1, 1, 1, 1, 9, 1, 0, 0]])), 'latin1')], [1, 2, 3, 4, 9, 10, 10, 10]);
    assert.deepEqual([...Buffer.from(decode(parms(2, '/BitsPerComponent 4'), png([[0x11, 0x11]])), 'latin1')], [0x12, 0x34]);
    assert.deepEqual(
      [...Buffer.from(decode(parms(2, '/BitsPerComponent 16'), png([[0, 255, 0, 1, 1, 0, 0, 0]])), 'latin1')],
      [0, 255, 1, 0, 2, 0, 2, 0],
    );
  });

  it('refuses damaged data, unknown filters and more than the limits', () => {
    assert.throws(() => decode('/Filter /ASCIIHexDecode', '6x>'), refused);
    assert.throws(() => decode('/Filter /ASCII85Decode', 's8W-"~>'), refused);
    assert.throws(() => decode('/Filter /ASCII85Decode', '\x7f~>'), refused);
    assert.throws(() => decode('/Filter /LZWDecode', Uint8Array.of(0xff, 0xff, 0xff)), refused);
    assert.throws(() => decode('/Filter /FlateDecode /DecodeParms <</Predictor 15 /Colors 99>>', deflateSync('a')), refused);
    assert.throws(
      () => decode('/Filter /FlateDecode', 'no zlib'),
      (error) => isYinzhengError(error, 'DEFLATE_MALFORMED'),
    );
    assert.throws(
      () => decode('/Filter /DCTDecode', ''),
      (error) => isYinzhengError(error, 'PDF_FILTER_UNSUPPORTED'),
    );
    const bomb = deflateSync(Buffer.alloc(100_000));
    assert.throws(
      () => decode('/Filter /FlateDecode', bomb, { streamBytes: 50_000 }),
      (error) => isYinzhengError(error, 'INPUT_TOO_LARGE'),
    );
    assert.throws(
      () => decode('/Filter /FlateDecode', bomb, { decodedBytes: 50_000 }),
      (error) => isYinzhengError(error, 'INPUT_TOO_LARGE'),
    );
    assert.throws(() => decode(`/Filter [${'/ASCIIHexDecode '.repeat(9)}]`, ''), refused);
  });
});
