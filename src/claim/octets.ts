/** Writing and reading the fixed forms of this folder: unsigned numbers big-endian, texts with their length before them. */
import { concatBytes, fromUtf8, utf8 } from '../base/bytes.ts';

/** Octets of a key id. */
export const KEY_ID_OCTETS = 8;
/** Octets of an SM2 signature as r‖s. */
export const SIGNATURE_OCTETS = 64;

/** A number as so many octets, big-endian. */
export function numberOctets(value: number, length: number): Uint8Array {
  const octets = new Uint8Array(length);
  let rest = value;
  for (let at = length - 1; at >= 0; at--) {
    octets[at] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return octets;
}

/** A text of at most 255 octets of UTF-8, its length in one octet before it. */
export function textOctets(text: string): Uint8Array {
  const bytes = utf8(text);
  return concatBytes(numberOctets(bytes.length, 1), bytes);
}

/** Takes octets from the front; every method throws a RangeError where there are too few, or what is there is not of its form. */
export interface OctetReader {
  number(length: number): number;
  octets(length: number): Uint8Array;
  /** @param most largest number of octets of UTF-8 */
  text(most: number): string;
  /** Octets that are left. */
  readonly left: number;
}

/** A reader over octets, which are not copied. */
export function octetReader(bytes: Uint8Array): OctetReader {
  let at = 0;
  const take = (length: number): Uint8Array => {
    if (length > bytes.length - at) throw new RangeError('it is cut off');
    at += length;
    return bytes.subarray(at - length, at);
  };
  return {
    number: (length) => take(length).reduce((value, octet) => value * 256 + octet, 0),
    octets: take,
    text(most) {
      const [length = 0] = take(1);
      if (length > most) throw new RangeError('a text is too long');
      const bytesOfText = take(length);
      try {
        const text = fromUtf8(bytesOfText);
        if (!/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text)) return text;
      } catch {
        // Not UTF-8: refused like a control character.
      }
      throw new RangeError('a text is not one for people');
    },
    get left() {
      return bytes.length - at;
    },
  };
}
