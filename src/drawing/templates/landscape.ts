/** What faces that hang on a wall (正本) have in common: A4 lying. */
import type { Figure } from '../layout/index.ts';

/** A4 lying, mm. */
export const LANDSCAPE = { width: 297, height: 210 } as const;

/** A frame of lace between two rules. */
export function permitFrame(dark: string, light: string): readonly Figure[] {
  return [
    { kind: 'panel', x: 9, y: 9, width: 279, height: 192, stroke: { width: 0.9, colour: dark } },
    { kind: 'lace', inset: 13.5, height: 5, wave: 13, strands: 3, stroke: { width: 0.22, colour: light } },
    { kind: 'panel', x: 18, y: 18, width: 261, height: 174, stroke: { width: 0.3, colour: dark } },
  ];
}

/** Waves over the page, and a rosette about a point, mm. */
export function permitGround(
  colour: string,
  rosette: { readonly x: number; readonly y: number; readonly outer: number },
): readonly Figure[] {
  return [
    { kind: 'waves', x: 20, y: 20, width: 257, height: 170, lines: 24, waves: 18, swing: 1.2, stroke: { width: 0.1, colour } },
    { kind: 'rosette', ...rosette, inner: rosette.outer * 0.38, petals: 30, strands: 3, stroke: { width: 0.1, colour } },
  ];
}
