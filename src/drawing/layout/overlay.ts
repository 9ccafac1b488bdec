/** What is drawn over every page of a face: of what use a copy is, or that its licence has ended. */
import { colourOf } from '../colour.ts';
import type { FontSet } from '../fonts/index.ts';
import type { DrawingItem } from '../model.ts';
import { rectangle } from '../path/shapes.ts';
import { transformPath } from '../path/transform.ts';
import type { PageTemplate } from './template.ts';
import { layoutText, lineWidth, turnedLine } from './text.ts';

/** Texts over a face. They let what is beneath be read. */
export interface FaceOverlay {
  /** Lines that are repeated over the whole page, slanting; none when absent. */
  readonly repeated?: readonly string[];
  /** A short mark in the middle of the page, in a frame; none when absent. */
  readonly mark?: string;
  /** A line at the lower edge. */
  readonly foot: string;
}

const FACE = 'song-bold';
const COLOUR = colourOf('#b3261e');
const GREY = colourOf('#55301f');
/** Slant of repeated lines and of the mark, degrees clockwise. */
const SLANT = -28;
const MARK_SLANT = -18;
/** Opacity: of lines that lie over fields, and of a mark that must not be overlooked. */
const FAINT = 0.26;
const STRONG = 0.62;
/** Font sizes as parts of the shorter side of the page, and bounds in mm. */
const LINE = { part: 0.034, least: 1.6, most: 6.5 } as const;
const MARK = { part: 0.17, least: 6, most: 44 } as const;
const FOOT = { height: 0.016, least: 1.5, most: 2.6 } as const;
const LINE_STEP = 1.5;

/**
 * The items over a page, to be painted last.
 * @throws {YinzhengError} GLYPH_MISSING naming the character, TEXT_DOES_NOT_FIT for a line at the foot that is too long
 */
export function overlayItems(fonts: FontSet, overlay: FaceOverlay, page: PageTemplate): readonly DrawingItem[] {
  const { repeated = [], mark, foot } = overlay;
  return [
    ...(repeated.length > 0 ? repeatedItems(fonts, repeated, page) : []),
    ...(mark === undefined ? [] : markItems(fonts, mark, page)),
    ...footItems(fonts, foot, page),
  ];
}

function within(value: number, { least, most }: { readonly least: number; readonly most: number }): number {
  return Math.min(most, Math.max(least, value));
}

function repeatedItems(fonts: FontSet, lines: readonly string[], { width, height }: PageTemplate): readonly DrawingItem[] {
  const wished = within(Math.min(width, height) * LINE.part, LINE);
  const longest = Math.max(...lines.map((text) => lineWidth(fonts, FACE, { text, size: 1 })));
  // The longest line is read whole somewhere: it is no longer than four fifths of the page's diagonal.
  const size = Math.min(wished, (0.8 * Math.hypot(width, height)) / longest);
  const block = { width: longest * size, height: lines.length * LINE_STEP * size };
  const step = { x: block.width + 6 * size, y: block.height + 5 * size };
  const turn = (SLANT * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const reach = Math.hypot(width, height) / 2;
  const [rows, columns] = [Math.ceil(reach / step.y), Math.ceil(reach / step.x) + 1];
  const items: DrawingItem[] = [];
  for (let row = -rows; row <= rows; row++)
    for (let column = -columns; column <= columns; column++) {
      const along = (column + (row % 2 === 0 ? 0 : 0.5)) * step.x;
      const centre = { x: width / 2 + cos * along - sin * row * step.y, y: height / 2 + sin * along + cos * row * step.y };
      const margin = Math.min(width, height) * 0.06;
      if (centre.x < -margin || centre.y < margin || centre.x > width + margin || centre.y > height - margin) continue;
      lines.forEach((text, index) => {
        const down = (index - (lines.length - 1) / 2) * LINE_STEP * size;
        const place = { x: centre.x - sin * down, y: centre.y + cos * down };
        items.push(...turnedLine(fonts, { face: FACE, text, size, colour: COLOUR, ...place, rotation: SLANT, opacity: FAINT }));
      });
    }
  return items;
}

function markItems(fonts: FontSet, text: string, { width, height }: PageTemplate): readonly DrawingItem[] {
  const wished = within(Math.min(width, height) * MARK.part, MARK);
  const size = Math.min(wished, (0.7 * width) / lineWidth(fonts, FACE, { text, size: 1 }));
  const across = lineWidth(fonts, FACE, { text, size }) + 1.1 * size;
  const turn = (MARK_SLANT * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const frame = transformPath(rectangle({ x: -across / 2, y: -0.85 * size }, across, 1.7 * size), {
    ...{ a: cos, b: sin, c: -sin, d: cos },
    ...{ e: width / 2, f: height / 2 },
  });
  const place = { x: width / 2, y: height / 2 };
  return [
    { kind: 'path', path: frame, stroke: { colour: COLOUR, width: size / 11 }, opacity: STRONG },
    ...turnedLine(fonts, { face: FACE, text, size, colour: COLOUR, ...place, rotation: MARK_SLANT, opacity: STRONG }),
  ];
}

function footItems(fonts: FontSet, text: string, { width, height }: PageTemplate): readonly DrawingItem[] {
  const line = within(Math.min(width, height) * FOOT.height, FOOT);
  const margin = 0.03 * width;
  const place = { x: margin, y: height - 2.5 * line - 0.8, width: width - 2 * margin, height: 2.5 * line };
  const style = { face: 'song', size: (line / 25.4) * 72, minSize: 2.5, align: 'center', vertical: 'bottom' } as const;
  return layoutText(fonts, { ...place, ...style, wrap: true, lineHeight: 1.15 }, { text, field: 'foot' }).map((item) => ({
    ...item,
    colour: GREY,
  }));
}
