/** ASCIIHexDecode, ASCII85Decode and RunLengthDecode (ISO 32000-1 §7.4.2, §7.4.3, §7.4.5). */
import { hexDigit, isWhiteSpace, malformedPdf } from '../../syntax/index.ts';

/**
 * Decodes hexadecimal digits up to `>`.
 * @throws {YinzhengError} PDF_MALFORMED
 */
export function decodeAsciiHex(data: Uint8Array): Uint8Array {
  const output = new Uint8Array((data.length + 1) >> 1);
  let digits = 0;
  for (const [position, byte] of data.entries()) {
    if (byte === 0x3e) break;
    if (isWhiteSpace(byte)) continue;
    const digit = hexDigit(byte);
    if (digit < 0) throw malformedPdf(position, 'not a hexadecimal digit');
    const at = digits++ >> 1;
    output[at] = digits % 2 === 1 ? digit << 4 : (output[at] ?? 0) | digit;
  }
  return output.subarray(0, (digits + 1) >> 1);
}

/**
 * Decodes base-85 groups up to `~>`.
 * @throws {YinzhengError} PDF_MALFORMED
 */
export function decodeAscii85(data: Uint8Array): Uint8Array {
  const output = new Uint8Array(data.length * 4);
  let length = 0;
  let value = 0;
  let count = 0;
  const flush = (bytes: number): void => {
    if (value > 0xffffffff) throw malformedPdf(0, 'a base-85 group is too large');
    for (let index = 0; index < bytes; index++) output[length++] = Math.floor(value / 2 ** (24 - 8 * index)) & 0xff;
    value = 0;
    count = 0;
  };
  for (const [position, byte] of data.entries()) {
    if (byte === 0x7e) break;
    if (isWhiteSpace(byte)) continue;
    if (byte === 0x7a && count === 0) {
      flush(4);
      continue;
    }
    if (byte < 0x21 || byte > 0x75) throw malformedPdf(position, 'not a base-85 digit');
    value = value * 85 + byte - 0x21;
    if (++count === 5) flush(4);
  }
  if (count === 1) throw malformedPdf(data.length, 'a base-85 group of one digit');
  if (count > 1) {
    const bytes = count - 1;
    for (; count < 5; count++) value = value * 85 + 84;
    flush(bytes);
  }
  return output.subarray(0, length);
}

/**
 * Decodes runs to at most `limit` bytes.
 * @throws {YinzhengError} PDF_MALFORMED
 */
export function decodeRunLength(data: Uint8Array, limit: number): Uint8Array {
  const size = walkRuns(data, null);
  if (size > limit) throw malformedPdf(0, 'the run-length data are too long');
  const output = new Uint8Array(size);
  walkRuns(data, output);
  return output;
}

function walkRuns(data: Uint8Array, output: Uint8Array | null): number {
  let size = 0;
  for (let position = 0; position < data.length;) {
    const length = data[position++] ?? 128;
    if (length === 128) break;
    if (length < 128) {
      const run = data.subarray(position, position + length + 1);
      output?.set(run, size);
      position += run.length;
      size += run.length;
    } else {
      const byte = data[position++];
      if (byte === undefined) throw malformedPdf(position, 'the run-length data are cut off');
      output?.fill(byte, size, size + 257 - length);
      size += 257 - length;
    }
  }
  return size;
}
