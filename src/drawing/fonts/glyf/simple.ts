/** Simple glyphs (ISO/IEC 14496-22 §5.3.3): contours of points, each on the outline or the control point of a quadratic curve. */
import { damagedGlyph } from './damaged.ts';
import { readSteps, writeSteps, type Steps } from './points.ts';

const HEADER = 10;

/**
 * A simple glyph without its instructions, its points on a grid `divisor` times as wide; none of them is left out, since composite
 * glyphs may refer to them by number.
 * @throws {YinzhengError} FONT_UNUSABLE when it is malformed
 */
export function copySimple(glyph: Uint8Array, divisor: number): Uint8Array {
  if (glyph.length < HEADER) return new Uint8Array(0);
  const view = new DataView(glyph.buffer, glyph.byteOffset, glyph.byteLength);
  const contours = view.getInt16(0);
  const ends = HEADER + 2 * contours;
  if (contours === 0) return new Uint8Array(0);
  if (contours < 0 || ends + 2 > glyph.length) throw damagedGlyph('the contours of a glyph are cut off', '字形的轮廓不完整');
  for (let at = HEADER + 2; at < ends; at += 2) {
    if (view.getUint16(at) < view.getUint16(at - 2)) throw damagedGlyph('the contours of a glyph overlap', '字形的轮廓相互重叠');
  }
  const steps = readSteps(view, ends + 2 + view.getUint16(ends), view.getUint16(ends - 2) + 1);
  const { bounds, bytes } = writeSteps(onGrid(steps, divisor));
  const copy = new Uint8Array(ends + 2 + bytes.length);
  const written = new DataView(copy.buffer);
  written.setInt16(0, contours);
  bounds.forEach((value, index) => {
    written.setInt16(2 + 2 * index, value);
  });
  copy.set(glyph.subarray(HEADER, ends), HEADER);
  copy.set(bytes, ends + 2);
  return copy;
}

/** Each point is rounded, not each step, so that errors do not add up. */
function onGrid({ onCurve, dx, dy }: Steps, divisor: number): Steps {
  return { onCurve, dx: roundedSteps(dx, divisor), dy: roundedSteps(dy, divisor) };
}

function roundedSteps(steps: Int32Array, divisor: number): Int32Array {
  let [place, rounded] = [0, 0];
  return steps.map((step) => {
    place += step;
    const before = rounded;
    rounded = Math.round(place / divisor);
    return rounded - before;
  });
}
