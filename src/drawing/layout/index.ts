export {
  layoutFace,
  mergeLayers,
  type FaceMaterial,
  type FacePage,
  type LaidOutFace,
  type PlacedField,
  type PlacedSeal,
} from './face.ts';
export type { FaceOverlay } from './overlay.ts';
export { readTemplate } from './read.ts';
export type { TableValues } from './table.ts';
export type * from './template.ts';
export { POINT, textHeight } from './text.ts';
