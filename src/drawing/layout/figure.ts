/** Figures of a face as data: panels, rosettes, lace, medallions. Lengths in mm, colours as `#rrggbb`. */
import type { Box, HexColour } from './box.ts';

/** A stroke, its width in mm. */
export interface Stroke {
  readonly width: number;
  readonly colour: HexColour;
}

/** A rectangle, its corners rounded by `radius`; filled, stroked, or both. */
export interface Panel extends Box {
  readonly kind: 'panel';
  readonly radius?: number;
  readonly fill?: HexColour;
  readonly stroke?: Stroke;
}

/** Parallel wavy lines that fill a box (底纹): `lines` pairs of them that cross each other, each with `waves` waves, `swing` of their distance high. */
export interface WaveField extends Box {
  readonly kind: 'waves';
  readonly lines: number;
  readonly waves: number;
  readonly swing: number;
  readonly stroke: Stroke;
}

/**
 * A rosette (团花): `strands` closed curves between two radii about a centre, each with so many petals, turned against each other.
 */
export interface Rosette {
  readonly kind: 'rosette';
  readonly x: number;
  readonly y: number;
  readonly outer: number;
  readonly inner: number;
  readonly petals: number;
  readonly strands: number;
  readonly stroke: Stroke;
}

/** A band of interlaced waves (花边) along a rectangle `inset` from the edges of its page; `height` from crest to trough, `wave` the length of one. */
export interface Lace {
  readonly kind: 'lace';
  readonly inset: number;
  readonly height: number;
  readonly wave: number;
  readonly strands: number;
  readonly stroke: Stroke;
}

/** A medallion: a disc within two rings, a wreath of leaves on both sides, a star above four small ones. It resembles no emblem of a state. */
export interface Medallion {
  readonly kind: 'medallion';
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly ground: HexColour;
  readonly ink: HexColour;
}

/** A figure. */
export type Figure = Panel | WaveField | Rosette | Lace | Medallion;
