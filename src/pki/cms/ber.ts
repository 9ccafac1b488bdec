/**
 * BER (ITU-T X.690 §8) brought into DER's form of lengths and strings, for the CMS of products that write indefinite lengths. Values that
 * are DER already, such as the certificates inside, come out byte for byte the same; the order of a SET stays as received.
 */
import { malformed, MAX_DEPTH } from '../../asn1/index.ts';
import { concatBytes } from '../../base/bytes.ts';

/** A converted value and how many bytes of the input it took. */
export interface ConvertedBer {
  readonly der: Uint8Array;
  readonly length: number;
}

/** Most values that are converted, those inside a value not counted that needs no conversion: each costs hundreds of bytes of memory. */
const MAX_VALUES = 16_384;

const INDEFINITE = -1;
const NOT_PLAIN = -1;
const CONSTRUCTED = 0x20;
const CONSTRUCTED_OCTET_STRING = 0x24;
const OCTET_STRING = 0x04;

/**
 * Converts the BER value at the start of bytes that may go on. Bounded by {@link MAX_DEPTH} levels and {@link MAX_VALUES} values.
 * @throws {YinzhengError} DER_MALFORMED when it is not BER, or uses constructed strings other than OCTET STRING
 */
export function convertBer(bytes: Uint8Array): ConvertedBer {
  const value = convertAt(bytes, { start: 0, limit: bytes.length, depth: 0, budget: { values: MAX_VALUES } });
  return { der: value.der, length: value.end };
}

interface Converted {
  readonly der: Uint8Array;
  readonly end: number;
}

interface Place {
  readonly start: number;
  readonly limit: number;
  readonly depth: number;
  /** What may still be converted in the whole input. */
  readonly budget: { values: number };
}

function convertAt(bytes: Uint8Array, { start, limit, depth, budget }: Place): Converted {
  if (budget.values-- <= 0) throw malformed(start, `more than ${MAX_VALUES} values`);
  const plain = plainEnd(bytes, start, limit, depth);
  if (plain !== NOT_PLAIN) return { der: bytes.subarray(start, plain), end: plain };
  if (depth > MAX_DEPTH) throw malformed(start, 'nested too deeply');
  const { identifier, identifierLength, contentStart, length } = readHeader(bytes, start, limit);
  const contentEnd = length === INDEFINITE ? limit : contentStart + length;
  if (contentEnd > limit) throw malformed(start, 'the value is cut off');
  const tag = bytes.subarray(start, start + identifierLength);
  if ((identifier & CONSTRUCTED) === 0) {
    if (length === INDEFINITE) throw malformed(start, 'a primitive value of indefinite length');
    return { der: withHeader(tag, bytes.subarray(contentStart, contentEnd)), end: contentEnd };
  }
  const parts: Uint8Array[] = [];
  let position = contentStart;
  for (;;) {
    if (length === INDEFINITE && bytes[position] === 0 && bytes[position + 1] === 0 && position + 2 <= limit) {
      position += 2;
      break;
    }
    if (position >= contentEnd) {
      if (length === INDEFINITE) throw malformed(start, 'the end-of-contents octets are missing');
      break;
    }
    const part = convertAt(bytes, { start: position, limit: contentEnd, depth: depth + 1, budget });
    parts.push(part.der);
    position = part.end;
  }
  if (identifier === CONSTRUCTED_OCTET_STRING) {
    return {
      der: withHeader(Uint8Array.of(OCTET_STRING), concatBytes(...parts.map((part) => segment(part, start)))),
      end: position,
    };
  }
  if (identifier < 0x40 && identifier !== 0x30 && identifier !== 0x31) throw malformed(start, 'a constructed string');
  return { der: withHeader(tag, concatBytes(...parts)), end: position };
}

/**
 * Where a value ends that needs no conversion: every length in it is definite and minimal, no string is constructed; or NOT_PLAIN. Nothing
 * is allocated, so that the certificates and revocation lists inside cost little.
 */
function plainEnd(bytes: Uint8Array, start: number, limit: number, depth: number): number {
  const identifier = bytes[start] ?? 0;
  const isConstructed = (identifier & CONSTRUCTED) !== 0;
  if (depth > MAX_DEPTH || start + 2 > limit || (identifier & 0x1f) === 0x1f) return NOT_PLAIN;
  if (isConstructed && identifier < 0x40 && identifier !== 0x30 && identifier !== 0x31) return NOT_PLAIN;
  let position = start + 2;
  let length = bytes[start + 1] ?? 0;
  if (length >= 0x80) {
    const last = position + (length & 0x7f);
    if (last === position || last > position + 4 || bytes[position] === 0) return NOT_PLAIN;
    for (length = 0; position < last; position++) length = length * 256 + (bytes[position] ?? 0);
    if (length < 0x80) return NOT_PLAIN;
  }
  const end = position + length;
  if (end > limit) return NOT_PLAIN;
  while (isConstructed && position < end) {
    position = plainEnd(bytes, position, end, depth + 1);
    if (position === NOT_PLAIN) return NOT_PLAIN;
  }
  return end;
}

interface Header {
  readonly identifier: number;
  readonly identifierLength: number;
  readonly contentStart: number;
  /** INDEFINITE for the form with end-of-contents octets. */
  readonly length: number;
}

function readHeader(bytes: Uint8Array, start: number, limit: number): Header {
  let position = start;
  const next = (): number => {
    const octet = position < limit ? bytes[position] : undefined;
    if (octet === undefined) throw malformed(start, 'the value is cut off');
    position++;
    return octet;
  };
  const identifier = next();
  if ((identifier & 0x1f) === 0x1f) {
    while (next() >= 0x80) if (position - start > 4) throw malformed(start, 'the tag is too large');
  }
  const identifierLength = position - start;
  const first = next();
  if (first === 0x80) return { identifier, identifierLength, contentStart: position, length: INDEFINITE };
  let length = first;
  if (first > 0x80) {
    const count = first & 0x7f;
    if (count > 6) throw malformed(start, 'the length is too large');
    length = 0;
    for (let index = 0; index < count; index++) length = length * 256 + next();
  }
  return { identifier, identifierLength, contentStart: position, length };
}

function withHeader(tag: Uint8Array, content: Uint8Array): Uint8Array {
  const octets: number[] = [];
  if (content.length >= 0x80) {
    for (let rest = content.length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
    octets.unshift(0x80 | octets.length);
  } else {
    octets.push(content.length);
  }
  return concatBytes(tag, Uint8Array.from(octets), content);
}

/** The content of a converted segment of an OCTET STRING. */
function segment(part: Uint8Array, start: number): Uint8Array {
  if (part[0] !== OCTET_STRING) throw malformed(start, 'a segment of an OCTET STRING is expected');
  const first = part[1] ?? 0;
  return part.subarray(first < 0x80 ? 2 : 2 + (first & 0x7f));
}
