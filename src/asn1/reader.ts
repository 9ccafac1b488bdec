/**
 * Strict DER (ITU-T X.690 §10) reader. Nodes keep the received slices, since what is hashed and verified are the original bytes.
 * Refused: indefinite or non-minimal lengths, non-minimal integers and tags, trailing bytes, more than {@link MAX_DEPTH} levels.
 */
import { YinzhengError } from '../base/errors/index.ts';

/** Deepest nesting that is read. */
export const MAX_DEPTH = 32;
/** Most values inside one constructed value, unless the reader of a structure sets another limit: each costs hundreds of bytes of memory. */
export const MAX_CHILDREN = 4096;

/** Tag numbers of the universal class. */
export const TAG = {
  boolean: 1,
  integer: 2,
  bitString: 3,
  octetString: 4,
  null: 5,
  oid: 6,
  enumerated: 10,
  utf8String: 12,
  sequence: 16,
  set: 17,
  numericString: 18,
  printableString: 19,
  teletexString: 20,
  ia5String: 22,
  utcTime: 23,
  generalizedTime: 24,
  visibleString: 26,
  universalString: 28,
  bmpString: 30,
} as const;

/** One DER value. Slices are views of the input, not copies. */
export interface DerNode {
  readonly tagClass: 'universal' | 'application' | 'context' | 'private';
  readonly constructed: boolean;
  /** Tag number. */
  readonly tag: number;
  /** Identifier, length and content as received. */
  readonly raw: Uint8Array;
  /** Content octets as received. */
  readonly content: Uint8Array;
  /** Offset of `raw` in the outermost input. */
  readonly offset: number;
  /** Level of nesting, 0 outermost. */
  readonly depth: number;
}

const CLASSES = ['universal', 'application', 'context', 'private'] as const;

/**
 * Reads exactly one DER value.
 * @throws {YinzhengError} DER_MALFORMED, also when bytes follow the value
 */
export function readDer(bytes: Uint8Array): DerNode {
  const node = readAt(bytes, 0, 0, 0);
  if (node.raw.length !== bytes.length) throw malformed(node.raw.length, 'bytes follow the value');
  return node;
}

/**
 * Reads the DER value at the start of bytes that may go on (zero padding of a signature's hole).
 * @throws {YinzhengError} DER_MALFORMED
 */
export function readDerPrefix(bytes: Uint8Array): DerNode {
  return readAt(bytes, 0, 0, 0);
}

/**
 * The values inside a constructed value.
 * @throws {YinzhengError} DER_MALFORMED when the node is primitive, its content is not a row of DER values, or there are more than `limit`
 */
export function children(node: DerNode, limit = MAX_CHILDREN): readonly DerNode[] {
  if (!node.constructed) throw malformed(node.offset, 'a constructed value is expected');
  if (node.depth >= MAX_DEPTH) throw malformed(node.offset, 'nested too deeply');
  const found: DerNode[] = [];
  const base = node.offset + node.raw.length - node.content.length;
  for (let position = 0; position < node.content.length;) {
    const child = readAt(node.content, position, base, node.depth + 1);
    if (found.length >= limit) throw malformed(child.offset, `more than ${limit} values`);
    found.push(child);
    position += child.raw.length;
  }
  return found;
}

function readAt(bytes: Uint8Array, start: number, base: number, depth: number): DerNode {
  const identifier = octet(bytes, start, base + start);
  let position = start + 1;
  let tag = identifier & 0x1f;
  if (tag === 0x1f) ({ tag, position } = readLongTag(bytes, position, base + start));
  let length = octet(bytes, position++, base + start);
  if (length >= 0x80) ({ length, position } = readLongLength(bytes, position, length, base + start));
  const end = position + length;
  if (end > bytes.length) throw malformed(base + start, 'the value is cut off');
  return {
    tagClass: CLASSES[identifier >> 6] ?? 'universal',
    constructed: (identifier & 0x20) !== 0,
    tag,
    raw: bytes.subarray(start, end),
    content: bytes.subarray(position, end),
    offset: base + start,
    depth,
  };
}

function octet(bytes: Uint8Array, position: number, offset: number): number {
  const value = bytes[position];
  if (value === undefined) throw malformed(offset, 'the value is cut off');
  return value;
}

function readLongTag(bytes: Uint8Array, start: number, offset: number): { tag: number; position: number } {
  let position = start;
  let tag = 0;
  let part = octet(bytes, position++, offset);
  if (part === 0x80) throw malformed(offset, 'the tag is not minimal');
  for (; ; part = octet(bytes, position++, offset)) {
    tag = tag * 128 + (part & 0x7f);
    if (tag > 0xffff) throw malformed(offset, 'the tag is too large');
    if (part < 0x80) break;
  }
  if (tag < 0x1f) throw malformed(offset, 'the tag is not minimal');
  return { tag, position };
}

function readLongLength(bytes: Uint8Array, start: number, first: number, offset: number): { length: number; position: number } {
  if (first === 0x80) throw malformed(offset, 'indefinite length');
  const count = first & 0x7f;
  if (count > 4) throw malformed(offset, 'the length is too large');
  let length = 0;
  for (let index = 0; index < count; index++) length = length * 256 + octet(bytes, start + index, offset);
  if (length < 0x80 || bytes[start] === 0) throw malformed(offset, 'the length is not minimal');
  return { length, position: start + count };
}

/** The error for bytes that are not DER. */
export function malformed(offset: number, technical: string): YinzhengError {
  return new YinzhengError('DER_MALFORMED', { offset, technical });
}
