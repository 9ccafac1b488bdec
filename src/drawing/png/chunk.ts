/** Chunks of PNG files (ISO/IEC 15948 §5.3): length, type, data and check sum. */
import { concatBytes, latin1 } from '../../base/bytes.ts';
import { crc32 } from '../../base/crc32.ts';

/** First eight bytes of every PNG file. */
export const SIGNATURE: readonly number[] = Object.freeze([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A chunk with its length and check sum. */
export function chunk(type: string, data: Uint8Array): Uint8Array {
  const checked = concatBytes(latin1(type), data);
  return concatBytes(uint32(data.length), checked, uint32(crc32(checked)));
}

/** Four bytes, most significant first. */
export function uint32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
}
