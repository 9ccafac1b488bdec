import type { PathSegment } from '../model.ts';
import { arcSegments } from './arc.ts';
import { emblemFault } from './fault.ts';
import { readNumbers } from './numbers.ts';

const MOST_SEGMENTS = 100_000;

/**
 * The segments of SVG path data (SVG 1.1 §8.3), every command of it; quadratic curves and elliptical arcs become cubic curves.
 * @throws {YinzhengError} EMBLEM_UNUSABLE when it is not path data
 */
export function readPathData(data: string): readonly PathSegment[] {
  const reader = readNumbers(data);
  const path: PathSegment[] = [];
  let [x, y, startX, startY] = [0, 0, 0, 0];
  /** Control point that a smooth curve mirrors, and the kind of curve it was for. */
  let mirror: { kind: 'c' | 'q'; x: number; y: number } | undefined;
  let command = '';
  while (!reader.done) {
    const letter = reader.letter();
    if (letter !== undefined) command = letter;
    else if (command === '' || /z/i.test(command))
      throw emblemFault('path data has a number without a command', '路径数据中的数字前没有命令');
    if (path.length === 0 && !/m/i.test(command))
      throw emblemFault('path data does not begin with a move', '路径数据不是以移动命令开始');
    if (path.length >= MOST_SEGMENTS) throw emblemFault('a path has too many segments', '路径分段过多');
    const relative = command === command.toLowerCase();
    const [baseX, baseY] = relative ? [x, y] : [0, 0];
    const point = (): { x: number; y: number } => ({ x: baseX + reader.number(), y: baseY + reader.number() });
    const quadratic = (control: { x: number; y: number }, to: { x: number; y: number }): void => {
      path.push({
        op: 'c',
        x1: x + (2 / 3) * (control.x - x),
        y1: y + (2 / 3) * (control.y - y),
        x2: to.x + (2 / 3) * (control.x - to.x),
        y2: to.y + (2 / 3) * (control.y - to.y),
        ...to,
      });
      mirror = { kind: 'q', ...control };
      ({ x, y } = to);
    };
    const cubic = (first: { x: number; y: number }): void => {
      const second = point();
      const to = point();
      path.push({ op: 'c', x1: first.x, y1: first.y, x2: second.x, y2: second.y, ...to });
      mirror = { kind: 'c', ...second };
      ({ x, y } = to);
    };
    const mirrored = (kind: 'c' | 'q'): { x: number; y: number } =>
      mirror?.kind === kind ? { x: 2 * x - mirror.x, y: 2 * y - mirror.y } : { x, y };
    const line = (to: { x: number; y: number }): void => {
      path.push({ op: 'l', ...to });
      ({ x, y } = to);
    };
    const kind = command.toUpperCase();
    if (!'CSQT'.includes(kind)) mirror = undefined;
    switch (kind) {
      case 'M':
        ({ x, y } = point());
        [startX, startY] = [x, y];
        path.push({ op: 'm', x, y });
        command = relative ? 'l' : 'L';
        break;
      case 'L':
        line(point());
        break;
      case 'H':
        line({ x: baseX + reader.number(), y });
        break;
      case 'V':
        line({ x, y: baseY + reader.number() });
        break;
      case 'C':
        cubic(point());
        break;
      case 'S':
        cubic(mirrored('c'));
        break;
      case 'Q':
        quadratic(point(), point());
        break;
      case 'T':
        quadratic(mirrored('q'), point());
        break;
      case 'A': {
        const shape = { rx: reader.number(), ry: reader.number(), turn: reader.number() };
        const flags = { large: reader.flag(), sweep: reader.flag() };
        const to = point();
        path.push(...arcSegments({ x, y }, to, { ...shape, ...flags }));
        ({ x, y } = to);
        break;
      }
      case 'Z':
        path.push({ op: 'z' });
        [x, y] = [startX, startY];
        break;
      default:
        throw emblemFault(`path data has the unknown command ${command}`, `路径数据有未知命令 ${command}`);
    }
  }
  return path;
}
