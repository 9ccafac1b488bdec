import assert from 'node:assert/strict';
import type { PathSegment } from '../../../src/drawing/index.ts';
import { pathOperators, strokedSubpaths } from '../../../src/pdf/paint/path.ts';

const polygon = (...points: readonly (readonly [number, number])[]): readonly PathSegment[] => [
  ...points.map(([x, y], index): PathSegment => ({ op: index === 0 ? 'm' : 'l', x, y })),
  { op: 'z' },
];

describe('paths in PDF', () => {
  it('are rectangles only where `re` would go the same way round', () => {
    assert.equal(pathOperators(polygon([1, 2], [4, 2], [4, 7], [1, 7])), '1 2 3 5 re\n');
    assert.equal(pathOperators(polygon([4, 7], [1, 7], [1, 2], [4, 2])), '4 7 -3 -5 re\n');
    for (const other of [
      polygon([1, 2], [1, 7], [4, 7], [4, 2]),
      polygon([1, 2], [4, 2], [5, 7], [1, 7]),
      polygon([1, 2], [4, 2], [4, 7], [1, 7], [0, 0]),
      polygon([1, 2], [4, 2], [4, 7]),
      polygon([1, 2], [4, 2], [4, 7], [1, 7]).slice(0, 4),
    ]) {
      assert.doesNotMatch(pathOperators(other), /re/);
      assert.equal(pathOperators(other).trim().split('\n').length, other.length);
    }
  });

  it('write curves and closing', () => {
    const path: readonly PathSegment[] = [
      { op: 'm', x: 0, y: 0 },
      { op: 'c', x1: 1, y1: 2, x2: 3, y2: 4, x: 5.25, y: 6 },
      { op: 'z' },
    ];
    assert.equal(pathOperators(path), '0 0 m\n1 2 3 4 5.25 6 c\nh\n');
  });

  it('read the same where subpaths of one shape are stroked', () => {
    const line = (y: number): readonly PathSegment[] => [
      { op: 'm', x: 10, y },
      { op: 'c', x1: 11, y1: y + 1, x2: 12, y2: y + 1, x: 13, y },
    ];
    const [first, second, ...rest] = strokedSubpaths([...line(0.1), ...line(20.3)]).split(/(?<=Q\n)/);
    assert.deepEqual(rest, []);
    assert.equal(first, 'q 1 0 0 1 10 0.1 cm\n0 0 m\n1 1 2 1 3 0 c\nS Q\n');
    assert.equal(second, first.replace('0.1 cm', '20.3 cm'));
  });
});
