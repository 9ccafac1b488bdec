/** What operators of content streams change and later ones depend on, as far as places of texts need it (ISO 32000-1 §8.4, §9.3). */
import { concatenated, IDENTITY, type Matrix } from './matrix.ts';

/** The way in which a font's lines run. */
export interface Font {
  readonly vertical: boolean;
}

/** The part of the graphics state that `q` saves; lengths in units of text space, `stretch` 1 for 100 %. */
export interface GraphicsState<F extends Font> {
  readonly matrix: Matrix;
  readonly font: F | null;
  readonly size: number;
  readonly leading: number;
  readonly characterSpace: number;
  readonly wordSpace: number;
  readonly stretch: number;
  readonly rise: number;
}

/** The state at the beginning of a page. */
export const INITIAL_STATE: GraphicsState<never> = {
  ...{ matrix: IDENTITY, font: null, size: 0, leading: 0, characterSpace: 0, wordSpace: 0, stretch: 1, rise: 0 },
};

/** The text matrix after an advance along the line; `by` in unstretched text space (§9.4.4). */
export function advanced(pen: Matrix, { font, stretch }: GraphicsState<Font>, by: number): Matrix {
  return concatenated(font?.vertical === true ? [1, 0, 0, 1, 0, by] : [1, 0, 0, 1, by * stretch, 0], pen);
}
