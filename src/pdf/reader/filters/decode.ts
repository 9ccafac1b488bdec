/** Applies the filters of a stream (ISO 32000-1 §7.4). */
import { bilingual, YinzhengError } from '../../../base/errors/index.ts';
import type { Zlib } from '../../../base/zlib.ts';
import { integerValue, type PdfDictionary, type PdfObject } from '../../objects/index.ts';
import { malformedPdf } from '../../syntax/index.ts';
import { decodeAscii85, decodeAsciiHex, decodeRunLength } from './ascii.ts';
import { decodeLzw } from './lzw.ts';
import { undoPredictor } from './predictor.ts';

const MAX_FILTERS = 8;

/** What decoding needs: decompression, resolution of references, and a budget that every step of every stream is charged to. */
export interface DecodeContext {
  readonly zlib: Zlib;
  /** The most bytes that the next step may give. */
  limit(): number;
  charge(bytes: number): void;
  resolve(object: PdfObject | undefined): PdfObject;
}

/**
 * The decoded bytes of a stream with this dictionary.
 * @throws {YinzhengError} PDF_FILTER_UNSUPPORTED for filters of images and encryption, PDF_MALFORMED, DEFLATE_MALFORMED, INPUT_TOO_LARGE
 */
export function decodeStream(dictionary: PdfDictionary, raw: Uint8Array, context: DecodeContext): Uint8Array {
  const filters = listOf(context.resolve(dictionary.entries.get('Filter')));
  const parameters = listOf(context.resolve(dictionary.entries.get('DecodeParms')));
  if (filters.length > MAX_FILTERS) throw malformedPdf(0, 'a stream has too many filters');
  if (dictionary.entries.has('F'))
    throw new YinzhengError('PDF_FILTER_UNSUPPORTED', { filter: bilingual('external file', '外部文件') });
  let data = raw;
  for (const [index, item] of filters.entries()) {
    const filter = context.resolve(item);
    const parms = context.resolve(parameters[index]);
    data = applyFilter(filter.kind === 'name' ? filter.value : '?', data, {
      context,
      parms: parms.kind === 'dictionary' ? parms : undefined,
    });
    context.charge(data.length);
  }
  return data;
}

function listOf(object: PdfObject): readonly PdfObject[] {
  if (object.kind === 'null') return [];
  return object.kind === 'array' ? object.items : [object];
}

interface FilterCall {
  readonly context: DecodeContext;
  readonly parms: PdfDictionary | undefined;
}

function applyFilter(filter: string, data: Uint8Array, { context, parms }: FilterCall): Uint8Array {
  const parameter = (key: string, standard: number): number => integerValue(context.resolve(parms?.entries.get(key))) ?? standard;
  const predict = (plain: Uint8Array): Uint8Array =>
    undoPredictor(plain, {
      predictor: parameter('Predictor', 1),
      colors: parameter('Colors', 1),
      bitsPerComponent: parameter('BitsPerComponent', 8),
      columns: parameter('Columns', 1),
    });
  switch (filter) {
    case 'FlateDecode':
      return predict(context.zlib.inflate(data, context.limit()));
    case 'LZWDecode':
      return predict(decodeLzw(data, parameter('EarlyChange', 1), context.limit()));
    case 'ASCIIHexDecode':
      return decodeAsciiHex(data);
    case 'ASCII85Decode':
      return decodeAscii85(data);
    case 'RunLengthDecode':
      return decodeRunLength(data, context.limit());
    default:
      throw new YinzhengError('PDF_FILTER_UNSUPPORTED', { filter: filter.slice(0, 40) });
  }
}
