/**
 * The oval seal (椭圆章), drawn by rule: ring, name over the top with heads outward, one text in the middle and one below. Characters stand on
 * a smaller ellipse at equal distances along it, each turned as the ellipse is there.
 */
import type { FontSet } from '../fonts/index.ts';
import type { PathSegment } from '../model.ts';
import { ellipse } from '../path/shapes.ts';
import { transformPath } from '../path/transform.ts';
import { arcSteps } from './arc.ts';
import { clusterOutline, placement, sealCharacters, type SealCharacter } from './glyphs.ts';
import { horizontalLine } from './line.ts';
import type { OvalSeal, SealFill } from './model.ts';

/** Lengths as parts of the height. */
const PART = {
  gap: 0.03,
  nameHeight: 0.18,
  lowestName: 0.1,
  lineHeight: 0.13,
  middleHeight: 0.12,
  markingHeight: 0.08,
} as const;
/** Middles of lines below the centre, as parts of the height: with and without a marking, which comes last. */
const LINES = { lower: 0.25, lowerAboveMarking: 0.2, marking: 0.34 } as const;
/** Part of the way round that a name takes at most, and that characters of their own height and a fifth more would take. */
const LONGEST = 0.6;
const SPACED = 1.2;
const WIDEST = 0.86;
const NARROWEST = 0.47;
const FILLED = 0.95;
/** How far a line keeps from the middle of a name's last character, as part of its height. */
const CLEAR = 0.6;
const MIDDLE_TO_BASE_LINE = 0.38;
/** Points of an ellipse that are measured to go along it. */
const POINTS = 1440;

/** A place on an ellipse around the origin, y downwards: its point, and how far it is turned clockwise there, radians. */
interface OvalPlace {
  readonly x: number;
  readonly y: number;
  readonly turn: number;
}

/** The fills of an oval seal, its centre at the origin. */
export function ovalSealFills(seal: OvalSeal, fonts: FontSet, faceId: string): readonly SealFill[] {
  const { width, height, ringWidth } = seal.size;
  const characters = (text: string): readonly SealCharacter[] => sealCharacters(fonts, faceId, text);
  const solid = (path: readonly PathSegment[]): SealFill => ({ path, fillRule: 'nonzero' });
  const outer = { horizontal: width / 2, vertical: height / 2 };
  const inner = { horizontal: width / 2 - ringWidth, vertical: height / 2 - ringWidth };
  const origin = { x: 0, y: 0 };
  const name = ovalName(characters(seal.name), { ...inner, height });
  const fills = [solid([...ellipse(origin, outer), ...ellipse(origin, inner, 'hole')]), solid(name.path)];
  const line = (text: string, y: number, lineHeight: number): void => {
    const lowest = y + lineHeight / 2;
    const ring = inner.horizontal * Math.sqrt(Math.max(0, 1 - (lowest / inner.vertical) ** 2)) - PART.gap * height;
    const beside = y - lineHeight / 2 > name.end.y + CLEAR * name.size ? Infinity : name.end.x - CLEAR * name.size;
    const room = y === 0 ? name.feet : Math.min(ring, beside);
    fills.push(solid(horizontalLine(characters(text), { y, height: lineHeight, width: 2 * FILLED * room })));
  };
  if (seal.middleLine !== undefined) line(seal.middleLine, 0, PART.middleHeight * height);
  const lower = (seal.marking === undefined ? LINES.lower : LINES.lowerAboveMarking) * height;
  if (seal.lowerLine !== undefined) line(seal.lowerLine, lower, PART.lineHeight * height);
  if (seal.marking !== undefined) line(seal.marking, LINES.marking * height, PART.markingHeight * height);
  return fills;
}

/** A name along the ring of an oval: its outlines, height of a character, middle of the last one, and half the width that is free between its feet. */
interface OvalName {
  readonly path: readonly PathSegment[];
  readonly size: number;
  readonly end: { readonly x: number; readonly y: number };
  readonly feet: number;
}

function ovalName(
  characters: readonly SealCharacter[],
  { horizontal, vertical, height }: { readonly horizontal: number; readonly vertical: number; readonly height: number },
): OvalName {
  const steps = Math.max(arcSteps(characters), 1);
  for (let size = PART.nameHeight * height; ; size *= 0.98) {
    const inset = PART.gap * height + size / 2;
    const way = measure(horizontal - inset, vertical - inset);
    const pitch = Math.min(SPACED * size, (LONGEST * way.length) / steps);
    // Feet are nearer to each other than middles are, most so at the ends of the oval.
    const free = FILLED * pitch * ((vertical - inset - size / 2) / (vertical - inset));
    if (free < NARROWEST * size && size > PART.lowestName * height) continue;
    const emWidth = Math.min(WIDEST * size, free);
    let along = (-steps * pitch) / 2;
    const path = characters.flatMap((character, index) => {
      if (index > 0) along += (pitch * ((characters[index - 1]?.weight ?? 0) + character.weight)) / 2;
      const { x, y, turn } = way.at(along);
      const down = MIDDLE_TO_BASE_LINE * size;
      const base = { x: x - down * Math.sin(turn), y: y + down * Math.cos(turn) };
      return transformPath(clusterOutline(character), placement({ ...base, angle: turn, scaleX: emWidth, scaleY: size }));
    });
    return { path, size, end: way.at((steps * pitch) / 2), feet: horizontal - PART.gap * height - 1.2 * size };
  }
}

/** An ellipse by its radii as a way: its length, and the place at a distance from the top, clockwise. */
function measure(horizontal: number, vertical: number): { readonly length: number; readonly at: (along: number) => OvalPlace } {
  const point = (index: number) => {
    const angle = (index * 2 * Math.PI) / POINTS;
    return { x: horizontal * Math.sin(angle), y: -vertical * Math.cos(angle) };
  };
  const lengths = [0];
  for (let index = 1; index <= POINTS; index++) {
    const [from, to] = [point(index - 1), point(index)];
    lengths.push((lengths[index - 1] ?? 0) + Math.hypot(to.x - from.x, to.y - from.y));
  }
  const length = lengths[POINTS] ?? 0;
  const at = (along: number): OvalPlace => {
    const wanted = ((along % length) + length) % length;
    const above = Math.max(
      1,
      lengths.findIndex((reached) => reached >= wanted),
    );
    const [before = 0, after = before] = [lengths[above - 1], lengths[above]];
    const angle = ((above - 1 + (wanted - before) / Math.max(after - before, 1e-9)) * 2 * Math.PI) / POINTS;
    const [x, y] = [horizontal * Math.sin(angle), -vertical * Math.cos(angle)];
    return { x, y, turn: Math.atan2(x / horizontal ** 2, -y / vertical ** 2) };
  };
  return { length, at };
}
