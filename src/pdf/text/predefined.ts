/** The predefined CMaps (ISO 32000-1 §9.7.5.2) that tell texts without a table, and how strings fall into codes. */
import type { CodeSpace } from './cmap.ts';

/** What is known of an encoding by its name. */
export interface PredefinedMap {
  readonly spaces: readonly CodeSpace[];
  /** CID of a code; null where only a table would tell. */
  cid(code: number): number | null;
  /** Text of the bytes of a code; empty where only a table would tell. */
  text(raw: Uint8Array): string;
}

/** A code and the bytes it was made of. */
export interface StringCode {
  readonly code: number;
  readonly length: number;
  readonly raw: Uint8Array;
}

const TWO_BYTES: readonly CodeSpace[] = [{ length: 2, low: 0, high: 0xffff }];
const SURROGATES: readonly CodeSpace[] = [
  { length: 4, low: 0xd800dc00, high: 0xdbffdfff },
  { length: 2, low: 0, high: 0xffff },
];
const MULTIBYTE: readonly CodeSpace[] = [
  { length: 1, low: 0, high: 0x80 },
  { length: 2, low: 0x8140, high: 0xfeff },
];
/** GB 18030, Big5, Shift JIS and the like, by the beginnings of their names. */
const CHARSETS: readonly (readonly [RegExp, string])[] = [
  [/^(?:GBK|GB-EUC|GBpc)/, 'gb18030'],
  [/^(?:B5|ETen|HKscs)/, 'big5'],
  [/^(?:90ms|90pv|83pv)/, 'shift_jis'],
  [/^(?:KSC)/, 'euc-kr'],
];

/** What the name of an encoding tells; an unknown one has codes of two bytes that are CIDs. */
export function predefinedMap(name: string): PredefinedMap {
  if (/^Uni.*UTF16/.test(name)) return { spaces: SURROGATES, cid: () => null, text: decode('utf-16be') };
  if (/^Uni.*UCS2/.test(name)) return { spaces: TWO_BYTES, cid: () => null, text: decode('utf-16be') };
  const charset = CHARSETS.find(([beginning]) => beginning.test(name))?.[1];
  if (charset !== undefined) return { spaces: MULTIBYTE, cid: () => null, text: decode(charset) };
  return { spaces: TWO_BYTES, cid: (code) => code, text: () => '' };
}

function decode(charset: string): (raw: Uint8Array) => string {
  const decoder = new TextDecoder(charset);
  return (raw) => decoder.decode(raw);
}

/** Cuts a string into codes: each by the first code space it is in, else of the length of the shortest one. */
export function codesOf(bytes: Uint8Array, spaces: readonly CodeSpace[]): readonly StringCode[] {
  const usable = spaces.length > 0 ? spaces : TWO_BYTES;
  const shortest = Math.min(...usable.map(({ length }) => length));
  const codes: StringCode[] = [];
  for (let at = 0; at < bytes.length;) {
    const found = usable.find((space) => isWithin(bytes, at, space));
    const length = Math.min(found?.length ?? shortest, bytes.length - at);
    codes.push({ code: codeAt(bytes, at, length), length, raw: bytes.subarray(at, at + length) });
    at += length;
  }
  return codes;
}

/** Each byte of a code lies between those of the ends of its space (§9.7.6.3). */
function isWithin(bytes: Uint8Array, at: number, { length, low, high }: CodeSpace): boolean {
  if (at + length > bytes.length) return false;
  for (let index = 0; index < length; index++) {
    const shift = 8 * (length - 1 - index);
    const byte = bytes[at + index] ?? 0;
    if (byte < ((low >>> shift) & 0xff) || byte > ((high >>> shift) & 0xff)) return false;
  }
  return true;
}

function codeAt(bytes: Uint8Array, at: number, length: number): number {
  let code = 0;
  for (let index = 0; index < length; index++) code = code * 256 + (bytes[at + index] ?? 0);
  return code;
}
