import type { Matrix } from '../path/transform.ts';
import { emblemFault } from './fault.ts';
import { readNumbers } from './numbers.ts';

/** The map that changes nothing. */
export const IDENTITY: Matrix = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 };

const FUNCTION = /\s*,?\s*(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^()]*)\)/y;

/** The map that applies `inner` first and `outer` to its result. */
export function compose(outer: Matrix, inner: Matrix): Matrix {
  return {
    a: outer.a * inner.a + outer.c * inner.b,
    b: outer.b * inner.a + outer.d * inner.b,
    c: outer.a * inner.c + outer.c * inner.d,
    d: outer.b * inner.c + outer.d * inner.d,
    e: outer.a * inner.e + outer.c * inner.f + outer.e,
    f: outer.b * inner.e + outer.d * inner.f + outer.f,
  };
}

/**
 * The map of a `transform` attribute (SVG 1.1 §7.6).
 * @throws {YinzhengError} EMBLEM_UNUSABLE
 */
export function readTransform(text: string): Matrix {
  let matrix = IDENTITY;
  const length = text.trimEnd().length;
  for (FUNCTION.lastIndex = 0; FUNCTION.lastIndex < length;) {
    const match = FUNCTION.exec(text);
    if (!match) throw emblemFault('a transform is not understood', '无法识别的 transform');
    matrix = compose(matrix, matrixOf(match[1] ?? '', argumentsOf(match[2] ?? '')));
  }
  return matrix;
}

function argumentsOf(text: string): readonly number[] {
  const reader = readNumbers(text);
  const values: number[] = [];
  while (!reader.done && values.length < 7) values.push(reader.number());
  return values;
}

function matrixOf(name: string, values: readonly number[]): Matrix {
  const [first, second, third] = values;
  const angle = ((first ?? 0) * Math.PI) / 180;
  const turned = { ...IDENTITY, a: Math.cos(angle), b: Math.sin(angle), c: -Math.sin(angle), d: Math.cos(angle) };
  if (name === 'matrix' && values.length === 6) {
    const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = values;
    return { a, b, c, d, e, f };
  }
  if (first !== undefined && values.length <= 2) {
    if (name === 'translate') return { ...IDENTITY, e: first, f: second ?? 0 };
    if (name === 'scale') return { ...IDENTITY, a: first, d: second ?? first };
  }
  if (first !== undefined && values.length === 1) {
    if (name === 'rotate') return turned;
    if (name === 'skewX') return { ...IDENTITY, c: Math.tan(angle) };
    if (name === 'skewY') return { ...IDENTITY, b: Math.tan(angle) };
  }
  if (name === 'rotate' && values.length === 3 && second !== undefined && third !== undefined) {
    const there = { ...IDENTITY, e: second, f: third };
    return compose(compose(there, turned), { ...IDENTITY, e: -second, f: -third });
  }
  throw emblemFault(`the transform ${name} has the wrong number of values`, `transform ${name} 的参数个数不对`);
}
