/** Path construction operators (ISO 32000-1 §8.5.2), in few bytes. */
import type { PathSegment } from '../../drawing/index.ts';
import { numberText } from '../writer/notation.ts';

/** The operators of a path; rectangles become `re`. `origin` is subtracted from every point. */
export function pathOperators(
  path: readonly PathSegment[],
  origin: { readonly x: number; readonly y: number } = { x: 0, y: 0 },
): string {
  const { x: left, y: top } = origin;
  const point = (x: number, y: number): string => `${numberText(x - left)} ${numberText(y - top)}`;
  let text = '';
  for (let index = 0; index < path.length; index++) {
    const segment = path[index];
    if (!segment) break;
    if (segment.op === 'm') {
      const corner = rectangleCorner(path, index);
      if (corner) {
        text += `${point(segment.x, segment.y)} ${numberText(corner.x - segment.x)} ${numberText(corner.y - segment.y)} re\n`;
        index += RECTANGLE_LENGTH - 1;
      } else text += `${point(segment.x, segment.y)} m\n`;
    } else if (segment.op === 'l') text += `${point(segment.x, segment.y)} l\n`;
    else if (segment.op === 'c') {
      text += `${point(segment.x1, segment.y1)} ${point(segment.x2, segment.y2)} ${point(segment.x, segment.y)} c\n`;
    } else text += 'h\n';
  }
  return text;
}

/** Move, three lines, close. */
const RECTANGLE_LENGTH = 5;

/** The corner opposite to where a rectangle begins, if one begins at `index`, first along x: the order in which `re` draws it. */
function rectangleCorner(path: readonly PathSegment[], index: number): { readonly x: number; readonly y: number } | undefined {
  const [start, second, third, fourth, close] = path.slice(index, index + RECTANGLE_LENGTH);
  if (start?.op !== 'm' || second?.op !== 'l' || third?.op !== 'l' || fourth?.op !== 'l' || close?.op !== 'z') return undefined;
  const isUpright = second.y === start.y && third.x === second.x && fourth.y === third.y && fourth.x === start.x;
  return isUpright ? third : undefined;
}

/**
 * Strokes each subpath from an origin of its own. Those of one shape, such as the lines of a guilloche, then read the same and take
 * next to nothing when compressed. Only for opaque strokes, since crossing subpaths are painted one over the other.
 */
export function strokedSubpaths(path: readonly PathSegment[]): string {
  let text = '';
  let start = 0;
  for (let index = 1; index <= path.length; index++) {
    if (index < path.length && path[index]?.op !== 'm') continue;
    const first = path[start];
    const origin = first?.op === 'm' ? first : { x: 0, y: 0 };
    text += `q 1 0 0 1 ${numberText(origin.x)} ${numberText(origin.y)} cm\n${pathOperators(path.slice(start, index), origin)}S Q\n`;
    start = index;
  }
  return text;
}
