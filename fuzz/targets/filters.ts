/** The filters of PDF streams: the first bytes of an input choose filter and parameters, the rest is the data. */
import { deflateSync } from 'node:zlib';
import { concatBytes } from '../../src/base/bytes.ts';
import { dictionary, integer, name, NULL } from '../../src/pdf/objects/index.ts';
import { decodeAscii85, decodeAsciiHex, decodeRunLength } from '../../src/pdf/reader/filters/ascii.ts';
import { decodeStream } from '../../src/pdf/reader/filters/decode.ts';
import { decodeLzw } from '../../src/pdf/reader/filters/lzw.ts';
import { undoPredictor } from '../../src/pdf/reader/filters/predictor.ts';
import { zlib } from '../../test/support/sealing.ts';
import { attempt } from '../attempt.ts';
import type { Target } from '../target.ts';

const FILTERS = ['FlateDecode', 'LZWDecode', 'ASCIIHexDecode', 'ASCII85Decode', 'RunLengthDecode', 'DCTDecode'] as const;
const PREDICTORS = [1, 2, 10, 11, 12, 15, 16] as const;
const BITS = [1, 2, 4, 8, 16, 3] as const;
const HEAD = 6;
const MOST_DECODED = 1 << 20;

function seed(filter: number, predictor: number, data: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(filter, predictor, 1, 3, 4, 1), data);
}

const filters: Target = {
  name: 'pdf-filters',
  form: 'bytes',
  covers: [
    'pdf/reader/filters/decode.ts#decodeStream',
    'pdf/reader/filters/lzw.ts#decodeLzw',
    'pdf/reader/filters/ascii.ts#decodeAsciiHex',
    'pdf/reader/filters/ascii.ts#decodeAscii85',
    'pdf/reader/filters/ascii.ts#decodeRunLength',
    'pdf/reader/filters/predictor.ts#undoPredictor',
  ],
  open: () => ({
    seeds: [
      seed(0, 0, deflateSync('flate flate flate')),
      seed(0, 5, deflateSync(Uint8Array.of(0, 1, 2, 3, 4, 1, 5, 1, 1, 1, 4, 1, 1, 1, 1))),
      seed(0, 1, deflateSync(Uint8Array.of(1, 1, 1, 1, 9, 1, 0, 0))),
      seed(1, 0, Uint8Array.of(0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01)),
      seed(2, 0, Buffer.from('68 65 7>')),
      seed(3, 0, Buffer.from('9jqo^BlbD-BleB1DJ+*+F(f,q~>')),
      seed(4, 0, Buffer.from('\x02abc\xFEd\x80rest', 'latin1')),
    ],
    run(input) {
      const [filter = 0, predictor = 0, colors = 0, bits = 0, columns = 0, early = 0] = input;
      const data = input.subarray(HEAD);
      const parameters = {
        predictor: PREDICTORS[predictor % PREDICTORS.length] ?? 1,
        colors,
        bitsPerComponent: BITS[bits % BITS.length] ?? 8,
        columns: columns < 200 ? columns : 2 ** (columns - 190),
      };
      attempt(() => undoPredictor(data, parameters));
      attempt(() => decodeLzw(data, early & 1, MOST_DECODED));
      attempt(() => decodeRunLength(data, MOST_DECODED));
      attempt(() => decodeAscii85(data));
      attempt(() => decodeAsciiHex(data));
      const entries = dictionary({
        Filter: name(FILTERS[filter % FILTERS.length] ?? 'FlateDecode'),
        DecodeParms: dictionary({
          Predictor: integer(parameters.predictor),
          Colors: integer(parameters.colors),
          BitsPerComponent: integer(parameters.bitsPerComponent),
          Columns: integer(parameters.columns),
          EarlyChange: integer(early),
        }),
      });
      let left = MOST_DECODED;
      const charge = (bytes: number): void => void (left -= bytes);
      return decodeStream(entries, data, { zlib, limit: () => left, charge, resolve: (object) => object ?? NULL }).length > 0;
    },
  }),
};

export const FILTER_TARGETS: readonly Target[] = [filters];
