import { concatBytes, utf8 } from '../../../base/bytes.ts';
import type { CryptoProvider } from '../../../crypto/index.ts';

/** The digest of heads in order, each after those before it: SM3(digest before ‖ SM3(line)), from 32 zero octets. */
export function nextHeadsDigest(before: Uint8Array, line: string, crypto: CryptoProvider): Uint8Array {
  return crypto.digest('sm3', concatBytes(before, crypto.digest('sm3', utf8(line))));
}

/** The digest of no heads. */
export const NO_HEADS_DIGEST = new Uint8Array(32);
