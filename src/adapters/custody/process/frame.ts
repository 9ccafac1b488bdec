/**
 * Frames on the socket between a signer and who asks it: length of what follows (4 bytes, big-endian), number of the request (4), length
 * of the head (4), the head in JSON, and bytes as they are.
 */
import { utf8, fromUtf8 } from '../../../base/bytes.ts';

const PREFIX = 12;

/** Largest request, bytes: what is signed at most, and as much again for what is said about it. */
export const MAX_REQUEST_BYTES = 192 * 1024;
/** Largest answer, bytes: the list of all keys of the largest keystore. */
export const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

/** A frame as received; the head is not yet known to be anything. */
export interface Frame {
  readonly number: number;
  readonly head: unknown;
  readonly body: Uint8Array;
}

/** The bytes of a frame. */
export function writeFrame(number: number, head: unknown, body: Uint8Array = new Uint8Array(0)): Uint8Array {
  const json = utf8(JSON.stringify(head));
  const frame = Buffer.allocUnsafe(PREFIX + json.length + body.length);
  frame.writeUInt32BE(frame.length - 4, 0);
  frame.writeUInt32BE(number, 4);
  frame.writeUInt32BE(json.length, 8);
  frame.set(json, PREFIX);
  frame.set(body, PREFIX + json.length);
  return frame;
}

/**
 * Takes chunks as they come and hands over whole frames.
 * @returns a function that is given each chunk, and returns false when what comes is no frame or longer than `limit` bytes: then
 * nothing after it can be understood
 */
export function frameReader(limit: number, onFrame: (frame: Frame) => void): (chunk: Uint8Array) => boolean {
  let chunks: Uint8Array[] = [];
  let length = 0;
  let needed = PREFIX;
  return (chunk) => {
    chunks.push(chunk);
    length += chunk.length;
    while (length >= needed) {
      const bytes =
        chunks.length === 1 && chunks[0] ? Buffer.from(chunks[0].buffer, chunks[0].byteOffset, length) : Buffer.concat(chunks);
      const size = 4 + bytes.readUInt32BE(0);
      if (size < PREFIX || size > limit) return false;
      needed = size;
      chunks = [bytes];
      if (length < size) break;
      const frame = readFrame(bytes.subarray(0, size));
      if (!frame) return false;
      const rest = bytes.subarray(size);
      chunks = rest.length === 0 ? [] : [rest];
      length = rest.length;
      needed = PREFIX;
      onFrame(frame);
    }
    return true;
  };
}

function readFrame(bytes: Buffer): Frame | null {
  const end = PREFIX + bytes.readUInt32BE(8);
  if (end > bytes.length) return null;
  try {
    return { number: bytes.readUInt32BE(4), head: JSON.parse(fromUtf8(bytes.subarray(PREFIX, end))), body: bytes.subarray(end) };
  } catch {
    return null;
  }
}
