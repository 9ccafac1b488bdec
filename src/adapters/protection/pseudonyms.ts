import type { ProtectionSecrets } from '../blobs/index.ts';
import { keyedDigest } from './envelope.ts';

/** Pseudonyms of persons in the journal: HMAC-SM3 of the number in NFKC and capitals, 128 bits, hexadecimal. The key never changes. */
export function createPseudonyms({ pseudonyms }: Pick<ProtectionSecrets, 'pseudonyms'>): (number: string) => string {
  return (number) => keyedDigest(pseudonyms, 'person', number.normalize('NFKC').trim().toUpperCase());
}
