export { drawSeal, SEAL_RED, type SealDrawingOptions } from './draw.ts';
export type { BodyClass, RoundSeal, RoundSealSize, SealCentre, SealFace, SealFill } from './model.ts';
export { sealRule, type SealRule } from './rules.ts';
export { SEAL_PICTURE_DPI, sealPicture } from './picture.ts';
