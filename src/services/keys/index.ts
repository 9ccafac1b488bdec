export { assignmentOf, keyIn, sealsOf, type CurrentSeal, type KeyManagement } from './desk.ts';
export { destroyKey, type Destruction, type DestructionOrder } from './destroy.ts';
export { importKey, type ImportOrder, type KeyFile } from './import.ts';
export { renewKey, type Renewal, type RenewalOrder } from './renew.ts';
export { rotateKey, type Rotation, type RotationOrder } from './rotate.ts';
