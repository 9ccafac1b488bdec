/** Bits packed into bytes from the lowest (RFC 1951 §3.1.1). */
export interface BitWriter {
  /** Appends the lowest `count` bits, at most 16, of a value that has no others. */
  write(value: number, count: number): void;
  /** Fills up the last byte with zeros and gives all. */
  finish(): Uint8Array;
}

/** Begins with these bytes. */
export function bitWriter(start: readonly number[]): BitWriter {
  const bytes = [...start];
  let held = 0;
  let bits = 0;
  return {
    write(value, count) {
      held |= value << bits;
      bits += count;
      for (; bits >= 8; bits -= 8) {
        bytes.push(held & 0xff);
        held >>>= 8;
      }
    },
    finish() {
      if (bits > 0) bytes.push(held & 0xff);
      return Uint8Array.from(bytes);
    },
  };
}
