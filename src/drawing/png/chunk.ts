/** Chunks of PNG files (ISO/IEC 15948 §5.3): length, type, data and check sum. */
import { concatBytes, latin1 } from '../../base/bytes.ts';

/** First eight bytes of every PNG file. */
export const SIGNATURE: readonly number[] = Object.freeze([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

const TABLE = Uint32Array.from({ length: 256 }, (_, value) => {
  let crc = value;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});

/** CRC-32 of bytes (ISO/IEC 15948 annex D). */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** A chunk with its length and check sum. */
export function chunk(type: string, data: Uint8Array): Uint8Array {
  const checked = concatBytes(latin1(type), data);
  return concatBytes(uint32(data.length), checked, uint32(crc32(checked)));
}

/** Four bytes, most significant first. */
export function uint32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
}
