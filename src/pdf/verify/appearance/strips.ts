/** Do the strips of a straddling seal (骑缝章) make the seal? */
import type { ShownPart } from './form.ts';

/** How far one strip may begin from where the one before ends, as a part of the seal. */
const TOLERANCE = 0.002;

/**
 * True where strips, in the order of the widgets, are not one whole seal after the other: each begins where the one before ended, at the
 * left or the top, and the last one ends at the other edge.
 */
export function strayStrip(strips: readonly ShownPart[]): boolean {
  let end = 0;
  let axis: 'across' | 'down' | null = null;
  for (const strip of strips) {
    const own = isAll(strip.down) ? 'across' : 'down';
    const [from, to] = strip[own];
    if ((axis !== null && axis !== own) || Math.abs(from - end) > TOLERANCE || to <= from) return true;
    [end, axis] = to >= 1 - TOLERANCE ? [0, null] : [to, own];
  }
  return axis !== null;
}

function isAll([from, to]: readonly [number, number]): boolean {
  return Math.abs(from) <= TOLERANCE && Math.abs(1 - to) <= TOLERANCE;
}
