import type { ClaimCrypto } from '../../claim/index.ts';
import { DEFAULT_SM2_USER_ID, pointVerifier, sm3, verifySm2 } from '../../crypto/portable/index.ts';

/** SM2 with SM3 in this browser. */
export const browserCrypto: ClaimCrypto = pointVerifier({
  digest: (_, ...parts) => sm3(...parts),
  verify: (_, key, message, signature) => verifySm2(key, DEFAULT_SM2_USER_ID, message, signature),
});
