export { assignSignatureKey, withdrawSignatureKey, type AssignmentDependencies, type AssignmentOrder } from './assign.ts';
export { assignmentsOf, listSignatureKeys, type SignatureKey } from './keys.ts';
export { signDocument, useSignatureKey, type SignatureUse, type SigningRequest, type SigningResult } from './sign.ts';
export { findSigner, type DocumentKeys, type SigningKey } from './signer.ts';
