import type { PathSegment } from '../model.ts';

/** A path command as HarfBuzz gives it: an SVG letter (M L Q C Z) with absolute coordinates. */
export interface OutlineCommand {
  readonly type: string;
  readonly values: readonly number[];
}

/** Path segments of an outline, quadratic curves raised to cubic ones; same units and axes as given. */
export function outlineFromCommands(commands: readonly OutlineCommand[]): readonly PathSegment[] {
  const path: PathSegment[] = [];
  let fromX = 0;
  let fromY = 0;
  for (const { type, values } of commands) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = values;
    if (type === 'Z') {
      path.push({ op: 'z' });
      continue;
    }
    const [x, y] = type === 'C' ? [e, f] : type === 'Q' ? [c, d] : [a, b];
    if (type === 'M') path.push({ op: 'm', x, y });
    else if (type === 'L') path.push({ op: 'l', x, y });
    else if (type === 'C') path.push({ op: 'c', x1: a, y1: b, x2: c, y2: d, x, y });
    else {
      path.push({
        op: 'c',
        x1: fromX + (2 / 3) * (a - fromX),
        y1: fromY + (2 / 3) * (b - fromY),
        x2: x + (2 / 3) * (a - x),
        y2: y + (2 / 3) * (b - y),
        x,
        y,
      });
    }
    fromX = x;
    fromY = y;
  }
  return path;
}
