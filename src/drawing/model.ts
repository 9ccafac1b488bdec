/**
 * What is drawn, independent of format: a page is a list of items in mm, origin in the upper left corner, y downwards. The PDF
 * painter, the OFD painter and the SVG painter each turn the same list into their format.
 */

/** Red, green, blue, 0 to 255 each. */
export interface Colour {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
}

/** Path segments in mm; `c` is a cubic Bézier curve. */
export type PathSegment =
  | { readonly op: 'm' | 'l'; readonly x: number; readonly y: number }
  | {
      readonly op: 'c';
      readonly x1: number;
      readonly y1: number;
      readonly x2: number;
      readonly y2: number;
      readonly x: number;
      readonly y: number;
    }
  | { readonly op: 'z' };

/** A filled or stroked path; stroke width and dashes in mm. `opacity` 0 to 1, 1 when absent. */
export interface PathItem {
  readonly kind: 'path';
  readonly path: readonly PathSegment[];
  readonly fill?: Colour;
  readonly fillRule?: 'nonzero' | 'evenodd';
  readonly stroke?: { readonly colour: Colour; readonly width: number; readonly dash?: readonly number[] };
  readonly opacity?: number;
}

/** Squares of one colour in a grid, such as a QR code: rows from the top, true where a square is filled; all in mm. */
export interface ModulesItem {
  readonly kind: 'modules';
  readonly rows: readonly (readonly boolean[])[];
  /** Upper left corner of the grid. */
  readonly x: number;
  readonly y: number;
  /** Side of a square. */
  readonly unit: number;
  readonly fill: Colour;
}

/** One glyph of a face at its origin on the base line, in mm relative to the run's origin. */
export interface PlacedGlyph {
  /** Glyph index in the face, before any subsetting. */
  readonly glyph: number;
  readonly x: number;
  readonly y: number;
  /** Advance in mm, for text extraction and justification. */
  readonly advance: number;
  /** The characters this glyph stands for; empty for the later glyphs of a cluster. */
  readonly text: string;
}

/** A run of glyphs of one face and size on one straight base line; remains text in every format. */
export interface TextItem {
  readonly kind: 'text';
  readonly face: FontFace;
  /** Font size (em) in mm. */
  readonly size: number;
  readonly colour: Colour;
  readonly x: number;
  readonly y: number;
  /** Clockwise rotation of the base line in degrees, 0 when absent. */
  readonly rotation?: number;
  readonly glyphs: readonly PlacedGlyph[];
  readonly opacity?: number;
}

/** A raster image stretched over a rectangle in mm. */
export interface ImageItem {
  readonly kind: 'image';
  readonly image: RasterImage;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly opacity?: number;
}

/** What can be drawn. */
export type DrawingItem = PathItem | ModulesItem | TextItem | ImageItem;

/** A page or a form (seal face): its size in mm and its items, painted in order. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly items: readonly DrawingItem[];
}

/** A raster image as its file's bytes; sizes in pixels. `jpeg` is embedded as it is, `png` after {@link file} has been checked. */
export interface RasterImage {
  readonly format: 'png' | 'jpeg';
  readonly file: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Metrics of a face in units of its em square, y upwards. */
export interface FaceMetrics {
  readonly unitsPerEm: number;
  readonly ascent: number;
  readonly descent: number;
  readonly capHeight: number;
  readonly boundingBox: readonly [number, number, number, number];
  readonly italicAngle: number;
  readonly weight: number;
}

/** A font face that is open and can be shaped with and cut down (HarfBuzz). */
export interface FontFace {
  /** Name by which templates ask for it. */
  readonly id: string;
  readonly postScriptName: string;
  readonly metrics: FaceMetrics;
  /** `glyf` (TrueType) or `cff` outlines. */
  readonly outlines: 'glyf' | 'cff';
  /** Glyph index of a code point, 0 when the face lacks it. */
  glyphOf(codePoint: number): number;
  /** Advance width of a glyph in units of the em square. */
  advanceOf(glyph: number): number;
  /** Shapes a text into glyphs with advances and offsets in units of the em square, y upwards. */
  shape(text: string): readonly ShapedGlyph[];
  /** Outline of a glyph in units of the em square, y upwards. */
  outlineOf(glyph: number): readonly PathSegment[];
  /** A font file with just the given glyphs (and .notdef): `glyphMap` gives the new index of each old one. */
  subset(glyphs: readonly number[]): FontSubset;
}

/** A glyph as shaped: `cluster` is the index in the text (UTF-16) of its first character. */
export interface ShapedGlyph {
  readonly glyph: number;
  readonly cluster: number;
  readonly advance: number;
  readonly dx: number;
  readonly dy: number;
}

/** A cut-down font. */
export interface FontSubset {
  readonly file: Uint8Array;
  readonly glyphMap: ReadonlyMap<number, number>;
}
