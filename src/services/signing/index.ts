export {
  assignSignatureKey,
  passAssignmentOn,
  withdrawSignatureKey,
  type AssignmentDependencies,
  type AssignmentOrder,
} from './assign.ts';
export { certifyForSeal, type CertifiedSealing, type SealingOfCertified } from './certify.ts';
export { assignmentsOf, listSignatureKeys, type SignatureKey } from './keys.ts';
export { signDocument, signerOf, useSignatureKey, type SignatureUse, type SigningRequest, type SigningResult } from './sign.ts';
export { findSigner, type DocumentKeys, type SigningKey } from './signer.ts';
