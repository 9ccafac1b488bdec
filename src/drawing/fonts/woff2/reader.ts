import { bilingual, YinzhengError } from '../../../base/errors/index.ts';

const LONGEST_BASE128 = 5;
const WORD_FOLLOWS = 253;
const ONE_MORE = 255;
const TWO_MORE = 254;
const LOWEST = 253;

/** Reads bytes in order, in the number formats of WOFF 2.0; every read throws FONT_UNUSABLE past the end. */
export class ByteReader {
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  uint8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.#advance(2));
  }

  int16(): number {
    return this.#view.getInt16(this.#advance(2));
  }

  uint32(): number {
    return this.#view.getUint32(this.#advance(4));
  }

  /** 255UInt16 (§4.1): small numbers in one byte. */
  packedUint16(): number {
    const first = this.uint8();
    if (first === WORD_FOLLOWS) return this.uint16();
    if (first === ONE_MORE) return this.uint8() + LOWEST;
    if (first === TWO_MORE) return this.uint8() + 2 * LOWEST;
    return first;
  }

  /** UIntBase128 (§4.1): seven bits a byte, the highest first, without leading zeros. */
  base128(): number {
    let value = 0;
    for (let index = 0; index < LONGEST_BASE128; index++) {
      const byte = this.uint8();
      if (index === 0 && byte === 0x80) break;
      value = value * 0x80 + (byte & 0x7f);
      if (value > 0xffff_ffff) break;
      if (byte < 0x80) return value;
    }
    throw damagedFont('a length in it is malformed', '其中的长度有误');
  }

  /** The next `length` bytes, not copied. */
  bytes(length: number): Uint8Array {
    const start = this.#advance(length);
    return new Uint8Array(this.#view.buffer, this.#view.byteOffset + start, length);
  }

  #advance(length: number): number {
    const start = this.#at;
    if (start + length > this.#view.byteLength) throw damagedFont('it ends too early', '文件不完整');
    this.#at = start + length;
    return start;
  }
}

/** FONT_UNUSABLE for a compressed font that does not say what it should. */
export function damagedFont(en: string, zh: string): YinzhengError {
  return new YinzhengError('FONT_UNUSABLE', { reason: bilingual(en, zh) });
}
