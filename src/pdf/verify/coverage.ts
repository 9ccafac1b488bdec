/** What a signature covers (ISO 32000-1 §12.8.1): exactly one whole revision but for its own /Contents. */
import { readDerPrefix } from '../../asn1/index.ts';
import { bilingual, type Bilingual } from '../../base/errors/index.ts';
import { integerValue, type ByteSpan, type PdfDictionary } from '../objects/index.ts';
import type { PdfDocument, Revision } from '../reader/index.ts';
import { berLength } from './ber.ts';
import type { Coverage, FoundSignature } from './model.ts';

/** Why coverage is not right: a malformed dictionary, or one that leaves bytes uncovered. */
export interface CoverageFault {
  readonly code: 'FORMAT_FAILURE' | 'COVERAGE_INCOMPLETE';
  readonly reason: Bilingual;
  readonly byteRange: readonly number[] | null;
}

/** The coverage of a signature, or why it is not right. Nothing but the file's own bytes is believed. */
export function readCoverage(document: PdfDocument, found: FoundSignature): Coverage | CoverageFault {
  const byteRange = readByteRange(found.dictionary);
  if (byteRange === null) {
    const reason = bilingual('ByteRange is not an array of four integers', '字节范围（ByteRange）不是四个整数的数组');
    return fault('FORMAT_FAILURE', reason, null);
  }
  const [first, gapStart, gapEnd, tail] = byteRange;
  const wrong = (en: string, zh: string): CoverageFault => fault('FORMAT_FAILURE', bilingual(en, zh), byteRange);
  const incomplete = (en: string, zh: string): CoverageFault => fault('COVERAGE_INCOMPLETE', bilingual(en, zh), byteRange);
  const end = gapEnd + tail;
  if (first !== 0) return incomplete('ByteRange does not begin at the first byte', '字节范围（ByteRange）不是从第一个字节开始');
  if (gapStart <= 0 || gapEnd <= gapStart || tail <= 0 || end > document.bytes.length)
    return wrong('ByteRange is out of bounds', '字节范围（ByteRange）越界');

  const contents = found.dictionary.entries.get('Contents');
  if (contents?.kind !== 'string' || !contents.hex || contents.span === undefined)
    return wrong('Contents is not a hexadecimal string', '签名值（Contents）不是十六进制字符串');
  const gap = compareGap(contents.span, gapStart, gapEnd);
  if (gap === null)
    return incomplete(
      'the gap of ByteRange is not the Contents of this signature',
      '字节范围（ByteRange）留出的空隙不是该签名的签名值（Contents）',
    );
  if (contents.uneven)
    return wrong(
      'Contents holds other characters than pairs of hexadecimal digits',
      '签名值（Contents）含有成对十六进制数字以外的字符',
    );
  // signers write one case; a mixture is a change of bytes that no signature covers
  if (contents.mixed) return wrong('Contents mixes upper and lower case digits', '签名值（Contents）的十六进制数字大小写混用');

  const signed = document.revisions.find((revision) => endsAt(document, revision, end));
  if (signed === undefined)
    return incomplete('ByteRange does not end where a revision ends', '字节范围（ByteRange）的结尾不是某一版本的结尾');
  const holder = found.object?.revision ?? signed.index;
  if (holder !== signed.index || contents.span.start < signed.start || contents.span.end > signed.end) {
    return wrong('the signature dictionary does not stand in the revision that it signs', '签名字典不在其所签的版本中');
  }
  const length = payloadLength(contents.bytes);
  if (length === null) return wrong('Contents does not begin with a DER value', '签名值（Contents）的开头不是 DER 编码');
  if (!isZero(contents.bytes, length)) return wrong('Contents has other padding than zeros', '签名值（Contents）的填充不全为零');
  return {
    revision: signed.index,
    end,
    signed: [document.bytes.subarray(0, gapStart), document.bytes.subarray(gapEnd, end)],
    payload: contents.bytes.subarray(0, length),
    gapWithoutDelimiters: gap === 'inside',
  };
}

function fault(code: CoverageFault['code'], reason: Bilingual, byteRange: readonly number[] | null): CoverageFault {
  return { code, reason, byteRange };
}

function readByteRange(dictionary: PdfDictionary): readonly [number, number, number, number] | null {
  const array = dictionary.entries.get('ByteRange');
  if (array?.kind !== 'array' || array.items.length !== 4) return null;
  const [first, second, third, fourth] = array.items.map((item) => integerValue(item));
  if (first === undefined || second === undefined || third === undefined || fourth === undefined) return null;
  return [first, second, third, fourth];
}

function compareGap(span: ByteSpan, start: number, end: number): 'whole' | 'inside' | null {
  if (start === span.start && end === span.end) return 'whole';
  return start === span.start + 1 && end === span.end - 1 ? 'inside' : null;
}

/** True when `end` is the end of a revision, give or take end-of-line characters after its `%%EOF`. */
function endsAt({ bytes }: PdfDocument, revision: Revision, end: number): boolean {
  if (end < revision.eofEnd || end > revision.eofEnd + MAX_EOL) return false;
  for (let position = revision.eofEnd; position < end; position++) {
    if (bytes[position] !== 0x0a && bytes[position] !== 0x0d) return false;
  }
  return true;
}

/** End-of-line characters that may follow the `%%EOF` of a signed revision. */
const MAX_EOL = 8;

function isZero(bytes: Uint8Array, from: number): boolean {
  for (let position = from; position < bytes.length; position++) if (bytes[position] !== 0) return false;
  return true;
}

function payloadLength(contents: Uint8Array): number | null {
  try {
    return readDerPrefix(contents).raw.length;
  } catch {
    return berLength(contents);
  }
}
