/** ZIP archives, read strictly: what the directory says and what stands in the archive have to be one. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { Zlib } from '../../base/zlib.ts';

/** Most files of an archive. */
const MOST_FILES = 1_000;
const END = 0x06054b50;
const DIRECTORY = 0x02014b50;
const LOCAL = 0x04034b50;
const LONGEST_COMMENT = 65_535;

/** A file in an archive; sizes in bytes. */
export interface ZippedFile {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

/**
 * The files of an archive by name. Archives over several volumes, with more than 4 GB, with encrypted files, or with a name twice are refused.
 * @throws {YinzhengError} INPUT_INVALID
 */
export function readZip(bytes: Uint8Array): ReadonlyMap<string, ZippedFile> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(view);
  const count = view.getUint16(end + 10, true);
  const [size, start] = [view.getUint32(end + 12, true), view.getUint32(end + 16, true)];
  if (count > MOST_FILES || count !== view.getUint16(end + 8, true) || start + size > end) throw malformed();
  const files = new Map<string, ZippedFile>();
  for (let at = start, index = 0; index < count; index++) {
    if (at + 46 > end || view.getUint32(at, true) !== DIRECTORY) throw malformed();
    const flags = view.getUint16(at + 8, true);
    const method = view.getUint16(at + 10, true);
    const lengths = [28, 30, 32].map((place) => view.getUint16(at + place, true));
    const [nameLength = 0] = lengths;
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    if ((flags & 1) !== 0 || (method !== 0 && method !== 8) || files.has(name)) throw malformed();
    const file = {
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    };
    files.set(name, { name, method, ...file });
    at += 46 + lengths.reduce((sum, length) => sum + length, 0);
  }
  return files;
}

/**
 * A file of an archive, decompressed, at most so many bytes.
 * @throws {YinzhengError} INPUT_INVALID, INPUT_TOO_LARGE, DEFLATE_MALFORMED
 */
export function unzip(
  bytes: Uint8Array,
  { method, packed, size, offset }: ZippedFile,
  { zlib, limit }: { readonly zlib: Pick<Zlib, 'inflateRaw'>; readonly limit: number },
): Uint8Array {
  if (size > limit) throw new YinzhengError('INPUT_TOO_LARGE', { limit });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (offset + 30 > bytes.length || view.getUint32(offset, true) !== LOCAL) throw malformed();
  const from = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (from + packed > bytes.length) throw malformed();
  const content = bytes.subarray(from, from + packed);
  const file = method === 0 ? content : zlib.inflateRaw(content, limit);
  if (file.length !== size) throw malformed();
  return file;
}

function endOf(view: DataView): number {
  const least = Math.max(0, view.byteLength - 22 - LONGEST_COMMENT);
  for (let at = view.byteLength - 22; at >= least; at--)
    if (view.getUint32(at, true) === END && at + 22 + view.getUint16(at + 20, true) === view.byteLength) return at;
  throw malformed();
}

function malformed(): YinzhengError {
  return new YinzhengError('INPUT_INVALID', {
    reason: bilingual('the file is no sound ZIP archive', '文件不是完好的 ZIP 压缩包'),
  });
}
