/**
 * The square seal of a person's name (名章): a frame, and the name in columns from the right to the left, as such seals are cut. A name of two or
 * three characters is followed by 之印 or 印, so that four fill the square.
 */
import type { FontSet } from '../fonts/index.ts';
import type { PathSegment } from '../model.ts';
import { polygon, rectangle } from '../path/shapes.ts';
import { boundsOf, transformPath } from '../path/transform.ts';
import { clusterOutline, sealCharacters, type SealCharacter } from './glyphs.ts';
import { horizontalLine } from './line.ts';
import type { SealFill, SquareSeal } from './model.ts';

/** Lengths as parts of the side. */
const PART = { gap: 0.05, between: 0.035, marking: 0.13 } as const;
/** Part of a cell that a character fills, by its ink. */
const FILLED = 0.96;
/** How much wider or higher than it is a character is made at most, to fill its cell. */
const STRETCHED = 1.45;

/** The fills of a square seal, its centre at the origin. */
export function squareSealFills(seal: SquareSeal, fonts: FontSet, faceId: string): readonly SealFill[] {
  const { side, frameWidth } = seal.size;
  const characters = sealCharacters(fonts, faceId, engraved(seal.name));
  const fills: SealFill[] = [{ path: frame(side, frameWidth), fillRule: 'nonzero' }];
  const room = side - 2 * frameWidth - 2 * PART.gap * side;
  const foot = seal.marking === undefined ? 0 : PART.marking * side;
  fills.push({
    path: columns(characters, { width: room, height: room - foot, between: PART.between * side }),
    fillRule: 'nonzero',
  });
  if (seal.marking !== undefined) {
    const place = { y: side / 2 - frameWidth - PART.gap * side - foot / 3, height: 0.75 * foot, width: room };
    fills.push({ path: horizontalLine(sealCharacters(fonts, faceId, seal.marking), place), fillRule: 'nonzero' });
  }
  return fills;
}

/** What is cut for a name. */
function engraved(name: string): string {
  const { length } = Array.from(name);
  return length === 2 ? `${name}之印` : length === 3 ? `${name}印` : name;
}

function frame(side: number, width: number): readonly PathSegment[] {
  const [out, inside] = [side / 2, side / 2 - width];
  const hole = polygon([
    { x: -inside, y: -inside },
    { x: -inside, y: inside },
    { x: inside, y: inside },
    { x: inside, y: -inside },
  ]);
  return [...rectangle({ x: -out, y: -out }, side, side), ...hole];
}

/** Characters in columns from the right, in a room whose upper edge is as far above the centre as half its width; each fills its cell. */
function columns(
  characters: readonly SealCharacter[],
  { width, height, between }: { readonly width: number; readonly height: number; readonly between: number },
): readonly PathSegment[] {
  const count = Math.ceil(Math.sqrt(characters.length));
  const rows = Math.ceil(characters.length / count);
  const cell = { width: (width - (count - 1) * between) / count, height: (height - (rows - 1) * between) / rows };
  return characters.flatMap((character, index) => {
    const [column, row] = [Math.floor(index / rows), index % rows];
    const middle = {
      x: width / 2 - column * (cell.width + between) - cell.width / 2,
      y: -width / 2 + row * (cell.height + between) + cell.height / 2,
    };
    return fitted(character, cell, middle);
  });
}

function fitted(
  character: SealCharacter,
  cell: { readonly width: number; readonly height: number },
  middle: { readonly x: number; readonly y: number },
): readonly PathSegment[] {
  const outline = clusterOutline(character);
  const bounds = boundsOf(outline);
  if (!bounds) return [];
  const [wide, high] = [
    FILLED * (cell.width / (bounds.right - bounds.left)),
    FILLED * (cell.height / (bounds.bottom - bounds.top)),
  ];
  const [scaleX, scaleY] = [Math.min(wide, STRETCHED * high), Math.min(high, STRETCHED * wide)];
  return transformPath(outline, {
    ...{ a: scaleX, b: 0, c: 0, d: scaleY },
    e: middle.x - (scaleX * (bounds.left + bounds.right)) / 2,
    f: middle.y - (scaleY * (bounds.top + bounds.bottom)) / 2,
  });
}
