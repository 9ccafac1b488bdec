import type { PathSegment } from '../model.ts';
import { transformPath } from '../path/transform.ts';
import { clusterOutline, placement, type SealCharacter } from './glyphs.ts';

/** Part of the em square above the base line, from its middle to the base line. */
const MIDDLE_TO_BASE_LINE = 0.38;
/** Widest and narrowest character, as part of its height. */
const WIDEST = 0.92;
const NARROWEST = 0.5;

/** Where a horizontal text goes, mm: `y` of its middle below the centre of the seal, em height at most `height`, total width at most `width`. */
export interface LinePlace {
  readonly y: number;
  readonly height: number;
  readonly width: number;
}

/** A horizontal text centred below the centre of the seal; a long one gets narrower characters, then smaller ones. */
export function horizontalLine(characters: readonly SealCharacter[], place: LinePlace): readonly PathSegment[] {
  const total = characters.reduce((sum, { weight }) => sum + weight, 0);
  const width = Math.min(WIDEST * place.height, place.width / total);
  const height = Math.min(place.height, width / NARROWEST);
  let pen = (-total * width) / 2;
  return characters.flatMap((character) => {
    const x = pen + (character.weight * width) / 2;
    pen += character.weight * width;
    const at = placement({ x, y: place.y + MIDDLE_TO_BASE_LINE * height, angle: 0, scaleX: width, scaleY: height });
    return transformPath(clusterOutline(character), at);
  });
}
