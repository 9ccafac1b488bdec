/**
 * Strict DER (ITU-T X.690 §10) reader. Nodes keep the received slices, since what is hashed and verified are the original bytes.
 * Refused: indefinite or non-minimal lengths, non-minimal integers and tags, trailing bytes, more than {@link MAX_DEPTH} levels.
 */
import { YinzhengError } from '../base/errors/index.ts';

/** Deepest nesting that is read. */
export const MAX_DEPTH = 32;

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
 * @throws {YinzhengError} DER_MALFORMED when the node is primitive or its content is not a row of DER values
 */
export function children(node: DerNode): readonly DerNode[] {
  if (!node.constructed) throw malformed(node.offset, 'a constructed value is expected');
  if (node.depth >= MAX_DEPTH) throw malformed(node.offset, 'nested too deeply');
  const found: DerNode[] = [];
  const base = node.offset + node.raw.length - node.content.length;
  for (let position = 0; position < node.content.length;) {
    const child = readAt(node.content, position, base, node.depth + 1);
    found.push(child);
    position += child.raw.length;
  }
  return found;
}

function readAt(bytes: Uint8Array, start: number, base: number, depth: number): DerNode {
  let position = start;
  const next = (): number => {
    const byte = bytes[position++];
    if (byte === undefined) throw malformed(base + start, 'the value is cut off');
    return byte;
  };
  const identifier = next();
  let tag = identifier & 0x1f;
  if (tag === 0x1f) {
    tag = 0;
    let byte = next();
    if (byte === 0x80) throw malformed(base + start, 'the tag is not minimal');
    for (; ; byte = next()) {
      tag = tag * 128 + (byte & 0x7f);
      if (tag > 0xffff) throw malformed(base + start, 'the tag is too large');
      if (byte < 0x80) break;
    }
    if (tag < 0x1f) throw malformed(base + start, 'the tag is not minimal');
  }
  let length = next();
  if (length === 0x80) throw malformed(base + start, 'indefinite length');
  if (length > 0x80) {
    const count = length & 0x7f;
    if (count > 4) throw malformed(base + start, 'the length is too large');
    length = 0;
    for (let index = 0; index < count; index++) {
      const byte = next();
      if (index === 0 && byte === 0) throw malformed(base + start, 'the length is not minimal');
      length = length * 256 + byte;
    }
    if (length < 0x80) throw malformed(base + start, 'the length is not minimal');
  }
  if (length > bytes.length - position) throw malformed(base + start, 'the value is cut off');
  const end = position + length;
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

/** The error for bytes that are not DER. */
export function malformed(offset: number, reason: string): YinzhengError {
  return new YinzhengError('DER_MALFORMED', { offset, reason });
}
