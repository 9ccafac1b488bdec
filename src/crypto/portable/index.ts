export { DEFAULT_SM2_USER_ID, type CryptoProvider, type DigestAlgorithm, type SignatureScheme } from '../provider.ts';
export { runSelfTest } from '../self-test.ts';
export { pointVerifier, type PointVerifier } from '../sm2/point-verifier.ts';
export { createPortableProvider } from './provider.ts';
export { signSm2Insecurely, sm2PointOfInsecurely, verifySm2, type Sm2SigningInput } from './sm2.ts';
export { sm3, SM3_MIDWAY, sm3From, sm3Midway } from './sm3.ts';
export { sm4Block, sm4CbcDecrypt, sm4CbcEncrypt, sm4Ctr, sm4RoundKeys, type Sm4RoundKeys } from './sm4.ts';
