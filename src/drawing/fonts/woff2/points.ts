/** The points of a simple glyph, packed as one flag and up to four bytes each (W3C WOFF 2.0 §5.2). */
import { emptySteps, type Steps } from '../glyf/points.ts';
import type { ByteReader } from './reader.ts';

/** Reads the steps of `count` points. */
export function readPoints(flags: ByteReader, data: ByteReader, count: number): Steps {
  const steps = emptySteps(count);
  for (let point = 0; point < count; point++) {
    const flag = flags.uint8();
    const { dx, dy } = readStep(flag & 0x7f, data);
    steps.onCurve[point] = flag < 0x80 ? 1 : 0;
    steps.dx[point] = dx;
    steps.dy[point] = dy;
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
