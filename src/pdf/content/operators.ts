/** Content streams as operators with their operands (ISO 32000-1 §7.8.2). */
import type { PdfObject } from '../objects/index.ts';
import {
  isDigit,
  isRegular,
  isWhiteSpace,
  malformedPdf,
  peek,
  readObject,
  skipWhiteSpace,
  type Cursor,
} from '../syntax/index.ts';

/** An operator, such as `Tj`, after its operands. An inline image is one operator `EI` without operands. */
export interface Operation {
  readonly operator: string;
  readonly operands: readonly PdfObject[];
}

/** Operands that one operator has at most. */
const MAX_OPERANDS = 1000;
/** Bytes that an operator's name has at most. */
const MAX_OPERATOR = 8;
const CONSTANTS = new Set(['true', 'false', 'null']);

/**
 * The operators of a content stream, one after the other.
 * @throws {YinzhengError} PDF_MALFORMED while they are read
 */
export function* readOperations(bytes: Uint8Array): Generator<Operation> {
  const cursor: Cursor = {
    bytes,
    end: bytes.length,
    inFile: false,
    budget: { objects: bytes.length + 1, bytes: 4 * bytes.length + 64 },
    position: 0,
  };
  let operands: PdfObject[] = [];
  for (;;) {
    skipWhiteSpace(cursor);
    const byte = peek(cursor);
    if (byte === undefined) return;
    const word = isOperand(byte) ? '' : wordAt(cursor);
    if (word === '' || CONSTANTS.has(word)) {
      if (operands.push(readObject(cursor)) > MAX_OPERANDS) throw malformedPdf(0, 'an operator has too many operands');
      continue;
    }
    cursor.position += word.length;
    if (word === 'BI') {
      skipInlineImage(cursor);
      yield { operator: 'EI', operands: [] };
    } else yield { operator: word, operands };
    operands = [];
  }
}

function isOperand(byte: number): boolean {
  return isDigit(byte) || [0x2b, 0x2d, 0x2e, 0x2f, 0x28, 0x3c, 0x5b].includes(byte);
}

function wordAt({ bytes, position, end }: Cursor): string {
  let after = position;
  while (after < end && isRegular(bytes[after])) after++;
  if (after === position || after - position > MAX_OPERATOR) throw malformedPdf(0, 'an operator is expected in a content stream');
  return String.fromCharCode(...bytes.subarray(position, after));
}

/** Moves past the entries and the data of an inline image (§8.9.7): to `EI` between white space. */
function skipInlineImage(cursor: Cursor): void {
  const { bytes, end } = cursor;
  for (let at = cursor.position; at + 1 < end; at++) {
    const marked = bytes[at] === 0x45 && bytes[at + 1] === 0x49;
    if (marked && isWhiteSpace(bytes[at - 1] ?? 0) && (at + 2 === end || isWhiteSpace(bytes[at + 2] ?? 0))) {
      cursor.position = at + 2;
      return;
    }
  }
  throw malformedPdf(0, 'an inline image is cut off');
}
