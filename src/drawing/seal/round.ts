/**
 * The round seal (圆形公章), drawn by rule: ring, name over the top with heads outward, star or emblem in the middle, purpose and code
 * below. Proportions follow engraved seals of 42 mm: ring 1.2 mm, star 14 mm from tip to tip, characters 5.7 mm high; a longer name
 * takes a longer arc first, then narrower characters, then lower ones.
 */
import type { PathSegment } from '../model.ts';
import { ring, star } from '../path/shapes.ts';
import { boundsOf, transformPath } from '../path/transform.ts';
import type { FontSet } from '../fonts/index.ts';
import { arcSteps, lowerArc, upperArc, type ArcText } from './arc.ts';
import { clusterOutline, sealCharacters, type SealCharacter } from './glyphs.ts';
import { horizontalLine } from './line.ts';
import type { RoundSeal, SealCentre, SealFill } from './model.ts';

/** Lengths as parts of the diameter. */
const PART = {
  gap: 0.02,
  nameHeight: 0.137,
  lowestName: 0.105,
  secondHeight: 0.085,
  starRadius: 0.175,
  emblem: 0.36,
  codeHeight: 0.05,
  lineY: 0.264,
  lineHeight: 0.095,
  lineWidth: 0.52,
  lineYBelowMarking: 0.286,
  markingY: 0.262,
  markingHeight: 0.088,
  markingWidth: 0.42,
} as const;
/** Degrees from the first to the last character, by the number of characters; straight lines between the points. */
const SPANS = [
  [1, 0],
  [2, 50],
  [4, 135],
  [6, 188],
  [8, 220],
  [12, 244],
  [17, 258],
  [24, 268],
  [30, 273],
  [40, 278],
] as const;
/** The arc ends earlier where a line, a code or a marking stands below. */
const SPAN_ABOVE_TEXT = 246;
/** Part of the em square below the base line in ideographic faces. */
const BELOW_BASE_LINE = 0.12;
/** Widest and narrowest character, as part of its height; part of the pitch that a character may fill. */
const WIDEST = 0.86;
const NARROWEST = 0.47;
const FILLED = 0.95;
/** Part of a character's height that stays free between the name and a line below. */
const CLEARANCE = 0.08;
/** The second script: how far short names are spread, and the longest arc. */
const SPREAD = 1.5;
const SECOND_SPAN = 256;

/** The fills of a round seal, its centre at the origin. */
export function roundSealFills(seal: RoundSeal, fonts: FontSet, faceId: string): readonly SealFill[] {
  const { diameter, ringWidth } = seal.size;
  const radius = diameter / 2;
  const characters = (text: string): readonly SealCharacter[] => sealCharacters(fonts, faceId, text);
  const solid = (path: readonly PathSegment[]): SealFill => ({ path, fillRule: 'nonzero' });
  const fills = [solid(ring({ x: 0, y: 0 }, radius, ringWidth))];

  const below = [seal.lowerLine, seal.code, seal.marking].some((text) => text !== undefined);
  const largestSpan = below ? SPAN_ABOVE_TEXT : 360;
  let heads = radius - ringWidth - PART.gap * diameter;
  if (seal.secondName !== undefined) {
    const second = secondArc(characters(seal.secondName), heads, diameter, largestSpan);
    fills.push(solid(upperArc(second)));
    heads = second.feet - PART.gap * diameter;
  }
  const name = nameArc(characters(seal.name), heads, diameter, largestSpan);
  fills.push(solid(upperArc(name)), ...centreFills(seal.centre, name.feet, diameter));
  if (seal.lowerLine !== undefined) {
    const y = (seal.marking === undefined ? PART.lineY : PART.lineYBelowMarking) * diameter;
    const height = PART.lineHeight * diameter;
    const width = Math.min(PART.lineWidth * diameter, widthBelow(name, y - height / 2));
    fills.push(solid(horizontalLine(characters(seal.lowerLine), { y, height, width })));
  }
  if (seal.code !== undefined) {
    fills.push(solid(lowerArc(codeArc(characters(seal.code), radius - ringWidth - PART.gap * diameter, diameter))));
  }
  if (seal.marking !== undefined) fills.push(solid(markingLine(characters(seal.marking), seal, diameter)));
  return fills;
}

function nameArc(characters: readonly SealCharacter[], heads: number, diameter: number, largestSpan: number): ArcText {
  const pitch = Math.min(spanOf(characters), largestSpan) / Math.max(arcSteps(characters), 1);
  let height = PART.nameHeight * diameter;
  for (;;) {
    const feet = heads - height;
    const free = FILLED * ((pitch * Math.PI) / 180) * (feet + 0.3 * height);
    if (free >= NARROWEST * height || height <= PART.lowestName * diameter) {
      return { characters, feet, height, pitch, width: Math.min(WIDEST * height, free), base: feet + BELOW_BASE_LINE * height };
    }
    height *= 0.98;
  }
}

/** Width in mm that is free between the ends of a name at `y` mm below the centre and lower: inside its feet or past its last character. */
function widthBelow(name: ArcText, y: number): number {
  const ends = (name.characters[0]?.weight ?? 0) + (name.characters.at(-1)?.weight ?? 0);
  const end = ((arcSteps(name.characters) + ends / 2) * name.pitch) / 2;
  const inside = Math.sqrt(Math.max(0, (name.feet - CLEARANCE * name.height) ** 2 - y * y));
  const fromBottom = 180 - end;
  const past = fromBottom <= 0 ? 0 : fromBottom >= 90 ? Infinity : y * Math.tan((fromBottom * Math.PI) / 180);
  return 2 * Math.max(inside, past - CLEARANCE * name.height);
}

/** The second script fills its band by the ink of its own characters, spread out where the name is short and condensed where it is long. */
function secondArc(text: readonly SealCharacter[], heads: number, diameter: number, largestSpan: number): ArcText {
  const characters = text.map(({ cluster }) => ({ cluster, weight: cluster.advance / cluster.face.metrics.unitsPerEm }));
  const ink = boundsOf(characters.flatMap(clusterOutline)) ?? { top: -1, bottom: 0 };
  const height = (PART.secondHeight * diameter) / Math.max(ink.bottom - ink.top, 0.1);
  const feet = heads - PART.secondHeight * diameter;
  const natural = (height / feet) * (180 / Math.PI);
  const steps = Math.max(arcSteps(characters), 1);
  const pitch = Math.min(SPREAD * natural, Math.min(largestSpan, SECOND_SPAN) / steps);
  return { characters, feet, height, pitch, width: height * Math.min(1, pitch / natural), base: feet + ink.bottom * height };
}

function codeArc(characters: readonly SealCharacter[], rim: number, diameter: number): ArcText {
  const height = PART.codeHeight * diameter;
  const base = rim - 0.1 * height;
  return { characters, feet: base - height, base, height, width: height, pitch: 1.12 * (height / base) * (180 / Math.PI) };
}

function markingLine(characters: readonly SealCharacter[], seal: RoundSeal, diameter: number): readonly PathSegment[] {
  if (seal.lowerLine === undefined) {
    const place = { y: PART.markingY * diameter, height: PART.markingHeight * diameter, width: PART.markingWidth * diameter };
    return horizontalLine(characters, place);
  }
  return horizontalLine(characters, { y: 0.205 * diameter, height: 0.052 * diameter, width: 0.36 * diameter });
}

function centreFills(centre: SealCentre, feet: number, diameter: number): readonly SealFill[] {
  const room = 0.64 * feet;
  if (centre.kind === 'none') return [];
  if (centre.kind === 'star') {
    return [{ path: star({ x: 0, y: 0 }, Math.min(PART.starRadius * diameter, room)), fillRule: 'nonzero' }];
  }
  const bounds = boundsOf(centre.fills.flatMap(({ path }) => path));
  if (!bounds) return [];
  const size = Math.min(PART.emblem * diameter, 1.3 * feet);
  const scale = size / Math.max(bounds.right - bounds.left, bounds.bottom - bounds.top, 1e-9);
  const matrix = {
    a: scale,
    b: 0,
    c: 0,
    d: scale,
    e: (-scale * (bounds.left + bounds.right)) / 2,
    f: (-scale * (bounds.top + bounds.bottom)) / 2,
  };
  return centre.fills.map(({ path, fillRule }) => ({ path: transformPath(path, matrix), fillRule }));
}

function spanOf(characters: readonly SealCharacter[]): number {
  const count = characters.reduce((sum, { weight }) => sum + weight, 0);
  const above = SPANS.findIndex(([characterCount]) => characterCount >= count);
  const upper = SPANS[above < 0 ? SPANS.length - 1 : above] ?? SPANS[0];
  const lower = SPANS[Math.max(0, (above < 0 ? SPANS.length : above) - 1)] ?? SPANS[0];
  if (upper[0] === lower[0]) return upper[1];
  const share = Math.min(1, (count - lower[0]) / (upper[0] - lower[0]));
  return lower[1] + share * (upper[1] - lower[1]);
}
