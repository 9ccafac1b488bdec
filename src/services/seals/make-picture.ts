import type { Zlib } from '../../base/zlib.ts';
import {
  drawSeal,
  OVAL_SEAL_SIZE,
  rasteriseMono,
  sealRule,
  settleEdges,
  SQUARE_SEAL_SIZE,
  writeMonoPng,
  type Drawing,
  type FontSet,
  type SealFace,
  type SealFill,
} from '../../drawing/index.ts';
import type { BodyClass } from '../../domain/organisation/index.ts';
import type { SealShape } from '../../domain/seal/index.ts';

/** Resolution of seal pictures, dots per inch. */
export const SEAL_DPI = 600;

/** What is engraved in a seal. Texts that the shape has no room for are refused. */
export interface SealText {
  readonly name: string;
  readonly bodyClass: BodyClass;
  /** Round when absent. */
  readonly shape?: SealShape | undefined;
  /** The name in a second script (Tibetan, Yi …), on an outer arc of a round seal. */
  readonly secondName?: string | undefined;
  /** Outlines of the emblem, from `readEmblem`; used in a round seal where the rule of the class prescribes an emblem. */
  readonly emblem?: readonly SealFill[] | undefined;
  /** In the middle of an oval seal. */
  readonly middleLine?: string | undefined;
  /** Below the middle of a round or an oval seal. */
  readonly lowerLine?: string | undefined;
  /** Along the lower rim of a round seal. */
  readonly code?: string | undefined;
  readonly marking?: string | undefined;
}

/** A seal's picture: transparent PNG and its size in mm. */
export interface SealPictureFile {
  readonly type: 'PNG';
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Paints the drawing of a seal: the slow part, up to a second. Where that is done is up to the process. */
export type SealPainter = (drawing: Drawing) => Promise<SealPictureFile>;

/**
 * Draws the picture of a seal, a round one by the rule of its owner's class (国发〔1999〕25号): 600 dpi, transparent, black and white palette
 * of the seal's red. A body entitled to the national emblem has a star unless the emblem's outlines are given.
 * @throws {YinzhengError} SEAL_FACE_INVALID, GLYPH_MISSING
 */
export function makeSealPicture(deps: { readonly fonts: FontSet; readonly zlib: Zlib }, text: SealText): SealPictureFile {
  return paintSeal(sealDrawing(deps, text), deps.zlib);
}

/**
 * The drawing of a seal, not painted yet.
 * @throws {YinzhengError} SEAL_FACE_INVALID, GLYPH_MISSING
 */
export function sealDrawing({ fonts }: { readonly fonts: FontSet }, text: SealText): Drawing {
  return drawSeal(faceOf(text), { fonts });
}

/** Paints the drawing of a seal, as small as the DEFLATE that is given makes it. */
export function paintSeal(drawing: Drawing, zlib: Zlib): SealPictureFile {
  const { width, height } = drawing;
  // Every signature carries the picture, in hexadecimal, and the page shows it once more.
  const bitmap = settleEdges(rasteriseMono(drawing, { dpi: SEAL_DPI }));
  return { type: 'PNG', data: writeMonoPng(bitmap, zlib, { levels: 2 }), width, height };
}

function faceOf(text: SealText): SealFace {
  const { name, middleLine, lowerLine, marking } = text;
  const marked = marking === undefined ? {} : { marking };
  switch (text.shape) {
    case undefined:
    case 'round':
      return roundFace(text);
    case 'oval': {
      const middle = middleLine === undefined ? {} : { middleLine };
      return {
        shape: 'oval',
        size: OVAL_SEAL_SIZE,
        name,
        ...middle,
        ...(lowerLine === undefined ? {} : { lowerLine }),
        ...marked,
      };
    }
    case 'square':
      return { shape: 'square', size: SQUARE_SEAL_SIZE, name, ...marked };
  }
}

function roundFace({ name, bodyClass, secondName, emblem, lowerLine, code, marking }: SealText): SealFace {
  const { diameter, ringWidth, centre } = sealRule(bodyClass);
  return {
    ...{ shape: 'round', size: { diameter, ringWidth }, name },
    centre: centre === 'emblem' && emblem ? { kind: 'emblem', fills: emblem } : { kind: 'star' },
    ...(secondName === undefined ? {} : { secondName }),
    ...(lowerLine === undefined ? {} : { lowerLine }),
    ...(code === undefined ? {} : { code }),
    ...(marking === undefined ? {} : { marking }),
  };
}
