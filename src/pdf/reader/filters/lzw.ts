import { malformedPdf } from '../../syntax/index.ts';

const CLEAR = 256;
const END = 257;

/**
 * LZWDecode (ISO 32000-1 §7.4.4) to at most `limit` bytes; `earlyChange` 1 (the default of the format) or 0.
 * @throws {YinzhengError} PDF_MALFORMED
 */
export function decodeLzw(data: Uint8Array, earlyChange: number, limit: number): Uint8Array {
  const prefix = new Uint16Array(4096);
  const suffix = new Uint8Array(4096);
  const lengths = new Uint16Array(4096);
  for (let code = 0; code < 256; code++) {
    suffix[code] = code;
    lengths[code] = 1;
  }
  let output = new Uint8Array(Math.max(1024, data.length * 3));
  let length = 0;
  let next = 258;
  let width = 9;
  let previous = -1;
  let bits = 0;
  let count = 0;
  for (const byte of data) {
    bits = (bits << 8) | byte;
    count += 8;
    if (count < width) continue;
    count -= width;
    const code = (bits >>> count) & ((1 << width) - 1);
    bits &= (1 << count) - 1;
    if (code === END) break;
    if (code === CLEAR) {
      next = 258;
      width = 9;
      previous = -1;
      continue;
    }
    if (code > next || (code === next && previous < 0) || (code > 257 && code >= next && previous < 0)) {
      throw malformedPdf(0, 'the LZW data are damaged');
    }
    const repeats = code === next;
    const source = repeats ? previous : code;
    const size = (lengths[source] ?? 0) + (repeats ? 1 : 0);
    if (length + size > limit) throw malformedPdf(0, 'the LZW data are too long');
    if (length + size > output.length) {
      const larger = new Uint8Array((length + size) * 2);
      larger.set(output.subarray(0, length));
      output = larger;
    }
    let at = length + (lengths[source] ?? 0) - 1;
    let first = source;
    for (let link = source; at >= length; at--, link = prefix[link] ?? 0) {
      output[at] = suffix[link] ?? 0;
      first = link;
    }
    if (repeats) output[length + size - 1] = suffix[first] ?? 0;
    length += size;
    if (previous >= 0 && next < 4096) {
      prefix[next] = previous;
      suffix[next] = suffix[first] ?? 0;
      lengths[next] = (lengths[previous] ?? 0) + 1;
      next++;
    }
    const reached = next + earlyChange;
    width = reached >= 2048 ? 12 : reached >= 1024 ? 11 : reached >= 512 ? 10 : 9;
    previous = code;
  }
  return output.subarray(0, length);
}
