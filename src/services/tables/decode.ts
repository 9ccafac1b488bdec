/** Text of files that people make with spreadsheets: UTF-8, with or without a byte order mark, or GB 18030. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';

/** Bytes decoded at a time, so that the text of a large file is never whole in memory. */
const SLICE = 1 << 18;
/** So much is looked at to tell the encodings apart: a file in GB 18030 with one word of Chinese is no UTF-8. */
type Encoding = 'utf-8' | 'gb18030';

/**
 * The text of a file, a slice at a time. What is no UTF-8 is read as GB 18030, as spreadsheets in China write it (GBK and GB 2312 are parts of it).
 * @throws {YinzhengError} INPUT_INVALID when it is neither
 */
export function* decodeTable(bytes: Uint8Array): Iterable<string> {
  const encoding: Encoding = isUtf8(bytes) ? 'utf-8' : 'gb18030';
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for (let from = 0; from < bytes.length; from += SLICE)
      yield decoder.decode(bytes.subarray(from, from + SLICE), { stream: true });
    yield decoder.decode();
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new YinzhengError(
      'INPUT_INVALID',
      { reason: bilingual('the file is neither UTF-8 nor GB 18030', '文件既不是 UTF-8 也不是 GB 18030 编码') },
      { cause },
    );
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for (let from = 0; from < bytes.length; from += SLICE) decoder.decode(bytes.subarray(from, from + SLICE), { stream: true });
    decoder.decode();
    return true;
  } catch {
    return false;
  }
}
