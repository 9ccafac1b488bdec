/** What makes a picture of a page with a seal a preview and nothing else: words all over it, and lines through every seal. */
import type { FontSet } from '../fonts/index.ts';
import type { PathSegment } from '../model.ts';
import { transformPath } from '../path/transform.ts';
import { rasteriseMono, type MonoBitmap } from '../raster/index.ts';
import { clusterOutline, placement, sealCharacters } from '../seal/glyphs.ts';

/** Pixels of a picture: red, green, blue, opacity, row by row from the top. */
export interface RgbaPicture {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

/** A rectangle in pixels. */
export interface PixelBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const WORDS = '预览 未盖章 PREVIEW NOT STAMPED';
const FACE = 'song-bold';
const DPI = 96;
/** The tile that is repeated, mm; height of its letters and their slope. */
const TILE = { width: 110, height: 60 } as const;
const LETTER = 5.5;
const SLOPE = -Math.PI / 8;
/** How much of a pixel the words take, and how far apart and how wide the lines through a seal are, pixels. */
const STRENGTH = 0.45;
const GREY = 96;
const LINES = { every: 9, width: 4 } as const;

/**
 * The words, as a tile that is laid over the whole picture.
 * @throws {YinzhengError} GLYPH_MISSING, FONT_UNUSABLE
 */
export function previewMark(fonts: FontSet): MonoBitmap {
  const characters = sealCharacters(fonts, FACE, WORDS);
  const total = characters.reduce((sum, { weight }) => sum + weight * LETTER, 0);
  let pen = -total / 2;
  const path: PathSegment[] = characters.flatMap((character) => {
    const along = pen + (character.weight * LETTER) / 2;
    pen += character.weight * LETTER;
    const [x, y] = [TILE.width / 2 + along * Math.cos(SLOPE), TILE.height / 2 + along * Math.sin(SLOPE)];
    const at = placement({ x, y, angle: SLOPE, scaleX: LETTER, scaleY: LETTER });
    return [...transformPath(clusterOutline(character), at)];
  });
  const black = { red: 0, green: 0, blue: 0 };
  return rasteriseMono({ ...TILE, items: [{ kind: 'path', path, fill: black }] }, { dpi: DPI });
}

/**
 * Lays the words over a picture, and lines through each of its seals, so that neither the page nor a seal cut out of it can be taken for
 * stamped. The picture is changed.
 */
export function markPreview({ width, height, rgba }: RgbaPicture, mark: MonoBitmap, seals: readonly PixelBox[]): void {
  for (const { left, top, right, bottom } of seals) {
    for (let y = Math.max(0, Math.floor(top)); y < Math.min(height, Math.ceil(bottom)); y++)
      for (let x = Math.max(0, Math.floor(left)); x < Math.min(width, Math.ceil(right)); x++)
        if ((x + y) % LINES.every < LINES.width) paint(rgba, 4 * (y * width + x), { level: 255, share: 1 });
  }
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / mark.height);
    const line = (y % mark.height) * mark.width;
    for (let x = 0; x < width; x++) {
      // Every other row of tiles is moved by half of one.
      const alpha = mark.alpha[line + ((x + (row % 2) * (mark.width >> 1)) % mark.width)] ?? 0;
      if (alpha > 0) paint(rgba, 4 * (y * width + x), { level: GREY, share: (STRENGTH * alpha) / 255 });
    }
  }
}

function paint(rgba: Uint8Array, at: number, { level, share }: { readonly level: number; readonly share: number }): void {
  for (let channel = at; channel < at + 3; channel++)
    rgba[channel] = Math.round((rgba[channel] ?? 255) * (1 - share) + level * share);
  rgba[at + 3] = 255;
}
