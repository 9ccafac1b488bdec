/** Where an organisation stands in the two trees, of areas and of lines of business. */
import { areaContains, areaPath, type AreaCode } from './area.ts';
import { lineContains, linePath, type LineCode } from './line.ts';

/** A place in both trees; without a line it is a body of its area as a whole, such as a government or an 行政审批局. */
export interface Place {
  readonly area: AreaCode;
  readonly line: LineCode | null;
}

/** A place that others are beneath: of an area as a whole, of a line in an area, or of a line wherever it is where the area is null. */
export interface Reach {
  readonly area: AreaCode | null;
  readonly line: LineCode | null;
}

/** Stands for every area in a key of a place. */
const ANY_AREA = '*';

/** Whether one place is beneath another or the same: in its area, and where that has a line, in its line too. */
export function placeContains(upper: Reach, lower: Reach): boolean {
  if (upper.area !== null && (lower.area === null || !areaContains(upper.area, lower.area))) return false;
  return upper.line === null || (lower.line !== null && lineContains(upper.line, lower.line));
}

/** A place as one text, by which the places beneath it are found. */
export function placeKey({ area, line }: Reach): string {
  return line === null ? (area ?? ANY_AREA) : `${area ?? ANY_AREA} ${line}`;
}

/** The keys of all places that a place is beneath, its own among them, but that of everything; at most 41. */
export function placeKeys({ area, line }: Place): readonly string[] {
  const lines = line === null ? [] : linePath(line);
  const inAreas = areaPath(area).flatMap((outer) => [null, ...lines].map((upper) => placeKey({ area: outer, line: upper })));
  return [...inAreas, ...lines.map((upper) => placeKey({ area: null, line: upper }))];
}
