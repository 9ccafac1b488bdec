const MAX_BER_DEPTH = 32;

/**
 * The length in bytes of the BER value at the start (X.690 §8.1.3, indefinite lengths included), which CMS of other products uses;
 * null when it is cut off, too deep or no BER.
 */
export function berLength(bytes: Uint8Array): number | null {
  let open = 0;
  for (let position = 0; position < bytes.length;) {
    const start = position;
    const identifier = bytes[position++] ?? 0;
    if ((identifier & 0x1f) === 0x1f) {
      while ((bytes[position] ?? 0) >= 0x80) position++;
      position++;
    }
    const first = bytes[position++];
    if (first === undefined) return null;
    if (first === 0x80) {
      if ((identifier & 0x20) === 0 || ++open > MAX_BER_DEPTH) return null;
      continue;
    }
    let length = first;
    if (first > 0x80) {
      const count = first & 0x7f;
      if (count > 4) return null;
      length = 0;
      for (let index = 0; index < count; index++) length = length * 256 + (bytes[position++] ?? 0);
    }
    if (identifier === 0 && length === 0 && open > 0 && position === start + 2) open--;
    else position += length;
    if (position > bytes.length) return null;
    if (open === 0) return position;
  }
  return null;
}
