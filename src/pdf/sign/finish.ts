import { YinzhengError } from '../../base/errors/index.ts';
import type { SealDraft } from './draft.ts';

/** ASCII codes of the hexadecimal digits, lower case. */
const DIGITS = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));

/**
 * Puts the signature value (DER of SES_Signature, GB/T 38540) into the hole; the rest of the hole stays zero. The draft is unchanged.
 * @throws {YinzhengError} SIGNATURE_TOO_LARGE with the `needed` and the `available` bytes
 */
export function finishSeal(draft: SealDraft, contents: Uint8Array): Uint8Array {
  const { offset, capacity } = draft.hole;
  if (contents.length > capacity) {
    throw new YinzhengError('SIGNATURE_TOO_LARGE', { needed: contents.length, available: capacity });
  }
  const file = draft.bytes.slice();
  let at = offset;
  for (let index = 0; index < contents.length; index++) {
    const byte = contents[index] ?? 0;
    file[at++] = DIGITS[byte >> 4] ?? 0;
    file[at++] = DIGITS[byte & 15] ?? 0;
  }
  return file;
}
