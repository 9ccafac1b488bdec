/** Where an organisation stands in the two trees, of areas and of lines of business. */
import { areaContains, areaPath, type AreaCode } from './area.ts';
import { lineContains, linePath, type LineCode } from './line.ts';

/** A place in both trees; without a line it is a body of its area as a whole, such as a government or an 行政审批局. */
export interface Place {
  readonly area: AreaCode;
  readonly line: LineCode | null;
}

/** Whether one place is beneath another or the same: in its area, and where that has a line, in its line too. */
export function placeContains(upper: Place, lower: Place): boolean {
  if (!areaContains(upper.area, lower.area)) return false;
  return upper.line === null || (lower.line !== null && lineContains(upper.line, lower.line));
}

/** A place as one text, by which the places beneath it are found. */
export function placeKey({ area, line }: Place): string {
  return line === null ? area : `${area} ${line}`;
}

/** The keys of all places that a place is beneath, its own among them; at most 35. */
export function placeKeys({ area, line }: Place): readonly string[] {
  const lines = [null, ...(line === null ? [] : linePath(line))];
  return areaPath(area).flatMap((outer) => lines.map((upper) => placeKey({ area: outer, line: upper })));
}
