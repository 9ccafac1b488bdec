/** Text along an arc of a seal. Angles in degrees clockwise from the top; lengths in mm; centre of the seal at the origin, y downwards. */
import type { PathSegment } from '../model.ts';
import { transformPath } from '../path/transform.ts';
import { clusterOutline, placement, type SealCharacter } from './glyphs.ts';

/** How a text lies on its arc: `feet` and `base` are the radii of its inner edge and of its base line, `width` and `height` the size of an em. */
export interface ArcText {
  readonly characters: readonly SealCharacter[];
  readonly feet: number;
  readonly base: number;
  readonly width: number;
  readonly height: number;
  /** Degrees from one full-width character's middle to the next. */
  readonly pitch: number;
}

/** Degrees between the middles of the first and the last character for a pitch of one degree. */
export function arcSteps(characters: readonly SealCharacter[]): number {
  const total = characters.reduce((sum, { weight }) => sum + weight, 0);
  return total - ((characters[0]?.weight ?? 0) + (characters.at(-1)?.weight ?? 0)) / 2;
}

/** Characters over the top, clockwise from the left, heads outward. */
export function upperArc(text: ArcText): readonly PathSegment[] {
  return anglesOf(text).flatMap(({ character, angle }) => {
    const turn = (angle * Math.PI) / 180;
    const place = { x: text.base * Math.sin(turn), y: -text.base * Math.cos(turn), angle: turn };
    return transformPath(clusterOutline(character), placement({ ...place, scaleX: text.width, scaleY: text.height }));
  });
}

/** Characters along the bottom, from left to right, heads towards the centre, so that the base line is the outer edge. */
export function lowerArc(text: ArcText): readonly PathSegment[] {
  return anglesOf(text).flatMap(({ character, angle }) => {
    const turn = (-angle * Math.PI) / 180;
    const place = { x: -text.base * Math.sin(turn), y: text.base * Math.cos(turn), angle: turn };
    return transformPath(clusterOutline(character), placement({ ...place, scaleX: text.width, scaleY: text.height }));
  });
}

function anglesOf({ characters, pitch }: ArcText): readonly { character: SealCharacter; angle: number }[] {
  let angle = (-arcSteps(characters) * pitch) / 2;
  let before = 0;
  return characters.map((character, index) => {
    if (index > 0) angle += (pitch * (before + character.weight)) / 2;
    before = character.weight;
    return { character, angle };
  });
}
