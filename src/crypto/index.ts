export { isEcdsaSignature } from './ecdsa.ts';
export {
  DEFAULT_SM2_USER_ID,
  type BegunDigest,
  type CryptoProvider,
  type DigestAlgorithm,
  type SignatureScheme,
} from './provider.ts';
export { runSelfTest } from './self-test.ts';
export { SM2_CURVE, SM2_OCTETS, SM2_ORDER } from './sm2/curve.ts';
export { pointVerifier, type PointVerifier } from './sm2/point-verifier.ts';
export { isSm2PublicKey, sm2Point, sm2PublicKey } from './sm2/public-key.ts';
export { decodeSignature, derToRaw, encodeSignature, rawToDer, type Sm2Signature } from './sm2/signature.ts';
export { computeZ } from './sm2/z.ts';
