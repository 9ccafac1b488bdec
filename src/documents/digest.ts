import { toHex } from '../base/bytes.ts';
import type { CryptoProvider } from '../crypto/index.ts';

/** SM3 of a document, hexadecimal: how registers and reports name it. */
export function documentDigest({ crypto }: { readonly crypto: CryptoProvider }, bytes: Uint8Array): string {
  return toHex(crypto.digest('sm3', bytes));
}
