import type { FontSubset } from '../model.ts';

/** Cuts one face down to a few glyphs, for its whole life; the same glyphs give the same bytes. */
export interface Subsetter {
  /** As documents carry it: outlines may be on a coarser grid, which its table head tells. */
  readonly subset: (glyphs: readonly number[]) => FontSubset;
  /** With the outlines as they are. */
  readonly exact: (glyphs: readonly number[]) => FontSubset;
}
