const FIRST_CAPACITY = 16_384;
/** Below this length a loop is faster than a call into the encoder. */
const SHORT = 24;
const encoder = new TextEncoder();

/** A growing byte string to append to. */
export class ByteBuffer {
  #bytes: Uint8Array;
  #length = 0;

  /** @param capacity bytes to make room for at first */
  constructor(capacity: number = FIRST_CAPACITY) {
    this.#bytes = new Uint8Array(capacity);
  }

  /** Number of bytes appended so far, which is the offset of the next one. */
  get length(): number {
    return this.#length;
  }

  /** Appends an ASCII text. */
  ascii(text: string): this {
    const start = this.#reserve(text.length);
    if (text.length < SHORT) {
      for (let index = 0; index < text.length; index++) this.#bytes[start + index] = text.charCodeAt(index);
    } else {
      encoder.encodeInto(text, this.#bytes.subarray(start));
    }
    return this;
  }

  /** Appends bytes. */
  bytes(bytes: Uint8Array): this {
    const start = this.#reserve(bytes.length);
    this.#bytes.set(bytes, start);
    return this;
  }

  /** Writes an ASCII text over bytes appended before. */
  patch(offset: number, text: string): this {
    for (let index = 0; index < text.length; index++) this.#bytes[offset + index] = text.charCodeAt(index);
    return this;
  }

  /** What has been appended, without copying it; not to be appended to afterwards. */
  view(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** A copy of what has been appended. */
  take(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #reserve(count: number): number {
    const start = this.#length;
    const needed = start + count;
    if (needed > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
      larger.set(this.#bytes.subarray(0, start));
      this.#bytes = larger;
    }
    this.#length = needed;
    return start;
  }
}
