/** Puts characters into lines by where they stand: the order of a content stream need not be that of reading. */
import type { Character } from './characters.ts';

/** Characters that stand beside one another on a line, in the order of reading. */
export type Segment = readonly Character[];

/** How far baselines of one line may be apart, how wide a gap ends a stretch of text, and how close a character may be printed again to be bolder; parts of the height of a line. */
const SAME_LINE = 0.35;
const WIDEST_GAP = 1.5;
const OVERPRINT = 0.15;

interface Placed {
  readonly character: Character;
  /** Along the direction of the line, across it, and where it ends along it. */
  readonly along: number;
  readonly across: number;
  readonly end: number;
  readonly height: number;
}

/** The stretches of text of a page. */
export function segmentsOf(characters: readonly Character[]): readonly Segment[] {
  const byDirection = new Map<number, Placed[]>();
  for (const character of characters) {
    const placed = place(character);
    if (placed === null) continue;
    const others = byDirection.get(placed.degrees);
    if (others) others.push(placed.value);
    else byDirection.set(placed.degrees, [placed.value]);
  }
  return [...byDirection.values()].flatMap((placed) => linesOf(placed).flatMap((line) => cut(line)));
}

/** A character in the coordinates of its direction, which is rounded to a degree; null for one without size or place. */
function place(character: Character): { readonly degrees: number; readonly value: Placed } | null {
  const { x, y, dx, dy, foot, head } = character;
  const height = Math.hypot(head[0] - foot[0], head[1] - foot[1]);
  // A glyph without advance has no direction of its own; that across its line tells it.
  const angle = dx === 0 && dy === 0 ? Math.atan2(head[1] - foot[1], head[0] - foot[0]) - Math.PI / 2 : Math.atan2(dy, dx);
  if (!(height > 0) || ![x, y, angle, height].every((value) => Number.isFinite(value))) return null;
  const degrees = (Math.round((angle * 180) / Math.PI) + 360) % 360;
  const [cosine, sine] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const along = x * cosine + y * sine;
  const across = y * cosine - x * sine;
  return { degrees, value: { character, along, across, end: along + Math.hypot(dx, dy), height } };
}

function linesOf(placed: readonly Placed[]): readonly (readonly Placed[])[] {
  const lines: Placed[][] = [];
  for (const each of placed.toSorted((one, other) => other.across - one.across)) {
    const line = lines.at(-1);
    const begin = line?.[0];
    if (line && begin && begin.across - each.across <= SAME_LINE * Math.max(begin.height, each.height)) line.push(each);
    else lines.push([each]);
  }
  return lines;
}

function cut(line: readonly Placed[]): readonly Segment[] {
  const segments: Character[][] = [];
  let before: Placed | undefined;
  for (const each of line.toSorted((one, other) => one.along - other.along)) {
    const height = Math.max(before?.height ?? 0, each.height);
    if (before && each.character.text === before.character.text && each.along - before.along < OVERPRINT * height) continue;
    const segment = segments.at(-1);
    if (segment && before && each.along - before.end <= WIDEST_GAP * height) segment.push(each.character);
    else segments.push([each.character]);
    before = each;
  }
  return segments;
}
