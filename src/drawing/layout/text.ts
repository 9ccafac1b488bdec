import { YinzhengError } from '../../base/errors/index.ts';
import { BLACK, colourOf } from '../colour.ts';
import { shapeText, type Cluster, type FontSet } from '../fonts/index.ts';
import type { Colour, PlacedGlyph, TextItem } from '../model.ts';
import { breakLines, measure, type Measured } from './break.ts';
import type { Box, TextStyle } from './template.ts';

/** Millimetres in a point. */
export const POINT = 25.4 / 72;

const LINE_HEIGHT = 1.4;
/** Part of the em square above the base line in ideographic faces. */
const ASCENT = 0.88;
const SHRINK_STEP = 0.25;
/** A last line of so few characters looks forgotten; the text is shrunk to this part of its size where it then needs no such line. */
const WIDOW = { characters: 1, smallest: 0.85 } as const;
const SLACK = 1e-6;
const LONGEST_TEXT = 10_000;

interface FittedText {
  /** Font size in mm. */
  readonly size: number;
  readonly lines: readonly (readonly Measured[])[];
}

/**
 * Sets a text in its box: broken into lines where it may wrap, shrunk in steps of a quarter point down to its
 * smallest size; only there may a word be broken in its middle. A last line of one character is shrunk away where a little does it.
 * @throws {YinzhengError} TEXT_DOES_NOT_FIT naming the field, GLYPH_MISSING naming the character
 */
export function layoutText(
  fonts: FontSet,
  place: Box & TextStyle,
  { text, field }: { readonly text: string; readonly field: string },
): readonly TextItem[] {
  if (text.length > LONGEST_TEXT) throw new YinzhengError('TEXT_DOES_NOT_FIT', { field });
  const paragraphs = text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => shapeText(fonts, place.face, line.replaceAll('\t', ' ')));
  const fitted = fit(paragraphs, place);
  if (!fitted) throw new YinzhengError('TEXT_DOES_NOT_FIT', { field });
  const { size, lines } = fitted;
  const step = size * (place.lineHeight ?? LINE_HEIGHT);
  const height = blockHeight(lines.length, size, step);
  const free = place.height - height;
  const top = place.y + (place.vertical === 'bottom' ? free : place.vertical === 'middle' ? free / 2 : 0);
  const colour = place.colour === undefined ? BLACK : colourOf(place.colour);
  return lines.flatMap((line, index) => {
    const last = index === lines.length - 1;
    return placeLine(line, { place, size, colour, y: top + index * step + ASCENT * size, last });
  });
}

/**
 * Height in mm that a text without line ends takes when it is broken into lines of a width at the size of its style.
 * @throws {YinzhengError} GLYPH_MISSING naming the character
 */
export function textHeight(fonts: FontSet, style: TextStyle & Pick<Box, 'width'>, text: string): number {
  const size = style.size * POINT;
  const spacing = style.letterSpacing ?? 0;
  const clusters = measure(shapeText(fonts, style.face, text), size, spacing);
  const { lines } = breakLines(clusters, style.width + SLACK, spacing);
  return blockHeight(lines.length, size, size * (style.lineHeight ?? LINE_HEIGHT));
}

function fit(paragraphs: readonly (readonly Cluster[])[], place: Box & TextStyle): FittedText | undefined {
  const smallest = place.minSize ?? place.size;
  let best: FittedText | undefined;
  for (let points = place.size; ; points = Math.max(smallest, points - SHRINK_STEP)) {
    const fitted = fitAt(points, paragraphs, place);
    if (fitted && !fitted.widow) return fitted;
    best ??= fitted;
    if (points <= smallest || (best && points * POINT <= best.size * WIDOW.smallest)) return best;
  }
}

/** The text at one size, where it fits; whether one of its paragraphs ends in a widow. */
function fitAt(
  points: number,
  paragraphs: readonly (readonly Cluster[])[],
  place: Box & TextStyle,
): (FittedText & { readonly widow: boolean }) | undefined {
  const size = points * POINT;
  const spacing = place.letterSpacing ?? 0;
  const measured = paragraphs.map((clusters) => measure(clusters, size, spacing));
  const broken = place.wrap ? measured.map((clusters) => breakLines(clusters, place.width + SLACK, spacing)) : [];
  const lines = place.wrap ? broken.flatMap((paragraph) => paragraph.lines) : measured;
  const torn = broken.some((paragraph) => paragraph.torn) && points > (place.minSize ?? place.size);
  const wide = lines.some((line) => widthOf(line) - spacing > place.width + SLACK);
  const high = blockHeight(lines.length, size, size * (place.lineHeight ?? LINE_HEIGHT)) > place.height + SLACK;
  if (wide || high || torn) return undefined;
  const widow = broken.some(({ lines: own }) => own.length > 1 && (own.at(-1)?.length ?? 0) <= WIDOW.characters);
  return { size, lines, widow };
}

/** Height of lines from the top of the first em square to the bottom of the last. */
function blockHeight(lines: number, size: number, step: number): number {
  return (lines - 1) * step + size;
}

interface LinePlace {
  readonly place: Box & TextStyle;
  readonly size: number;
  readonly colour: Colour;
  readonly y: number;
  readonly last: boolean;
}

function placeLine(line: readonly Measured[], { place, size, colour, y, last }: LinePlace): readonly TextItem[] {
  if (line.length === 0) return [];
  const spacing = place.letterSpacing ?? 0;
  const width = widthOf(line) - spacing;
  const free = place.width - width;
  const gaps = line.length - 1;
  const spread = place.align === 'spread' || (place.align === 'justify' && !last);
  const extra = spread && gaps > 0 ? free / gaps : 0;
  const indent = place.align === 'right' ? free : place.align === 'center' || (spread && gaps === 0) ? free / 2 : 0;
  const items: TextItem[] = [];
  let glyphs: PlacedGlyph[] = [];
  let start = place.x + indent;
  let pen = start;
  line.forEach(({ cluster, width: clusterWidth }, index) => {
    placeCluster(cluster, size, pen - start, glyphs);
    pen += clusterWidth + extra;
    const next = line[index + 1];
    if (next?.cluster.face === cluster.face) return;
    items.push({ kind: 'text', face: cluster.face, size, colour, x: start, y, glyphs });
    glyphs = [];
    start = pen;
  });
  return items;
}

function placeCluster({ face, glyphs, text }: Cluster, size: number, from: number, placed: PlacedGlyph[]): void {
  const scale = size / face.metrics.unitsPerEm;
  let pen = from;
  glyphs.forEach(({ glyph, advance, dx, dy }, index) => {
    placed.push({
      glyph,
      x: pen + dx * scale,
      y: dy === 0 ? 0 : -dy * scale,
      advance: advance * scale,
      text: index === 0 ? text : '',
    });
    pen += advance * scale;
  });
}

/** A line of text, turned about a point in its middle. */
export interface TurnedLine {
  readonly face: string;
  readonly text: string;
  /** Font size in mm. */
  readonly size: number;
  readonly colour: Colour;
  /** The point: middle of the line, mm. */
  readonly x: number;
  readonly y: number;
  /** Clockwise, degrees. */
  readonly rotation: number;
  readonly opacity?: number;
}

/**
 * Width in mm of a line of text at a size in mm.
 * @throws {YinzhengError} GLYPH_MISSING naming the character
 */
export function lineWidth(fonts: FontSet, face: string, { text, size }: Pick<TurnedLine, 'text' | 'size'>): number {
  return widthOf(measure(shapeText(fonts, face, text), size, 0));
}

/**
 * Sets a line turned about its middle.
 * @throws {YinzhengError} GLYPH_MISSING naming the character
 */
export function turnedLine(fonts: FontSet, line: TurnedLine): readonly TextItem[] {
  const { face, text, size, colour, x, y, rotation, opacity } = line;
  const measured = measure(shapeText(fonts, face, text), size, 0);
  const place = { x: 0, y: 0, width: widthOf(measured), height: size, face, size };
  const turn = (rotation * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  return placeLine(measured, { place, size, colour, y: 0, last: true }).map((item) => {
    const along = item.x - place.width / 2;
    // The middle of ideographs lies 0.38 em above the base line.
    const down = 0.38 * size;
    return {
      ...item,
      ...{ x: x + cos * along - sin * down, y: y + sin * along + cos * down, rotation },
      ...(opacity !== undefined && { opacity }),
    };
  });
}

function widthOf(line: readonly Measured[]): number {
  return line.reduce((sum, { width }) => sum + width, 0);
}
