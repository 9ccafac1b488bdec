export { equalSecret, hmacSha1, hmacSm3 } from './hmac.ts';
export { runNativeSelfTest } from './self-test.ts';
export { createNativeProvider } from './provider.ts';
export { sm4CbcDecrypt, sm4CbcEncrypt, sm4Ctr } from './sm4.ts';
export { readJwk, signingKeyType, type ReceivedJwk, type SigningKeyType } from './signing-key.ts';
