export {
  authenticateSigned,
  COVERED,
  SIGNATURE_ALGORITHM,
  signatureRefused,
  type SignedRequest,
  type SigningParts,
} from './authenticate.ts';
