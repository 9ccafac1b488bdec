/** Huffman codes of limited length (RFC 1951 §3.2.2). */

interface Packet {
  readonly weight: number;
  readonly symbols: readonly number[];
}

/**
 * The cheapest code lengths of at most `limit` bits for symbols with these frequencies, by package-merge; 0 for a symbol that does
 * not occur. At least one symbol has a code: a single one has a code of one bit.
 */
export function codeLengths(frequencies: Uint32Array, limit: number): Uint8Array {
  const lengths = new Uint8Array(frequencies.length);
  const leaves: Packet[] = [];
  frequencies.forEach((weight, symbol) => {
    if (weight > 0) leaves.push({ weight, symbols: [symbol] });
  });
  const [only] = leaves;
  if (leaves.length < 2) {
    lengths[only?.symbols[0] ?? 0] = 1;
    return lengths;
  }
  leaves.sort((left, right) => left.weight - right.weight);
  let packets = leaves;
  for (let bit = 1; bit < limit; bit++) {
    const pairs: Packet[] = [];
    for (let at = 0; at + 1 < packets.length; at += 2) {
      const [left, right] = [packets[at], packets[at + 1]];
      if (left && right) pairs.push({ weight: left.weight + right.weight, symbols: [...left.symbols, ...right.symbols] });
    }
    packets = [...leaves, ...pairs].sort((left, right) => left.weight - right.weight);
  }
  for (const { symbols } of packets.slice(0, 2 * leaves.length - 2)) {
    for (const symbol of symbols) lengths[symbol] = (lengths[symbol] ?? 0) + 1;
  }
  return lengths;
}

/** The canonical codes of these lengths, with their bits in the order they are written: the first as the lowest. */
export function codesOf(lengths: Uint8Array): Uint16Array {
  const codes = new Uint16Array(lengths.length);
  let code = 0;
  for (let bits = 1; bits <= 15; bits++) {
    lengths.forEach((length, symbol) => {
      if (length === bits) codes[symbol] = reversed(code++, bits);
    });
    code <<= 1;
  }
  return codes;
}

function reversed(code: number, bits: number): number {
  let result = 0;
  for (let bit = 0; bit < bits; bit++) result |= ((code >> bit) & 1) << (bits - 1 - bit);
  return result;
}
