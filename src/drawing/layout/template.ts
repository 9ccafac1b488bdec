/** The face of a licence type as data (JSON). Lengths in mm from the upper left corner of the page; font sizes in points (1/72 inch). */
import type { Box, HexColour } from './box.ts';
import type { Figure, Stroke } from './figure.ts';

export type { Box, HexColour } from './box.ts';
export type * from './figure.ts';

/** How a text is set in its box. */
export interface TextStyle {
  /** Id of a face of the font set. */
  readonly face: string;
  /** Font size in points. */
  readonly size: number;
  /** Smallest size to which a text that does not fit is shrunk, in points; `size` when absent. */
  readonly minSize?: number;
  readonly colour?: HexColour;
  readonly align?: 'left' | 'center' | 'right' | 'justify' | 'spread';
  readonly vertical?: 'top' | 'middle' | 'bottom';
  /** Extra space after each character in mm; 0 when absent. */
  readonly letterSpacing?: number;
  /** Distance of base lines as a multiple of the font size; 1.4 when absent. */
  readonly lineHeight?: number;
  /** Whether a text may take several lines; false when absent. */
  readonly wrap?: boolean;
}

/** A text that is the same on every licence. */
export interface FixedText extends Box, TextStyle {
  readonly text: string;
}

/** A place for a value of the licence. */
export interface Field extends Box, TextStyle {
  readonly name: string;
}

/** A place for a picture of the licence, such as a photo; kept in proportion and centred. */
export interface Picture extends Box {
  readonly name: string;
}

/** A column of a table: the name of its values, what stands above them, its width in mm. */
export interface TableColumn {
  readonly name: string;
  readonly label?: string;
  readonly width: number;
  readonly align?: 'left' | 'center' | 'right';
}

/** A place for the rows of a table, with room for so many of them. */
export interface TablePlace {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly rowHeight: number;
  readonly rows: number;
  readonly columns: readonly TableColumn[];
  readonly style: Pick<TextStyle, 'face' | 'size' | 'minSize' | 'colour'>;
  /** Rules of the grid; none when absent. */
  readonly rule?: Stroke;
  /** How the names of the columns are set in a row above; none when absent. */
  readonly head?: Pick<TextStyle, 'face' | 'size' | 'minSize' | 'colour'>;
}

/** A square for the QR code, its quiet zone included. */
export interface QrPlace {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly colour?: HexColour;
}

/** Where a seal is put: its name among the template's seals and its centre. */
export interface SealPlace {
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

/** A frame of two rules, `inset` from the page's edges, with ornaments in its corners. */
export interface Border {
  readonly inset: number;
  /** Width of the outer rule. */
  readonly width: number;
  readonly colour: HexColour;
  /** The inner rule: its distance from the outer one and its width. */
  readonly inner?: { readonly gap: number; readonly width: number };
  /** Ornament of the corners: fretwork (回纹) of this size. */
  readonly corner?: { readonly kind: 'fret'; readonly size: number };
}

/** A straight rule. */
export interface Rule {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly width: number;
  readonly colour: HexColour;
}

/** Fine wavy lines over the page, `lines` of them, each with `waves` waves. */
export interface GuillochePattern {
  readonly kind: 'guilloche';
  readonly colour: HexColour;
  readonly lineWidth: number;
  readonly lines: number;
  readonly waves: number;
  /** Distance of the pattern from the page's edges. */
  readonly inset: number;
}

/** What lies under everything: a colour, a pattern, a picture of the given name over the whole page. */
export interface Background {
  readonly colour?: HexColour;
  readonly pattern?: GuillochePattern;
  readonly image?: string;
}

/** A large light text across the page, as outlines; angle clockwise in degrees. */
export interface Watermark {
  readonly text: string;
  readonly face: string;
  readonly size: number;
  readonly angle: number;
  readonly colour: HexColour;
}

/** A page of a face. */
export interface PageTemplate {
  readonly width: number;
  readonly height: number;
  readonly background?: Background;
  /** Painted over the background, in their order. */
  readonly figures?: readonly Figure[];
  readonly borders?: readonly Border[];
  readonly rules?: readonly Rule[];
  readonly watermark?: Watermark;
  readonly texts?: readonly FixedText[];
  readonly fields?: readonly Field[];
  readonly pictures?: readonly Picture[];
  readonly tables?: readonly TablePlace[];
  readonly qr?: QrPlace;
  readonly seals?: readonly SealPlace[];
}

/** The face of a licence type. */
export interface FaceTemplate {
  readonly id: string;
  readonly title: string;
  readonly pages: readonly PageTemplate[];
}
