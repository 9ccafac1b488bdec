/** Texts as clusters: the smallest pieces that can be moved and between which a line may be broken. */
import type { FontFace, ShapedGlyph } from '../model.ts';
import { faceForUnit, type FontSet } from './fontset.ts';
import { splitIntoUnits } from './script.ts';

/** One or more glyphs that stand for `text` together; `advance` in units of the em square of `face`. */
export interface Cluster {
  readonly text: string;
  readonly face: FontFace;
  readonly glyphs: readonly ShapedGlyph[];
  readonly advance: number;
}

/**
 * Shapes a text without line ends into clusters, in the order of reading, each drawn by the first face that has its characters.
 * @throws {YinzhengError} GLYPH_MISSING naming the character that no face has; FONT_UNUSABLE when there is no face named `id`
 */
export function shapeText(fonts: FontSet, id: string, text: string): readonly Cluster[] {
  const clusters: Cluster[] = [];
  for (const run of splitByFace(fonts, id, text)) clusters.push(...shapeRun(run.face, run.text));
  return clusters;
}

/** Width of a cluster for a font size of 1. */
export function clusterWidth(cluster: Cluster): number {
  return cluster.advance / cluster.face.metrics.unitsPerEm;
}

function splitByFace(fonts: FontSet, id: string, text: string): readonly { face: FontFace; text: string }[] {
  const runs: { face: FontFace; text: string }[] = [];
  for (const unit of splitIntoUnits(text)) {
    const last = runs.at(-1);
    const face = unit === ' ' && last ? last.face : faceForUnit(fonts, id, unit);
    if (last?.face === face) last.text += unit;
    else runs.push({ face, text: unit });
  }
  return runs;
}

function shapeRun(face: FontFace, text: string): readonly Cluster[] {
  const shaped = face.shape(text);
  const starts = [...new Set(shaped.map(({ cluster }) => cluster))].sort((left, right) => left - right);
  const rightToLeft = shaped.some((glyph, index) => glyph.cluster < (shaped[index - 1]?.cluster ?? 0));
  if (rightToLeft) return [makeCluster(face, text, shaped)];
  const clusters: Cluster[] = [];
  let next = 0;
  starts.forEach((start, index) => {
    const glyphs: ShapedGlyph[] = [];
    for (let glyph = shaped[next]; glyph?.cluster === start; glyph = shaped[++next]) glyphs.push(glyph);
    const from = index === 0 ? 0 : start;
    clusters.push(makeCluster(face, text.slice(from, starts[index + 1] ?? text.length), glyphs));
  });
  return clusters;
}

function makeCluster(face: FontFace, text: string, glyphs: readonly ShapedGlyph[]): Cluster {
  return { text, face, glyphs, advance: glyphs.reduce((sum, { advance }) => sum + advance, 0) };
}
