/** Texts of seals as outlines. */
import { transformPath, type Matrix } from '../path/transform.ts';
import type { PathSegment } from '../model.ts';
import { shapeText, type Cluster, type FontSet } from '../fonts/index.ts';

/** Characters of a seal text with the share of the pitch that each takes: 1 for ideographs, less for letters, digits and dots. */
export interface SealCharacter {
  readonly cluster: Cluster;
  readonly weight: number;
}

const NARROWEST = 0.45;

/** The characters of a text, spaces as half an em of nothing. */
export function sealCharacters(fonts: FontSet, faceId: string, text: string): readonly SealCharacter[] {
  return shapeText(fonts, faceId, text).map((cluster) => {
    const width = cluster.advance / cluster.face.metrics.unitsPerEm;
    return { cluster, weight: cluster.text === ' ' ? 0.5 : Math.min(1, Math.max(NARROWEST, width)) };
  });
}

/** Outline of a cluster with the origin at the middle of its advance on the base line, for an em of 1, y downwards. */
export function clusterOutline({ cluster }: SealCharacter): readonly PathSegment[] {
  const { face, glyphs } = cluster;
  const scale = 1 / face.metrics.unitsPerEm;
  const path: PathSegment[] = [];
  let pen = -cluster.advance / 2;
  for (const { glyph, advance, dx, dy } of glyphs) {
    path.push(
      ...transformPath(face.outlineOf(glyph), { a: scale, b: 0, c: 0, d: -scale, e: (pen + dx) * scale, f: -dy * scale }),
    );
    pen += advance;
  }
  return path;
}

/** A map that scales, turns clockwise by `angle` (radians) and then moves to a point. */
export function placement(place: { x: number; y: number; angle: number; scaleX: number; scaleY: number }): Matrix {
  const { x, y, angle, scaleX, scaleY } = place;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  return { a: cos * scaleX, b: sin * scaleX, c: -sin * scaleY, d: cos * scaleY, e: x, f: y };
}
