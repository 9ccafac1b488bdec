import type { Zlib } from '../../base/zlib.ts';

/** How much is spent on making streams smaller. */
export interface Compression {
  /** Of zlib, 0 to 9. */
  readonly level: number;
  /** Streams with fewer bytes stay as they are: compressing them takes longer than it saves. */
  readonly plainBelow: number;
}

/** A stream's data and the dictionary entry that says how they are encoded, beginning with a space or empty. */
export interface PackedStream {
  readonly data: Uint8Array;
  readonly filter: string;
}

/** Compresses bytes with FlateDecode (ISO 32000-1 §7.4.4) where that is worth it. */
export function packStream(bytes: Uint8Array, zlib: Zlib, { level, plainBelow }: Compression): PackedStream {
  if (bytes.length < plainBelow) return { data: bytes, filter: '' };
  return { data: zlib.deflate(bytes, level), filter: ' /Filter /FlateDecode' };
}
