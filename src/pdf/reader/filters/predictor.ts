/** Predictors of FlateDecode and LZWDecode (ISO 32000-1 §7.4.4.4): TIFF 2 and PNG 10 to 15. */
import { malformedPdf } from '../../syntax/index.ts';

/** Parameters of a predictor; the defaults are 1, 1, 8, 1. */
export interface PredictorParameters {
  readonly predictor: number;
  readonly colors: number;
  readonly bitsPerComponent: number;
  readonly columns: number;
}

const MAX_COLUMNS = 1 << 20;

/**
 * Undoes a predictor.
 * @throws {YinzhengError} PDF_MALFORMED when parameters or data do not fit
 */
export function undoPredictor(
  data: Uint8Array,
  { predictor, colors, bitsPerComponent, columns }: PredictorParameters,
): Uint8Array {
  if (predictor === 1) return data;
  const valid =
    colors >= 1 && colors <= 32 && [1, 2, 4, 8, 16].includes(bitsPerComponent) && columns >= 1 && columns <= MAX_COLUMNS;
  if (!valid) throw malformedPdf(0, 'the predictor parameters are not valid');
  const pixelBytes = Math.max(1, (colors * bitsPerComponent) >> 3);
  const rowBytes = Math.ceil((colors * bitsPerComponent * columns) / 8);
  if (predictor === 2) return undoTiff(data, { colors, bitsPerComponent, rowBytes });
  if (predictor >= 10 && predictor <= 15) return undoPng(data, rowBytes, pixelBytes);
  throw malformedPdf(0, 'the predictor is unknown');
}

function undoPng(data: Uint8Array, rowBytes: number, pixelBytes: number): Uint8Array {
  const rows = Math.ceil(data.length / (rowBytes + 1));
  // Only what the data can fill: rows may be stated far longer than they are.
  const output = new Uint8Array(data.length - rows);
  let length = 0;
  for (let row = 0; row < rows; row++) {
    const start = row * (rowBytes + 1);
    const type = data[start] ?? 0;
    const count = Math.min(rowBytes, data.length - start - 1);
    const target = row * rowBytes;
    length = target + count;
    if (type === 0) {
      output.set(data.subarray(start + 1, start + 1 + count), target);
      continue;
    }
    for (let index = 0; index < count; index++) {
      const value = data[start + 1 + index] ?? 0;
      const left = index >= pixelBytes ? (output[target + index - pixelBytes] ?? 0) : 0;
      const up = row > 0 ? (output[target - rowBytes + index] ?? 0) : 0;
      const upLeft = row > 0 && index >= pixelBytes ? (output[target - rowBytes + index - pixelBytes] ?? 0) : 0;
      output[target + index] = value + predicted(type, left, up, upLeft);
    }
  }
  return output.subarray(0, length);
}

function predicted(type: number, left: number, up: number, upLeft: number): number {
  switch (type) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4: {
      const estimate = left + up - upLeft;
      const toLeft = Math.abs(estimate - left);
      const toUp = Math.abs(estimate - up);
      const toUpLeft = Math.abs(estimate - upLeft);
      if (toLeft <= toUp && toLeft <= toUpLeft) return left;
      return toUp <= toUpLeft ? up : upLeft;
    }
    default:
      throw malformedPdf(0, 'a PNG filter type is unknown');
  }
}

interface TiffLayout {
  readonly colors: number;
  readonly bitsPerComponent: number;
  readonly rowBytes: number;
}

function undoTiff(data: Uint8Array, { colors, bitsPerComponent, rowBytes }: TiffLayout): Uint8Array {
  const output = data.slice();
  for (let row = 0; row < output.length; row += rowBytes) {
    const end = Math.min(row + rowBytes, output.length);
    if (bitsPerComponent === 8) {
      for (let index = row + colors; index < end; index++) output[index] = (output[index] ?? 0) + (output[index - colors] ?? 0);
    } else if (bitsPerComponent === 16) {
      for (let index = row + 2 * colors; index + 1 < end; index += 2) {
        const before = ((output[index - 2 * colors] ?? 0) << 8) | (output[index - 2 * colors + 1] ?? 0);
        const sum = (((output[index] ?? 0) << 8) | (output[index + 1] ?? 0)) + before;
        output[index] = sum >> 8;
        output[index + 1] = sum;
      }
    } else undoTiffBits(output.subarray(row, end), colors, bitsPerComponent);
  }
  return output;
}

function undoTiffBits(row: Uint8Array, colors: number, bits: number): void {
  const mask = (1 << bits) - 1;
  const perByte = 8 / bits;
  const samples = row.length * perByte;
  for (let index = colors; index < samples; index++) {
    const shift = 8 - bits * ((index % perByte) + 1);
    const beforeIndex = index - colors;
    const before = ((row[Math.floor(beforeIndex / perByte)] ?? 0) >> (8 - bits * ((beforeIndex % perByte) + 1))) & mask;
    const at = Math.floor(index / perByte);
    const byte = row[at] ?? 0;
    const sum = (((byte >> shift) & mask) + before) & mask;
    row[at] = (byte & ~(mask << shift)) | (sum << shift);
  }
}
