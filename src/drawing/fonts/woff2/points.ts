/** The points of a simple glyph: packed as one flag and up to four bytes each (W3C WOFF 2.0 §5.2), and as TrueType writes them. */
import type { ByteReader } from './reader.ts';

/** A point of a contour: the step from the previous one in units of the em square. */
export interface Step {
  readonly onCurve: boolean;
  readonly dx: number;
  readonly dy: number;
}

const ON_CURVE = 0x1;
/** Bits of a TrueType flag, for x; those for y are the next higher ones (ISO/IEC 14496-22 §5.3.3). */
const SHORT = 0x2;
const SAME_OR_POSITIVE = 0x10;

/** Reads the steps of `count` points. */
export function readPoints(flags: ByteReader, data: ByteReader, count: number): readonly Step[] {
  const steps: Step[] = [];
  for (let index = 0; index < count; index++) {
    const flag = flags.uint8();
    steps.push({ onCurve: flag < 0x80, ...readStep(flag & 0x7f, data) });
  }
  return steps;
}

/** Flags below 10 move along y alone, below 20 along x alone; the others both ways, with more and more bits for each. */
function readStep(kind: number, data: ByteReader): { dx: number; dy: number } {
  if (kind < 20) {
    const step = signed(kind & 1, (((kind % 10) >> 1) << 8) + data.uint8());
    return kind < 10 ? { dx: 0, dy: step } : { dx: step, dy: 0 };
  }
  const [x, y] = readSizes(kind, data);
  return { dx: signed(kind & 1, x), dy: signed(kind & 2, y) };
}

function readSizes(kind: number, data: ByteReader): [x: number, y: number] {
  if (kind < 84) {
    const group = (kind - 20) >> 2;
    const byte = data.uint8();
    return [1 + 16 * (group >> 2) + (byte >> 4), 1 + 16 * (group & 3) + (byte & 0xf)];
  }
  if (kind < 120) {
    const group = (kind - 84) >> 2;
    return [1 + 256 * Math.floor(group / 3) + data.uint8(), 1 + 256 * (group % 3) + data.uint8()];
  }
  if (kind < 124) {
    const word = data.uint16();
    return [word >> 4, 256 * (word & 0xf) + data.uint8()];
  }
  return [data.uint16(), data.uint16()];
}

function signed(positive: number, size: number): number {
  return positive ? size : -size;
}

/** The steps as the flags and coordinates of a TrueType glyph, and the box around the points: x and y least, x and y greatest. */
export function writePoints(steps: readonly Step[]): { bounds: number[]; bytes: readonly number[] } {
  const flags: number[] = [];
  const xs: number[] = [];
  const ys: number[] = [];
  let [x, y] = [0, 0];
  let [left, bottom, right, top] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { onCurve, dx, dy } of steps) {
    flags.push((onCurve ? ON_CURVE : 0) | writeCoordinate(dx, xs) | (writeCoordinate(dy, ys) << 1));
    x += dx;
    y += dy;
    left = Math.min(left, x);
    right = Math.max(right, x);
    bottom = Math.min(bottom, y);
    top = Math.max(top, y);
  }
  const bounds = steps.length === 0 ? [0, 0, 0, 0] : [left, bottom, right, top];
  return { bounds, bytes: [...flags, ...xs, ...ys] };
}

/** Appends a coordinate's bytes and answers its bits in the flag, those for x. */
function writeCoordinate(step: number, bytes: number[]): number {
  if (step === 0) return SAME_OR_POSITIVE;
  const size = Math.abs(step);
  if (size < 0x100) {
    bytes.push(size);
    return SHORT | (step > 0 ? SAME_OR_POSITIVE : 0);
  }
  bytes.push((step >> 8) & 0xff, step & 0xff);
  return 0;
}
