export { listSeals } from './list.ts';
export { makeHeldSeal, type HeldKey, type HeldSealDependencies, type HeldSealOrder } from './make-held-seal.ts';
export { makeSealPicture, SEAL_DPI, type SealPictureFile, type SealText } from './make-picture.ts';
export { checkRemakable, remakeSeal, type RemakeDependencies } from './remake-seal.ts';
export { newSealRecord, type MadeSeal } from './register-seal.ts';
