export { openFace, type FaceSource } from './face.ts';
export { createFontSet, faceFor, faceNamed, type FaceFinder, type FontSet } from './fontset.ts';
export type { HarfBuzz, SubsetExports } from './harfbuzz.ts';
export { clusterWidth, shapeText, type Cluster } from './text.ts';
export { unpackWoff2, type Brotli } from './woff2/unpack.ts';
