/** The points of a simple glyph as TrueType writes them (ISO/IEC 14496-22 §5.3.3): flags, then the steps along x, then those along y. */
import { damagedGlyph } from './damaged.ts';

/** Points of contours, each by its step from the previous one in units of the em square; `onCurve` 1 on the outline, 0 beside it. */
export interface Steps {
  readonly onCurve: Uint8Array;
  readonly dx: Int32Array;
  readonly dy: Int32Array;
}

const ON_CURVE = 0x1;
/** Bits of a flag, for x; those for y are the next higher ones. */
const SHORT = 0x2;
const SAME_OR_POSITIVE = 0x10;
const REPEATED = 0x8;
const LONGEST_REPETITION = 0xff;
/** Shorter runs, written out, are no longer and compress better. */
const SHORTEST_RUN = 3;
const BYTES_A_POINT = 5;

/** Room for the steps of `count` points. */
export function emptySteps(count: number): Steps {
  return { onCurve: new Uint8Array(count), dx: new Int32Array(count), dy: new Int32Array(count) };
}

/**
 * Reads the steps of `count` points from `offset` of a glyph.
 * @throws {YinzhengError} FONT_UNUSABLE when the glyph ends before its points
 */
export function readSteps(glyph: DataView, offset: number, count: number): Steps {
  let at = offset;
  const byte = (): number => {
    if (at >= glyph.byteLength) throw damagedGlyph('the points of a glyph are cut off', '字形的点不完整');
    return glyph.getUint8(at++);
  };
  const flags = new Uint8Array(count);
  for (let point = 0; point < count;) {
    const flag = byte();
    const end = Math.min(count, point + 1 + (flag & REPEATED ? byte() : 0));
    flags.fill(flag, point, end);
    point = end;
  }
  const steps = emptySteps(count);
  for (const [axis, shift] of [[steps.dx, 0] as const, [steps.dy, 1] as const]) {
    for (let point = 0; point < count; point++) {
      const kind = (flags[point] ?? 0) >> shift;
      if (kind & SHORT) axis[point] = kind & SAME_OR_POSITIVE ? byte() : -byte();
      else if (!(kind & SAME_OR_POSITIVE)) axis[point] = (((byte() << 8) | byte()) << 16) >> 16;
    }
  }
  for (let point = 0; point < count; point++) steps.onCurve[point] = (flags[point] ?? 0) & ON_CURVE;
  return steps;
}

/** The steps as the flags and coordinates of a glyph, and the box around the points: x and y least, x and y greatest. */
export function writeSteps({ onCurve, dx, dy }: Steps): { bounds: readonly number[]; bytes: Uint8Array } {
  const count = onCurve.length;
  const bytes = new Uint8Array(BYTES_A_POINT * count);
  let length = count;
  const write = (steps: Int32Array, shift: number): readonly [number, number] => {
    let [place, least, greatest] = [0, Infinity, -Infinity];
    for (let point = 0; point < count; point++) {
      const step = steps[point] ?? 0;
      const size = Math.abs(step);
      place += step;
      least = Math.min(least, place);
      greatest = Math.max(greatest, place);
      let kind = step >= 0 ? SAME_OR_POSITIVE : 0;
      if (size >= 0x100) {
        kind = 0;
        bytes[length++] = step >> 8;
        bytes[length++] = step;
      } else if (size > 0) {
        kind |= SHORT;
        bytes[length++] = size;
      }
      bytes[point] = (bytes[point] ?? 0) | (kind << shift);
    }
    return count === 0 ? [0, 0] : [least, greatest];
  };
  bytes.set(onCurve);
  const [left, right] = write(dx, 0);
  const [bottom, top] = write(dy, 1);
  const flags = foldFlags(bytes, count);
  bytes.copyWithin(flags, count, length);
  return { bounds: [left, bottom, right, top], bytes: bytes.subarray(0, flags + length - count) };
}

/** Folds runs of equal flags among the first `count` bytes, in place; answers how many bytes are left. */
function foldFlags(bytes: Uint8Array, count: number): number {
  let written = 0;
  for (let start = 0, end = 0; start < count; start = end) {
    const flag = bytes[start] ?? 0;
    while (end < count && bytes[end] === flag && end - start <= LONGEST_REPETITION) end++;
    if (end - start < SHORTEST_RUN) end = start + 1;
    bytes[written++] = end - start > 1 ? flag | REPEATED : flag;
    if (end - start > 1) bytes[written++] = end - start - 1;
  }
  return written;
}
