/**
 * The entries of a status list in few bits: how many valid ones lie between two that are not, as a Rice code (an entropy code for numbers
 * that are the rarer the larger they are), and what each of those is. What is random cannot be put into much less.
 */

/** Status of an entry: 2 bits. */
export const ENTRY = { valid: 0, ended: 1, suspended: 2, replaced: 3 } as const;

/** Largest parameter of the code. */
export const MOST_REMAINDER_BITS = 20;

/** Bits after one another, the highest of an octet first. */
interface CodedEntries {
  /** Entries that are not valid. */
  readonly exceptions: number;
  /** Bits of the remainder of each gap. */
  readonly remainderBits: number;
  readonly body: Uint8Array;
}

/** Writes the entries, one octet of 0 to 3 each. The same entries have one spelling. */
export function encodeEntries(entries: Uint8Array): CodedEntries {
  const exceptions = entries.reduce((sum, entry) => (entry === ENTRY.valid ? sum : sum + 1), 0);
  const remainderBits = bestRemainderBits(entries.length, exceptions);
  const bits = new BitWriter();
  let gap = 0;
  for (const entry of entries) {
    if (entry === ENTRY.valid) {
      gap++;
      continue;
    }
    for (let ones = gap >> remainderBits; ones > 0; ones--) bits.write(1, 1);
    bits.write(0, 1);
    bits.write(gap & ((1 << remainderBits) - 1), remainderBits);
    if (entry === ENTRY.ended) bits.write(0, 1);
    else bits.write(entry === ENTRY.suspended ? 2 : 3, 2);
    gap = 0;
  }
  return { exceptions, remainderBits, body: bits.finish() };
}

/**
 * Reads entries, one octet of 0 to 3 each.
 * @throws {RangeError} when they are not spelled as {@link encodeEntries} does, or are not so many
 */
export function decodeEntries({ exceptions, remainderBits, body }: CodedEntries, size: number): Uint8Array {
  if (exceptions > size || remainderBits !== bestRemainderBits(size, exceptions)) throw new RangeError('its code is another');
  const entries = new Uint8Array(size);
  const bits = new BitReader(body);
  let at = -1;
  for (let left = exceptions; left > 0; left--) {
    let gap = 0;
    while (bits.read() === 1) {
      gap += 1 << remainderBits;
      if (gap >= size) throw new RangeError('an entry lies behind the end');
    }
    let remainder = 0;
    for (let bit = 0; bit < remainderBits; bit++) remainder = remainder * 2 + bits.read();
    at += gap + remainder + 1;
    if (at >= size) throw new RangeError('an entry lies behind the end');
    entries[at] = bits.read() === 0 ? ENTRY.ended : bits.read() === 0 ? ENTRY.suspended : ENTRY.replaced;
  }
  bits.finish();
  return entries;
}

/** The parameter for gaps of this mean length: as many bits as it has, but one; the same for everybody who counts. */
function bestRemainderBits(size: number, exceptions: number): number {
  if (exceptions === 0) return 0;
  const valid = size - exceptions;
  let bits = 0;
  // The mean gap times ln 2, in whole numbers.
  while (bits < MOST_REMAINDER_BITS && exceptions * 2 ** (bits + 1) * 1000 <= valid * 693) bits++;
  return bits;
}

class BitWriter {
  #octets = new Uint8Array(1024);
  #bits = 0;

  write(value: number, length: number): void {
    for (let bit = length - 1; bit >= 0; bit--) {
      const at = this.#bits >> 3;
      if (at === this.#octets.length) {
        const longer = new Uint8Array(at * 2);
        longer.set(this.#octets);
        this.#octets = longer;
      }
      this.#octets[at] = (this.#octets[at] ?? 0) | (((value >> bit) & 1) << (7 - (this.#bits & 7)));
      this.#bits++;
    }
  }

  finish(): Uint8Array {
    return this.#octets.slice(0, Math.ceil(this.#bits / 8));
  }
}

class BitReader {
  readonly #octets: Uint8Array;
  #at = 0;

  constructor(octets: Uint8Array) {
    this.#octets = octets;
  }

  read(): number {
    const octet = this.#octets[this.#at >> 3];
    if (octet === undefined) throw new RangeError('it is cut off');
    const bit = (octet >> (7 - (this.#at & 7))) & 1;
    this.#at++;
    return bit;
  }

  /** Nothing may follow but zeros to the end of the octet. */
  finish(): void {
    if (this.#octets.length !== Math.ceil(this.#at / 8)) throw new RangeError('something follows it');
    while ((this.#at & 7) !== 0) if (this.read() !== 0) throw new RangeError('something follows it');
  }
}
