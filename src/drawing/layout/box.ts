/** What every part of a face has. */
/** A colour as `#rrggbb`. */
export type HexColour = string;

/** A rectangle on the page. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
