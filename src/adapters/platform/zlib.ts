import { deflateSync, inflateRawSync, inflateSync } from 'node:zlib';
import { deflateSmallest } from '../../base/deflate/index.ts';
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { SMALLEST, type Zlib } from '../../base/zlib.ts';

/**
 * DEFLATE in the zlib format by the platform's zlib, and for the level SMALLEST by the optimal parse of `base/deflate`; where that is
 * not worth its time, `smallest` false makes do with the platform's best.
 */
export function createZlib({ smallest = true }: { readonly smallest?: boolean } = {}): Zlib {
  return Object.freeze({
    deflate: (bytes: Uint8Array, level = 6) =>
      smallest && level === SMALLEST
        ? deflateSmallest(bytes)
        : new Uint8Array(deflateSync(bytes, { level: Math.min(level, 9), memLevel: 9, chunkSize: chunkFor(bytes) })),
    inflate: (bytes: Uint8Array, limit: number) => inflateAtMost(inflateSync, bytes, limit),
    inflateRaw: (bytes: Uint8Array, limit: number) => inflateAtMost(inflateRawSync, bytes, limit),
  });
}

/** Room for what comes out, so that it is made in one piece where it is not long. */
function chunkFor({ length }: Uint8Array): number {
  return Math.min(length + 1024, 1 << 18);
}

function inflateAtMost(inflate: typeof inflateSync, bytes: Uint8Array, limit: number): Uint8Array {
  try {
    // An output of exactly `limit` bytes is allowed; one more byte of room tells it from a longer one.
    const inflated = inflate(bytes, { maxOutputLength: limit + 1 });
    if (inflated.length > limit) throw new YinzhengError('INPUT_TOO_LARGE', { limit });
    return new Uint8Array(inflated.buffer, inflated.byteOffset, inflated.byteLength);
  } catch (cause) {
    if (isYinzhengError(cause)) throw cause;
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') throw new YinzhengError('INPUT_TOO_LARGE', { limit }, { cause });
    throw new YinzhengError('DEFLATE_MALFORMED', { technical: message }, { cause });
  }
}
