/** What a byte adds to the check sum; table n when n bytes follow it, so that four are taken at a time. */
const TABLES = [0, 1, 2, 3].map((following) =>
  Int32Array.from({ length: 256 }, (_, value) => {
    let crc = value;
    for (let bit = 0; bit < 8 * (following + 1); bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
    return crc;
  }),
);
const [LAST, THIRD, SECOND, FIRST] = TABLES;

/** CRC-32 of bytes, as PNG (ISO/IEC 15948 annex D) and ZIP files have it. */
export function crc32(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length & ~3;
  let crc = -1;
  for (let at = 0; at < whole; at += 4) {
    const four = crc ^ view.getInt32(at, true);
    crc =
      (FIRST?.[four & 0xff] ?? 0) ^
      (SECOND?.[(four >>> 8) & 0xff] ?? 0) ^
      (THIRD?.[(four >>> 16) & 0xff] ?? 0) ^
      (LAST?.[four >>> 24] ?? 0);
  }
  for (let at = whole; at < bytes.length; at++) crc = (LAST?.[(crc ^ (bytes[at] ?? 0)) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ -1) >>> 0;
}
