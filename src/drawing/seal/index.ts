export { drawSeal, SEAL_RED, type SealDrawingOptions } from './draw.ts';
export type {
  BodyClass,
  OvalSeal,
  OvalSealSize,
  RoundSeal,
  RoundSealSize,
  SealCentre,
  SealFace,
  SealFill,
  SquareSeal,
  SquareSealSize,
} from './model.ts';
export { OVAL_SEAL_SIZE, sealRule, SQUARE_SEAL_SIZE, type SealRule } from './rules.ts';
export { SEAL_PICTURE_DPI, sealPicture } from './picture.ts';
