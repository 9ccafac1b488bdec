import type { Zlib } from '../../base/zlib.ts';
import {
  drawSeal,
  rasteriseMono,
  sealRule,
  settleEdges,
  writeMonoPng,
  type FontSet,
  type RoundSeal,
  type SealFill,
} from '../../drawing/index.ts';
import type { BodyClass } from '../../domain/organisation/index.ts';

/** Resolution of seal pictures, dots per inch. */
export const SEAL_DPI = 600;

/** What is engraved in an organisation's round seal. */
export interface SealText {
  readonly name: string;
  readonly bodyClass: BodyClass;
  /** The name in a second script (Tibetan, Yi …), on an outer arc. */
  readonly secondName?: string | undefined;
  /** Outlines of the emblem, from `readEmblem`; used where the rule of the class prescribes an emblem. */
  readonly emblem?: readonly SealFill[] | undefined;
  readonly lowerLine?: string | undefined;
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

/**
 * Draws the picture of a round seal by the rule of its owner's class (国发〔1999〕25号): 600 dpi, transparent, black and white palette
 * of the seal's red. A body entitled to the national emblem has a star unless the emblem's outlines are given.
 * @throws {YinzhengError} SEAL_FACE_INVALID, GLYPH_MISSING
 */
export function makeSealPicture(deps: { readonly fonts: FontSet; readonly zlib: Zlib }, text: SealText): SealPictureFile {
  const { diameter, ringWidth, centre } = sealRule(text.bodyClass);
  const seal: RoundSeal = {
    shape: 'round',
    size: { diameter, ringWidth },
    centre: centre === 'emblem' && text.emblem ? { kind: 'emblem', fills: text.emblem } : { kind: 'star' },
    name: text.name,
    ...(text.secondName === undefined ? {} : { secondName: text.secondName }),
    ...(text.lowerLine === undefined ? {} : { lowerLine: text.lowerLine }),
    ...(text.code === undefined ? {} : { code: text.code }),
    ...(text.marking === undefined ? {} : { marking: text.marking }),
  };
  // Every signature carries the picture, in hexadecimal, and the page shows it once more.
  const bitmap = settleEdges(rasteriseMono(drawSeal(seal, { fonts: deps.fonts }), { dpi: SEAL_DPI }));
  return { type: 'PNG', data: writeMonoPng(bitmap, deps.zlib, { levels: 2 }), width: diameter, height: diameter };
}
