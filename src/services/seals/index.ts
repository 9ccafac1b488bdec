export * from './applications/index.ts';
export * from './filings/index.ts';
export { findSealInScope } from './find-seal.ts';
export { getSeal } from './get.ts';
export { listSeals, MAX_SEALS, type SealPage, type SealPageOrder } from './list.ts';
export {
  makeSealPicture,
  paintSeal,
  SEAL_DPI,
  sealDrawing,
  type SealPainter,
  type SealPictureFile,
  type SealText,
} from './make-picture.ts';
export type { SealDependencies } from './ports.ts';
export { SES_TYPES } from './property.ts';
export { checkRemakable, remakeSeal, type RemakeDependencies } from './remake-seal.ts';
export { newSealRecord, type MadeSeal } from './register-seal.ts';
export { stepSeal, type SealStepOrder } from './step-seal.ts';
